import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Settings } from '../../src/shared/schemas/settings.ts';

/** Repository root. */
export const REPOSITORY = resolve(import.meta.dirname, '../..');

/** A program of the bench that runs beside it. */
export interface Program {
  /** The first address that it printed. */
  readonly url: string;
  readonly pid: number;
  /** From its start to that line, ms. */
  readonly startMs: number;
  /** What it has told over its channel, the latest. */
  readonly told: () => unknown;
  /** Tell it something, and wait for its answer. */
  ask(message: object): Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * Start a program under this Node and wait for a line with an address. Rejects with its output if it ends before.
 * @param file from the repository's root
 */
export async function startProgram(file: string, args: readonly string[] = []): Promise<Program> {
  const began = performance.now();
  // A group of its own, so that stopping takes its children along.
  const child = spawn(process.execPath, [resolve(REPOSITORY, file), ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  let output = '';
  let told: unknown = null;
  child.on('message', (message) => (told = message));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const { stdout } = child;
  if (stdout === null) throw new Error('The program has no output.');
  const url = await new Promise<string>((found, failed) => {
    child.once('error', failed);
    child.once('exit', (code) => {
      failed(new Error(`${file} ended with ${String(code)} before it listened:\n${output}`));
    });
    createInterface({ input: stdout }).on('line', (line) => {
      output += `${line}\n`;
      const match = /\bhttps?:\/\/\S+/.exec(line);
      if (match) found(match[0]);
    });
  });
  const startMs = performance.now() - began;
  const killGroup = (): void => {
    kill(child, 'SIGKILL');
  };
  process.once('exit', killGroup);
  return {
    url,
    pid: child.pid ?? 0,
    startMs,
    told: () => told,
    ask: async (message) => {
      const answer = once(child, 'message');
      child.send(message);
      return ((await answer) as unknown[])[0];
    },
    stop: async () => {
      process.off('exit', killGroup);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      kill(child, 'SIGTERM');
      const timer = setTimeout(() => {
        kill(child, 'SIGKILL');
      }, 10_000);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** Start the built core in browser mode. @param options `settings`: the user's, for a new data folder */
export async function startCore(options: {
  readonly data: string;
  readonly folder: string;
  /** 0 for any free one. */
  readonly port?: number;
  readonly settings?: Partial<Settings>;
}): Promise<Program> {
  const { data, folder, port = 0, settings } = options;
  if (settings !== undefined) {
    await mkdir(data, { recursive: true });
    await writeFile(join(data, 'settings.json'), JSON.stringify(settings));
  }
  return startProgram('dist/main/browser.js', [
    '--no-open',
    '--port',
    String(port),
    '--data',
    data,
    '--folder',
    folder,
  ]);
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It is gone already.
  }
}
