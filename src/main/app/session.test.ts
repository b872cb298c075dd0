import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MemoryWindow } from '../../../test/support/memory-host.ts';
import { call, chatWith, openTrusted, startApp, type RunningApp } from '../../../test/support/running-app.ts';
import type { FileChange } from '../../shared/schemas/workspace.ts';

/** What happens while a folder is being opened: its policy file is on a slow disk, as slow as the test says. */
const disk = vi.hoisted(() => {
  const ready: Promise<unknown> = Promise.resolve();
  return { slow: 'none', ready, reads: 0 };
});
vi.mock('../settings/policy-file.ts', async (original) => {
  const real = await original<typeof import('../settings/policy-file.ts')>();
  return {
    ...real,
    readPolicyFile: async (...args: Parameters<typeof real.readPolicyFile>) => {
      if (args[0].includes(disk.slow)) {
        disk.reads++;
        await disk.ready;
      }
      return real.readPolicyFile(...args);
    },
  };
});

/** A short answer that takes its time. */
async function answerInPieces(response: ServerResponse): Promise<void> {
  for (const last of [false, false, false, true]) {
    const part = { choices: [{ delta: { content: 'yes ' }, finish_reason: last ? 'stop' : null }] };
    response.write(`data: ${JSON.stringify(part)}\n\n`);
    await new Promise((done) => setTimeout(done, 2));
  }
  response.end('data: [DONE]\n\n');
}

let app: RunningApp;
let window: MemoryWindow;
let server: Server;
/** Bodies of the questions that reached the model server. */
let bodies: string[];

beforeEach(async () => {
  disk.slow = 'none';
  disk.reads = 0;
  bodies = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (request.url === '/v1/models') {
        response.setHeader('content-type', 'application/json').end('{"data":[{"id":"m"}]}');
        return;
      }
      bodies.push(body);
      response.setHeader('content-type', 'text/event-stream');
      void answerInPieces(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://localhost:${String((server.address() as AddressInfo).port)}`;
  const servers = [{ id: 's', kind: 'openai-compatible' as const, label: 'S', baseUrl }];
  app = await startApp({ settings: { servers } });
  window = app.host.openWindow();
  await openTrusted(window.api, await app.project('loose', { 'a.ts': 'let loose;' }));
  await call(window.api, 'models.refresh', {});
});
afterEach(async () => {
  await app.close();
  server.closeAllConnections();
  server.close();
  expect(app.log).toEqual([]);
});

describe('while a folder is being opened', () => {
  it('what is asked waits for its policy: nothing of it goes out under the old one', async () => {
    const strict = await app.project('strict', {
      '.codegrex/policy.json': '{"mode":"sensitive"}',
      's.ts': 'let strict;',
    });
    let release: () => void = () => undefined;
    disk.slow = strict;
    disk.ready = new Promise<void>((done) => (release = done));
    const opening = call(window.api, 'workspace.open', { paths: [strict] });
    await expect.poll(() => disk.reads).toBeGreaterThan(0);
    const context = [
      { kind: 'file' as const, path: 's.ts' },
      { kind: 'selection' as const, path: 's.ts', startLine: 1, endLine: 1, text: 'let strict;' },
    ];
    const chat = chatWith(window.api, 's/m', { context });
    await new Promise((done) => setTimeout(done, 100));
    expect(bodies).toEqual([]);
    release();
    await opening;
    // It was meant for another folder: it is stopped, not sent.
    expect(await chat.ended).toBe('mode-changed');
    expect(bodies).toEqual([]);
    const next = chatWith(window.api, 's/m', { context });
    expect(await next.ended).toBe('ok');
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).toContain('let strict;');
    const chats = (await call(window.api, 'ledger.list', {})).filter((e) => e.task === 'chat');
    expect(chats.map((e) => [e.mode, e.outcome])).toEqual([['sensitive', 'allowed']]);
  });

  it('another one may be opened: the last is the one that is open, watched and obeyed', async () => {
    const [one, two] = [
      await app.project('one', { '.codegrex/policy.json': '{"mode":"offline"}' }),
      await app.project('two', { '.codegrex/policy.json': '{"mode":"sensitive"}' }),
    ];
    disk.slow = one;
    disk.ready = new Promise((done) => setTimeout(done, 50));
    const changes: FileChange[] = [];
    window.api['files.changes']({}, (change) => void changes.push(change));
    await Promise.all([
      call(window.api, 'workspace.open', { paths: [one] }),
      call(window.api, 'workspace.open', { paths: [two] }),
      call(window.api, 'workspace.open', { paths: [one] }),
      call(window.api, 'workspace.open', { paths: [two] }),
    ]);
    expect(await call(window.api, 'workspace.current', {})).toMatchObject({ id: two });
    expect((await call(window.api, 'policy.get', {})).mode).toBe('sensitive');
    await call(window.api, 'files.watch', { folders: [''], files: [] });
    await new Promise((done) => setTimeout(done, 300));
    await writeFile(join(one, 'new.txt'), '');
    await writeFile(join(two, 'new.txt'), '');
    await expect.poll(() => changes).toEqual([{ path: '.', kind: 'folder-changed' }]);
  });
});

