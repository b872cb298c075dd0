import type { CoreWire } from '../host/host.ts';
import type { Handlers } from '../ipc/handlers.ts';
import type { BackupOwner } from '../records/backup-store.ts';
import type { WorkspaceInfo } from '../../shared/schemas/workspace.ts';
import { rootsOf } from '../../shared/workspace-id.ts';
import { isFolder } from '../workspace/is-folder.ts';
import type { Session, Shared } from './session.ts';

/** The entries about a window's folder, how it looks, and its unsaved texts. */
export type WindowHandlers = Pick<
  Handlers,
  | 'workspace.open'
  | 'workspace.setFolders'
  | 'workspace.close'
  | 'workspace.current'
  | 'workspace.resume'
  | 'window.state'
  | 'window.saveState'
  | 'backups.take'
  | 'backups.write'
  | 'backups.remove'
>;

/** The contract's entries about what is to be there again, for one window. */
export function createWindowHandlers(session: Session, shared: Shared, wire: CoreWire): WindowHandlers {
  const { backups, settings, windowFolders, windowStates } = shared;
  /** The window's own id, once it has told it. */
  let window: string | null = null;
  // The next window on the folder has what this one leaves.
  wire.onClose(() => {
    backups.release(session.scope);
  });

  const owner = (): BackupOwner => ({ window: window ?? session.scope, session: session.scope });
  const openId = (): string | null => session.workspaceOrNull()?.info.id ?? null;
  async function remember(): Promise<void> {
    if (window === null) return;
    const workspace = openId();
    windowFolders.set(window, { workspace });
    // Without it the next start begins without a folder, and nothing else is amiss.
    await windowStates.setLast(workspace).catch(() => undefined);
  }
  async function open(paths: readonly string[], goOn: boolean): Promise<WorkspaceInfo> {
    const { info } = await session.openFolders(paths, goOn);
    await remember();
    return info;
  }

  return {
    'workspace.open': ({ paths }) => open(paths, false),
    'workspace.setFolders': ({ paths }) => open(paths, true),
    'workspace.close': async () => {
      await session.closeFolder();
      await remember();
      return {};
    },
    'workspace.current': () => {
      session.begin();
      return session.workspaceOrNull()?.info ?? null;
    },
    'workspace.resume': async (request) => {
      window = request.window;
      // The first window after a start goes on where the last one was, unless it was told a folder.
      const first = windowFolders.size === 0 && openId() === null;
      const before = windowFolders.get(window) ?? (first ? { workspace: await windowStates.last() } : undefined);
      if (before && before.workspace !== openId()) {
        // A folder that is gone meanwhile is not open.
        const there = before.workspace === null ? [] : await foldersThere(rootsOf(before.workspace));
        if (there.length > 0) await session.openFolders(there).catch(() => undefined);
        else if (before.workspace === null) await session.closeFolder();
      }
      session.begin();
      await remember();
      return session.workspaceOrNull()?.info ?? null;
    },

    'window.state': async () => {
      const open = session.workspaceOrNull();
      return open === null ? null : windowStates.load(open.info.id);
    },
    'window.saveState': async ({ workspace, state }) => {
      if (workspace === openId()) await windowStates.save(workspace, state);
      return {};
    },
    'backups.take': async () => {
      const open = session.workspaceOrNull();
      return open === null ? [] : backups.take(open.info.id, owner());
    },
    'backups.write': async ({ workspace, backup }) => {
      if (workspace === openId() && settings.view().values.editorHotExit)
        await backups.write(workspace, owner(), backup);
      return {};
    },
    'backups.remove': async ({ workspace, path }) => {
      await backups.remove(workspace, owner(), path);
      return {};
    },
  };
}

async function foldersThere(roots: readonly string[]): Promise<readonly string[]> {
  const there = await Promise.all(roots.map(isFolder));
  return roots.filter((_root, i) => there[i]);
}
