import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../providers/estimate-tokens.ts';
import { beginWithin, endWithin } from './within-budget.ts';

const code = fc
  .array(fc.constantFrom('const a = 1;', '  return total;', '', '}', 'averyveryverylongname', '\t// 中文', '((((('), {
    maxLength: 60,
  })
  .map((lines) => lines.join('\n'));
const anything = fc.oneof(code, fc.string(), fc.string({ unit: 'binary', maxLength: 300 }));

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
