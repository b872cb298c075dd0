import { once } from 'node:events';
import WebSocket from 'ws';
import type { RendererWire } from '../../src/shared/client.ts';
import type { ToRenderer } from '../../src/shared/wire.ts';

/** A page's end of browser mode's socket, without a page. */
export interface SocketConnection {
  readonly wire: RendererWire;
  /** What admits a page of the same browser session, `name=value`. */
  readonly cookie: string;
  readonly close: () => void;
}

/** @param link the one-time link of browser mode */
export async function connectSocket(link: string): Promise<SocketConnection> {
  const url = new URL(link);
  const { headers } = await fetch(url, { redirect: 'manual' });
  const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  const socket = new WebSocket(`ws://${url.host}/wire`, { headers: { cookie, origin: url.origin } });
  await once(socket, 'open');
  return {
    cookie,
    close: () => {
      socket.terminate();
    },
    wire: {
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
    },
  };
}
