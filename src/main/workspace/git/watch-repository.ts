import { readdirSync, readFileSync, watch, type FSWatcher } from 'node:fs';
import { join, resolve } from 'node:path';

/** Tells when a repository changed. */
export interface RepositoryWatch {
  close(): void;
}

/**
 * Watch what of a repository tells of commits, branches and what is staged: its folder and those of its references.
 * Objects are left alone, which come by the thousand. And the folder that it is in, for when it comes and goes.
 * @param place the top of the work tree, or the folder that is in no repository; absolute
 * @param folder `.git`, or where it points to; absolute; `null`: there is none
 */
export function watchRepository(place: string, folder: string | null, changed: () => void): RepositoryWatch {
  const watches = new Map<string, FSWatcher>();
  const folders = new Set(folder === null ? [] : [folder, sharedBy(folder)]);
  let closed = false;

  function add(at: string): void {
    if (closed || watches.has(at) || watches.size >= MOST) return;
    try {
      const watcher = watch(at, { persistent: false });
      watcher.on('change', (_event, name) => {
        // While it is written, a file has this name.
        if (typeof name === 'string' && name.endsWith('.lock')) return;
        if (at === place) {
          if (name === '.git' || typeof name !== 'string') changed();
          return;
        }
        if (!folders.has(at)) below(at);
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
  add(place);
  for (const at of folders) {
    add(at);
    below(join(at, 'refs'));
  }
  return {
    close: () => {
      closed = true;
      for (const watcher of watches.values()) watcher.close();
      watches.clear();
    },
  };
}

/** Of a linked work tree, the repository's own folder, with the references. */
function sharedBy(folder: string): string {
  try {
    return resolve(folder, readFileSync(join(folder, 'commondir'), 'utf8').trimEnd());
  } catch {
    return folder;
  }
}

const MOST = 500;
