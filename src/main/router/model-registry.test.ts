import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { choicesOf } from '../../../test/support/ask-parts.ts';
import { collectGarbage } from '../../../test/support/collect-garbage.ts';
import { policyOf } from '../../../test/support/policy-of.ts';
import { createScriptedProvider, type ScriptedProvider } from '../../../test/support/scripted-provider.ts';
import type { Policy } from '../../privacy/policy.ts';
import { AppError } from '../../shared/app-error.ts';
import type { ProviderStatus } from '../../shared/schemas/models.ts';
import type { ServerConfig, Settings } from '../../shared/schemas/settings.ts';
import type { Egress } from '../egress/egress.ts';
import { openLedger, type Ledger } from '../ledger/ledger.ts';
import type { EmbeddedProvider } from '../providers/embedded/embedded-provider.ts';
import { DEFAULT_SETTINGS } from '../../shared/default-settings.ts';
import { createModelHealth } from './model-health.ts';
import { createModelRegistry, type ModelRegistry } from './model-registry.ts';
import type { RoutedTask } from './route.ts';

/** What the servers of a test answer, by origin; what is not there cannot be reached. */
type Answer = (request: Request) => Response | Promise<Response>;

let ledger: Ledger;
let policy: Policy;
let settings: Settings;
let servers: Map<string, Answer>;
/** `origin path` of each request that reached egress. */
let asked: string[];
/** Those requests: Node stops a request with its signal only for as long as somebody holds on to it. */
let held: Request[];
let embedded: ScriptedProvider & EmbeddedProvider;
let registry: ModelRegistry;
let told: number;

/** Egress without a network: what it is given to send goes to `servers`. */
const egress: Egress = {
  fetchFor: () => async (input, init) => {
    const request = new Request(input, init);
    const { origin, pathname } = new URL(request.url);
    asked.push(`${origin} ${pathname}`);
    held.push(request);
    const answer = servers.get(origin);
    if (!answer) throw new AppError('server-unreachable');
    const aborted = new Promise<never>((_done, failed) => {
      const abort = (): void => {
        failed(request.signal.reason as AppError);
      };
      if (request.signal.aborted) abort();
      request.signal.addEventListener('abort', abort);
    });
    return Promise.race([answer(request), aborted]);
  },
  closeScope: () => undefined,
  close: () => undefined,
};

/** An OpenAI-compatible server with these models. */
const models =
  (...ids: string[]): Answer =>
  () =>
    Response.json({ data: ids.map((id) => ({ id })) });
/** Ollama with one model. */
const ollama =
  (name: string): Answer =>
  (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/api/version') return Response.json({ version: '0.12.0' });
    if (pathname === '/api/tags') return Response.json({ models: [{ name }] });
    return Response.json({ capabilities: ['completion'] });
  };
const hanging: Answer = () => new Promise(() => undefined);
const server = (id: string, baseUrl: string, kind: ServerConfig['kind'] = 'openai-compatible'): ServerConfig => ({
  id,
  kind,
  label: id,
  baseUrl,
});

/** One that the user agreed to. */
const agreed = (id: string, baseUrl: string): ServerConfig => ({
  ...server(id, baseUrl),
  agreedOrigin: new URL(baseUrl).origin,
});

beforeEach(async () => {
  ledger = await openLedger(join(await mkdtemp(join(tmpdir(), 'registry-')), 'ledger.jsonl'), () => undefined);
  policy = policyOf('normal');
  settings = { ...DEFAULT_SETTINGS };
  servers = new Map();
  asked = [];
  held = [];
  told = 0;
  const scripted = createScriptedProvider('in-process', 'embedded');
  embedded = Object.assign(scripted, {
    inspect: () => Promise.reject(new AppError('path-not-found')),
    unload: () => Promise.resolve(),
    onLoadedChange: () => () => undefined,
    close: () => undefined,
    listModels: () => Promise.resolve([]),
  });
  registry = create();
});

const first = (task: RoutedTask): string | undefined => registry.plan(task, null).order[0]?.model.ref;

function create(detected: readonly ServerConfig[] = []): ModelRegistry {
  const made = createModelRegistry({
    scope: 'w',
    egress,
    ledger,
    embedded,
    detected,
    settings: () => settings,
    choices: () => choicesOf(settings),
    chosenHere: () => ({}),
    health: createModelHealth(),
    priceOf: () => null,
    policy: () => policy,
  });
  made.onChange(() => told++);
  return made;
}
const refs = (): string[] => registry.view().models.map((m) => m.ref);
const stateOf = (id: string): ProviderStatus['state'] | undefined =>
  registry.view().providers.find((p) => p.id === id)?.state;
