import { once } from 'node:events';
import { killTree, spawnChild } from '../sandbox/spawn-child.ts';

/** What a child process printed. */
export interface ChildOutput {
  readonly text: string;
  /** Its output was cut at the limit, and the process ended. */
  readonly truncated: boolean;
  readonly exitCode: number | null;
}

export interface ChildOptions {
  readonly cwd: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Bytes of output kept. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/**
 * Run a program without a shell and without network, and collect what it prints. Rejects with the system's error if it
 * cannot be started, and with the signal's reason once that is aborted.
 */
export async function childOutput(
  command: string,
  args: readonly string[],
  options: ChildOptions,
): Promise<ChildOutput> {
  options.signal.throwIfAborted();
  const child = await spawnChild(command, args, {
    network: 'none',
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const stop = (): void => {
    killTree(child);
  };
  options.signal.addEventListener('abort', stop, { once: true });
  if (options.signal.aborted) stop();
  try {
    const closed = once(child, 'close') as Promise<[number | null]>;
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size <= options.limit) chunks.push(chunk);
      else stop();
    });
    const [exitCode] = await closed;
    options.signal.throwIfAborted();
    return { text: Buffer.concat(chunks).toString('utf8'), truncated: size > options.limit, exitCode };
  } finally {
    options.signal.removeEventListener('abort', stop);
  }
}
