import { expect, it } from 'vitest';
import { mapSelection, moveFocus, NO_SELECTION, selectOne, selectTo, targetsOf, toggleOne } from './selection.ts';

const PATHS = ['a', 'b', null, 'c', 'd'];

it('selects one, more, and a range whose other end stays', () => {
  const one = selectOne('b');
  expect([...toggleOne(one, 'd').selected]).toEqual(['b', 'd']);
  expect([...toggleOne(toggleOne(one, 'd'), 'b').selected]).toEqual(['d']);
  const down = selectTo(one, PATHS, 'd');
  expect([...down.selected]).toEqual(['b', 'c', 'd']);
  const up = selectTo(down, PATHS, 'a');
  expect([[...up.selected], up.anchor, up.focused]).toEqual([['a', 'b'], 'b', 'a']);
  expect([...selectTo(NO_SELECTION, PATHS, 'c').selected]).toEqual(['c']);
  // The anchor is in a folder that was closed.
  expect([...selectTo(selectOne('gone'), PATHS, 'c').selected]).toEqual(['c']);
});

it('acts on what is selected, or on another alone', () => {
  const two = toggleOne(selectOne('a'), 'c');
  expect(targetsOf(two, 'c')).toEqual(['a', 'c']);
  expect(targetsOf(moveFocus(two, 'd'), 'd')).toEqual(['d']);
});

it('follows what is moved, and forgets what is gone', () => {
  const moved = mapSelection(toggleOne(selectOne('a'), 'b'), (path) => (path === 'a' ? null : `x/${path}`));
  expect([[...moved.selected], moved.focused]).toEqual([['x/b'], 'x/b']);
});
