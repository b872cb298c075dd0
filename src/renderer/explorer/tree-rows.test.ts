import { describe, expect, it } from 'vitest';
import type { FileEntry } from '../../shared/schemas/workspace.ts';
import { outermost, rowByPrefix, rowOf, treeRows } from './tree-rows.ts';
import type { Naming } from './tree-state.ts';

const entry = (path: string, kind: FileEntry['kind'] = 'file'): FileEntry => ({
  path,
  name: path.slice(path.lastIndexOf('/') + 1),
  kind,
  symlink: false,
  ignored: false,
});
const state = (...entries: FileEntry[]) => ({ entries, leftOut: 0, error: null });
const FOLDERS = new Map([
  ['', state(entry('lib', 'folder'), entry('src', 'folder'), entry('a.txt'), entry('B.txt'))],
  ['src', state(entry('src/deep', 'folder'), entry('src/x.ts'))],
  ['src/deep', state(entry('src/deep/y.ts'))],
]);
const shown = (expanded: readonly string[], naming: Naming | null = null): string[] =>
  treeRows(FOLDERS, new Set(expanded), naming).map(
    (row) => '  '.repeat(row.level) + (row.kind === 'entry' ? row.entry.name : `<new ${row.what}>`),
  );

describe('treeRows', () => {
  it('shows what lies in open folders, and in none that lies in a closed one', () => {
    expect(shown(['src', 'src/deep'])).toEqual(['lib', 'src', '  deep', '    y.ts', '  x.ts', 'a.txt', 'B.txt']);
    expect(shown(['src/deep'])).toEqual(['lib', 'src', 'a.txt', 'B.txt']);
    expect(shown(['lib'])).toEqual(['lib', 'src', 'a.txt', 'B.txt']);
  });
  it('puts the field for a new name where such a thing will be', () => {
    expect(shown([], { what: 'folder', folder: '' })[0]).toBe('<new folder>');
    expect(shown([], { what: 'file', folder: '' })).toEqual(['lib', 'src', '<new file>', 'a.txt', 'B.txt']);
    expect(shown(['lib'], { what: 'file', folder: 'lib' })).toEqual(['lib', '  <new file>', 'src', 'a.txt', 'B.txt']);
    expect(shown(['src', 'src/deep'], { what: 'file', folder: 'src' })).toContain('  <new file>');
    expect(shown(['src'], { what: 'rename', path: 'src/x.ts' })).not.toContain('<new file>');
  });
});

it('finds lines by their path and by how their names begin, round and round', () => {
  const rows = treeRows(FOLDERS, new Set(['src']), null);
  expect(rowOf(rows, 'src/x.ts')).toBe(3);
  expect(rowOf(rows, 'none')).toBe(-1);
  expect(rowOf(rows, null)).toBe(-1);
  expect(rowByPrefix(rows, 'b', 0)).toBe(5);
  expect(rowByPrefix(rows, 'L', 3)).toBe(0);
  expect(rowByPrefix(rows, 'zz', 0)).toBe(-1);
});

it('leaves out what moves along with its folder', () => {
  expect(outermost(['src', 'src/x.ts', 'srcs/x', 'a/b/c', 'a/b'])).toEqual(['src', 'srcs/x', 'a/b']);
});
