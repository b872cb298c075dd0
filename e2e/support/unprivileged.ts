import { spawnSync } from 'node:child_process';
import { chmod, chown } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { findProgram } from '../../src/main/sandbox/run-command.ts';

/** A user whom permissions bind: root reads everything, whatever the file says. */
export interface Unprivileged {
  /** Why there is none, for people; `null` if there is. */
  readonly obstacle: string | null;
  /** Command line prefix that runs the rest as that user. */
  readonly wrapper: readonly string[];
  /** Make these paths that user's own. */
  give(paths: readonly string[]): Promise<void>;
  /** Set the permissions of a path that stays ours. */
  close(path: string, mode: number): Promise<void>;
  /** Let us remove what was closed. */
  reopen(): Promise<void>;
}

/** Debian's and most others' `nobody`. */
const NOBODY = 65_534;

export function createUnprivileged(): Unprivileged {
  const closed: string[] = [];
  const root = process.getuid?.() === 0;
  const prefix = ['setpriv', `--reuid=${String(NOBODY)}`, `--regid=${String(NOBODY)}`, '--clear-groups'];
  // The program that runs the app must be readable too, which it isn't in root's home.
  const wrapper = root ? ['env', `HOME=${tmpdir()}`, ...prefix] : [];

  function obstacle(): string | null {
    if (process.platform === 'win32') return 'Windows has permissions of another kind.';
    if (!root) return null;
    if (findProgram('setpriv') === null) return 'Permissions do not bind root, and setpriv is not installed.';
    const [file = '', ...args] = wrapper;
    return spawnSync(file, [...args, process.execPath, '--version']).status === 0
      ? null
      : 'Permissions do not bind root, and another user may not run Node here.';
  }

  return {
    obstacle: obstacle(),
    wrapper,
    give: async (paths) => {
      if (root) await Promise.all(paths.map((path) => chown(path, NOBODY, NOBODY)));
    },
    close: async (path, mode) => {
      closed.push(path);
      await chmod(path, mode);
    },
    reopen: async () => {
      await Promise.all(closed.splice(0).map((path) => chmod(path, 0o700)));
    },
  };
}
