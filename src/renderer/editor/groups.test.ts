import { expect, test } from 'vitest';
import {
  activate,
  activeTab,
  addGroup,
  emptyGroups,
  groupOf,
  isHeld,
  keepPreviewsOf,
  moveTab,
  moveTabAside,
  pinTab,
  removeGroup,
  removeTabs,
  showTab,
  splitTab,
  stepRecent,
  type Groups,
  type NewTab,
} from './groups.ts';

const file = (path: string): NewTab => ({
  id: `file:${path}`,
  kind: 'file',
  title: path,
  path,
  holds: true,
  params: null,
  keep: true,
});
const opened = (...paths: string[]): Groups =>
  paths.reduce((state, path) => showTab(state, 'a', file(path), false), emptyGroups('a'));
/** Titles of each group: the one on screen in brackets, a preview with a `?`, a pinned one with a `!`. */
const drawn = (state: Groups): string =>
  state.groups
    .map((g) => {
      const tabs = g.tabs.map((t) => {
        const name = `${t.title}${t.preview ? '?' : ''}${t.pinned ? '!' : ''}`;
        return t.id === g.active ? `[${name}]` : name;
      });
      return `${g.id}${g.id === state.active ? '*' : ''}: ${tabs.join(' ')}`;
    })
    .join(' | ');

test('a tab comes after the one on screen, and is not opened twice in one group', () => {
  const state = activate(opened('1', '2'), 'a', 'file:1');
  expect(drawn(showTab(state, 'a', file('3'), false))).toBe('a*: 1 [3] 2');
  expect(drawn(showTab(state, 'a', file('2'), false))).toBe('a*: 1 [2]');
});

test('a preview takes the place of the one before; what was opened for good becomes none', () => {
  const state = showTab(opened('1'), 'a', file('2'), true);
  expect(drawn(state)).toBe('a*: 1 [2?]');
  expect(drawn(showTab(state, 'a', file('3'), true))).toBe('a*: 1 [3?]');
  expect(drawn(showTab(state, 'a', file('1'), true))).toBe('a*: [1] 2?');
  expect(drawn(showTab(state, 'a', file('2'), false))).toBe('a*: 1 [2]');
  expect(drawn(keepPreviewsOf(state, '2'))).toBe('a*: 1 [2]');
  expect(keepPreviewsOf(state, '1')).toBe(state);
});

test('what was replaced is not gone back to', () => {
  const state = showTab(showTab(opened('1'), 'a', file('2'), true), 'a', file('3'), true);
  expect(drawn(removeTabs(state, 'a', new Set(['file:3'])))).toBe('a*: [1]');
});

test('pinned tabs stay at the left, whatever is opened or moved', () => {
  const state = pinTab(opened('1', '2', '3'), 'a', 'file:3', true);
  expect(drawn(state)).toBe('a*: [3!] 1 2');
  expect(drawn(showTab(state, 'a', file('4'), false))).toBe('a*: 3! [4] 1 2');
  expect(drawn(moveTab(state, 'a', 'file:2', 'a', 0))).toBe('a*: 3! [2] 1');
  expect(drawn(pinTab(state, 'a', 'file:3', false))).toBe('a*: [3] 1 2');
});

test('a closed tab gives way to the one that was on screen before it', () => {
  const state = activate(activate(opened('1', '2', '3'), 'a', 'file:1'), 'a', 'file:3');
  expect(drawn(removeTabs(state, 'a', new Set(['file:3'])))).toBe('a*: [1] 2');
  expect(drawn(removeTabs(state, 'a', new Set(['file:1'])))).toBe('a*: 2 [3]');
});

test('an empty group goes, but for the last', () => {
  const state = splitTab(opened('1'), 'a', 'file:1', 'right', 'b');
  expect(drawn(state)).toBe('a: [1] | b*: [1]');
  expect(drawn(removeTabs(state, 'b', new Set(['file:1'])))).toBe('a*: [1]');
  expect(drawn(removeTabs(opened('1'), 'a', new Set(['file:1'])))).toBe('a*: ');
  expect(drawn(removeGroup(state, 'b'))).toBe('a*: [1]');
  expect(drawn(removeGroup(opened('1'), 'a'))).toBe('a*: ');
});

test('a group goes to the side that was asked for', () => {
  const state = addGroup(opened('1'), 'a', 'right', 'b');
  expect(drawn(addGroup(state, 'a', 'below', 'c'))).toBe('a: [1] | c*:  | b: ');
  expect(drawn(addGroup(state, 'a', 'left', 'c'))).toBe('c*:  | a: [1] | b: ');
});

test('a tab moves within its group, to another, and takes its group along when it was the last', () => {
  expect(drawn(moveTab(opened('1', '2', '3'), 'a', 'file:1', 'a', 3))).toBe('a*: 2 3 [1]');
  expect(drawn(moveTab(opened('1', '2', '3'), 'a', 'file:3', 'a', 0))).toBe('a*: [3] 1 2');
  const two = splitTab(opened('1', '2'), 'a', 'file:2', 'right', 'b');
  expect(drawn(moveTab(two, 'a', 'file:1', 'b', 0))).toBe('a: [2] | b*: [1] 2');
  expect(drawn(moveTab(two, 'b', 'file:2', 'a'))).toBe('a*: 1 [2]');
});

test('a tab that is dropped at an edge gets a group of its own; the only one beside itself stays', () => {
  expect(drawn(moveTabAside(opened('1', '2'), 'a', 'file:1', 'a', 'below', 'b'))).toBe('a: [2] | b*: [1]');
  const one = opened('1');
  expect(moveTabAside(one, 'a', 'file:1', 'a', 'right', 'b')).toBe(one);
});

test('a text is held for as long as one tab of any group holds it', () => {
  const two = splitTab(opened('1'), 'a', 'file:1', 'right', 'b');
  const one = removeTabs(two, 'a', new Set(['file:1']));
  expect([isHeld(two, '1'), isHeld(one, '1'), isHeld(removeGroup(one, 'b'), '1')]).toEqual([true, true, false]);
});

test('Ctrl+Tab goes to the one before, on to older ones, and round', () => {
  const { recent } = groupOf(opened('1', '2', '3'), 'a') ?? { recent: [] };
  expect(recent).toEqual(['file:3', 'file:2', 'file:1']);
  expect(stepRecent(recent, 'file:3', 1)).toBe('file:2');
  expect(stepRecent(recent, 'file:2', 1)).toBe('file:1');
  expect(stepRecent(recent, 'file:1', 1)).toBe('file:3');
  expect(stepRecent(recent, 'file:3', -1)).toBe('file:1');
  expect(stepRecent([], null, 1)).toBeNull();
});

test('the tab on screen', () => {
  expect(activeTab(groupOf(opened('1', '2'), 'a'))?.title).toBe('2');
  expect(activeTab(undefined)).toBeUndefined();
});
