import { describe, expect, it } from 'vitest';
import { indexNear, lineEndNear, lineStartNear } from './near.ts';

const far = 'x'.repeat(20_000);

describe('searches nearby', () => {
  it('find what is near', () => {
    expect(indexNear('ab,c,d', ',', 3)).toBe(4);
    expect(lineEndNear('one\ntwo\nthree', 4)).toBe(7);
    expect(lineStartNear('one\ntwo\nthree', 7)).toBe(4);
    expect(lineStartNear('one\ntwo', 4)).toBe(4);
    expect(lineEndNear('one', 1)).toBe(3);
    expect(lineStartNear('one', 2)).toBe(0);
    expect(lineStartNear('one', -1)).toBe(0);
  });

  it('do not go far', () => {
    expect(indexNear(`${far},`, ',', 0)).toBe(-1);
    expect(indexNear(`${far},`, ',', 19_000)).toBe(20_000);
    expect(lineEndNear(`${far}\n`, 10)).toBeLessThan(6000);
    expect(lineStartNear(`\n${far}`, 20_000)).toBeGreaterThan(14_000);
  });
});
