import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { startBrowserHost } from '../../src/main/host/browser/browser-host.ts';
import type { Handlers } from '../../src/main/ipc/handlers.ts';
import { serveConnection } from '../../src/main/ipc/serve.ts';
import { AppError } from '../../src/shared/app-error.ts';
import { CONTRACT } from '../../src/shared/contract.ts';
import { EVENT, EVENTS } from '../support/stream-load.ts';

/**
 * The other ends of what the section on IPC measures: browser mode's transport with a stream that never waits for a
 * model, and a bare WebSocket that answers each message with as many bytes as it was last told.
 */

/** Where the bare socket listens. */
export interface Wires {
  readonly bare: string;
}

const host = await startBrowserHost({ port: 0, rendererFolder: import.meta.dirname, engineFile: '' });
const refused = Object.fromEntries(
  Object.keys(CONTRACT).map((name) => [name, () => Promise.reject(new AppError('not-supported-by-host'))]),
);
const handlers: Handlers = {
  ...(refused as unknown as Handlers),
  'chat.send': async (_request, { emit }) => {
    for (let i = 0; i < EVENTS; i++) await emit(EVENT);
  },
};
host.onConnection((wire) => {
  serveConnection(wire, handlers, () => undefined);
});

const bare = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
bare.on('connection', (socket) => {
  let answer = '';
  socket.on('message', (data: Buffer) => {
    const control = data.byteLength < 64 ? /^(answer|stream):(\d+)$/.exec(data.toString()) : null;
    if (control?.[1] === 'answer') answer = 'x'.repeat(Number(control[2]));
    else if (control) for (let i = 0; i < EVENTS; i++) socket.send('x'.repeat(Number(control[2])));
    else socket.send(answer);
  });
});
await once(bare, 'listening');
process.on('disconnect', () => process.exit(0));
const wires: Wires = { bare: `ws://127.0.0.1:${String((bare.address() as AddressInfo).port)}` };
process.send?.(wires);
process.stdout.write(`${host.newLink()}\n`);
