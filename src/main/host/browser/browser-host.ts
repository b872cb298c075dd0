import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';
import trash from 'trash';
import { WebSocketServer } from 'ws';
import { AppError } from '../../../shared/app-error.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { isolation, type Isolation } from '../../sandbox/isolation.ts';
import { forkNode, killTree } from '../../sandbox/spawn-child.ts';
import { securityHeaders } from '../content-security-policy.ts';
import type { CoreWire, EngineProcess, Host } from '../host.ts';
import { createSessionGate } from './session-gate.ts';
import { createSocketWire } from './socket-wire.ts';

/** Browser mode: the renderer over HTTP on loopback, the wire over a WebSocket. */
export interface BrowserHost extends Host {
  readonly port: number;
  /** A link that opens one browser session. Whoever has it first is in. */
  newLink(): string;
  /** Windows connected now. */
  connections(): number;
  close(): Promise<void>;
}

export interface BrowserHostOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** Folder of the built renderer. */
  readonly rendererFolder: string;
  /** The built engine process. */
  readonly engineFile: string;
  /** Called when the last window has gone and when the first one comes. */
  readonly onOccupied?: (occupied: boolean) => void;
}

/** Listen on 127.0.0.1. Rejects with the system's error, e.g. `EADDRINUSE`. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const connected = new Set<(wire: CoreWire) => void>();
  const isolated = isolation();
  const server = createServer();
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const gate = createSessionGate(port);
  const files = sirv(options.rendererFolder, { dev: false, etag: true });
  // Slightly more than the limit, so that what is too large can be answered with a code.
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.messageBytes * 2,
    perMessageDeflate: false,
  });

  function refuse(response: ServerResponse, status: number, text: string): void {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
  }

  server.on('request', (request, response) => {
    for (const [name, value] of Object.entries(securityHeaders(`ws://${request.headers.host ?? ''}`))) {
      response.setHeader(name, value);
    }
    if (!gate.hostIsOurs(request)) {
      refuse(response, 421, 'This address is not served here.');
      return;
    }
    const url = new URL(request.url ?? '/', `http://localhost:${String(port)}`);
    const token = url.searchParams.get('token');
    if (request.method === 'GET' && token !== null) {
      const cookie = gate.redeem(token);
      if (cookie !== null) response.setHeader('set-cookie', cookie);
      if (cookie !== null || gate.admits(request)) {
        response.writeHead(303, { location: '/', 'cache-control': 'no-store' }).end();
        return;
      }
    }
    if (!gate.admits(request)) {
      refuse(response, 403, 'This link has been used. Press Enter where CodeGrex was started for a new one.');
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      refuse(response, 405, 'Only GET is served here.');
      return;
    }
    files(request, response, () => {
      refuse(response, 404, 'There is no such file.');
    });
  });

  server.on('upgrade', (request: IncomingMessage, socket, head) => {
    if (!gate.hostIsOurs(request) || !gate.originIsOurs(request) || !gate.admits(request) || request.url !== '/wire') {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => {
        client.terminate();
      });
      client.on('close', () => {
        if (sockets.clients.size === 0) options.onOccupied?.(false);
      });
      options.onOccupied?.(true);
      const wire = createSocketWire(client);
      for (const receive of connected) receive(wire);
    });
  });

  const how = await isolated;
  const noDialogs = (): Promise<never> => Promise.reject(new AppError('not-supported-by-host'));
  return {
    kind: 'browser',
    nativeDialogs: false,
    port,
    onConnection: (receive) => {
      connected.add(receive);
    },
    pickFolder: noDialogs,
    pickGguf: noDialogs,
    openLink: noDialogs,
    // A name may look like a pattern.
    trash: (path) => trash([path], { glob: false }),
    engineProcess: () => forkEngine(how, options.engineFile),
    newLink: () => `http://localhost:${String(port)}/?token=${gate.newToken()}`,
    connections: () => sockets.clients.size,
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/**
 * Without network in every mode, where the system lets us: it needs none. Its output goes nowhere, as llama.cpp may
 * print what it is given.
 */
function forkEngine(how: Isolation, file: string): EngineProcess {
  const child = forkNode(how, file);
  return {
    send: (message) => {
      if (child.connected) child.send(message as object);
    },
    onMessage: (receive) => void child.on('message', receive),
    onExit: (exited) => {
      child.on('exit', exited);
      // A process that could not be started has no exit.
      child.on('error', () => {
        if (child.pid === undefined) exited(null);
      });
    },
    kill: () => {
      killTree(child);
    },
  };
}
