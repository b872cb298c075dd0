import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CoreWire } from '../../src/main/host/host.ts';
import { startBrowserHost } from '../../src/main/host/browser/browser-host.ts';
import { startElectronHost } from '../../src/main/host/electron/electron-host.ts';
import type { Handlers } from '../../src/main/ipc/handlers.ts';
import { serveConnection } from '../../src/main/ipc/serve.ts';
import { AppError } from '../../src/shared/app-error.ts';
import type { Api } from '../../src/shared/api.ts';
import { createClient, type RendererWire } from '../../src/shared/client.ts';
import { WIRE_CHANNEL } from '../../src/shared/channel.ts';
import { CONTRACT } from '../../src/shared/contract.ts';
import { LIMITS } from '../../src/shared/limits.ts';
import type { ToCore, ToRenderer } from '../../src/shared/wire.ts';
import { createElectronDouble } from '../electron-double/electron-double.ts';
import { connectSocket } from '../support/connect-socket.ts';

/** Both hosts' transports, each from a real client to a real core end. */

interface Connection {
  readonly wire: RendererWire;
  disconnect(): void;
}
interface Transport {
  connect(): Promise<Connection>;
  close(): Promise<void> | void;
}
type Start = (onConnection: (wire: CoreWire) => void) => Promise<Transport>;

