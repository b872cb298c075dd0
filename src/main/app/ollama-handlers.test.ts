import { totalmem } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CODER, startOllamaServer, type OllamaServer } from '../../../test/model-server/ollama-server.ts';
import { call, startApp, type RunningApp } from '../../../test/support/running-app.ts';
import type { Mode } from '../../privacy/mode.ts';
import type { Api } from '../../shared/api.ts';
import type { LedgerEntry } from '../../shared/schemas/ledger.ts';
import type { InstalledModel, PullEvent } from '../../shared/schemas/ollama.ts';

/** The models of an Ollama server, as a window has to do with them, over the contract. */

let server: OllamaServer;
let app: RunningApp;
let api: Api;

beforeEach(async () => {
  server = await startOllamaServer();
  server.registry.set('qwen2.5-coder:1.5b', CODER);
});
afterEach(async () => {
  await app.close();
  expect(app.log).toEqual([]);
  await server.close();
});

async function start(defaultMode: Mode): Promise<void> {
  const ollama = { id: 'o', kind: 'ollama' as const, label: 'My Ollama', baseUrl: server.url };
  const other = { id: 'p', kind: 'openai-compatible' as const, label: 'P', baseUrl: `${server.url}/v1` };
  app = await startApp({ settings: { detectLocalServers: false, defaultMode, servers: [ollama, other] } });
  ({ api } = app.host.openWindow());
  await call(api, 'models.refresh', {});
}

interface Pulling {
  readonly events: readonly PullEvent[];
  readonly cancel: () => void;
  /** The code of its failure and what it says, or `ok`. */
  readonly ended: Promise<{ readonly code: string; readonly message: string }>;
}
function pull(model = 'qwen2.5-coder:1.5b', serverId = 'o'): Pulling {
  const events: PullEvent[] = [];
  const { ended, cancel } = api['ollama.pull']({ serverId, model }, (event) => {
    events.push(event);
  });
  return {
    events,
    cancel,
    ended: ended.then((result) => (result.ok ? { code: 'ok', message: '' } : result.failure)),
  };
}
const installed = async (): Promise<readonly InstalledModel[] | null | undefined> =>
  (await call(api, 'models.get', {})).providers.find(({ id }) => id === 'o')?.installed;
const recorded = async (task: LedgerEntry['task']): Promise<LedgerEntry[]> =>
  (await call(api, 'ledger.list', {})).filter((entry) => entry.task === task);
const pullsAsked = (): number => server.requests.filter(({ path }) => path === '/api/pull').length;
/** Waits until a pull that is held has told of its first layer. */
const underWay = ({ events }: Pulling): Promise<unknown> =>
  expect.poll(() => events.some((e) => e.type === 'progress' && e.completed > 0)).toBe(true);

describe('a pull in Normal', () => {
  beforeEach(() => start('normal'));

  it('goes, is recorded with what it is, and the model is there at its end', async () => {
    expect(await installed()).toEqual([]);
    const { events, ended } = pull();
    expect(await ended).toMatchObject({ code: 'ok' });
    expect(events.map(({ type }) => type)).not.toContain('ask');
    expect(events.at(-1)).toMatchObject({ status: 'success', completed: CODER.size, total: CODER.size });
    expect(await installed()).toMatchObject([{ name: 'qwen2.5-coder:1.5b', sizeBytes: CODER.size, family: 'qwen2' }]);
    expect((await call(api, 'models.get', {})).models.map(({ ref }) => ref)).toContain('o/qwen2.5-coder:1.5b');
    await expect
      .poll(() => recorded('pull'))
      .toMatchObject([
        {
          model: 'qwen2.5-coder:1.5b',
          providerId: 'o',
          destination: 'loopback',
          mode: 'normal',
          outcome: 'allowed',
          rule: 'The server on this machine fetches the model from its registry: the model’s name leaves',
        },
      ]);
    expect(server.requests.find(({ path }) => path === '/api/pull')?.body).toEqual({
      name: 'qwen2.5-coder:1.5b',
      stream: true,
    });
  });

  it('ends when it is cancelled, here and at the server', async () => {
    server.hold = true;
    const pulling = pull();
    await underWay(pulling);
    pulling.cancel();
    expect((await pulling.ended).code).toBe('cancelled');
    await expect.poll(() => server.left).toEqual(['qwen2.5-coder:1.5b']);
    await expect.poll(() => recorded('pull')).toMatchObject([{ outcome: 'cancelled' }]);
    expect(await installed()).toEqual([]);
  });

  it.each(['offline', 'sensitive'] as const)('ends when the mode becomes %s', async (mode) => {
    server.hold = true;
    const pulling = pull();
    await underWay(pulling);
    await call(api, 'policy.setMode', { mode });
    expect((await pulling.ended).code).toBe('mode-changed');
    await expect.poll(() => server.left).toEqual(['qwen2.5-coder:1.5b']);
    await expect.poll(() => recorded('pull')).toMatchObject([{ outcome: 'cancelled' }]);
  });

  it('ends with its window', async () => {
    server.hold = true;
    const window = app.host.openWindow();
    await call(window.api, 'models.refresh', {});
    window.api['ollama.pull']({ serverId: 'o', model: 'qwen2.5-coder:1.5b' }, () => undefined);
    await expect.poll(pullsAsked).toBe(1);
    window.disconnect();
    await expect.poll(() => server.left).toEqual(['qwen2.5-coder:1.5b']);
  });

  it('says what is wrong with the name before anything is asked or recorded', async () => {
    const { code, message } = await pull('no such model').ended;
    expect(code).toBe('model-name-invalid');
    expect(message).toContain('It has a space in it.');
    expect((await pull('gpt-oss:120b-cloud').ended).message).toContain('Ollama’s cloud');
    expect(pullsAsked()).toBe(0);
    expect(await recorded('pull')).toEqual([]);
  });

  it('says what the registry does not have, and that the server is no Ollama or gone', async () => {
    expect((await pull('nobody/has-this').ended).code).toBe('model-not-in-registry');
    expect((await pull('a', 'p').ended).code).toBe('server-not-found');
    expect((await pull('a', 'x').ended).code).toBe('server-not-found');
  });
});

