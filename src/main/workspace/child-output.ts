import { spawn } from 'node:child_process';
import { once } from 'node:events';

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

/** Run a program without a shell and collect what it prints. Rejects with the system's error if it cannot be started. */
export async function childOutput(
  command: string,
  args: readonly string[],
  options: ChildOptions,
): Promise<ChildOutput> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'ignore'],
    signal: options.signal,
  });
  const closed = once(child, 'close') as Promise<[number | null]>;
  const chunks: Buffer[] = [];
  let size = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.byteLength;
    if (size <= options.limit) chunks.push(chunk);
    else child.kill();
  });
  const [exitCode] = await closed;
  return { text: Buffer.concat(chunks).toString('utf8'), truncated: size > options.limit, exitCode };
}
