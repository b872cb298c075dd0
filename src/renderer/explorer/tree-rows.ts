import type { FileEntry } from '../../shared/schemas/workspace.ts';
import type { FolderState, Naming } from './tree-state.ts';

/** One line of the tree. */
export type TreeRow =
  | {
      readonly kind: 'entry';
      readonly path: string;
      readonly entry: FileEntry;
      readonly level: number;
      /** Its place among those of its folder, from 1, and how many these are. */
      readonly at: number;
      readonly of: number;
    }
  | { readonly kind: 'new'; readonly path: null; readonly what: 'file' | 'folder'; readonly level: number };

/** The lines of a tree from top to bottom: what is loaded of the folders that are open, and the field for a new name. */
export function treeRows(
  folders: ReadonlyMap<string, FolderState>,
  expanded: ReadonlySet<string>,
  naming: Naming | null,
): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (folder: string, level: number): void => {
    const entries = folders.get(folder)?.entries ?? [];
    const what = naming !== null && naming.what !== 'rename' && naming.folder === folder ? naming.what : null;
    let pending = what !== null;
    for (const [i, entry] of entries.entries()) {
      // A new folder comes first, a new file after the folders.
      if (pending && what !== null && (what === 'folder' || entry.kind !== 'folder')) {
        rows.push({ kind: 'new', path: null, what, level });
        pending = false;
      }
      rows.push({ kind: 'entry', path: entry.path, entry, level, at: i + 1, of: entries.length });
      if (entry.kind === 'folder' && expanded.has(entry.path)) add(entry.path, level + 1);
    }
    if (pending && what !== null) rows.push({ kind: 'new', path: null, what, level });
  };
  add('', 0);
  return rows;
}

/** Where a path stands among the lines; -1 if it does not. */
export function rowOf(rows: readonly TreeRow[], path: string | null): number {
  return path === null ? -1 : rows.findIndex((row) => row.path === path);
}

/** The next line after `from` whose name begins so, round and round; -1 if there is none. */
export function rowByPrefix(rows: readonly TreeRow[], prefix: string, from: number): number {
  const wanted = prefix.toLowerCase();
  for (let step = 0; step < rows.length; step++) {
    const at = (from + step) % rows.length;
    const row = rows[at];
    if (row?.kind === 'entry' && row.entry.name.toLowerCase().startsWith(wanted)) return at;
  }
  return -1;
}

/** Paths without those that lie in others of them. */
export function outermost(paths: Iterable<string>): string[] {
  const all = new Set(paths);
  return [...all].filter((path) => {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
      if (all.has(path.slice(0, at))) return false;
    return true;
  });
}
