import { describe, expect, it } from 'vitest';
import { conflictsIn, resolved } from './conflicts.ts';

const TWO = ['x', '<<<<<<< HEAD', 'a', 'b', '=======', 'c', '>>>>>>> topic', 'y'];
const THREE = ['<<<<<<< ours', 'a', '||||||| base', 'o', '=======', 'c', '>>>>>>> theirs'];

describe('conflicts', () => {
  it('are found with their sides and names', () => {
    expect(conflictsIn(TWO)).toEqual([{ start: 1, base: null, middle: 4, end: 6, ours: 'HEAD', theirs: 'topic' }]);
    expect(conflictsIn(THREE)).toEqual([{ start: 0, base: 2, middle: 4, end: 6, ours: 'ours', theirs: 'theirs' }]);
    expect(conflictsIn([...TWO, ...THREE])).toHaveLength(2);
    expect(conflictsIn(TWO.map((line) => `${line}\r`))).toEqual(conflictsIn(TWO));
  });

  it('become one side, the other or both, without the base', () => {
    const [two] = conflictsIn(TWO);
    const [three] = conflictsIn(THREE);
    if (!two || !three) throw new Error('none');
    expect(resolved(TWO, two, 'ours')).toEqual(['a', 'b']);
    expect(resolved(TWO, two, 'theirs')).toEqual(['c']);
    expect(resolved(TWO, two, 'both')).toEqual(['a', 'b', 'c']);
    expect(resolved(THREE, three, 'both')).toEqual(['a', 'c']);
  });

  it('are none where markers do not belong together', () => {
    expect(conflictsIn(['=======', '>>>>>>> x'])).toEqual([]);
    expect(conflictsIn(['<<<<<<< x', 'a', '======='])).toEqual([]);
    expect(conflictsIn(['<<<<<<<x', '=======', '>>>>>>>'])).toEqual([]);
    expect(conflictsIn(['  <<<<<<< x', '=======', '>>>>>>> y'])).toEqual([]);
    // One that begins within another counts from there.
    expect(conflictsIn(['<<<<<<< a', '<<<<<<< b', '1', '=======', '2', '>>>>>>> c'])).toMatchObject([
      { start: 1, ours: 'b' },
    ]);
  });
});
