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
    detached: ownGroup(network),
    windowsHide: true,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
  });
  if (ownGroup(network)) groups.add(child);
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
    detached: ownGroup('none'),
    windowsHide: true,
  });
  if (ownGroup('none')) groups.add(child);
  return child;
}

type Killable = Pick<ChildProcess, 'pid' | 'exitCode' | 'signalCode' | 'kill'>;
/** Children that lead a process group of their own. */
const groups = new WeakSet<Killable>();

function ownGroup(network: ChildOptions['network']): boolean {
  // On Windows it would open a console instead.
  return network === 'none' && process.platform !== 'win32';
}

/** End a child at once, with what wraps it and what it started. Does nothing to one that has ended. */
export function killTree(child: Killable): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (!groups.has(child)) {
    child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
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
