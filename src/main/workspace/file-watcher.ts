import { stat } from 'node:fs/promises';
import type { FileChange } from '../../shared/schemas/workspace.ts';
import { createFolderWatches } from './folder-watches.ts';
import { createIgnoreWatcher } from './ignore-watcher.ts';
import { isTemporary } from './replace-file.ts';
import { withParents } from './with-parents.ts';
import type { Workspace } from './workspace.ts';

/** Watches only what a window shows: a whole tree would cost a watch for each folder of node_modules. */
export interface FileWatcher {
  /**
   * Replace the set: folders (not what lies deeper) and files, relative paths. Ignore files are
   * watched in all of these and in the folders above.
   */
  set(folders: readonly string[], files: readonly string[]): void;
  close(): Promise<void>;
}

/** Editors and compilers write in pieces; half a file is no news. */
const FILE_SETTLES_MS = 80;
/** What happens in a folder comes in bursts. Told this long after its first event, so that it is told at all. */
const FOLDER_SETTLES_MS = 60;

/**
 * One watch a folder and none a file: a folder of 100,000 files, which chokidar would watch one by one, costs no more
 * than another.
 * @param changed called with each change within the workspace
 */
export function createFileWatcher(workspace: Workspace, changed: (change: FileChange) => void): FileWatcher {
  let folders: ReadonlySet<string> = new Set();
  let wanted: ReadonlySet<string> = new Set();
  /** Open files with the state that was seen last; `null`: not there. */
  const files = new Map<string, Promise<string | null>>();
  const due = new Map<string, NodeJS.Timeout>();
  const ignoreFiles = createIgnoreWatcher(workspace, (path) => {
    changed({ path, kind: 'ignore-changed' });
  });
  const watches = createFolderWatches(workspace, (folder, event, name) => {
    noticed(folder, event, name);
    ignoreFiles.noticed(folder, event, name, wanted);
  });

  function stateOf(path: string): Promise<string | null> {
    return stat(workspace.absolute(path)).then(
      ({ ino, size, mtimeMs, mode }) => [ino, size, mtimeMs, mode].join(),
      () => null,
    );
  }

  async function look(path: string): Promise<void> {
    const before = files.get(path);
    if (before === undefined) return;
    const next = stateOf(path);
    files.set(path, next);
    const [was, is] = await Promise.all([before, next]);
    if (was === is || !files.has(path)) return;
    changed({ path, kind: is === null ? 'removed' : was === null ? 'added' : 'changed' });
  }

  function soon(key: string, ms: number, again: boolean, act: () => void): void {
    if (due.has(key) && !again) return;
    clearTimeout(due.get(key));
    const timer = setTimeout(() => {
      due.delete(key);
      act();
    }, ms);
    due.set(key, timer);
  }
  const fileSoon = (path: string): void => {
    soon(`file:${path}`, FILE_SETTLES_MS, true, () => void look(path));
  };
  const folderSoon = (path: string): void => {
    soon(`folder:${path}`, FOLDER_SETTLES_MS, false, () => {
      if (folders.has(path)) changed({ path: path === '' ? '.' : path, kind: 'folder-changed' });
    });
  };

  function noticed(folder: string, event: string, name: string | null): void {
    if (name !== null && isTemporary(name)) return;
    const path = name === null ? folder : folder === '' ? name : `${folder}/${name}`;
    // Some systems do not say which entry it was.
    if (event === 'rename' || name === null) folderSoon(folder);
    if (files.has(path)) fileSoon(path);
    if (event === 'change' && name !== null) return;
    // A folder that came, went or was replaced, and all within it.
    const within = (other: string): boolean => other === path || path === '' || other.startsWith(`${path}/`);
    for (const other of wanted) {
      if (!within(other)) continue;
      if (name !== null) watches.again(other);
      folderSoon(other);
    }
    for (const file of files.keys()) if (within(file)) fileSoon(file);
  }

  return {
    set: (nextFolders, nextFiles) => {
      folders = new Set(nextFolders);
      // A folder is watched before those in it: one of them that is not there yet is told of by the watch above.
      wanted = new Set([...withParents(nextFolders, nextFiles)].sort());
      const open = new Set(nextFiles);
      for (const path of files.keys()) if (!open.has(path)) files.delete(path);
      for (const path of open) if (!files.has(path)) files.set(path, stateOf(path));
      watches.set(wanted);
    },
    close: () => {
      ignoreFiles.close();
      wanted = new Set();
      folders = new Set();
      files.clear();
      watches.close();
      for (const timer of due.values()) clearTimeout(timer);
      due.clear();
      return Promise.resolve();
    },
  };
}
