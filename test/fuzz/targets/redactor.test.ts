import { describe, expect, it } from 'vitest';
import { createRedactor, type Redacted, type Redactor } from '../../../src/privacy/redaction/redactor.ts';
import type { FinderOptions } from '../../../src/privacy/redaction/finder.ts';
import { brokenPromises } from '../broken-promises.ts';
import { redactorTarget } from './redactor.ts';

type Broken = (inner: Redactor, text: string) => Redacted;

/** A redactor that redacts otherwise. */
const redacting =
  (redact: Broken) =>
  (options: FinderOptions): Redactor => {
    const inner = createRedactor(options);
    return { ...inner, redact: (text) => redact(inner, text) };
  };
const changed = (change: (redacted: Redacted, text: string) => Partial<Redacted>) =>
  redacting((inner, text) => {
    const redacted = inner.redact(text);
    return { ...redacted, ...change(redacted, text) };
  });
/** With the first finding as another one. */
const firstAs = (change: (finding: Redacted['findings'][number], text: string) => object) =>
  changed(({ findings }, text) => ({
    findings: findings.map((one, i) => (i === 0 ? { ...one, ...change(one, text) } : one)),
  }));

/** Redacts each text as if it were the first of its conversation. */
function forgetful(options: FinderOptions): Redactor {
  let inner = createRedactor(options);
  const known = new Map<string, Redactor>();
  return {
    ...inner,
    redact: (text) => {
      const before = known.get(text);
      if (before !== undefined) return before.redact(text);
      inner = createRedactor(options);
      const redacted = inner.redact(text);
      known.set(redacted.text, inner);
      return redacted;
    },
    restore: (text) => inner.restore(text),
  };
}

describe('the target redactor', () => {
  it.each([
    ['no planted secret is left', changed((_, text) => ({ text, findings: [], count: 0 }))],
    [
      'no half of a planted secret is left',
      changed(({ text: safe, findings }, text) => ({
        text: safe + findings.map(({ start, end }) => ` ${text.slice(start + ((end - start) >> 1), end)}`).join(''),
      })),
    ],
    ['the count is that of the findings', changed(({ count }) => ({ count: count + 1 }))],
    [
      'findings are in order, apart, and within the text',
      changed(({ findings, count }) => ({
        findings: [...findings, ...findings.slice(-1)],
        count: count + findings.slice(-1).length,
      })),
    ],
    ['findings are in order, apart, and within the text', firstAs((_, text) => ({ end: text.length + 1 }))],
    ['findings say their line', firstAs(({ line }) => ({ line: line + 1 }))],
    ['what is between findings stays', changed(({ text }) => ({ text: text.replaceAll('\r\n', '\n') }))],
    ['a placeholder stands for each finding', changed(({ text }) => ({ text: text.replace('REDACTED_', 'REMOVED_') }))],
    [
      'restoring gives the text back',
      (options: FinderOptions) => ({ ...createRedactor(options), restore: (text: string) => text }),
    ],
    [
      'redacting twice changes nothing',
      redacting((inner, text) => {
        const redacted = inner.redact(text);
        return inner.marks(text).length === 0 ? redacted : { ...redacted, text: `${redacted.text} ` };
      }),
    ],
    ['a text can still be restored after later ones', forgetful],
    [
      'throws',
      redacting((inner, text) => {
        if (text.includes('\ud800')) throw new Error('half a letter');
        return inner.redact(text);
      }),
    ],
  ])('notices where it does not hold that %s', (promise, make) => {
    expect(brokenPromises(redactorTarget(make))).toContain(promise);
  });
});
