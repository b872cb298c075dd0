import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob, matchGlob, type StepCount } from './glob.ts';

/** What matching costs in the worst case: each byte of text in each place of the pattern. */
function cost(pattern: string, text: string): { matches: boolean; steps: number; most: number } {
  const glob = compileGlob(pattern, false, '');
  const count: StepCount = { steps: 0 };
  const matches = glob !== null && matchGlob(glob, text, count);
  return { matches, steps: count.steps, most: text.length * ((glob?.tokens.length ?? 0) + 1) };
}

describe('matchGlob', () => {
  it.each([
    ['*a'.repeat(60) + 'b', 'a'.repeat(3000)],
    ['**/'.repeat(60) + 'b', 'a/'.repeat(1500) + 'a'],
    ['**/*a'.repeat(40) + 'b', 'aa/'.repeat(1000) + 'a'],
    ['*?'.repeat(60) + 'b', 'a'.repeat(3000)],
    ['*[a-z]'.repeat(60) + 'b', 'a'.repeat(3000)],
  ])('takes no more than one step a byte and place: %s', (pattern, text) => {
    const { matches, steps, most } = cost(pattern, text);
    expect(matches).toBe(false);
    expect(steps).toBeLessThanOrEqual(most);
    // It did run: this is no early exit.
    expect(steps).toBeGreaterThan(text.length / 2);
  });

  it('keeps to that for any pattern and text', () => {
    const pattern = fc.string({ unit: fc.constantFrom(...Array.from('**??[]a\\/!-b')), maxLength: 40 });
    const text = fc.string({ unit: fc.constantFrom(...Array.from('aab/')), maxLength: 200 });
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        const { steps, most } = cost(p, t);
        expect(steps).toBeLessThanOrEqual(most);
      }),
      { numRuns: 2000 },
    );
  });
});
