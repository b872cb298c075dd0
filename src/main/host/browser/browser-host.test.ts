import { readlinkSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { isolation } from '../../sandbox/isolation.ts';
import { startBrowserHost, type BrowserHost } from './browser-host.ts';

let host: BrowserHost;
const occupied: boolean[] = [];
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'renderer-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>CodeGrex</title>');
  await writeFile(
    join(folder, 'engine.cjs'),
    "process.on('message', () => process.send(require('node:fs').readlinkSync('/proc/self/ns/net')))",
  );
  host = await startBrowserHost({
    port: 0,
    rendererFolder: folder,
    engineFile: join(folder, 'engine.cjs'),
    onOccupied: (o) => occupied.push(o),
  });
});
afterAll(() => host.close());

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const own = { host: `localhost:${String(host.port)}`, ...headers };
    httpRequest({ port: host.port, host: '127.0.0.1', path, method, headers: own }, (response) => {
      response.resume();
      resolve(response);
    })
      .on('error', reject)
      .end();
  });
}
async function cookie(): Promise<string> {
  const link = new URL(host.newLink());
  const response = await get(link.pathname + link.search);
  return response.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}
function socket(headers: Record<string, string>, path = '/wire'): Promise<string> {
  return new Promise((resolve) => {
    const ws = new WebSocket(`ws://127.0.0.1:${String(host.port)}${path}`, { headers });
    ws.on('open', () => {
      ws.close();
      ws.on('close', () => {
        resolve('open');
      });
    });
    ws.on('error', (error) => {
      resolve(error.message);
    });
  });
}

describe('browser mode', () => {
  it('trades a token for a cookie once', async () => {
    const link = new URL(host.newLink());
    const first = await get(link.pathname + link.search);
    expect(first.statusCode).toBe(303);
    const set = first.headers['set-cookie']?.[0] ?? '';
    expect(set).toMatch(/HttpOnly/i);
    expect(set).toMatch(/SameSite=Strict/i);
    expect((await get(link.pathname + link.search)).statusCode).toBe(403);
  });

  it('serves nothing without the cookie, and the renderer with it', async () => {
    expect((await get('/')).statusCode).toBe(403);
    expect((await get('/?token=wrong')).statusCode).toBe(403);
    expect((await get('/', { cookie: `codegrex-${String(host.port)}=wrong` })).statusCode).toBe(403);
    expect((await get('/', { cookie: await cookie() })).statusCode).toBe(200);
    expect((await get('/nothing', { cookie: await cookie() })).statusCode).toBe(404);
    expect((await get('/../../etc/passwd', { cookie: await cookie() })).statusCode).toBe(404);
    expect((await get('/', { cookie: await cookie() }, 'POST')).statusCode).toBe(405);
  });

  it('refuses another host name, as DNS rebinding would bring', async () => {
    const own = await cookie();
    expect((await get('/', { cookie: own, host: 'evil.example' })).statusCode).toBe(421);
    expect((await get('/', { cookie: own, host: `evil.example:${String(host.port)}` })).statusCode).toBe(421);
  });

  it('sends a strict policy that names only its own socket', async () => {
    const { headers } = await get('/', { cookie: await cookie() });
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`connect-src ws://localhost:${String(host.port)};`);
    expect(policy).toContain("script-src 'self';");
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('opens the wire only for our cookie, our origin and our path', async () => {
    const own = await cookie();
    const hostHeader = `localhost:${String(host.port)}`;
    const origin = `http://${hostHeader}`;
    expect(await socket({ cookie: own, origin, host: hostHeader })).toBe('open');
    expect(await socket({ origin, host: hostHeader })).toContain('403');
    expect(await socket({ cookie: own, origin: 'http://evil.example', host: hostHeader })).toContain('403');
    expect(await socket({ cookie: own, origin: 'http://evil.example', host: 'evil.example' })).toContain('403');
    expect(await socket({ cookie: own, host: hostHeader })).toContain('403');
    expect(await socket({ cookie: own, origin, host: hostHeader }, '/other')).toContain('403');
    expect(occupied).toEqual([true, false]);
  });

  it.runIf(process.platform === 'linux')(
    'runs the engine without network, and ends it when told to',
    async ({ skip }) => {
      const how = await isolation();
      if (!how.available) skip(how.why);
      const engine = host.engineProcess();
      const namespace = new Promise((resolve) => {
        engine.onMessage(resolve);
      });
      const exit = new Promise((resolve) => {
        engine.onExit(resolve);
      });
      engine.send({});
      expect(await namespace).toMatch(/^net:/);
      expect(await namespace).not.toBe(readlinkSync('/proc/self/ns/net'));
      engine.kill();
      expect(await exit).toBeNull();
    },
  );

  it('has no dialogs', async () => {
    await expect(host.pickFolder(null as never)).rejects.toMatchObject({ code: 'not-supported-by-host' });
  });
});
