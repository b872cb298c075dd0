import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeTinyGguf } from '../../../scripts/make-tiny-gguf.ts';
import { startModelServer, type ModelServer } from '../../../test/model-server/model-server.ts';
import type { MemoryWindow } from '../../../test/support/memory-host.ts';
import {
  call,
  chatWith,
  startApp,
  type Chatting,
  type RunningApp,
  openTrusted,
} from '../../../test/support/running-app.ts';
import type { LedgerEntry } from '../../shared/schemas/ledger.ts';
import type { ModelsView } from '../../shared/schemas/models.ts';
import type { ServerConfig } from '../../shared/schemas/settings.ts';

/** The whole core with true inference: embedded, and through both wire formats. */

let gguf = '';
let server: ModelServer;
let app: RunningApp;
let window: MemoryWindow;
let project = '';
let other: Server | null = null;

beforeAll(async () => {
  gguf = join(await mkdtemp(join(tmpdir(), 'gguf-')), 'tiny.gguf');
  await writeTinyGguf(gguf);
  server = await startModelServer(gguf);
});
afterAll(() => server.close());

const detected = (): ServerConfig[] => [
  { id: 'ollama', kind: 'ollama', label: 'Ollama', baseUrl: server.url },
  { id: 'lm-studio', kind: 'openai-compatible', label: 'LM Studio', baseUrl: server.url },
];
const files = { 'a.ts': 'const canary = 1;\n', '.env': 'TOKEN=secret-canary\n' };

beforeEach(() => {
  server.fault = 'none';
  server.delay = 0;
});

async function start(ggufFiles: string[]): Promise<void> {
  app = await startApp({ settings: { ggufFiles, chatMaxTokens: 16 }, detected: detected() });
  window = app.host.openWindow();
  project = await app.project('project', files);
  await openTrusted(window.api, project);
}
async function stop(): Promise<void> {
  await app.close();
  expect(app.log).toEqual([]);
}

const MODELS = {
  embedded: () => found('embedded'),
  ollama: () => found('ollama'),
  openai: () => found('lm-studio'),
};
/** The ref of a provider's model, once it is known. */
async function found(providerId: string, at = window): Promise<string> {
  let view: ModelsView = await call(at.api, 'models.get', {});
  const ref = (): string | undefined => view.models.find((m) => m.providerId === providerId)?.ref;
  await expect
    .poll(async () => {
      view = await call(at.api, 'models.get', {});
      return ref();
    })
    .toBeDefined();
  return ref() ?? '';
}
/** Entries of a task, the latest first. */
async function ledgerOf(task: LedgerEntry['task']): Promise<LedgerEntry[]> {
  return (await call(window.api, 'ledger.list', {})).filter((e) => e.task === task).reverse();
}
const setTokens = (chatMaxTokens: number): Promise<unknown> =>
  call(window.api, 'settings.update', { values: { chatMaxTokens } });
const begun = (chat: Chatting): Promise<void> => expect.poll(() => chat.text()).not.toBe('');

