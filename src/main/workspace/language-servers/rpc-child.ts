import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { killTree, spawnChild } from '../../sandbox/spawn-child.ts';
import type { ServerCommand } from './server-table.ts';

/** A program that speaks JSON-RPC over its standard streams. */
export interface RpcChild {
  readonly connection: MessageConnection;
  /** Resolves when the program has ended, with what it said last on its standard error. */
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
  kill(): void;
}

/** A message larger than this is none that a language server has a reason for. */
const MESSAGE_BYTES = 64 * 1024 * 1024;
/** Of what it says on its standard error, the end. */
const SAID_CHARS = 4000;

/**
 * Start a program without network, with the workspace as its folder and one of its own for temporary files, which goes
 * with it: servers write there what they make of the text, and not all of them clear it away. Rejects with the system's error if it cannot
 * be started. The connection is to be listened to by the caller, after handlers are set.
 */
export async function startRpcChild({ command, args }: ServerCommand, cwd: string): Promise<RpcChild> {
  const scratch = await mkdtemp(join(tmpdir(), 'codegrex-server-'));
  const clear = (): Promise<void> => rm(scratch, { recursive: true, force: true }).catch(() => undefined);
  const env = { ...process.env, TMPDIR: scratch, TEMP: scratch, TMP: scratch };
  const child = await spawnChild(command, args, { network: 'none', stdio: ['pipe', 'pipe', 'pipe'], cwd, env }).catch(
    async (error: unknown) => {
      await clear();
      throw error;
    },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-SAID_CHARS);
  });
  const kill = (): void => {
    killTree(child);
  };
  // The reader keeps what it was given until a message is whole, however long that is announced to be.
  const counted = new PassThrough();
  let since = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    since += chunk.byteLength;
    if (since > MESSAGE_BYTES) kill();
    else counted.write(chunk);
  });
  child.stdout.on('end', () => counted.end());
  // One that went away cannot be written to; its end is told otherwise.
  child.stdin.on('error', () => undefined);
  const reader = new StreamMessageReader(counted);
  const listen = reader.listen.bind(reader);
  reader.listen = (callback) =>
    listen((message) => {
      since = 0;
      callback(message);
    });
  const connection = createMessageConnection(reader, new StreamMessageWriter(child.stdin));
  // From a message that cannot be read on, nothing can.
  connection.onError(kill);
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.on('close', (code: number | null) => {
      void clear().then(() => {
        connection.dispose();
        resolve({ code, said });
      });
    });
  });
  return { connection, ended, kill };
}