const overWebSocket: Start = async (onConnection) => {
  const folder = await mkdtemp(join(tmpdir(), 'transport-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  const host = await startBrowserHost({ port: 0, rendererFolder: folder, engineFile: '' });
  host.onConnection(onConnection);
  return {
    close: () => host.close(),
    connect: async () => {
      const { wire, close } = await connectSocket(host.newLink());
      return { wire, disconnect: close };
    },
  };
};

const overElectronIpc: Start = async (onConnection) => {
  const double = createElectronDouble();
  const options = { rendererFolder: '/nowhere', preloadFile: '', engineFile: '' };
  const host = await startElectronHost(double.electron, options);
  host.onConnection(onConnection);
  return {
    close: () => {
      for (const window of double.windows) window.close();
    },
    connect: () => {
      host.openWindow();
      const window = double.windows.at(-1);
      if (!window) throw new Error('no window');
      return Promise.resolve({
        disconnect: () => {
          window.close();
        },
        wire: {
          send: (message) => {
            // Later, as Electron would: a call never answers before it returns.
            setImmediate(() => double.fromPage(window, message));
          },
          onMessage: (receive) => {
            window.webContents.received.on(WIRE_CHANNEL, receive);
            return () => undefined;
          },
          onClose: (closed) => {
            window.on('closed', closed);
            return () => undefined;
          },
        },
      });
    },
  };
};

/** Every entry refuses, except those that a test gives. */
function handlersWith(some: Partial<Handlers>): Handlers {
  const rest = Object.fromEntries(
    Object.keys(CONTRACT).map((name) => [name, () => Promise.reject(new AppError('not-supported-by-host'))]),
  );
  return { ...rest, ...some } as Handlers;
}

const transports: readonly (readonly [string, Start])[] = [
  ['WebSocket (browser mode)', overWebSocket],
  ['Electron IPC (double)', overElectronIpc],
];

const NO_RULE = { rule: null, pattern: null, source: null, line: null };

describe.each(transports)('transport contract over %s', (_name, start) => {
  const open: Transport[] = [];
  afterEach(async () => {
    for (const transport of open.splice(0)) await transport.close();
  });
  const unexpected: unknown[] = [];

  async function connect(some: Partial<Handlers>): Promise<{ api: Api; raw: Connection; answers: ToRenderer[] }> {
    const transport = await start((wire) => {
      serveConnection(wire, handlersWith(some), (_entry, error) => unexpected.push(error));
    });
    open.push(transport);
    const raw = await transport.connect();
    const answers: ToRenderer[] = [];
    raw.wire.onMessage((message) => answers.push(message));
    return { api: createClient(raw.wire), raw, answers };
  }
  async function answerTo(message: unknown, some: Partial<Handlers> = {}): Promise<ToRenderer | undefined> {
    const { raw, answers } = await connect(some);
    raw.wire.send(message as ToCore);
    await expect.poll(() => answers.length).toBeGreaterThan(0);
    return answers[0];
  }

  it('carries a call and its answer', async () => {
    const { api } = await connect({ 'files.mayRead': ({ path }) => ({ allowed: path === 'a.ts', ...NO_RULE }) });
    expect(await api['files.mayRead']({ path: 'a.ts' }).result).toEqual({
      ok: true,
      value: { allowed: true, ...NO_RULE },
    });
  });

  it('carries failures as codes, and unexpected errors as `internal` without their text', async () => {
    const { api } = await connect({
      'files.mayRead': () => Promise.reject(new AppError('not-a-folder')),
      'files.all': () => Promise.reject(new Error('secret detail')),
    });
    expect(await api['files.mayRead']({ path: 'a' }).result).toMatchObject({
      ok: false,
      failure: { code: 'not-a-folder' },
    });
    const answer = await api['files.all']({}).result;
    expect(answer).toMatchObject({ ok: false, failure: { code: 'internal' } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(unexpected).toHaveLength(1);
  });

  it.each([
    ['an unknown name', { t: 'call', id: 1, name: 'files.steal', body: {} }, 'request-unknown'],
    ['a name of Object’s prototype', { t: 'call', id: 1, name: 'constructor', body: {} }, 'request-unknown'],
    ['a call opened as a stream', { t: 'open', id: 1, name: 'files.all', body: {} }, 'request-unknown'],
    ['a body of the wrong shape', { t: 'call', id: 1, name: 'files.read', body: { path: 7 } }, 'request-malformed'],
    ['an extra field', { t: 'call', id: 1, name: 'files.read', body: { path: 'a', x: 1 } }, 'request-malformed'],
    ['a NUL in a path', { t: 'call', id: 1, name: 'files.read', body: { path: 'a\0b' } }, 'request-malformed'],
    ['an unknown kind', { t: 'shout', id: 1 }, 'request-malformed'],
    ['no body', { t: 'call', id: 1, name: 'files.read' }, 'request-malformed'],
    [
      'a path too long',
      { t: 'call', id: 1, name: 'files.read', body: { path: 'a'.repeat(5000) } },
      'request-too-large',
    ],
  ])('refuses %s', async (_what, message, code) => {
    expect(await answerTo(message)).toMatchObject({ t: 'failure', id: 1, failure: { code } });
  });

  it('refuses a message larger than the limit', async () => {
    const text = 'x'.repeat(LIMITS.messageBytes + 1);
    const body = { path: 'a', text, eol: '\n', bom: false, expectedVersion: null };
    const answer = await answerTo({ t: 'call', id: 1, name: 'files.write', body });
    expect(answer).toMatchObject({ failure: { code: 'request-too-large' } });
  }, 60_000);

  it('survives what is no message at all', async () => {
    const { api, raw } = await connect({ 'dialog.pickFolder': () => Promise.resolve(null) });
    for (const junk of [null, 7, 'text', [], { id: 'x' }, { t: 'ack', id: 99, seq: 1 }, { t: 'cancel', id: 99 }]) {
      raw.wire.send(junk as unknown as ToCore);
    }
    expect(await api['dialog.pickFolder']({}).result).toEqual({ ok: true, value: null });
  });

  it('refuses more open requests than the limit', async () => {
    const { api } = await connect({ 'dialog.pickFolder': () => new Promise(() => undefined) });
    const running = Array.from({ length: LIMITS.openRequests }, () => api['dialog.pickFolder']({}));
    const answer = await api['dialog.pickFolder']({}).result;
    expect(answer).toMatchObject({ ok: false, failure: { code: 'too-many-requests' } });
    for (const { cancel } of running) cancel();
  });

  it('streams events in order to the end', async () => {
    const { api } = await connect({
      'files.changes': async (_request, { emit }) => {
        for (let i = 0; i < 200; i++) await emit({ path: `f${String(i)}`, kind: 'changed' });
      },
    });
    const seen: string[] = [];
    const stream = api['files.changes']({}, ({ path }) => void seen.push(path));
    expect(await stream.ended).toEqual({ ok: true, value: null });
    expect(seen).toEqual(Array.from({ length: 200 }, (_, i) => `f${String(i)}`));
  });

  it('waits for a slow consumer: never more than a window ahead', async () => {
    let sent = 0;
    const { api } = await connect({
      'files.changes': async (_request, { emit }) => {
        for (; sent < 1000; sent++) await emit({ path: 'f', kind: 'changed' });
      },
    });
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let consumed = 0;
    const stream = api['files.changes']({}, async () => {
      if (consumed === 3) await held;
      consumed++;
    });
    await expect.poll(() => sent).toBeGreaterThanOrEqual(LIMITS.streamWindow - 1);
    await new Promise((done) => setTimeout(done, 150));
    expect(sent).toBeLessThan(2 * LIMITS.streamWindow);
    release();
    await stream.ended;
    expect(sent).toBe(1000);
  });

  it('cancels a stream: its handler is aborted and the caller is told at once', async () => {
    let running = false;
    let reason: unknown;
    const { api } = await connect({
      'chat.send': (_request, { signal }) =>
        new Promise((_done, failed) => {
          running = true;
          signal.addEventListener('abort', () => {
            reason = signal.reason;
            failed(new Error('too late to matter'));
          });
        }),
    });
    const request = { conversationId: 'c', messages: [{ role: 'user' as const, text: 'q' }], context: [], model: null };
    const stream = api['chat.send'](request, () => undefined);
    await expect.poll(() => running).toBe(true);
    stream.cancel();
    stream.cancel();
    expect(await stream.ended).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    await expect.poll(() => (reason as AppError | undefined)?.code).toBe('cancelled');
  });

  it('aborts what runs when the window goes away', async () => {
    let running = false;
    let aborted = false;
    const { api, raw } = await connect({
      'dialog.pickFolder': (_request, { signal }) =>
        new Promise((_done, failed) => {
          running = true;
          signal.addEventListener('abort', () => {
            aborted = true;
            failed(new Error('gone'));
          });
        }),
    });
    const { result } = api['dialog.pickFolder']({});
    await expect.poll(() => running).toBe(true);
    raw.disconnect();
    await expect.poll(() => aborted).toBe(true);
    expect(await result).toMatchObject({ ok: false, failure: { code: 'connection-lost' } });
  });

  it('sends no answer that the contract does not allow', async () => {
    const wrong = { allowed: true, ...NO_RULE, leaked: 'content' };
    const { api } = await connect({ 'files.mayRead': () => wrong });
    expect(await api['files.mayRead']({ path: 'a' }).result).toMatchObject({
      ok: false,
      failure: { code: 'internal' },
    });
  });
});
