import { relative, sep } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import type { FileChange } from '../../shared/schemas/workspace.ts';
import { createIgnoreWatcher } from './ignore-watcher.ts';
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

/** @param changed called with each change within the workspace */
export function createFileWatcher(workspace: Workspace, changed: (change: FileChange) => void): FileWatcher {
  const { root } = workspace.info;
  let folders = new Set<string>();
  let files = new Set<string>();
  const ignoreFiles = createIgnoreWatcher(workspace, (path) => {
    changed({ path, kind: 'ignore-changed' });
  });
  const watcher: FSWatcher = watch([], {
    ignoreInitial: true,
    depth: 0,
    followSymlinks: false,
    // Editors and compilers write in pieces; half a file is no news.
    awaitWriteFinish: { stabilityThreshold: 80, pollInterval: 20 },
    atomic: true,
  });
  // Without watches left (inotify has a limit) the tree still refreshes when a folder is opened.
  watcher.on('error', () => undefined);
  watcher.on('all', (event, full) => {
    const path = relative(root, full).split(sep).join('/');
    const slash = path.lastIndexOf('/');
    const parent = slash < 0 ? '' : path.slice(0, slash);
    if (files.has(path) && event === 'change') changed({ path, kind: 'changed' });
    if (files.has(path) && event === 'add') changed({ path, kind: 'added' });
    if (files.has(path) && event === 'unlink') changed({ path, kind: 'removed' });
    if (event !== 'change' && path !== '' && folders.has(parent))
      changed({ path: parent === '' ? '.' : parent, kind: 'folder-changed' });
  });

  return {
    set: (nextFolders, nextFiles) => {
      const before = new Set([...folders, ...files]);
      folders = new Set(nextFolders);
      files = new Set(nextFiles);
      const after = new Set([...folders, ...files]);
      const gone = [...before].filter((p) => !after.has(p));
      const come = [...after].filter((p) => !before.has(p));
      if (gone.length > 0) watcher.unwatch(gone.map((p) => workspace.absolute(p)));
      if (come.length > 0) watcher.add(come.map((p) => workspace.absolute(p)));
      ignoreFiles.set(folders, files);
    },
    close: async () => {
      ignoreFiles.close();
      await watcher.close();
    },
  };
}
