import { create } from 'zustand';
import type { FileEntry, WorkspaceInfo } from '../../shared/schemas.ts';
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
}

/** The open folder and what of its tree is on show. */
export const useExplorer = create<ExplorerState>(() => ({
  workspace: null,
  recent: [],
  folders: new Map(),
  expanded: new Set(),
}));

/** Another folder was opened; `null` when it was closed. */
export async function showWorkspace(workspace: WorkspaceInfo | null): Promise<void> {
  const same = workspace?.root === useExplorer.getState().workspace?.root;
  useExplorer.setState(same ? { workspace } : { workspace, folders: new Map(), expanded: new Set() });
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

/** Open or close a folder in the tree. */
export async function toggleFolder(path: string): Promise<void> {
  const { expanded } = useExplorer.getState();
  const next = new Set(expanded);
  if (!next.delete(path)) next.add(path);
  useExplorer.setState({ expanded: next });
  if (next.has(path)) await loadFolder(path);
}

/** Read all shown folders again. */
export async function reloadAll(): Promise<void> {
  const { expanded } = useExplorer.getState();
  await Promise.all(['', ...expanded].map(loadFolder));
}
