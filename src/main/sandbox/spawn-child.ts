import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { isolation, type Isolation } from './isolation.ts';
import { findProgram } from './run-command.ts';

type Pipe = 'ignore' | 'pipe';
/** Standard input, output and error. */
type Stdio = readonly [Pipe, Pipe, Pipe];
type Joined<P extends Pipe, Stream> = P extends 'pipe' ? Stream : null;
/** A child with the streams that `S` asks for. */
export type Child<S extends Stdio> = ChildProcessByStdio<
  Joined<S[0], Writable>,
  Joined<S[1], Readable>,
  Joined<S[2], Readable>
>;

/** What a child process may do and how it is joined to this one. */
export interface ChildOptions<S extends Stdio = Stdio> {
  /**
   * `none`: cut off the network wherever the system lets us; for all that CodeGrex runs by itself.
   * `user`: with the user's own network, as in a terminal; only for what the user runs by hand.
   */
  readonly network: 'none' | 'user';
  readonly stdio: S;
  readonly cwd?: string;
  /** This process's, unless given. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Start a program. Rejects with the system's error, e.g. `ENOENT`, if it could not be started. End it with
 * {@link killTree}, as it may be wrapped in another program and have children of its own.
 */
export async function spawnChild<const S extends Stdio>(
  command: string,
  args: readonly string[],
  { network, stdio, cwd, env }: ChildOptions<S>,
): Promise<Child<S>> {
  const how = network === 'none' ? await isolation() : null;
  const line = how === null ? { command, args } : isolated(how, command, args, env);
  const child = spawn(line.command, line.args, {
    stdio: [...stdio],
    detached: OWN_GROUP,
    windowsHide: true,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
  });
  if (OWN_GROUP) groups.add(child);
  await once(child, 'spawn');
  // Its streams are those that `stdio` asks for.
  return child as unknown as Child<S>;
}

/**
 * Run a file of ours in another Node, without network where `how` can, joined by messages alone (`child.send`,
 * `message`). Its output goes nowhere. In Electron there is no Node to run.
 * @param file absolute path of a script
 */
export function forkNode(how: Isolation, file: string): ChildProcess {
  const line = isolated(how, process.execPath, [file]);
  const child = spawn(line.command, line.args, {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    detached: OWN_GROUP,
    windowsHide: true,
  });
  if (OWN_GROUP) groups.add(child);
  return child;
}

type Killable = Pick<ChildProcess, 'pid' | 'exitCode' | 'signalCode' | 'kill'>;
/** Children that lead a process group of their own. */
const groups = new WeakSet<Killable>();

/**
 * So that what a child starts is ended with it, and none of them asks in the terminal that CodeGrex was started from.
 * On Windows it would open a console instead.
 */
const OWN_GROUP = process.platform !== 'win32';

/** How long a child that is asked to end may take. */
const ENDS_WITHIN_MS = 1000;

/** End a child at once, with what wraps it and what it started. Does nothing to one that has ended. */
export function killTree(child: Killable): void {
  if (!isOver(child)) signalTree(child, 'SIGKILL');
}

/**
 * The same for a child that has something to put away first, as git its locks: it and what it started are asked to end,
 * and what is left of them after a second is ended at once.
 */
export function endTree(child: Killable): void {
  if (isOver(child)) return;
  signalTree(child, 'SIGTERM');
  setTimeout(() => {
    // What it started may be there still when it is not.
    if (groups.has(child) || !isOver(child)) signalTree(child, 'SIGKILL');
  }, ENDS_WITHIN_MS).unref();
}

function isOver({ pid, exitCode, signalCode }: Killable): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

function signalTree(child: Killable, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined || !groups.has(child)) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It ended just now.
  }
}

function isolated(how: Isolation, command: string, args: readonly string[], env?: NodeJS.ProcessEnv) {
  if (!how.available) return { command, args };
  // The wrapper would start, and only then not find it.
  const program = findProgram(command, (env ?? process.env)['PATH']);
  if (program === null) throw Object.assign(new Error(`spawn ${command} ENOENT`), { code: 'ENOENT' });
  return how.wrap(program, args);
}
