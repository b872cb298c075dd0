import { create } from 'zustand';
import type { FileEntry, WorkspaceInfo } from '../../shared/schemas/workspace.ts';
import { AppError } from '../../shared/app-error.ts';
import { call, stream } from '../bridge/bridge.ts';
import { baseName, isWithin, movedPath, parentOf } from '../ui/format.ts';
import { messageOf } from '../ui/notifications.tsx';
import { foldersOf } from './folder-paths.ts';
import { mapSelection, NO_SELECTION, type Selection } from './selection.ts';
import type { FolderState, Naming } from './tree-state.ts';

interface ExplorerState {
  readonly workspace: WorkspaceInfo | null;
  /** Another number when another workspace is opened, and the same when folders are added or taken away. */
  readonly opened: number;
  readonly recent: readonly WorkspaceInfo[];
  /** Loaded folders by path; the root is `''`. */
  readonly folders: ReadonlyMap<string, FolderState>;
  readonly expanded: ReadonlySet<string>;
  /** What is to be scrolled to and selected, once it is there; another object each time. */
  readonly sought: readonly string[] | null;
  /** What was given another path last. */
  readonly moved: { readonly from: string; readonly to: string } | null;
  readonly selection: Selection;
  /** What is being given a name in the tree. */
  readonly naming: Naming | null;
  /** What was taken to be pasted. */
  readonly clipboard: { readonly paths: readonly string[]; readonly cut: boolean } | null;
}

const NOTHING_SHOWN = {
  folders: new Map<string, FolderState>(),
  expanded: new Set<string>(),
  sought: null,
  moved: null,
  selection: NO_SELECTION,
  naming: null,
  clipboard: null,
};

/** The open folder and what of its tree is on show. */
export const useExplorer = create<ExplorerState>(() => ({
  workspace: null,
  opened: 0,
  recent: [],
  ...NOTHING_SHOWN,
}));

/** The folders of several that are open, by their paths: none where there is one alone. */
const roots = (workspace: WorkspaceInfo | null): readonly string[] =>
  foldersOf(workspace).flatMap(({ prefix, name }) => (prefix === '' ? [] : [name]));

/** Another workspace was opened; `null` when it was closed. */
export async function showWorkspace(workspace: WorkspaceInfo | null): Promise<void> {
  const { workspace: before, opened } = useExplorer.getState();
  const expanded = new Set(roots(workspace));
  useExplorer.setState(
    workspace?.id === before?.id ? { workspace } : { workspace, opened: opened + 1, ...NOTHING_SHOWN, expanded },
  );
  await readShown();
}

/**
 * Folders were added to what is open, or taken away.
 * @param moved the path that something has now
 */
export async function showFolders(workspace: WorkspaceInfo, moved: (path: string) => string): Promise<void> {
  const before = useExplorer.getState();
  const added = roots(workspace).filter((name) => !roots(before.workspace).includes(name));
  const expanded = new Set([...[...before.expanded].map(moved).filter((path) => path !== ''), ...added]);
  useExplorer.setState({ workspace, ...NOTHING_SHOWN, expanded });
  await readShown();
}

async function readShown(): Promise<void> {
  const recent = await call('workspace.recent', {}).catch(() => []);
  useExplorer.setState({ recent });
  await reloadAll();
}

/** Folders being read; `again` if they changed meanwhile. */
const loading = new Map<string, { again: boolean; readonly done: Promise<void> }>();

/** Read one folder, again if it is known. While it is being read it is asked for once more at most, however often. */
export function loadFolder(path: string): Promise<void> {
  const id = useExplorer.getState().workspace?.id;
  const key = JSON.stringify([id, path]);
  const running = loading.get(key);
  if (running) {
    running.again = true;
    return running.done;
  }
  const read = async (): Promise<void> => {
    const begun = performance.now();
    await readFolder(path, id);
    if (loading.get(key)?.again !== true) return;
    // A folder in which something happens all the time is not read all the time.
    await wait(performance.now() - begun);
    const entry = loading.get(key);
    if (entry) entry.again = false;
    await read();
  };
  const done = read().finally(() => loading.delete(key));
  loading.set(key, { again: false, done });
  return done;
}