const failureOf = (id: string): string | undefined => registry.view().providers.find((p) => p.id === id)?.failure?.code;

describe('detection', () => {
  const detected = [
    server('ollama', 'http://localhost:11434', 'ollama'),
    server('lm-studio', 'http://localhost:1234'),
    server('llama-cpp', 'http://localhost:8080'),
  ];

  it('blocks nobody: a server that hangs keeps no other from being used', async () => {
    registry = create(detected);
    settings.servers = [server('mine', 'http://localhost:9000')];
    servers.set('http://localhost:11434', hanging).set('http://localhost:1234', models('a'));
    servers.set('http://localhost:9000', models('b'));
    expect(registry.view()).toMatchObject({ detecting: true, models: [], chatModel: null });
    void registry.refresh();
    await expect.poll(refs).toEqual(['mine/b', 'lm-studio/a']);
    expect(registry.view().detecting).toBe(true);
    expect(first('chat')).toBe('mine/b');
    expect(registry.view().providers.map((p) => p.id)).toEqual(['embedded', 'mine', 'lm-studio']);
    registry.close();
  });

  it('shows what answers, says that it has looked, and leaves out what is not there or is something else', async () => {
    registry = create(detected);
    servers.set('http://localhost:11434', ollama('qwen'));
    servers.set('http://localhost:8080', () => new Response('<html>', { status: 200 }));
    await registry.refresh();
    expect(registry.view()).toMatchObject({
      detecting: false,
      providers: [{ id: 'embedded' }, { id: 'ollama', source: 'detected', state: 'ready', destination: 'loopback' }],
    });
    expect(refs()).toEqual(['ollama/qwen']);
    expect(told).toBeGreaterThan(0);
  });

  it('does not look where the user has a server already, nor when told not to', async () => {
    registry = create(detected);
    settings.servers = [server('mine', 'http://localhost:1234/v1')];
    servers.set('http://localhost:1234', models('a'));
    await registry.refresh();
    expect(refs()).toEqual(['mine/a']);
    settings = { ...settings, servers: [], detectLocalServers: false };
    asked = [];
    await registry.refresh();
    expect(asked).toEqual([]);
    expect(registry.view().detecting).toBe(false);
  });
});

describe('servers that fail', () => {
  it('are shown with the reason, and are well again after the next look', async () => {
    settings.servers = [
      server('none', 'http://localhost:1'),
      server('html', 'http://localhost:2'),
      server('broken', 'http://localhost:3'),
      server('good', 'http://localhost:4'),
    ];
    servers.set('http://localhost:2', () => new Response('<html>Router</html>'));
    servers.set('http://localhost:3', () => new Response('oops', { status: 500 }));
    servers.set('http://localhost:4', models('a'));
    await registry.refresh();
    expect(['none', 'html', 'broken', 'good'].map((id) => [stateOf(id), failureOf(id)])).toEqual([
      ['unavailable', 'server-unreachable'],
      ['unavailable', 'server-garbled'],
      ['unavailable', 'server-failed'],
      ['ready', undefined],
    ]);
    servers.set('http://localhost:1', models('b'));
    await registry.refresh();
    expect([stateOf('none'), failureOf('none')]).toEqual(['ready', undefined]);
    expect(refs()).toEqual(['none/b', 'good/a']);
  });

  it.each(['http://[1:2]', 'http://[:]:80', 'ftp://localhost', 'localhost:8000', 'http://127.1'])(
    'shows an address that cannot be used, and uses the others: %s',
    async (baseUrl) => {
      for (const kind of ['ollama', 'openai-compatible'] as const) {
        settings.servers = [server('odd', baseUrl, kind), server('good', 'http://localhost:4')];
        servers.set('http://localhost:4', models('a'));
        await registry.refresh();
        expect([stateOf('odd'), failureOf('odd')]).toEqual(['unavailable', 'url-invalid']);
        expect(refs()).toEqual(['good/a']);
      }
    },
  );

  it('keeps on show what was known while it asks again', async () => {
    settings.servers = [server('mine', 'http://localhost:4')];
    servers.set('http://localhost:4', models('a'));
    await registry.refresh();
    servers.set('http://localhost:4', hanging);
    void registry.refresh();
    await expect.poll(() => stateOf('mine')).toBe('checking');
    expect(refs()).toEqual(['mine/a']);
    registry.close();
  });
});

