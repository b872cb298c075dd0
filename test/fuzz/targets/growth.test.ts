import { expect, it } from 'vitest';
import { brokenPromises } from '../broken-promises.ts';
import { growthTarget } from './growth.ts';

it('notices where work does not grow with the text', () => {
  // From each place to the end.
  const find = (text: string): readonly [] => {
    /[^\0]*\0$/.test(text);
    return [];
  };
  expect(brokenPromises(growthTarget(find, 4000), 3)).toEqual(['work grows with the text']);
  const once = (text: string): readonly [] => {
    /^[^\0]*\0$/.test(text);
    return [];
  };
  expect(brokenPromises(growthTarget(once, 4000), 3)).toEqual([]);
});
