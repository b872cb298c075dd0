import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { describe, expect, it } from 'vitest';
import { collectMessages, usesIn } from '../../scripts/collect-messages.ts';

/** The catalogue of messages is what the source names, no more and no less. */
const ROOT = resolve(import.meta.dirname, '../..');
const english = JSON.parse(readFileSync(resolve(ROOT, 'src/shared/messages/en.json'), 'utf8')) as Record<
  string,
  string
>;
const uses = collectMessages(ROOT);

function valuesOf(elements: readonly MessageFormatElement[]): readonly string[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.literal || element.type === TYPE.pound || element.type === TYPE.tag) return [];
    const inner =
      element.type === TYPE.plural || element.type === TYPE.select
        ? Object.values(element.options).flatMap(({ value }) => valuesOf(value))
        : [];
    return [element.value, ...inner];
  });
}

describe('the catalogue', () => {
  it('has every message of the source, and none that is gone: npm run messages writes it anew', () => {
    expect(Object.keys(english)).toEqual([...new Set(uses.map(({ message }) => message))].sort());
    expect(Object.keys(english)).toEqual(Object.values(english));
    expect(uses.length).toBeGreaterThan(1500);
  });

  it('gives each message the values that it names, and no others', () => {
    for (const { message, file, line, values } of uses) {
      if (values === null) continue;
      const place = `${file}:${String(line)}`;
      const named = [...new Set(valuesOf(parse(message, { ignoreTag: true })))].sort();
      expect([place, named]).toEqual([place, [...values].sort()]);
    }
  });

  it('is found in each way that a message is named', () => {
    const text = `
      export const a = t('one');
      const b = <p title={t("two", { n, m: f() })}>{tx(c ? 'three' : 'four', values)}</p>;
      const d = msg(\`five\`);
      other('six');
    `;
    expect(usesIn('a.tsx', text).map(({ message, values }) => [message, values])).toEqual([
      ['one', []],
      ['two', ['n', 'm']],
      ['three', null],
      ['four', null],
      ['five', []],
    ]);
  });
});
