import { readdirSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';

/** Tells when a repository changed. */
export interface RepositoryWatch {
  close(): void;
}

/**
 * Watch what of a repository tells of commits, branches and what is staged: its folder and those of its references.
 * Objects are left alone, which come by the thousand.
 * @param folder `.git`, or where it points to; absolute
 */
export function watchRepository(folder: string, changed: () => void): RepositoryWatch {
  const watches = new Map<string, FSWatcher>();
  let closed = false;

  function add(at: string): void {
    if (closed || watches.has(at) || watches.size >= MOST) return;
    try {
      const watcher = watch(at, { persistent: false });
      watcher.on('change', (_event, name) => {
        // While it is written, a file has this name.
        if (typeof name === 'string' && name.endsWith('.lock')) return;
        if (at !== folder) below(at);
        changed();
      });
      watcher.on('error', () => {
        watcher.close();
        watches.delete(at);
      });
      watches.set(at, watcher);
    } catch {
      // Not there, or no watches left: it is looked at again when files are saved.
    }
  }
  /** Branches may have folders: `feature/a`. */
  function below(at: string): void {
    add(at);
    try {
      for (const entry of readdirSync(at, { withFileTypes: true }))
        if (entry.isDirectory()) below(join(at, entry.name));
    } catch {
      // It went away.
    }
  }
  add(folder);
  below(join(folder, 'refs'));
  return {
    close: () => {
      closed = true;
      for (const watcher of watches.values()) watcher.close();
      watches.clear();
    },
  };
}

const MOST = 500;
