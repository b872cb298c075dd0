import type { Api, Result } from '../../src/shared/api.ts';
import { createClient } from '../../src/shared/client.ts';
import { connectSocket } from '../../test/support/connect-socket.ts';

/** A window of the core without a page: the renderer's own client over the same WebSocket. */
export interface CoreClient {
  readonly api: Api;
  /** What admits a page of the same browser session, `name=value`. */
  readonly cookie: string;
  close(): void;
}

/** @param link the one-time link that browser mode printed */
export async function connectToCore(link: string): Promise<CoreClient> {
  const { wire, cookie, close } = await connectSocket(link);
  return { api: createClient(wire), cookie, close };
}

/** What a call answered; throws on a failure, as the bench has no use for one. */
export async function valueOf<T>(result: Promise<Result<T>>): Promise<T> {
  const settled = await result;
  if (!settled.ok) throw new Error(`${settled.failure.code}: ${settled.failure.message}`);
  return settled.value;
}
