import { once } from 'node:events';
import { createServer as createPlainServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { pipeline, type Duplex } from 'node:stream';
import type { Certificate } from './certificates.ts';

/** A proxy on loopback that makes tunnels, RFC 9110, section 9.3.6. All lead to one port of this machine. */
export interface ConnectProxy {
  readonly port: number;
  /** `host:port` of each tunnel asked for. */
  readonly asked: readonly string[];
  /** Headers of the latest. */
  readonly headers: () => IncomingMessage['headers'];
  /** What it answers; tunnels come with 200 only. */
  status: number;
  /** Tunnels that are open now. */
  readonly open: () => number;
  close(): void;
}

/**
 * @param target port that all tunnels lead to
 * @param certificate to be spoken to by https
 */
export async function startConnectProxy(target: () => number, certificate?: Certificate): Promise<ConnectProxy> {
  const asked: string[] = [];
  const sockets = new Set<Duplex>();
  let headers: IncomingMessage['headers'] = {};
  const server: Server = certificate === undefined ? createPlainServer() : createSecureServer(certificate);
  server.on('connect', (request: IncomingMessage, near: Socket, head: Buffer) => {
    asked.push(request.url ?? '');
    ({ headers } = request);
    if (self.status !== 200) {
      near.end(`HTTP/1.1 ${String(self.status)} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const far = connect(target(), '127.0.0.1', () => {
      near.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.write(head);
      sockets.add(near);
      pipeline(near, far, () => sockets.delete(near));
      pipeline(far, near, () => undefined);
    });
    far.on('error', () => near.destroy());
  });
  server.on('request', (_request, response) => response.writeHead(405).end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const self: ConnectProxy = {
    port: (server.address() as AddressInfo).port,
    asked,
    headers: () => headers,
    status: 200,
    open: () => sockets.size,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
  return self;
}
