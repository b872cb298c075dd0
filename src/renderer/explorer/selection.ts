/** What is selected in the tree, and where the keyboard is. Paths. */
export interface Selection {
  readonly selected: ReadonlySet<string>;
  /** Where the keyboard is; `null` before it was anywhere. */
  readonly focused: string | null;
  /** The end of a range that stays while the other is moved. */
  readonly anchor: string | null;
}

export const NO_SELECTION: Selection = { selected: new Set(), focused: null, anchor: null };

/** Select one alone. */
export function selectOne(path: string): Selection {
  return selectPaths([path]);
}

/** Select some; the first has the keyboard. */
export function selectPaths(paths: readonly string[]): Selection {
  const first = paths[0] ?? null;
  return { selected: new Set(paths), focused: first, anchor: first };
}

/** The keyboard moves, and what is selected stays. */
export function moveFocus(selection: Selection, path: string): Selection {
  return { ...selection, focused: path, anchor: path };
}

/** Select one besides the others, or no longer. */
export function toggleOne(selection: Selection, path: string): Selection {
  const selected = new Set(selection.selected);
  if (!selected.delete(path)) selected.add(path);
  return { selected, focused: path, anchor: path };
}

/** Select all from the anchor to a path, in the order of `paths`. */
export function selectTo(selection: Selection, paths: readonly (string | null)[], path: string): Selection {
  const anchor = selection.anchor ?? selection.focused ?? path;
  const [from, to] = [paths.indexOf(anchor), paths.indexOf(path)];
  if (from < 0 || to < 0) return selectOne(path);
  const range = paths.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { selected: new Set(range.filter((each) => each !== null)), focused: path, anchor };
}

/** What an action is about: all that is selected if it begins at one of them, else that one. */
export function targetsOf({ selected }: Selection, path: string): string[] {
  return selected.has(path) ? [...selected] : [path];
}

/** The same after files got other paths, or `null` for none. */
export function mapSelection(
  { selected, focused, anchor }: Selection,
  map: (path: string) => string | null,
): Selection {
  const next = (path: string | null): string | null => (path === null ? null : map(path));
  return {
    selected: new Set([...selected].map(map).filter((path) => path !== null)),
    focused: next(focused),
    anchor: next(anchor),
  };
}
