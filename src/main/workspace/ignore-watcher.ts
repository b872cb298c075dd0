import { watch, type FSWatcher } from 'node:fs';
import { IGNORE_FILE } from '../../privacy/ignore/ignore-settings.ts';
import { withParents } from './with-parents.ts';
import type { Workspace } from './workspace.ts';

/**
 * Follows the ignore files that govern what a window shows, so that its marks are right. Whether a
 * model may read does not hang on this: that is asked of the disk each time.
 */
export interface IgnoreWatcher {
  /** Replace what is shown: folders and files, relative paths. */
  set(folders: ReadonlySet<string>, files: ReadonlySet<string>): void;
  close(): void;
}

/** Writing a file takes several steps, each of them an event. */
const SETTLE_MS = 40;

/**
 * One watch a folder, on the folder itself: an ignore file that does not exist yet has nothing else
 * to watch, and a folder's other files need none.
 * @param changed called with the path of an ignore file that was written, created or removed; of any
 *   that lay in a folder when the folder itself was replaced
 */
export function createIgnoreWatcher(workspace: Workspace, changed: (path: string) => void): IgnoreWatcher {
  const watches = new Map<string, FSWatcher>();
  const due = new Map<string, NodeJS.Timeout>();
  let wanted: ReadonlySet<string> = new Set();

  function soon(path: string): void {
    clearTimeout(due.get(path));
    const timer = setTimeout(() => {
      due.delete(path);
      changed(path);
    }, SETTLE_MS);
    due.set(path, timer);
  }

  function attach(folder: string): void {
    watches.get(folder)?.close();
    watches.delete(folder);
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
      // Not there now, or no watches left.
    }
  }

  function noticed(folder: string, event: string, name: string | null): void {
    const within = (entry: string): string => (folder === '' ? entry : `${folder}/${entry}`);
    // Some systems do not say which entry it was.
    if (name === null || workspace.ignoreFileNames().includes(name)) soon(within(name ?? IGNORE_FILE));
    else if (event === 'rename') {
      const replaced = [...wanted].filter((path) => path === within(name) || path.startsWith(`${within(name)}/`));
      for (const path of replaced) {
        attach(path);
        soon(`${path}/${IGNORE_FILE}`);
      }
    }
  }

  return {
    set: (folders, files) => {
      const next = withParents(folders, files);
      wanted = next;
      for (const [folder, watcher] of watches) {
        if (next.has(folder)) continue;
        watcher.close();
        watches.delete(folder);
      }
      for (const folder of next) if (!watches.has(folder)) attach(folder);
    },
    close: () => {
      wanted = new Set();
      for (const watcher of watches.values()) watcher.close();
      for (const timer of due.values()) clearTimeout(timer);
      watches.clear();
      due.clear();
    },
  };
}
