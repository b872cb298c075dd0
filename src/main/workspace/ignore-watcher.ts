import { IGNORE_FILE } from '../../privacy/ignore/ignore-settings.ts';
import type { Workspace } from './workspace.ts';

/**
 * Follows the ignore files that govern what a window shows, so that its marks are right. Whether a
 * model may read does not hang on this: that is asked of the disk each time.
 */
export interface IgnoreWatcher {
  /**
   * Something happened in a folder that is watched: on the folder itself, as an ignore file that does not exist yet
   * has nothing else to watch.
   * @param watched all folders that are
   */
  noticed(folder: string, event: string, name: string | null, watched: ReadonlySet<string>): void;
  close(): void;
}

/** Writing a file takes several steps, each of them an event. */
const SETTLE_MS = 40;

/**
 * @param changed called with the path of an ignore file that was written, created or removed; of any
 *   that lay in a folder when the folder itself was replaced
 */
export function createIgnoreWatcher(
  workspace: Pick<Workspace, 'ignoreFileNames'>,
  changed: (path: string) => void,
): IgnoreWatcher {
  const due = new Map<string, NodeJS.Timeout>();

  function soon(path: string): void {
    clearTimeout(due.get(path));
    const timer = setTimeout(() => {
      due.delete(path);
      changed(path);
    }, SETTLE_MS);
    due.set(path, timer);
  }

  return {
    noticed: (folder, event, name, watched) => {
      const within = (entry: string): string => (folder === '' ? entry : `${folder}/${entry}`);
      // Some systems do not say which entry it was.
      if (name === null || workspace.ignoreFileNames().includes(name)) soon(within(name ?? IGNORE_FILE));
      else if (event === 'rename') {
        for (const path of watched)
          if (path === within(name) || path.startsWith(`${within(name)}/`)) soon(`${path}/${IGNORE_FILE}`);
      }
    },
    close: () => {
      for (const timer of due.values()) clearTimeout(timer);
      due.clear();
    },
  };
}