describe('servers that the folder’s mode forbids', () => {
  /** Somewhere else, and nothing there: what is asked of it fails, but it is in the record that it was asked. */
  const servers = [{ id: 'c', kind: 'openai-compatible' as const, label: 'C', baseUrl: 'http://cloud.invalid' }];
  const asked = async ({ api }: MemoryWindow): Promise<string[]> =>
    (await call(api, 'ledger.list', {})).filter((e) => e.task === 'models').map((e) => e.outcome);

  it('are not asked before the folder is open that a window starts with', async () => {
    const folder = await app.project('offline', { '.codegrex/policy.json': '{"mode":"offline"}' });
    const other = await startApp({ settings: { servers, defaultMode: 'normal' }, folder });
    const opened = other.host.openWindow();
    await expect.poll(() => asked(opened)).toEqual(['refused']);
    await other.close();
  });

  it('are not asked before a window said that it has no folder, as it may only have lost its connection', async () => {
    const folder = await app.project('offline', { '.codegrex/policy.json': '{"mode":"offline"}' });
    const other = await startApp({ settings: { servers, defaultMode: 'normal' } });
    const again = other.host.openWindow();
    await call(again.api, 'models.get', {});
    await call(again.api, 'policy.get', {});
    await call(again.api, 'workspace.open', { paths: [folder] });
    await expect.poll(() => asked(again)).toEqual(['refused']);
    await other.close();
  });
});

describe('a change of the mode', () => {
  it('closes the connections of the old one, idle ones too', async () => {
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => sockets.add(socket));
    expect(await chatWith(window.api, 's/m').ended).toBe('ok');
    await call(window.api, 'models.refresh', {});
    const before = [...sockets];
    expect(before.length).toBeGreaterThan(0);
    expect(before.filter((socket) => !socket.destroyed).length).toBeGreaterThan(0);
    await call(window.api, 'policy.setMode', { mode: 'offline' });
    await expect.poll(() => before.every((socket) => socket.destroyed)).toBe(true);
  });

  it('in a thousand random moments never lets an answer of the old mode through', async () => {
    let wrong = 0;
    const codes = new Set<string>();
    for (let round = 0; round < 1000; round++) {
      const mode = round % 2 === 0 ? 'offline' : 'normal';
      const chat = chatWith(window.api, 's/m');
      await new Promise((done) => setTimeout(done, round % 10));
      await call(window.api, 'policy.setMode', { mode });
      const told = chat.events.length;
      codes.add(await chat.ended);
      if (chat.events.length > told) wrong++;
    }
    expect(wrong).toBe(0);
    expect(codes).toContain('mode-changed');
    for (const code of codes) expect(['ok', 'mode-changed']).toContain(code);
  }, 120_000);
});
