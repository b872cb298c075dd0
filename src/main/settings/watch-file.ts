import { existsSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { watch } from 'chokidar';

export interface FileWatch {
  close(): Promise<void>;
}

/**
 * Follow a file that need not exist, nor its folder, which is edited by hand too: told once each change is written
 * whole. A file that cannot be followed is told of no more, and what the app writes itself still applies.
 * @param file absolute
 * @param changed also called once the file is followed, as it may have changed since it was read
 */
export function watchFile(file: string, changed: () => void): FileWatch {
  const top = nearestFolder(file);
  const leadsTo = (path: string): boolean => path === top || path === file || file.startsWith(`${path}${sep}`);
  const watcher = watch(top, {
    ignoreInitial: true,
    // Of a file that is not there, all that lies beside it would be looked at whenever any of that changes.
    ignored: (path) => !leadsTo(path),
    awaitWriteFinish: { stabilityThreshold: 100, pollInterval: 25 },
  });
  watcher.on('all', (_event, path) => {
    if (path === file) changed();
  });
  watcher.on('ready', changed);
  watcher.on('error', () => undefined);
  return watcher;
}

function nearestFolder(file: string): string {
  const folder = dirname(file);
  return folder === file || existsSync(folder) ? folder : nearestFolder(folder);
}

/** The same of several. */
export function watchFiles(files: readonly string[], changed: () => void): FileWatch {
  const watches = files.map((file) => watchFile(file, changed));
  return {
    close: async () => {
      await Promise.all(watches.map((each) => each.close()));
    },
  };
}
