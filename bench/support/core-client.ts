import { once } from 'node:events';
import WebSocket from 'ws';
import type { Api, Result } from '../../src/shared/api.ts';
import { createClient } from '../../src/shared/client.ts';
import type { ToRenderer } from '../../src/shared/wire.ts';

/** A window of the core without a page: the renderer's own client over the same WebSocket. */
export interface CoreClient {
  readonly api: Api;
  /** What admits a page of the same browser session, `name=value`. */
  readonly cookie: string;
  close(): void;
}

/** @param link the one-time link that browser mode printed */
export async function connectToCore(link: string): Promise<CoreClient> {
  const url = new URL(link);
  const { headers } = await fetch(url, { redirect: 'manual' });
  const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  const socket = new WebSocket(`ws://${url.host}/wire`, { headers: { cookie, origin: url.origin } });
  await once(socket, 'open');
  const api = createClient({
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage: (receive) => {
      socket.on('message', (data: Buffer) => {
        receive(JSON.parse(data.toString()) as ToRenderer);
      });
      return () => undefined;
    },
    onClose: (closed) => {
      socket.on('close', closed);
      return () => undefined;
    },
  });
  return {
    api,
    cookie,
    close: () => {
      socket.terminate();
    },
  };
}

/** What a call answered; throws on a failure, as the bench has no use for one. */
export async function valueOf<T>(result: Promise<Result<T>>): Promise<T> {
  const settled = await result;
  if (!settled.ok) throw new Error(`${settled.failure.code}: ${settled.failure.message}`);
  return settled.value;
}