describe('choose', () => {
  beforeEach(async () => {
    settings.servers = [server('a', 'http://localhost:1'), server('b', 'http://localhost:2')];
    // Only a model whose marks are known fills in the middle.
    servers.set('http://localhost:1', models('plain', 'qwen-coder'));
    servers.set('http://localhost:2', models('starcoder', 'plain'));
    await registry.refresh();
  });

  it('takes the first able one when nothing was chosen', () => {
    expect(first('chat')).toBe('a/plain');
    expect(first('completion')).toBe('a/qwen-coder');
    expect(registry.view()).toMatchObject({ chatModel: 'a/plain', completionModel: 'a/qwen-coder' });
  });

  it('takes what the settings say, if it is there and able', () => {
    settings = { ...settings, chatModel: 'b/plain', completionModel: 'b/starcoder' };
    expect(first('chat')).toBe('b/plain');
    expect(registry.plan('completion', null).order[0]).toMatchObject({
      model: { ref: 'b/starcoder' },
      provider: { id: 'b', destination: { origin: 'http://localhost:2' } },
    });
    settings = { ...settings, chatModel: 'b/gone', completionModel: 'b/plain' };
    expect(first('chat')).toBe('a/plain');
    // One that only chats is asked in words, since it was chosen.
    expect(first('completion')).toBe('b/plain');
    settings = { ...settings, completionModel: null };
    expect(registry.view().routes.completion.order.map(({ ref }) => ref)).not.toContain('b/plain');
  });

  it('takes for next edits the one that was chosen for them, else the one for completions, and any that chats', () => {
    expect(first('edit')).toBe('a/plain');
    settings = { ...settings, completionModel: 'b/starcoder' };
    expect(first('edit')).toBe('b/starcoder');
    settings = { ...settings, nextEditModel: 'b/plain' };
    expect(first('edit')).toBe('b/plain');
  });

  it('takes exactly what a question names', () => {
    expect(registry.find('b/starcoder').model.ref).toBe('b/starcoder');
    for (const ref of ['b/none', 'c/plain', 'plain', '', '__proto__']) {
      expect(() => registry.plan('chat', ref)).toThrow(expect.objectContaining({ code: 'model-not-found' }));
    }
  });

  it('says that there is no model when there is none', async () => {
    settings = { ...settings, servers: [] };
    await registry.refresh();
    expect(() => registry.plan('chat', null)).toThrow(expect.objectContaining({ code: 'no-model' }));
    expect(() => registry.plan('completion', null)).toThrow(expect.objectContaining({ code: 'no-model' }));
  });

  it('says why when the named model’s server fails now, rather than that the model is not there', async () => {
    servers.delete('http://localhost:2');
    await registry.refresh();
    expect(() => registry.plan('chat', 'b/plain')).toThrow(expect.objectContaining({ code: 'server-unreachable' }));
  });
});

