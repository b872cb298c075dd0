import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFinder } from './finder.ts';

const CARD = '5500 0055 5555 ' + '5559';

describe('numbers in a long row of numbers', () => {
  const find = createFinder();

  it('finds a card wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.nat(40),
        fc.nat(40),
        fc.constantFrom('1', '22', '7 8', '90210', '4444 5555'),
        (before, after, filler) => {
          const head = `${filler} `.repeat(before);
          const text = head + CARD + ` ${filler}`.repeat(after);
          const covered = find(text).some(({ start, end }) => start <= head.length && end >= head.length + CARD.length);
          expect(covered).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
