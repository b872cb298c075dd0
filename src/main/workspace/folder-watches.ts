import { watch, type FSWatcher } from 'node:fs';
import type { Workspace } from './workspace.ts';

/** One watch on each of some folders; what lies deeper is not watched. Paths are relative, the root is `''`. */
export interface FolderWatches {
  /** Replace the set. A folder that is not there, or has no watch left for it, is left out. */
  set(folders: ReadonlySet<string>): void;
  /** A folder is another one now, under the same path. */
  again(folder: string): void;
  close(): void;
}

/** What the system says of a folder: `rename` for what came or went; some systems do not say which entry it was. */
export type Noticed = (folder: string, event: string, name: string | null) => void;

/** @param noticed called with each event, which come in bursts */
export function createFolderWatches(workspace: Workspace, noticed: Noticed): FolderWatches {
  const watches = new Map<string, FSWatcher>();

  function drop(folder: string): void {
    watches.get(folder)?.close();
    watches.delete(folder);
  }
  function again(folder: string): void {
    drop(folder);
    try {
      const watcher = watch(workspace.absolute(folder === '' ? '.' : folder), { persistent: false });
      watcher.on('change', (event, name) => {
        noticed(folder, event, typeof name === 'string' ? name : null);
      });
      // The folder went away; its parent tells when it is back.
      watcher.on('error', () => {
        watcher.close();
      });
      watches.set(folder, watcher);
    } catch {
      // Not there now, or no watches left (inotify has a limit); the tree still refreshes when a folder is opened.
    }
  }

  return {
    set: (folders) => {
      for (const folder of [...watches.keys()]) if (!folders.has(folder)) drop(folder);
      for (const folder of folders) if (!watches.has(folder)) again(folder);
    },
    again,
    close: () => {
      for (const folder of [...watches.keys()]) drop(folder);
    },
  };
}