describe('an address that no provider documents', () => {
  const own = server('own', 'https://llm.example/v1');
  const known = agreed('own', own.baseUrl);
  beforeEach(() => {
    servers.set('https://llm.example', models('m'));
    servers.set('https://api.openai.com', models('gpt-5'));
    servers.set('https://me.openai.azure.com', models('gpt-4o'));
  });
  const look = async (...list: ServerConfig[]): Promise<(string | undefined)[]> => {
    settings.servers = list;
    await registry.refresh();
    return list.map(({ id }) => failureOf(id));
  };

  it('is sent nothing until the user has agreed to it', async () => {
    expect(await look(own)).toEqual(['address-not-agreed']);
    expect(() => registry.plan('chat', 'own/m')).toThrow(expect.objectContaining({ code: 'address-not-agreed' }));
    expect(registry.view().providers[1]).toMatchObject({ origin: 'https://llm.example', destination: 'cloud' });
    expect(asked).toEqual([]);
    expect(await look(known)).toEqual([undefined]);
    expect(refs()).toEqual(['own/m']);
  });

  it('needs it again once it is another, and by no one else’s agreement', async () => {
    expect(
      await look(
        { ...known, baseUrl: 'https://llm.example:8443/v1' },
        { ...known, id: 'b', baseUrl: 'http://llm.example' },
      ),
    ).toEqual(['address-not-agreed', 'address-not-agreed']);
    expect(await look({ ...own, kind: 'openai', baseUrl: 'https://api.openai.com.example/v1' })).toEqual([
      'address-not-agreed',
    ]);
  });

  it('is no provider’s own, no server’s of this machine, and none on the on-premises list', async () => {
    policy = policyOf('normal', { onPremHosts: ['gpu.corp'] });
    servers.set('http://gpu.corp:8000', models('g'));
    servers.set('http://localhost:5', models('l'));
    expect(
      await look(
        server('openai', 'https://api.openai.com/v1', 'openai'),
        server('azure', 'https://me.openai.azure.com', 'azure-openai'),
        server('gpu', 'http://gpu.corp:8000'),
        server('here', 'http://localhost:5'),
      ),
    ).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('the policy', () => {
  beforeEach(() => {
    settings.servers = [agreed('cloud', 'https://api.example.com'), server('local', 'http://localhost:1')];
    servers.set('https://api.example.com', models('qwen-coder'));
    servers.set('http://localhost:1', models('qwen-coder'));
  });

  it('in Offline asks no cloud, shows it as refused, and records the refusal', async () => {
    policy = policyOf('offline');
    await registry.refresh();
    expect([stateOf('cloud'), failureOf('cloud')]).toEqual(['refused', 'refused-by-mode']);
    expect(asked.filter((a) => a.includes('example'))).toEqual([]);
    expect(refs()).toEqual(['local/qwen-coder']);
    expect(ledger.list()).toMatchObject([{ task: 'models', providerId: 'cloud', outcome: 'refused', mode: 'offline' }]);
    expect(() => registry.plan('chat', 'cloud/qwen-coder')).toThrow(
      expect.objectContaining({ code: 'refused-by-mode' }),
    );
  });

  it('forgets the cloud’s models when the mode becomes stricter', async () => {
    await registry.refresh();
    expect(refs()).toEqual(['cloud/qwen-coder', 'local/qwen-coder']);
    policy = policyOf('offline');
    await registry.refresh();
    expect(refs()).toEqual(['local/qwen-coder']);
  });

  it('never picks for a task what the mode would refuse: in Sensitive a local model completes', async () => {
    policy = policyOf('sensitive', { approvedProviders: ['cloud'] });
    settings = { ...settings, completionModel: 'cloud/qwen-coder', chatModel: 'cloud/qwen-coder' };
    await registry.refresh();
    expect(refs()).toEqual(['cloud/qwen-coder', 'local/qwen-coder']);
    expect(first('completion')).toBe('local/qwen-coder');
    expect(first('chat')).toBe('cloud/qwen-coder');
    expect(registry.view()).toMatchObject({
      completionModel: 'local/qwen-coder',
      chatModel: 'cloud/qwen-coder',
    });
    // At once, before the list is made anew.
    policy = policyOf('offline');
    expect(first('chat')).toBe('local/qwen-coder');
  });

  it('classifies by the on-premises list in force', async () => {
    settings = { ...settings, servers: [server('gpu', 'http://gpu.corp:8000')] };
    servers.set('http://gpu.corp:8000', models('m'));
    policy = policyOf('offline', { onPremHosts: ['gpu.corp'] });
    await registry.refresh();
    expect(registry.view().providers[1]).toMatchObject({ destination: 'on-prem', state: 'ready' });
    policy = policyOf('offline');
    await registry.refresh();
    expect(registry.view().providers[1]).toMatchObject({ destination: 'cloud', state: 'refused' });
  });
});

describe('one look after another', () => {
  it('does not wait for an older one that hangs, nor take anything from it', async () => {
    settings = { ...settings, servers: [server('old', 'http://localhost:1')] };
    let late: (response: Response) => void = () => undefined;
    servers.set('http://localhost:1', () => new Promise((done) => (late = done)));
    servers.set('http://localhost:2', models('new'));
    const older = registry.refresh();
    await expect.poll(() => asked.length).toBe(1);
    settings = { ...settings, servers: [server('new', 'http://localhost:2')] };
    await registry.refresh();
    expect(refs()).toEqual(['new/new']);
    late(Response.json({ data: [{ id: 'stale' }] }));
    await older;
    expect(refs()).toEqual(['new/new']);
    expect(registry.view().providers.map((p) => p.id)).toEqual(['embedded', 'new']);
  });

  it('gives every caller the newest view, however many ask at once', async () => {
    settings = { ...settings, servers: [server('s', 'http://localhost:1')] };
    let count = 0;
    servers.set('http://localhost:1', () => models(`m${String(++count)}`)(new Request('http://localhost:1')));
    const views = await Promise.all(Array.from({ length: 5 }, () => registry.refresh().then(refs)));
    for (const view of views) expect(view).toEqual([`s/m${String(count)}`]);
    // Those that were overtaken before they began were not made.
    expect(count).toBeLessThan(5);
  });

  it('takes what it knows of a model’s loading from the embedded engine alone', async () => {
    settings = { ...settings, servers: [server('s', 'http://localhost:1')] };
    servers.set('http://localhost:1', models('m'));
    await registry.refresh();
    asked = [];
    embedded.listModels = () => Promise.resolve([{ ...embedded.info, loaded: true }]);
    await registry.relist(embedded.id);
    expect(refs()).toEqual(['embedded/model', 's/m']);
    expect(asked).toEqual([]);
  });
});

describe('close', () => {
  it('stops what is being asked, and asks nothing afterwards', async () => {
    settings = { ...settings, servers: [server('s', 'http://localhost:1')] };
    let aborted = 0;
    servers.set('http://localhost:1', (request) => {
      request.signal.addEventListener('abort', () => aborted++);
      return new Promise(() => undefined);
    });
    const running = registry.refresh();
    await expect.poll(() => asked.length).toBe(1);
    await collectGarbage();
    registry.close();
    await running;
    expect(aborted).toBe(1);
    let listed = 0;
    embedded.listModels = () => {
      listed++;
      return Promise.resolve([]);
    };
    const before = ledger.list().length;
    await registry.refresh();
    await registry.relist(embedded.id);
    expect([asked.length, listed, ledger.list().length]).toEqual([1, 0, before]);
  });

  it('no longer tells who has unsubscribed', async () => {
    let late = 0;
    registry.onChange(() => late++)();
    await registry.refresh();
    expect(late).toBe(0);
    expect(told).toBeGreaterThan(0);
  });
});

describe('a check of one server', () => {
  const check = (id: string): Promise<number> => registry.check(id, new AbortController().signal);
  const answering =
    (status: number, body: unknown): Answer =>
    () =>
      Response.json(body, { status });

  it('asks that server alone, and says how many models it has', async () => {
    settings = { ...settings, servers: [agreed('a', 'https://a.example/v1'), agreed('b', 'https://b.example/v1')] };
    servers.set('https://a.example', models('x', 'y'));
    servers.set('https://b.example', models('z'));
    await registry.refresh();
    asked = [];
    expect(await check('a')).toBe(2);
    expect(asked).toEqual(['https://a.example /v1/models']);
    expect(registry.view().providers.find((p) => p.id === 'a')?.state).toBe('ready');
  });

  it.each([
    [401, 'server-unauthorised'],
    [402, 'server-no-credit'],
    [403, 'no-permission'],
    [404, 'server-garbled'],
    [429, 'server-rate-limited'],
    [451, 'region-refused'],
    [500, 'server-failed'],
  ])('says what is wrong where it answers %i: %s', async (status, code) => {
    settings = { ...settings, servers: [agreed('a', 'https://a.example/v1')] };
    servers.set('https://a.example', answering(status, {}));
    await registry.refresh();
    await expect(check('a')).rejects.toMatchObject({ code });
    expect(registry.view().providers.find((p) => p.id === 'a')?.failure?.code).toBe(code);
  });

  it('says that it is not there, that the mode refuses it, and that there is none', async () => {
    settings = { ...settings, servers: [agreed('a', 'https://a.example/v1')] };
    await registry.refresh();
    await expect(check('a')).rejects.toMatchObject({ code: 'server-unreachable' });
    policy = policyOf('offline');
    asked = [];
    await expect(check('a')).rejects.toMatchObject({ code: 'refused-by-mode' });
    expect(asked).toEqual([]);
    await expect(check('b')).rejects.toMatchObject({ code: 'server-not-found' });
  });

  it('asks about the key where the list of models is for everybody', async () => {
    settings = { ...settings, servers: [agreed('openrouter', 'https://openrouter.ai/api/v1')] };
    let good = true;
    servers.set('https://openrouter.ai', (request) => {
      if (request.url.endsWith('/models')) return models('x')(request);
      return good
        ? Response.json({ data: { label: 'sk', limit_remaining: 1 } })
        : Response.json({ error: { code: 401, message: 'User not found.' } }, { status: 401 });
    });
    await registry.refresh();
    asked = [];
    expect(await check('openrouter')).toBe(1);
    expect(asked).toEqual(['https://openrouter.ai /api/v1/models', 'https://openrouter.ai /api/v1/key']);
    good = false;
    await expect(check('openrouter')).rejects.toMatchObject({ code: 'server-unauthorised' });
  });
});
