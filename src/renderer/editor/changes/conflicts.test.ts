import { describe, expect, it } from 'vitest';
import { conflictsIn, resolved, placesInBase, withSide } from './conflicts.ts';

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

  it('become a whole text of one side, which tells where each was', () => {
    const lines = [...TWO, ...THREE, 'z'];
    const all = conflictsIn(lines);
    expect(withSide(lines, all, 'ours')).toEqual({
      lines: ['x', 'a', 'b', 'y', 'a', 'z'],
      places: [
        { start: 1, count: 2 },
        { start: 4, count: 1 },
      ],
    });
    expect(withSide(lines, all, 'theirs').lines).toEqual(['x', 'c', 'y', 'c', 'z']);
    expect(withSide(lines, [], 'theirs')).toEqual({ lines, places: [] });
    // One side may have nothing there.
    const none = ['<<<<<<< a', '=======', 'c', '>>>>>>> b'];
    expect(withSide(none, conflictsIn(none), 'ours')).toEqual({ lines: [], places: [{ start: 0, count: 0 }] });
  });

  it('are found in the text that both sides came from', () => {
    const base = ['x', 'o', 'y', 'p', 'z'];
    const text = (lines: readonly string[], at: number, count: number) => ({ lines, places: [{ start: at, count }] });
    expect(
      placesInBase(base, [text(['x', 'a', 'b', 'y', 'p', 'z'], 1, 2), text(['x', 'c', 'y', 'p', 'z'], 1, 1)]),
    ).toEqual([{ start: 1, count: 1 }]);
    // One side took the lines away, and something above is other than it was.
    expect(placesInBase(base, [text(['n', 'x', 'y', 'p', 'z'], 2, 0), text(['x', 'c', 'y', 'p', 'z'], 1, 1)])).toEqual([
      { start: 1, count: 1 },
    ]);
    // Both added lines where there were none.
    expect(
      placesInBase(base, [text(['x', 'a', 'o', 'y', 'p', 'z'], 1, 1), text(['x', 'b', 'o', 'y', 'p', 'z'], 1, 1)]),
    ).toEqual([{ start: 1, count: 0 }]);
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
