import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, quantile, ratioOfMedians } from './statistics.ts';

const samples = fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });

describe('quantile', () => {
  it('takes the middle, and the mean of the two middle ones', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('lies between two samples where it falls between them', () => {
    const hundred = Array.from({ length: 101 }, (_, i) => i);
    expect(quantile(hundred, 0.95)).toBe(95);
    expect(quantile([0, 10], 0.95)).toBeCloseTo(9.5);
  });

  it('grows with its share and stays within the samples, which it leaves in their order', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
        const before = [...given];
        const value = quantile(given, share);
        expect(value).toBeGreaterThanOrEqual(Math.min(...given));
        expect(value).toBeLessThanOrEqual(Math.max(...given));
        expect(quantile(given, 0)).toBeLessThanOrEqual(value);
        expect(given).toEqual(before);
      }),
    );
  });

  it('has nothing to say of no samples', () => {
    expect(() => median([])).toThrow();
  });
});

describe('ratioOfMedians', () => {
  it('tells a difference from none, and the same for the same samples', () => {
    const noise = Array.from({ length: 40 }, (_, i) => 10 + Math.sin(i * 7));
    const double = ratioOfMedians(
      noise.map((n) => n * 2),
      noise,
    );
    expect(double.value).toBeCloseTo(2);
    expect(double.low).toBeGreaterThan(1.8);
    expect(double.high).toBeLessThan(2.2);
    const none = ratioOfMedians(noise.toReversed(), noise);
    expect([none.low < 1, none.high > 1]).toEqual([true, true]);
    expect(ratioOfMedians(noise.toReversed(), noise)).toEqual(none);
  });

  it('has its value within its bounds where samples do not vary', () => {
    expect(ratioOfMedians([6, 6, 6], [2, 2, 2])).toEqual({ value: 3, low: 3, high: 3 });
  });
});
