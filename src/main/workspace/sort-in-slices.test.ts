import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortInSlices } from './sort-in-slices.ts';

it('sorts as an array does, and keeps the order of equals', async () => {
  const items = fc.array(fc.record({ key: fc.integer({ min: 0, max: 50 }), id: fc.integer() }), { maxLength: 3000 });
  await fc.assert(
    fc.asyncProperty(items, async (some) => {
      const compare = (a: { key: number }, b: { key: number }): number => a.key - b.key;
      expect(await sortInSlices(some, compare)).toEqual(some.toSorted(compare));
    }),
    { numRuns: 40 },
  );
});

it('lets other work run meanwhile', async () => {
  const items = Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 50_000);
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  const sorted = await sortInSlices(items, (a, b) => a - b);
  clearInterval(timer);
  expect(sorted).toEqual(items.toSorted((a, b) => a - b));
  expect(turns).toBeGreaterThan(3);
});
