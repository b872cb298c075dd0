import { once } from 'node:events';
import { killTree, spawnChild, type Child } from '../sandbox/spawn-child.ts';

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
  /** What it is given on its standard input, which is closed otherwise. */
  readonly input?: string;
  /** Told what it says on its standard error, which goes nowhere else. */
  readonly onError?: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Run a program without a shell and without network for as long as `use` takes; it is ended when the
 * signal is aborted. Rejects with the system's error if it cannot be started.
 * @param use is handed the process and what ends it
 */
export async function withChild<T>(
  command: string,
  args: readonly string[],
  { cwd, env, input, signal, onError }: Omit<ChildOptions, 'limit'>,
  use: (child: Child<readonly ['pipe' | 'ignore', 'pipe', 'pipe' | 'ignore']>, stop: () => void) => Promise<T>,
): Promise<T> {
  const child = await spawnChild(command, args, {
    network: 'none',
    cwd,
    ...(env === undefined ? {} : { env: { ...process.env, ...env } }),
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', onError === undefined ? 'ignore' : 'pipe'],
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => onError?.(text));
  // One that does not read to the end says why when it ends.
  child.stdin?.on('error', () => undefined).end(input);
  const stop = (): void => {
    killTree(child);
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await use(child, stop);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/**
 * Run a program and collect what it prints. Rejects as {@link withChild} does, and with the signal's
 * reason once that is aborted.
 */
export async function childOutput(
  command: string,
  args: readonly string[],
  options: ChildOptions,
): Promise<ChildOutput> {
  options.signal.throwIfAborted();
  return withChild(command, args, options, async (child, stop) => {
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
  });
}
