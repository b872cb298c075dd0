import type { CoreWire } from '../host/host.ts';
import type { Handlers } from '../ipc/handlers.ts';
import type { BackupOwner } from '../records/backup-store.ts';
import type { Session, Shared } from './session.ts';

/** The entries about a window's folder, how it looks, and its unsaved texts. */
export type WindowHandlers = Pick<
  Handlers,
  | 'workspace.open'
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
  async function remember(): Promise<void> {
    if (window === null) return;
    const root = session.workspaceOrNull()?.info.root ?? null;
    windowFolders.set(window, { root });
    // Without it the next start begins without a folder, and nothing else is amiss.
    await windowStates.setLastFolder(root).catch(() => undefined);
  }
  /** What is told of a folder after another was opened is of no use any more. */
  const isOpen = (root: string): boolean => session.workspaceOrNull()?.info.root === root;

  return {
    'workspace.open': async ({ path }) => {
      const { info } = await session.openFolder(path);
      await remember();
      return info;
    },
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
      const first = windowFolders.size === 0 && session.workspaceOrNull() === null;
      const before = windowFolders.get(window) ?? (first ? { root: await windowStates.lastFolder() } : undefined);
      if (before && before.root !== (session.workspaceOrNull()?.info.root ?? null)) {
        // A folder that is gone meanwhile is not open.
        if (before.root !== null) await session.openFolder(before.root).catch(() => undefined);
        else await session.closeFolder();
      }
      session.begin();
      await remember();
      return session.workspaceOrNull()?.info ?? null;
    },

    'window.state': async () => {
      const open = session.workspaceOrNull();
      return open === null ? null : windowStates.load(open.info.root);
    },
    'window.saveState': async ({ root, state }) => {
      if (isOpen(root)) await windowStates.save(root, state);
      return {};
    },
    'backups.take': async () => {
      const open = session.workspaceOrNull();
      return open === null ? [] : backups.take(open.info.root, owner());
    },
    'backups.write': async ({ root, backup }) => {
      if (isOpen(root) && settings.view().values.editorHotExit) await backups.write(root, owner(), backup);
      return {};
    },
    'backups.remove': async ({ root, path }) => {
      if (isOpen(root)) await backups.remove(root, owner(), path);
      return {};
    },
  };
}
