import { readdir, readFile } from 'node:fs/promises';
import { spawn } from '@lydell/node-pty';
import { findProgram } from './run-command.ts';

/** A program with a terminal of its own. */
export interface TerminalProcess {
  readonly pid: number;
  /** Told what it prints, and when it has ended, which comes last. */
  listen(output: (data: string) => void, ended: (code: number, signal: number | null) => void): void;
  write(data: string): void;
  resize(cols: number, rows: number): void;
  /** Read nothing until {@link resume}: a program that prints on waits. */
  pause(): void;
  resume(): void;
  /** Hang up, as when a terminal's window is closed, and end what does not take the hint. */
  kill(): void;
}

export interface TerminalOptions {
  /** Absolute. */
  readonly command: string;
  readonly args: readonly string[];
  /** Absolute; must be there. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cols: number;
  readonly rows: number;
}

/** How long a program has to end after its terminal hung up, ms. */
const GRACE_MS = 1000;
/** How often a program whose output is not read is looked at, ms: what it printed last is lost after 200. */
const LOOK_MS = 50;

/**
 * Start a program in a terminal, with the user's own network: only for what the user runs by hand. Throws the
 * system's error `ENOENT` if it is not there.
 */
export function spawnTerminal({ command, args, cwd, env, cols, rows }: TerminalOptions): TerminalProcess {
  // The terminal would start, and only then not find it.
  if (findProgram(command) === null) throw Object.assign(new Error(`spawn ${command} ENOENT`), { code: 'ENOENT' });
  const pty = spawn(command, [...args], { name: 'xterm-256color', cwd, env: { ...env }, cols, rows });
  let over = false;
  let looking: NodeJS.Timeout | undefined;
  const resume = (): void => {
    clearInterval(looking);
    looking = undefined;
    pty.resume();
  };
  const end = (name: NodeJS.Signals): void => {
    if (over) return;
    if (process.platform === 'win32') pty.kill();
    else signalGroup(pty.pid, name);
  };
  return {
    pid: pty.pid,
    listen: (output, ended) => {
      pty.onData(output);
      pty.onExit(({ exitCode, signal: by }) => {
        over = true;
        clearInterval(looking);
        ended(exitCode, by === undefined || by === 0 ? null : by);
      });
    },
    write: (data) => {
      if (!over) pty.write(data);
    },
    resize: (toCols, toRows) => {
      if (!over) pty.resize(toCols, toRows);
    },
    pause: () => {
      pty.pause();
      // Once the program has ended there is little left to read, and no time to wait with it.
      looking ??= setInterval(() => {
        if (!isThere(pty.pid)) resume();
      }, LOOK_MS);
    },
    resume,
    kill: () => {
      end('SIGHUP');
      void hangUpJobs(pty.pid);
      setTimeout(() => {
        end('SIGKILL');
      }, GRACE_MS).unref();
    },
  };
}

/**
 * What was started in the background has groups of its own, and not every shell passes a hang-up on. What is to outlive
 * its terminal (`nohup`) takes no notice of it.
 */
async function hangUpJobs(session: number): Promise<void> {
  // Elsewhere it is left to the shell.
  if (process.platform !== 'linux') return;
  const all = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  await Promise.all(
    all.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      // The name before may have anything in it: state, parent, group, session follow its last bracket.
      const of = line.slice(line.lastIndexOf(')') + 2).split(' ')[3];
      if (of === String(session)) signal(Number(pid), 'SIGHUP');
    }),
  );
}

/** It leads a group of its own, so that what it started hears of it too. */
function signalGroup(pid: number, name: NodeJS.Signals): void {
  signal(-pid, name);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended just now.
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
