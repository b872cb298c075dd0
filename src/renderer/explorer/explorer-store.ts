import { create } from 'zustand';
import type { FileEntry, WorkspaceInfo } from '../../shared/schemas/workspace.ts';
import { call } from '../bridge/bridge.ts';
import { messageOf } from '../ui/notifications.tsx';

/** What is known of one folder. */
export interface FolderState {
  readonly entries: readonly FileEntry[];
  readonly error: string | null;
}

interface ExplorerState {
  readonly workspace: WorkspaceInfo | null;
  readonly recent: readonly WorkspaceInfo[];
  /** Loaded folders by path; the root is `''`. */
  readonly folders: ReadonlyMap<string, FolderState>;
  readonly expanded: ReadonlySet<string>;
  /** What is to be scrolled to and selected; another object each time. */
  readonly sought: { readonly path: string } | null;
}

/** The open folder and what of its tree is on show. */
export const useExplorer = create<ExplorerState>(() => ({
  workspace: null,
  recent: [],
  folders: new Map(),
  expanded: new Set(),
  sought: null,
}));

/** Another folder was opened; `null` when it was closed. */
export async function showWorkspace(workspace: WorkspaceInfo | null): Promise<void> {
  const same = workspace?.root === useExplorer.getState().workspace?.root;
  useExplorer.setState(same ? { workspace } : { workspace, folders: new Map(), expanded: new Set(), sought: null });
  const recent = await call('workspace.recent', {}).catch(() => []);
  useExplorer.setState({ recent });
  if (workspace) await Promise.all(['', ...useExplorer.getState().expanded].map(loadFolder));
}

/** Read one folder, again if it is known. */
export async function loadFolder(path: string): Promise<void> {
  const root = useExplorer.getState().workspace?.root;
  let state: FolderState;
  try {
    state = { entries: await call('files.list', { path }), error: null };
  } catch (error) {
    state = { entries: [], error: messageOf(error) };
  }
  useExplorer.setState((s) => (s.workspace?.root === root ? { folders: new Map(s.folders).set(path, state) } : {}));
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

/** Show a file in the tree: read the folders that it lies in, scroll there and select it. */
export async function reveal(path: string): Promise<void> {
  useExplorer.setState({ sought: { path } });
  const parts = path.split('/').slice(0, -1);
  await Promise.all(parts.map((_, i) => setExpanded(parts.slice(0, i + 1).join('/'), true)));
}

/** Read all shown folders again. */
export async function reloadAll(): Promise<void> {
  const { expanded } = useExplorer.getState();
  await Promise.all(['', ...expanded].map(loadFolder));
}