describe.each(['embedded', 'ollama', 'openai'] as const)('with a model over %s', (kind) => {
  beforeAll(() => start(kind === 'embedded' ? [gguf] : []));
  afterAll(stop);

  it('a chat streams from its start to its end, and is in the ledger', async () => {
    const model = await MODELS[kind]();
    const chat = chatWith(window.api, model, { context: [{ kind: 'file', path: 'a.ts' }] });
    expect(await chat.ended).toBe('ok');
    const destination = kind === 'embedded' ? 'in-process' : 'loopback';
    expect(chat.events[0]).toEqual({
      type: 'started',
      model,
      destination,
      redactions: 0,
      context: [{ path: 'a.ts', included: true, reason: null }],
    });
    expect(chat.text().trim()).not.toBe('');
    expect(chat.events.filter((e) => e.type === 'text').length).toBeGreaterThan(1);
    expect(chat.events.at(-1)).toMatchObject({
      type: 'done',
      stopReason: 'length',
      answerTokens: expect.any(Number) as unknown,
    });
    const [entry, ...more] = await ledgerOf('chat');
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ outcome: 'allowed', destination, mode: 'normal' });
    const record = await readdir(join(app.data, 'ledger'));
    expect(record.length).toBeGreaterThan(0);
    for (const name of record) {
      expect(await readFile(join(app.data, 'ledger', name), 'utf8')).not.toContain('canary');
    }
    const sent = await call(window.api, 'ledger.sentBytes', { id: entry?.id ?? '' });
    if (kind === 'embedded') {
      expect([sent.body, entry?.bytesSent]).toEqual([null, 0]);
    } else {
      expect(sent.body).toContain('const canary = 1;');
      expect(entry?.bytesSent).toBe(Buffer.byteLength(sent.body ?? ''));
      expect(entry?.bytesReceived).toBeGreaterThan(0);
      expect(entry).toMatchObject({ origin: server.url, status: 200 });
    }
  });

  it('a completion is answered, and none is asked for about an ignored file', async () => {
    const completionModel = await MODELS[kind]();
    await call(window.api, 'settings.update', { values: { completionModel } });
    const request = { languageId: 'typescript', prefix: 'function add(a, b) {\n  return ', suffix: '\n}\n' };
    const answer = await call(window.api, 'completion.request', { path: 'a.ts', ...request });
    expect(answer).toMatchObject({ model: completionModel, reason: null });
    expect(answer.text).not.toBe('');
    expect(await ledgerOf('completion')).toHaveLength(1);
    expect(await call(window.api, 'completion.request', { path: '.env', ...request })).toEqual({
      text: '',
      model: null,
      modelMs: null,
      reason: 'ignored-file',
    });
    expect(await ledgerOf('completion')).toHaveLength(1);
  });

  it('a chat that is stopped stops the model at once', async () => {
    const model = await MODELS[kind]();
    const before = server.abandoned();
    server.delay = 20;
    await setTokens(20_000);
    const chat = chatWith(window.api, model);
    await begun(chat);
    chat.cancel();
    expect(await chat.ended).toBe('cancelled');
    await expect.poll(async () => (await ledgerOf('chat'))[0]?.outcome).toBe('cancelled');
    if (kind !== 'embedded') await expect.poll(() => server.abandoned()).toBe(before + 1);
    // The model is free for the next question.
    server.delay = 0;
    await setTokens(4);
    expect(await chatWith(window.api, model).ended).toBe('ok');
  });

  it('a change of the mode ends the chat with `mode-changed`, closes its connection, and the record is true', async () => {
    const model = await MODELS[kind]();
    const before = server.abandoned();
    server.delay = 20;
    await setTokens(20_000);
    const chat = chatWith(window.api, model);
    await begun(chat);
    await call(window.api, 'policy.setMode', { mode: 'offline' });
    expect(await chat.ended).toBe('mode-changed');
    // Not `refused`, which would say that nothing was sent.
    await expect
      .poll(async () => (await ledgerOf('chat'))[0])
      .toMatchObject({
        outcome: 'cancelled',
        mode: 'normal',
        rule: expect.stringContaining('privacy mode changed') as unknown,
      });
    if (kind !== 'embedded') {
      await expect.poll(() => server.abandoned()).toBe(before + 1);
      expect((await ledgerOf('chat'))[0]?.bytesSent).toBeGreaterThan(0);
    }
  });
});

describe('the model in force', () => {
  beforeEach(() => start([]));
  afterEach(stop);

  it('is told as soon as another one was chosen', async () => {
    const models = [await found('ollama'), await found('lm-studio')];
    let shown: string | null = null;
    window.api['models.changes']({}, (view) => void (shown = view.chatModel));
    for (const chatModel of [...models, ...models]) {
      await call(window.api, 'settings.update', { values: { chatModel } });
      await expect.poll(() => shown).toBe(chatModel);
    }
  });
});

describe('two windows', () => {
  beforeEach(() => start([]));
  afterEach(stop);

  it('a change of the mode in one stops nothing in the other', async () => {
    const second = app.host.openWindow();
    await openTrusted(second.api, await app.project('second'));
    const [here, there] = [await found('ollama'), await found('ollama', second)];
    server.delay = 5;
    const [mine, theirs] = [chatWith(window.api, here), chatWith(second.api, there)];
    await expect.poll(() => mine.events.length).toBeGreaterThan(0);
    await call(window.api, 'policy.setMode', { mode: 'offline' });
    expect(await mine.ended).toBe('mode-changed');
    expect(await theirs.ended).toBe('ok');
    expect(theirs.text()).not.toBe('');
  });

  it('a window that goes away leaves the model to the others', async () => {
    const second = app.host.openWindow();
    await call(second.api, 'workspace.current', {});
    const model = await found('ollama', second);
    server.delay = 20;
    const before = server.abandoned();
    await setTokens(20_000);
    const chat = chatWith(second.api, model);
    await begun(chat);
    second.disconnect();
    expect(await chat.ended).toBe('connection-lost');
    await expect.poll(() => server.abandoned()).toBe(before + 1);
    await expect.poll(async () => (await ledgerOf('chat'))[0]?.outcome).toBe('cancelled');
  });
});

describe('the policy', () => {
  beforeAll(() => start([]));
  afterAll(stop);

  it('a file that tightens stops what runs, by itself', async () => {
    const model = await found('ollama');
    server.delay = 20;
    await setTokens(20_000);
    const chat = chatWith(window.api, model);
    await begun(chat);
    await app.project('project', { '.codegrex/policy.json': '{"mode":"offline"}' });
    expect(await chat.ended).toBe('mode-changed');
  });
});