describe('a pull in Sensitive', () => {
  beforeEach(() => start('sensitive'));
  const asked = async ({ events }: Pulling): Promise<Extract<PullEvent, { type: 'ask' }>> => {
    await expect.poll(() => events.length).toBe(1);
    const [event] = events;
    if (event?.type !== 'ask') throw new Error('it did not ask');
    return event;
  };

  it('asks first, with all that leaves, and goes after a yes', async () => {
    const pulling = pull();
    const { pullId, ...told } = await asked(pulling);
    expect(told).toEqual({
      type: 'ask',
      model: 'qwen2.5-coder:1.5b',
      server: 'My Ollama',
      origin: server.url,
      registry: 'registry.ollama.ai',
    });
    expect(pullsAsked()).toBe(0);
    expect(await call(api, 'ollama.answerPull', { pullId, yes: true })).toEqual({ waiting: true });
    expect((await pulling.ended).code).toBe('ok');
    await expect.poll(() => recorded('pull')).toMatchObject([{ mode: 'sensitive', outcome: 'allowed' }]);
    expect(await call(api, 'ollama.answerPull', { pullId, yes: true })).toEqual({ waiting: false });
  });

  it('does not go after a no, which is recorded', async () => {
    const pulling = pull('hf.co/somebody/model:Q4_K_M');
    const { pullId, registry } = await asked(pulling);
    expect(registry).toBe('hf.co');
    await call(api, 'ollama.answerPull', { pullId, yes: false });
    expect((await pulling.ended).code).toBe('preview-declined');
    expect(await recorded('pull')).toMatchObject([{ outcome: 'refused', mode: 'sensitive', bytesSent: 0 }]);
    expect(pullsAsked()).toBe(0);
  });

  it('that nobody answered ends with a cancel, and with another mode', async () => {
    const first = pull();
    const { pullId } = await asked(first);
    first.cancel();
    expect((await first.ended).code).toBe('cancelled');
    await expect.poll(() => call(api, 'ollama.answerPull', { pullId, yes: true })).toEqual({ waiting: false });
    const second = pull();
    const late = await asked(second);
    await call(api, 'policy.setMode', { mode: 'offline' });
    expect((await second.ended).code).toBe('mode-changed');
    await call(api, 'ollama.answerPull', { pullId: late.pullId, yes: true });
    expect(pullsAsked()).toBe(0);
    await expect.poll(() => recorded('pull')).toMatchObject([{ outcome: 'cancelled' }, { outcome: 'cancelled' }]);
  });
});

describe('a pull in Offline', () => {
  it('is refused before a request, says what to do, and is recorded', async () => {
    await start('offline');
    const { code, message } = await pull().ended;
    expect(code).toBe('refused-pull-offline');
    expect(message).toMatch(/Choose another mode and pull again, or add a GGUF file/);
    expect(pullsAsked()).toBe(0);
    expect(await recorded('pull')).toMatchObject([
      { model: 'qwen2.5-coder:1.5b', outcome: 'refused', mode: 'offline', bytesSent: 0, destination: 'loopback' },
    ]);
  });
});

describe('a deletion', () => {
  it('is done in Offline too, and the model goes from the lists', async () => {
    server.installed.set('qwen2.5-coder:1.5b', CODER);
    await start('offline');
    expect(await installed()).toHaveLength(1);
    await call(api, 'ollama.remove', { serverId: 'o', model: 'qwen2.5-coder:1.5b' });
    expect(server.installed.size).toBe(0);
    expect(await installed()).toEqual([]);
    expect((await call(api, 'models.get', {})).models).toEqual([]);
    await expect.poll(() => recorded('delete')).toMatchObject([{ model: 'qwen2.5-coder:1.5b', outcome: 'allowed' }]);
  });

  it('of what is gone already says so, and takes it from the lists', async () => {
    server.installed.set('qwen2.5-coder:1.5b', CODER);
    await start('normal');
    server.installed.clear();
    const gone = call(api, 'ollama.remove', { serverId: 'o', model: 'qwen2.5-coder:1.5b' });
    await expect(gone).rejects.toMatchObject({ code: 'model-gone' });
    expect(await installed()).toEqual([]);
  });
});

it('suggestions fit the memory of this machine', async () => {
  await start('offline');
  const { totalBytes, freeBytes, models } = await call(api, 'ollama.suggest', {});
  expect(totalBytes).toBe(totalmem());
  expect(freeBytes).toBeLessThanOrEqual(totalBytes);
  for (const { memoryBytes, fitsNow } of models) {
    expect(memoryBytes).toBeLessThan(totalBytes);
    if (fitsNow) expect(memoryBytes).toBeLessThanOrEqual(freeBytes);
  }
});

it('only servers whose models can be changed tell what they have', async () => {
  await start('normal');
  const { providers } = await call(api, 'models.get', {});
  expect(Object.fromEntries(providers.map(({ id, installed: all }) => [id, all]))).toEqual({
    embedded: null,
    o: [],
    p: null,
  });
});
