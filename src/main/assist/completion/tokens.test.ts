import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginWithin, endWithin, estimateTokens } from './tokens.ts';

const code = fc
  .array(fc.constantFrom('const a = 1;', '  return total;', '', '}', 'averyveryverylongname', '\t// 中文', '((((('), {
    maxLength: 60,
  })
  .map((lines) => lines.join('\n'));
const anything = fc.oneof(code, fc.string(), fc.string({ unit: 'binary', maxLength: 300 }));

describe('estimateTokens', () => {
  it('is near what tokenizers of code make: three to four characters a token', () => {
    const text = readFileSync(new URL('../../../privacy/gate.ts', import.meta.url), 'utf8');
    const ratio = text.length / estimateTokens(text);
    expect(ratio).toBeGreaterThan(2.5);
    expect(ratio).toBeLessThan(4.5);
  });

  it('counts no part more than the whole, and no whole more than its parts', () => {
    fc.assert(
      fc.property(anything, anything, (a, b) => {
        const whole = estimateTokens(a + b);
        expect(whole).toBeGreaterThanOrEqual(estimateTokens(a));
        expect(whole).toBeLessThanOrEqual(estimateTokens(a) + estimateTokens(b));
      }),
    );
  });
});

describe('endWithin and beginWithin', () => {
  it('give an end and a begin that fit', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 200 }), (text, budget) => {
        const [end, begin] = [endWithin(text, budget), beginWithin(text, budget)];
        expect(text.endsWith(end)).toBe(true);
        expect(text.startsWith(begin)).toBe(true);
        expect(estimateTokens(end)).toBeLessThanOrEqual(budget);
        expect(estimateTokens(begin)).toBeLessThanOrEqual(budget);
        if (estimateTokens(text) <= budget) expect([end, begin]).toEqual([text, text]);
        else if (text !== '') expect([end.length > 0, begin.length > 0]).toEqual([true, true]);
      }),
    );
  });

  it('keep the begin while a few letters are typed, most of the time', () => {
    let text = Array.from({ length: 200 }, (_, i) => `line(${String(i)});\n`).join('');
    const begins = new Set<string>();
    for (const letter of 'const value = compute(first, second);') {
      text += letter;
      begins.add(endWithin(text, 300).slice(0, 20));
    }
    expect(begins.size).toBeLessThanOrEqual(2);
  });
});
