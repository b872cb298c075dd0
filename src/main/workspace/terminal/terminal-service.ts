import { readlink, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve, sep } from 'node:path';
import { AppError } from '../../../shared/app-error.ts';
import { LIMITS } from '../../../shared/limits.ts';
import type { ShellProfiles, TerminalEvent, TerminalRequest } from '../../../shared/schemas/terminal.ts';
import { spawnTerminal, type TerminalProcess } from '../../sandbox/spawn-terminal.ts';
import { findOutside } from '../find-outside.ts';
import { isFolder } from '../is-folder.ts';
import type { Workspace } from '../workspace.ts';
import { createCapturedOutput, type Captured } from './captured-output.ts';
import { findShells, shellArguments } from './shell-profiles.ts';
import { terminalEnvironment } from './terminal-environment.ts';
import { t } from '../../../shared/messages/t.ts';

/** What a terminal runs. */
export interface TerminalSpec {
  readonly id: string;
  readonly name: string;
  /** Absolute. */
  readonly command: string;
  readonly args: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** Besides the terminal's own. */
  readonly env: Readonly<Record<string, string>>;
  readonly cols: number;
  readonly rows: number;
}

type Emit = (event: TerminalEvent) => Promise<void>;

/** The terminals of one window. Each lives as long as what runs in it, and no longer than the stream that shows it. */
export interface TerminalService {
  profiles(): Promise<ShellProfiles>;
  /** The environment of what runs in a terminal. */
  environment(): Record<string, string>;
  /** Start a shell and show it until it ends, or until the signal ends it. */
  open(request: TerminalRequest, emit: Emit, signal: AbortSignal): Promise<void>;
  /** The same for any program that the user runs. @param watch told what it prints, before the window is */
  run(spec: TerminalSpec, emit: Emit, signal: AbortSignal, watch?: (data: string) => void): Promise<void>;
  write(id: string, data: string): void;
  resize(id: string, cols: number, rows: number): void;
  /** Which of some paths that a terminal printed are files of the open folder: their paths within it, or `null`. */
  findFiles(id: string, paths: readonly string[]): Promise<(string | null)[]>;
  /** What a terminal printed while the user had it kept. Throws `terminal-not-shared`. */
  captured(id: string): Captured;
  /** To be called when it may not be kept any more. */
  captureChanged(): void;
  /** End all of them. */
  closeAll(): Promise<void>;
}

export interface TerminalParts {
  /** `null`: no folder is open. */
  readonly workspace: () => Workspace | null;
  /** Id of the shell that the user chose. */
  readonly defaultProfile: () => string | null;
  /** Whether the user wants output kept for models in the open folder. */
  readonly capture: () => boolean;
  readonly version: string;
}

/** Characters that wait for the window before a program that prints on has to wait too. */
const WAITING_CHARS = 64 * 1024;
/** Characters of one message: of these, as many as a stream's window may be under way. */
const MESSAGE_CHARS = 16 * 1024;
/** How long the end of a window waits for what ran in it, ms. */
const CLOSE_MS = 1500;

interface Running {
  readonly spec: TerminalSpec;
  readonly process: TerminalProcess;
  readonly ended: Promise<void>;
}

