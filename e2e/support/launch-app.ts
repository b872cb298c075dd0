import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';

/** Repository root; the specs run the built app from here. */
export const REPOSITORY = resolve(import.meta.dirname, '../..');

/** A running core in browser mode. */
export interface RunningApp {
  /** The one-time link to open. */
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything it printed so far; checked for leaks by specs. */
  output(): string;
  stop(): Promise<void>;
  /** End it at once, as a crash would; children included. */
  kill(): Promise<void>;
}

/** Options for {@link launchApp}. */
export interface LaunchOptions {
  /** One, or several that are opened together. */
  readonly folder?: string | readonly string[];
  /** The user data folder; give the same one again to restart the app. */
  readonly data: string;
  /** Of 127.0.0.1; any free one unless given. */
  readonly port?: number;
  /** Prefix of the command line, e.g. `['strace', '-f', …]`. */
  readonly wrapper?: readonly string[];
}

/** Start the built app in browser mode and wait for its link. Rejects with its output if it exits first. */
export async function launchApp(options: LaunchOptions): Promise<RunningApp> {
  const command = [
    ...(options.wrapper ?? []),
    process.execPath,
    resolve(REPOSITORY, 'dist/main/browser.js'),
    '--no-open',
    '--port',
    String(options.port ?? 0),
    '--data',
    options.data,
    ...[options.folder ?? []].flat().flatMap((folder) => ['--folder', folder]),
  ];
  const [file = '', ...args] = command;
  // A group of its own, so that stopping takes the engine and any tracer along.
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const url = await new Promise<string>((found, failed) => {
    child.once('error', failed);
    child.once('exit', (code) => {
      failed(new Error(`The app ended with ${String(code)} before it listened:\n${output}`));
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      output += `${line}\n`;
      const match = /https?:\/\/\S+token=\S+/.exec(line);
      if (match) found(match[0]);
    });
  });

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const exited = once(child, 'exit');
    process.kill(-child.pid, signal);
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, 10_000);
    await exited;
    clearTimeout(timer);
  }
  return {
    url,
    process: child,
    output: () => output,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