async function readFolder(path: string, id: string | undefined): Promise<void> {
  const show = (state: FolderState): void => {
    useExplorer.setState((s) => (s.workspace?.id === id ? { folders: new Map(s.folders).set(path, state) } : {}));
  };
  const entries: FileEntry[] = [];
  let leftOut = 0;
  try {
    const take = (some: { readonly entries: readonly FileEntry[]; readonly leftOut: number }): void => {
      for (const entry of some.entries) entries.push(entry);
      leftOut = some.leftOut;
      // Of a large folder that is opened, what comes first is on screen before the rest has come.
      if (entries.length === some.entries.length && !useExplorer.getState().folders.has(path))
        show({ entries: [...entries], leftOut: 0, error: null });
    };
    await stream('files.entries', { path }, take, new AbortController().signal);
  } catch (error) {
    if (error instanceof AppError && error.code === 'path-not-found' && path !== '') forgetFolders([path]);
    else show({ entries: [], leftOut: 0, error: messageOf(error) });
    return;
  }
  const { folders, expanded } = useExplorer.getState();
  const open = [...expanded].filter((folder) => parentOf(folder) === path);
  if (open.length > 0) {
    const there = new Set(entries.map((entry) => entry.path));
    forgetFolders(open.filter((folder) => !there.has(folder)));
  }
  if (!isSame(folders.get(path), entries, leftOut)) show({ entries, leftOut, error: null });
}

/** Whether a folder that was read again is as it was: then nothing has to be drawn. */
function isSame(state: FolderState | undefined, entries: readonly FileEntry[], leftOut: number): boolean {
  return (
    state?.error === null &&
    state.leftOut === leftOut &&
    state.entries.length === entries.length &&
    state.entries.every((old, i) => {
      const entry = entries[i];
      return (
        old.path === entry?.path &&
        old.kind === entry.kind &&
        old.symlink === entry.symlink &&
        old.ignored === entry.ignored
      );
    })
  );
}

/** Folders that are not there any more, with all that lies in them. */
function forgetFolders(gone: readonly string[]): void {
  if (gone.length === 0) return;
  const stays = (path: string): boolean => !gone.some((folder) => isWithin(folder, path));
  useExplorer.setState((s) => ({
    folders: new Map([...s.folders].filter(([path]) => stays(path))),
    expanded: new Set([...s.expanded].filter(stays)),
  }));
}

/** A folder was opened or closed in the tree. */
export async function setExpanded(path: string, open: boolean): Promise<void> {
  const { expanded } = useExplorer.getState();
  if (expanded.has(path) === open) return;
  const next = new Set(expanded);
  if (open) next.add(path);
  else next.delete(path);
  useExplorer.setState({ expanded: next });
  if (open) await loadFolder(path);
}

/**
 * Show files in the tree: open the folders that the first lies in, scroll there and select them. Not any more once the
 * user has gone on in the tree.
 */
export async function reveal(sought: readonly string[]): Promise<void> {
  useExplorer.setState({ sought });
  const parts = sought[0]?.split('/').slice(0, -1) ?? [];
  await Promise.all(parts.map((_, i) => setExpanded(parts.slice(0, i + 1).join('/'), true)));
}

/** Begin to name something in the tree; `null` ends it. */
export function setNaming(naming: Naming | null): void {
  useExplorer.setState({ naming });
}

/** Close all folders of the tree. */
export function collapseAll(): void {
  useExplorer.setState((s) => ({
    expanded: new Set<string>(),
    // What lay in them cannot have the keyboard any more.
    selection: mapSelection(s.selection, (path) => path.slice(0, (path + '/').indexOf('/'))),
  }));
}

/** A file or folder has another path: what is known of it and what lies in it stays. */
export function followMove(from: string, to: string): void {
  const moved = (path: string): string => movedPath(path, from, to);
  useExplorer.setState((s) => ({
    // Entries of what moved say their old paths, so it is read again.
    folders: new Map(
      [...s.folders]
        .filter(([path]) => moved(path) === path)
        .map(([path, state]) => [path, path === parentOf(from) ? withMoved(state, from, to) : state]),
    ),
    expanded: new Set([...s.expanded].map(moved)),
    selection: mapSelection(s.selection, moved),
    clipboard: s.clipboard && { ...s.clipboard, paths: s.clipboard.paths.map(moved) },
    moved: { from, to },
  }));
  for (const folder of useExplorer.getState().expanded) if (isWithin(to, folder)) void loadFolder(folder);
}

/** The folder that something moved from, so that nothing is on show twice until each folder was read again. */
function withMoved(folder: FolderState, from: string, to: string): FolderState {
  const stays = parentOf(to) === parentOf(from);
  const entries = folder.entries
    .filter(({ path }) => path !== to && (path !== from || stays))
    .map((entry) => (entry.path === from ? { ...entry, path: to, name: baseName(to) } : entry));
  return { ...folder, entries };
}

/** Read all shown folders again. */
export async function reloadAll(): Promise<void> {
  const { workspace, expanded } = useExplorer.getState();
  if (workspace) await Promise.all(['', ...expanded].map(loadFolder));
}

function wait(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