export function createTerminalService(parts: TerminalParts): TerminalService {
  const running = new Map<string, Running>();
  const output = createCapturedOutput(parts.capture);
  /** Ids of those that are being started. */
  const starting = new Set<string>();

  const environment = (): Record<string, string> => terminalEnvironment(process.env, parts.version);
  const profiles = (): Promise<ShellProfiles> =>
    findShells(
      // A shell that lies in the folder is not one of this machine.
      { platform: process.platform, env: process.env, find: findOutside(parts.workspace()?.folders ?? []) },
      parts.defaultProfile(),
    );
  function of(id: string): Running {
    const found = running.get(id);
    if (!found) throw new AppError('terminal-gone');
    return found;
  }
  async function folderOf({ spec, process: { pid } }: Running): Promise<string> {
    // Elsewhere the system does not tell.
    const now = process.platform === 'linux' ? await readlink(`/proc/${String(pid)}/cwd`).catch(() => null) : null;
    return now !== null && isAbsolute(now) ? now : spec.cwd;
  }

  async function run(
    spec: TerminalSpec,
    emit: Emit,
    signal: AbortSignal,
    watch?: (data: string) => void,
  ): Promise<void> {
    if (running.has(spec.id) || starting.has(spec.id)) throw new AppError('request-malformed');
    if (running.size + starting.size >= LIMITS.terminals) throw new AppError('too-many-terminals');
    starting.add(spec.id);
    try {
      if (!(await isFolder(spec.cwd)))
        throw new AppError('terminal-failed', t('Its folder is not there any more. Choose another.'));
      signal.throwIfAborted();
    } finally {
      starting.delete(spec.id);
    }
    const { id, name, command, args, cwd, cols, rows } = spec;
    const child = start({ command, args, cwd, cols, rows, env: { ...environment(), ...spec.env } });
    const kept = output.follow(id, name);
    const waiting: string[] = [];
    const flow = { size: 0, paused: false };
    const end: { exit: Extract<TerminalEvent, { kind: 'exit' }> | null } = { exit: null };
    let shown = true;
    let wake = (): void => undefined;
    const ended = new Promise<void>((resolveEnded) => {
      child.listen(
        (data) => {
          if (!shown) return;
          watch?.(data);
          kept.push(data);
          waiting.push(data);
          flow.size += data.length;
          if (flow.size > WAITING_CHARS && !flow.paused) {
            flow.paused = true;
            child.pause();
          }
          wake();
        },
        (code, endedBy) => {
          end.exit = { kind: 'exit', code, signal: endedBy };
          kept.end();
          resolveEnded();
          wake();
        },
      );
    });
    running.set(id, { spec, process: child, ended });
    void ended.then(() => running.delete(id));
    const stopped = (): void => {
      wake();
    };
    signal.addEventListener('abort', stopped);
    try {
      await emit({ kind: 'started', name });
      for (;;) {
        signal.throwIfAborted();
        const data = waiting.join('');
        waiting.length = 0;
        flow.size = 0;
        for (let at = 0; at < data.length; at += MESSAGE_CHARS)
          await emit({ kind: 'output', data: data.slice(at, at + MESSAGE_CHARS) });
        if (flow.paused && flow.size <= WAITING_CHARS) {
          flow.paused = false;
          child.resume();
        }
        if (waiting.length > 0) continue;
        if (end.exit !== null) break;
        // It may have been aborted during the last message.
        if (!signal.aborted) await new Promise<void>((resolveWake) => (wake = resolveWake));
      }
      await emit(end.exit);
    } finally {
      signal.removeEventListener('abort', stopped);
      shown = false;
      child.kill();
    }
  }

  return {
    profiles,
    environment,
    run,
    open: async ({ id, profile, beside, at, cols, rows }, emit, signal) => {
      const { profiles: shells, default: usual } = await profiles();
      const shell = shells.find((each) => each.id === (profile ?? usual));
      if (!shell) throw new AppError('terminal-no-shell');
      const next = beside === null ? undefined : running.get(beside);
      const cwd = next ? await folderOf(next) : (rootFor(parts.workspace(), at) ?? homedir());
      const args = shellArguments(process.platform);
      await run({ id, name: shell.id, command: shell.path, args, cwd, env: {}, cols, rows }, emit, signal);
    },
    write: (id, data) => {
      of(id).process.write(data);
    },
    resize: (id, cols, rows) => {
      of(id).process.resize(cols, rows);
    },
    findFiles: async (id, paths) => {
      const workspace = parts.workspace();
      if (workspace === null) return paths.map(() => null);
      const terminal = running.get(id);
      const roots = workspace.folders.map(({ root }) => root);
      const folders = terminal ? [await folderOf(terminal), ...roots] : roots;
      return Promise.all(paths.map((path) => fileOf(workspace, folders, path)));
    },
    captured: (id) => {
      const found = output.of(id);
      if (found === null) throw new AppError('terminal-not-shared');
      return found;
    },
    captureChanged: () => {
      if (!parts.capture()) output.forget();
    },
    closeAll: async () => {
      const all = [...running.values()];
      for (const each of all) each.process.kill();
      output.forget();
      const late = new Promise((give) => setTimeout(give, CLOSE_MS).unref());
      await Promise.race([Promise.all(all.map((each) => each.ended)), late]);
    },
  };
}

function start(options: Parameters<typeof spawnTerminal>[0]): TerminalProcess {
  try {
    return spawnTerminal(options);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new AppError('terminal-failed', missing ? t('The program is not there, or cannot be run.') : undefined, {
      cause: error,
    });
  }
}

/** The folder that a path of the window lies in, or the first; absolute. */
function rootFor(workspace: Workspace | null, at: string | null): string | null {
  const folders = workspace?.folders ?? [];
  return (folders.find(({ prefix }) => at?.startsWith(prefix)) ?? folders[0])?.root ?? null;
}

/** The path of a file that is written as seen from one of some folders; `null` if there is none. */
async function fileOf(workspace: Workspace, folders: readonly string[], written: string): Promise<string | null> {
  const home = written.startsWith(`~${sep}`) ? join(homedir(), written.slice(2)) : written;
  for (const folder of folders) {
    const full = resolve(folder, home);
    const path = workspace.pathOf(full);
    if (path === null) continue;
    const found = await stat(full).catch(() => null);
    if (found?.isFile() === true) return path;
  }
  return null;
}