describe('the embedded model', () => {
  beforeAll(() => start([gguf]));
  afterAll(stop);

  it('is loaded by a question and freed when asked to, and the window is told', async () => {
    const ref = await found('embedded');
    const loaded: (boolean | null | undefined)[] = [];
    window.api['models.changes']({}, (view) => {
      loaded.push(view.models.find((m) => m.ref === ref)?.loaded);
    });
    expect(await chatWith(window.api, ref).ended).toBe('ok');
    await expect.poll(() => loaded.at(-1)).toBe(true);
    await call(window.api, 'models.unload', { ref });
    await expect.poll(() => loaded.at(-1)).toBe(false);
  });

  it('whose process dies fails the chat clearly; the next question starts it again', async () => {
    const ref = await found('embedded');
    await setTokens(20_000);
    const chat = chatWith(window.api, ref);
    await begun(chat);
    app.host.engines.at(-1)?.kill('SIGKILL');
    expect(await chat.ended).toBe('model-crashed');
    await setTokens(4);
    expect(await chatWith(window.api, ref).ended).toBe('ok');
    expect(app.host.engines).toHaveLength(2);
  });

  it('of a file that is no model is refused with a code', async () => {
    const notes = join(project, 'notes.gguf');
    await writeFile(notes, 'not a model');
    await expect(call(window.api, 'models.addGguf', { path: notes })).rejects.toMatchObject({
      code: 'model-file-invalid',
    });
    await expect(call(window.api, 'models.addGguf', { path: 'tiny.gguf' })).rejects.toMatchObject({
      code: 'path-not-found',
    });
    expect((await call(window.api, 'settings.get', {})).values.ggufFiles).toEqual([gguf]);
    const { models } = await call(window.api, 'models.removeGguf', { path: gguf });
    expect(models.filter((m) => m.providerId === 'embedded')).toEqual([]);
    const again = await call(window.api, 'models.addGguf', { path: gguf });
    expect(again.models.filter((m) => m.providerId === 'embedded')).toMatchObject([{ file: gguf, loaded: true }]);
  });

  it('is not started without a file, and does not outlive the core', async () => {
    void call(window.api, 'models.refresh', {}).catch(() => undefined);
    await app.close();
    await expect.poll(() => app.host.engines.every((e) => e.exitCode !== null || e.signalCode !== null)).toBe(true);
    const bare = await startApp();
    const { api } = bare.host.openWindow();
    await call(api, 'models.refresh', {});
    expect(bare.host.engines).toHaveLength(0);
    await bare.close();
  });
});

describe('servers at fault', () => {
  beforeAll(() => start([]));
  afterAll(async () => {
    await stop();
    other?.closeAllConnections();
    other?.close();
  });

  it.each([
    ['hang', 'server-timeout'],
    ['garbage', 'server-garbled'],
    ['drop', 'stream-broken'],
    ['error-500', 'server-failed'],
  ] as const)('%s: %s, and what had arrived is there', async (fault, code) => {
    const model = await found('ollama');
    await call(window.api, 'settings.update', { values: { chatTimeoutSeconds: fault === 'hang' ? 1 : 60 } });
    server.fault = fault;
    const chat = chatWith(window.api, model);
    expect(await chat.ended).toBe(code);
    expect(chat.events[0]?.type).toBe('started');
    expect(chat.text() !== '').toBe(fault === 'drop');
    const [entry] = await ledgerOf('chat');
    expect(entry?.outcome).toBe(fault === 'error-500' || fault === 'garbage' ? 'allowed' : 'failed');
    expect(entry?.bytesSent).toBeGreaterThan(0);
  });

  it('a redirect elsewhere is not followed, and the record does not say that nothing was sent', async () => {
    const listener: RequestListener = (request, response) => {
      if (request.url === '/v1/models')
        response.setHeader('content-type', 'application/json').end('{"data":[{"id":"m"}]}');
      else response.writeHead(307, { location: 'http://evil.example/' }).end();
    };
    other = createServer(listener).listen(0, '127.0.0.1');
    await new Promise((done) => other?.once('listening', done));
    const baseUrl = `http://localhost:${String((other.address() as AddressInfo).port)}`;
    await call(window.api, 'models.addServer', { kind: 'openai-compatible', label: 'Odd', baseUrl });
    const { models } = await call(window.api, 'models.get', {});
    const ref = models.find((m) => m.model === 'm')?.ref ?? '';
    expect(await chatWith(window.api, ref).ended).toBe('redirect-refused');
    const [entry] = await ledgerOf('chat');
    expect(entry).toMatchObject({ outcome: 'failed', rule: expect.stringContaining('redirected') as unknown });
    expect(entry?.bytesSent).toBeGreaterThan(0);
  });
});
