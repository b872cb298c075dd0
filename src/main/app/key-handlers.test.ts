import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryKeychain, type MemoryKeychain } from '../../../test/support/memory-keychain.ts';
import type { MemoryWindow } from '../../../test/support/memory-host.ts';
import { call, chatWith, startApp, type AppSetUp, type RunningApp } from '../../../test/support/running-app.ts';
import type { KeyStatus } from '../../shared/schemas/keys.ts';
import type { Settings } from '../../shared/schemas/settings.ts';
import { passagesOf, scanForResidue } from '../records/residue-scan.ts';

/** Keys as a window has to do with them. */

const KEY = 'not-a-key-of-anybody-1234';
const WRONG = 'nor-is-this-one-56789012';
let keychain: MemoryKeychain;
let app: RunningApp;
let window: MemoryWindow;
let server: Server;
let origin: string;
let got: IncomingHttpHeaders[];
const apps: RunningApp[] = [];

/** A server that answers to {@link KEY} alone. */
beforeEach(async () => {
  got = [];
  server = createServer((request, response) => {
    got.push(request.headers);
    request.resume();
    if (request.headers.authorization !== `Bearer ${KEY}`) {
      response.writeHead(401, { 'content-type': 'application/json' });
      // As some do, it says what it was sent.
      response.end(
        JSON.stringify({ error: { message: `Incorrect API key provided: ${request.headers.authorization ?? ''}` } }),
      );
    } else if (request.url === '/v1/models') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[{"id":"m"}]}');
    } else {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end('data: {"choices":[{"delta":{"content":"hi"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://localhost:${String((server.address() as AddressInfo).port)}`;
  keychain = createMemoryKeychain();
  await start();
});
afterEach(async () => {
  for (const started of apps.splice(0)) {
    await started.close();
    expect(started.log).toEqual([]);
  }
  server.closeAllConnections();
  server.close();
});

async function start(more: AppSetUp = {}): Promise<void> {
  const settings: Partial<Settings> = {
    detectLocalServers: false,
    defaultMode: 'offline',
    servers: [{ id: 's', kind: 'openai-compatible', label: 'S', baseUrl: `${origin}/v1` }],
  };
  app = await startApp({ settings, keychain, ...more });
  apps.push(app);
  window = app.host.openWindow();
}
const status = (): Promise<KeyStatus[]> => call(window.api, 'keys.status', {});
const set = (key: string, at = origin): Promise<KeyStatus[]> =>
  call(window.api, 'keys.set', { serverId: 's', origin: at, key });
const test = (serverId = 's'): Promise<{ models: number }> => call(window.api, 'keys.test', { serverId });
const servers = async (): Promise<Settings['servers']> => (await call(window.api, 'settings.get', {})).values.servers;

describe('keys', () => {
  it('ask no keychain before the first is stored, whatever is done', async () => {
    await call(window.api, 'models.refresh', {});
    await expect(test()).rejects.toMatchObject({ code: 'server-unauthorised' });
    await chatWith(window.api, 's/m').ended;
    expect(await status()).toEqual([]);
    expect(keychain.asked).toEqual([]);
  });

  it('are stored, used for their server and told of by their end alone', async () => {
    expect(await set(KEY)).toEqual([{ serverId: 's', origin, lastFour: '1234', keptIn: 'keychain', note: null }]);
    expect(await test()).toEqual({ models: 1 });
    const chat = chatWith(window.api, 's/m');
    expect(await chat.ended).toBe('ok');
    expect(chat.text()).toBe('hi');
    const [sent] = (await call(window.api, 'ledger.list', {})).filter((entry) => entry.task === 'chat');
    const { headers } = await call(window.api, 'ledger.sentBytes', { id: sent?.id ?? '' });
    expect(headers).toContainEqual(['authorization', '(credential)']);
  });

  it('leave no copy in the data folder, in messages to the window, in the log', async () => {
    await set(KEY);
    await test();
    await chatWith(window.api, 's/m').ended;
    await set(WRONG);
    await expect(test()).rejects.toMatchObject({ code: 'server-unauthorised' });
    expect(await chatWith(window.api, 's/m').ended).not.toBe('ok');
    await app.close();
    const passages = passagesOf([KEY, WRONG], '');
    expect(await scanForResidue(app.data, passages)).toMatchObject({ found: [], unread: [] });
    const told = JSON.stringify(window.received);
    for (const key of [KEY, WRONG]) expect(told.includes(key), key).toBe(false);
    expect(told).toContain('1234');
    expect(app.log).toEqual([]);
    // The scan finds what is there.
    await writeFile(join(app.data, 'planted'), `x${KEY}y`);
    expect((await scanForResidue(app.data, passages)).found).toEqual(['planted']);
    apps.pop();
  });

  it('survive a start, and go with their server', async () => {
    await set(KEY);
    await app.close();
    apps.pop();
    await start({ data: app.data });
    expect(await test()).toEqual({ models: 1 });
    await call(window.api, 'models.removeServer', { id: 's' });
    expect(await status()).toEqual([]);
    expect(keychain.secrets.size).toBe(0);
  });

  it('are not sent to another address that the settings name later', async () => {
    await set(KEY);
    await test();
    got = [];
    const elsewhere = origin.replace('localhost', '127.0.0.1');
    await call(window.api, 'settings.update', {
      values: { servers: [{ id: 's', kind: 'openai-compatible', label: 'S', baseUrl: `${elsewhere}/v1` }] },
    });
    await expect(test()).rejects.toMatchObject({ code: 'server-unauthorised' });
    expect(got.length).toBeGreaterThan(0);
    expect(got.map((headers) => headers.authorization)).toEqual(got.map(() => undefined));
    // Nor stored for one that the user did not see.
    await expect(set(KEY)).rejects.toMatchObject({ code: 'server-not-found' });
    // It is still shown, to be removed.
    expect(await status()).toMatchObject([{ serverId: 's', origin }]);
    await call(window.api, 'keys.clear', { serverId: 's', origin });
    expect(keychain.secrets.size).toBe(0);
  });

  it('are kept out of what goes to a cloud, as the user can try', async () => {
    const text = `curl -H "x: ${Buffer.from(`y${KEY}z`).toString('base64')}" # ${KEY}`;
    const redacted = async (): Promise<string> =>
      (await call(window.api, 'redaction.try', { text })).parts.map((part) => part.text).join('');
    expect(await redacted()).toBe(text);
    await set(KEY);
    expect(await redacted()).toBe('curl -H "x: REDACTED_STORED_KEY_1" # REDACTED_STORED_KEY_2');
    await call(window.api, 'keys.clear', { serverId: 's', origin });
    expect(await redacted()).toBe(text);
  });

  it('in a locked keychain fail the question with that reason, and prompt no more than once', async () => {
    await set(KEY);
    await app.close();
    apps.pop();
    keychain.failure = 'keychain-locked';
    keychain.asked.length = 0;
    await start({ data: app.data });
    await expect(test()).rejects.toMatchObject({ code: 'keychain-locked' });
    const { length } = keychain.asked;
    // What happens by itself asks for the models again, and no keychain.
    for (const host of ['a.example', 'b.example']) {
      await call(window.api, 'settings.update', { values: { onPremHosts: [host] } });
      await expect
        .poll(async () => (await call(window.api, 'models.get', {})).providers.find((p) => p.id === 's')?.failure?.code)
        .toBe('keychain-locked');
    }
    expect(keychain.asked).toHaveLength(length);
    expect(got).toEqual([]);
    // What cannot be looked for cannot be kept out.
    await expect(call(window.api, 'redaction.try', { text: 'x' })).rejects.toMatchObject({ code: 'keychain-locked' });
    keychain.failure = null;
    expect(await test()).toEqual({ models: 1 });
  });

  it('are removed with the settings by “Delete everything”, and stay without', async () => {
    await set(KEY);
    await call(window.api, 'records.erase', { settings: false });
    expect(keychain.secrets.size).toBe(1);
    expect((await call(window.api, 'records.erase', { settings: true })).failures).toEqual([]);
    expect(keychain.secrets.size).toBe(0);
    await expect(readFile(join(app.data, 'keys.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('that cannot be removed are told of by “Delete everything”', async () => {
    await set(KEY);
    keychain.failure = 'keychain-locked';
    const { failures } = await call(window.api, 'records.erase', { settings: true });
    expect(failures).toEqual([expect.stringMatching(/^Keys: /)]);
  });
});

describe('a provider that is added by its key', () => {
  const add = (preset: 'openai' | 'azure-openai', key: string, baseUrl: string | null = null): Promise<KeyStatus[]> =>
    call(window.api, 'keys.addProvider', { preset, baseUrl, key });

  it('has the address of the preset, and what the mode refuses is not asked', async () => {
    await add('openai', KEY);
    expect((await servers()).at(-1)).toEqual({
      id: 'openai',
      kind: 'openai',
      label: 'OpenAI',
      baseUrl: 'https://api.openai.com/v1',
    });
    expect(await status()).toMatchObject([{ serverId: 'openai', origin: 'https://api.openai.com' }]);
    await expect(test('openai')).rejects.toMatchObject({ code: 'refused-by-mode' });
  });

  it('is not added twice: its key is replaced', async () => {
    await add('openai', KEY);
    await add('openai', WRONG);
    expect(await servers()).toHaveLength(2);
    expect(await status()).toMatchObject([{ lastFour: '9012' }]);
  });

  it('takes no name that another server has', async () => {
    const taken = { id: 'openai', kind: 'ollama' as const, label: 'Mine', baseUrl: origin };
    await call(window.api, 'settings.update', { values: { servers: [taken] } });
    await add('openai', KEY);
    expect((await servers()).map((s) => s.id)).toEqual(['openai', expect.stringMatching(/^openai-\w{8}$/)]);
  });

  it('has the address that the user gives where each customer has their own', async () => {
    await add('azure-openai', KEY, ' https://me.azure.example/openai/v1 ');
    expect((await servers()).at(-1)).toMatchObject({
      kind: 'azure-openai',
      baseUrl: 'https://me.azure.example/openai/v1',
    });
    await expect(add('azure-openai', KEY)).rejects.toMatchObject({ code: 'url-invalid' });
    await expect(add('azure-openai', KEY, 'http://me.azure.example')).rejects.toMatchObject({
      code: 'key-needs-https',
    });
    expect(await servers()).toHaveLength(2);
  });

  it('is not added with what is no key', async () => {
    await expect(add('openai', 'two words')).rejects.toMatchObject({ code: 'key-malformed' });
    expect(await servers()).toHaveLength(1);
  });
});
