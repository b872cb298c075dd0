import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { CALLS, collectMessages, usesIn } from '../../scripts/collect-messages.ts';

/** The catalogue of messages is what the source names, no more and no less. */
const ROOT = resolve(import.meta.dirname, '../..');
const english = JSON.parse(readFileSync(resolve(ROOT, 'src/shared/messages/en.json'), 'utf8')) as Record<
  string,
  string
>;
const uses = collectMessages(ROOT);

/** Where sentences are for others than who sits before a window: in a terminal, in a prompt, as the source of a rule. */
const ENGLISH = [
  /^src\/main\/(?:cli-.*|.*-command|run-browser-mode)\.ts$/,
  'src/main/app/create-app.ts',
  'src/main/host/browser/browser-host.ts',
  /^src\/main\/(?:assist\/chat|assist\/next-edit\/edit-turns|providers\/fim\/instruct-turns)\.ts$/,
  'src/renderer/workbench/git-actions.ts',
  'src/main/workspace/tasks/problem-patterns.ts',
  /^src\/privacy\/redaction\//,
];
const SENTENCE = /^\W*[A-Z].* [a-z’]+ [a-z’]+ .*[.…?!]$/s;

/** The sentences in a file's source that are given to none of the calls that name messages. */
function unnamedIn(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && CALLS.has(node.expression.text)) return;
    const sentence = ts.isStringLiteralLike(node)
      ? node.text
      : ts.isTemplateExpression(node)
        ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('0')
        : '';
    if (SENTENCE.test(sentence)) found.push(`${file}: ${sentence}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

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

  it('has every sentence that is told in the window', () => {
    const files = globSync('src/**/*.{ts,tsx}', { cwd: ROOT }).filter(
      (file) => !file.includes('.test.') && !ENGLISH.some((each) => file.search(each) === 0),
    );
    expect(files.length).toBeGreaterThan(500);
    expect(files.flatMap((file) => unnamedIn(file, readFileSync(resolve(ROOT, file), 'utf8')))).toEqual([]);
    const text = "tell(`It has ${size} MB and is not opened.`); tell(t('It is too large to be opened.'));";
    expect(unnamedIn('a.ts', text)).toEqual(['a.ts: It has 0 MB and is not opened.']);
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
