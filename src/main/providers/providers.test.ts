import { mkdtemp, writeFile } from 'node:fs/promises';
import { fork } from 'node:child_process';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeTinyGguf } from '../../../scripts/make-tiny-gguf.ts';
import { startModelServer, type ModelServer } from '../../../test/model-server/model-server.ts';
import { classifyDestination, type Destination } from '../../privacy/destination.ts';
import { ClearedRequest, gate } from '../../privacy/gate.ts';
import { createRedactor } from '../../privacy/redaction/redactor.ts';
import { AppError } from '../../shared/app-error.ts';
import { createEgress, TIMEOUTS } from '../egress/create-egress.ts';
import type { Egress } from '../egress/egress.ts';
import type { EngineProcess } from '../host/host.ts';
import { clearedFor, collectAnswer, plainQuestion, type Collected } from '../../../test/support/ask-provider.ts';
import { policyOf } from '../../../test/support/policy-of.ts';
import { openLedger } from '../ledger/ledger.ts';
import { createEmbeddedProvider, embeddedModelId } from './embedded/embedded-provider.ts';
import { createProvider } from './create-provider.ts';
import { createOllamaProvider } from './ollama/ollama-provider.ts';
import type { ModelEvent, Provider } from './provider.ts';

const policy = policyOf('offline');
let folder = '';
let gguf = '';
let server: ModelServer;
/** Silence after which a chat gives up, ms: long, so that a busy machine fails no test. */
let chatIdle = 20_000;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'providers-'));
  gguf = join(folder, 'tiny.gguf');
  await writeTinyGguf(gguf);
  server = await startModelServer(gguf);
});
afterAll(() => server.close());
beforeEach(() => {
  server.fault = 'none';
  server.delay = 0;
  chatIdle = 20_000;
});

const fimPayload = {
  task: 'completion' as const,
  prefix: 'function add(a, b) {\n  ',
  suffix: '\n}\n',
  maxTokens: 8,
  stop: [],
};
const never = new AbortController().signal;

async function collect(events: AsyncIterable<ModelEvent>): Promise<Collected> {
  const collected = await collectAnswer(() => events);
  if (collected.error !== null) throw collected.error as AppError;
  return collected;
}

async function networkProvider(kind: 'ollama' | 'openai', baseUrl: string): Promise<Provider> {
  const ledger = await openLedger(join(folder, `${kind}.jsonl`), () => undefined);
  const egress = createEgress({
    ledger,
    policyOf: () => policy,
    timeoutsOf: (task) => (task === 'chat' ? { connect: 5000, idle: chatIdle, total: 60_000 } : TIMEOUTS[task]),
  });
  const destination = classifyDestination('p', baseUrl, []) as Destination;
  const speaks = kind === 'ollama' ? 'ollama' : 'openai-compatible';
  return createProvider({ id: 'p', kind: speaks, label: 'Test', baseUrl }, destination, egress);
}

describe.each(['ollama', 'openai'] as const)('%s over its wire format', (kind) => {
  let provider: Provider;
  beforeAll(async () => {
    provider = await networkProvider(kind, server.url);
  });

  it('is detected and lists its model', async () => {
    await provider.detect(clearedFor(provider, { task: 'detect' }), never);
    const models = await provider.listModels(clearedFor(provider, { task: 'models' }), never);
    expect(models).toEqual([
      {
        ref: `p/${server.model}`,
        providerId: 'p',
        model: server.model,
        label: server.model,
        destination: 'loopback',
        capabilities: { chat: true, completion: true, tools: false, vision: false },
        contextTokens: 32768,
        loaded: null,
        file: null,
      },
    ]);
  });

  it('streams a chat answer with its usage', async () => {
    const { text, types, last } = await collect(
      provider.chat(clearedFor(provider, plainQuestion(20)), server.model, never),
    );
    expect(text.split(' ').length).toBeGreaterThan(5);
    expect(types).toEqual(['text', 'usage', 'stop']);
    expect(last).toEqual({ type: 'stop', reason: 'length' });
  });

  it('fills in the middle with prefix and suffix', async () => {
    const { text } = await collect(provider.complete(clearedFor(provider, fimPayload), server.model, never));
    expect(text).not.toBe('');
    const sent = server.requests.at(-1);
    expect(JSON.stringify(sent?.body)).toContain('function add(a, b)');
    expect(sent?.path).toBe(kind === 'ollama' ? '/api/generate' : '/v1/completions');
  });

  it('stops the server when cancelled', async () => {
    server.delay = 20;
    const before = server.abandoned();
    const stop = new AbortController();
    const reading = (async () => {
      for await (const event of provider.chat(clearedFor(provider, plainQuestion(2000)), server.model, stop.signal)) {
        if (event.type === 'text') stop.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => server.abandoned()).toBe(before + 1);
  });

  it.each([
    ['hang', 'server-timeout'],
    ['garbage', 'server-garbled'],
    ['drop', 'stream-broken'],
    ['error-500', 'server-failed'],
  ] as const)('tells of a server that does %s: %s', async (fault, code) => {
    server.fault = fault;
    if (fault === 'hang') chatIdle = 300;
    const answer = collect(provider.chat(clearedFor(provider, plainQuestion(50)), server.model, never));
    await expect(answer).rejects.toMatchObject({ code });
  });

  it('tells of a model that is not there', async () => {
    const answer = collect(provider.chat(clearedFor(provider, plainQuestion(5)), 'other-model', never));
    await expect(answer).rejects.toMatchObject({ code: 'model-not-found' });
  });
});

/** Servers that are not what they seem: each answers every question with the same bytes. */
describe.each(['ollama', 'openai'] as const)('%s at a server that', (kind) => {
  let listener: Server;
  let respond: (response: ServerResponse) => void;
  let provider: Provider;
  let gone = 0;
  beforeAll(async () => {
    listener = createServer((request, response) => {
      request.resume();
      response.on('close', () => gone++);
      respond(response);
    });
    await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
    provider = await networkProvider(kind, `http://localhost:${String((listener.address() as AddressInfo).port)}`);
  });
  afterAll(() => {
    listener.closeAllConnections();
    listener.close();
  });
  const type = kind === 'ollama' ? 'application/x-ndjson' : 'text/event-stream';
  const chat = () => collect(provider.chat(clearedFor(provider, plainQuestion(5)), 'm', never));
  const complete = () => collect(provider.complete(clearedFor(provider, fimPayload), 'qwen-coder', never));
  const list = () => provider.listModels(clearedFor(provider, { task: 'models' }), never);
  it.each([
    [401, 'server-unauthorised'],
    [403, 'no-permission'],
    [404, 'model-not-found'],
    [418, 'server-rejected'],
    [429, 'server-rate-limited'],
    [500, 'server-failed'],
    [502, 'server-failed'],
    [503, 'server-rate-limited'],
  ])('answers %d with a page: %s, and the page is not shown', async (status, code) => {
    respond = (response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end('<html><h1>Proxy says hello there</h1></html>');
    };
    for (const ask of [chat, complete, list]) {
      const error = await ask().then(
        () => null,
        (thrown: unknown) => thrown as AppError,
      );
      expect(error).toBeInstanceOf(AppError);
      expect(error?.code).toBe(code);
      expect(error?.message).not.toMatch(/html|hello/i);
      expect(error?.message).toContain(`(HTTP ${String(status)})`);
    }
  });

  it('sends one line without end: it is left, with a code, before it fills the memory', async () => {
    for (const [ask, start] of [
      [chat, kind === 'ollama' ? '{"message":{"content":"' : 'data: {"choices":[{"delta":{"content":"'],
      [complete, kind === 'ollama' ? '{"response":"' : 'data: {"choices":[{"text":"'],
      [list, '{"data":[{"id":"'],
    ] as const) {
      let sent = 0;
      const before = gone;
      respond = (response) => {
        response.writeHead(200, { 'content-type': ask === list ? 'application/json' : type }).write(start);
        const piece = 'x'.repeat(256 * 1024);
        const more = (): void => {
          if (response.destroyed) return;
          sent += piece.length;
          response.write(piece, () => setImmediate(more));
        };
        more();
      };
      await expect(ask()).rejects.toMatchObject({ code: 'server-garbled' });
      await expect.poll(() => gone).toBeGreaterThan(before);
      expect(sent).toBeLessThan(64 * 1024 * 1024);
    }
  });

  it('says nothing at all', async () => {
    respond = (response) => response.writeHead(200, { 'content-type': type }).end();
    await expect(chat()).rejects.toMatchObject({ code: 'server-garbled' });
    await expect(complete()).rejects.toMatchObject({ code: 'server-garbled' });
    await expect(list()).rejects.toMatchObject({ code: 'server-garbled' });
  });

  it.each([
    'null',
    '"x"',
    '7',
    '{}',
    '{"models":7,"data":7}',
    '{"models":[7],"data":[7]}',
    '{"models":[{}],"data":[{}]}',
  ])('lists its models as %s', async (json) => {
    respond = (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(json);
    await expect(list()).rejects.toMatchObject({ code: 'server-garbled' });
  });
});

it('takes away the openai SDK’s key and what it tells of the machine', async () => {
  let headers: Record<string, unknown> = {};
  const listener = createServer((request, response) => {
    headers = request.headers;
    response.setHeader('content-type', 'application/json').end('{"data":[]}');
  });
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
  const url = `http://localhost:${String((listener.address() as AddressInfo).port)}`;
  const provider = await networkProvider('openai', url);
  await provider.listModels(clearedFor(provider, { task: 'models' }), never);
  expect(headers['authorization']).toBeUndefined();
  expect(Object.keys(headers).filter((h) => h.startsWith('x-stainless'))).toEqual([]);
  listener.closeAllConnections();
  listener.close();
});

it('takes away the key that the ollama SDK finds in the environment', async () => {
  let sent: Request | undefined;
  const egress: Egress = {
    fetchFor: () => (input, init) => {
      sent = new Request(input, init);
      return Promise.resolve(Response.json({ version: '1' }));
    },
    closeScope: () => undefined,
    close: () => undefined,
  };
  const destination = classifyDestination('p', 'https://ollama.com', []) as Destination;
  const provider = createOllamaProvider(
    { id: 'p', kind: 'ollama', label: 'P', baseUrl: 'https://ollama.com' },
    destination,
    egress,
  );
  const request = { id: 'r', scope: 'w', payload: { task: 'detect' as const }, candidates: [destination] };
  const answer = gate({ ...request, redactor: createRedactor() }, { ...policy, mode: 'normal' });
  if (!ClearedRequest.isGenuine(answer)) throw new Error('refused');
  vi.stubEnv('OLLAMA_API_KEY', 'canary-key');
  try {
    await provider.detect(answer, never);
  } finally {
    vi.unstubAllEnvs();
  }
  expect(sent?.url).toBe('https://ollama.com/api/version');
  expect(JSON.stringify([...(sent?.headers ?? [])])).not.toContain('canary-key');
});

it('leaves out Ollama’s cloud models, which are on this machine in name only', async () => {
  const listener = createServer((request, response) => {
    const models = [
      { name: 'big:120b-cloud' },
      { name: 'renamed', remote_host: 'https://ollama.com' },
      { name: 'hidden' },
    ];
    response.end(JSON.stringify(request.url === '/api/tags' ? { models } : { remote_host: 'https://ollama.com' }));
  });
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
  const provider = await networkProvider(
    'ollama',
    `http://localhost:${String((listener.address() as AddressInfo).port)}`,
  );
  expect(await provider.listModels(clearedFor(provider, { task: 'models' }), never)).toEqual([]);
  expect(() => provider.chat(clearedFor(provider, plainQuestion(1)), 'big:120b-cloud', never)).toThrow('cloud');
  listener.closeAllConnections();
  listener.close();
});

describe('embedded', () => {
  const children: EngineProcess[] = [];
  const start = (): EngineProcess => {
    const child = fork(resolve(import.meta.dirname, 'embedded/engine-process.ts'), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const process: EngineProcess = {
      send: (message) => void child.send(message as object),
      onMessage: (receive) => void child.on('message', receive),
      onExit: (exited) => void child.on('exit', exited),
      kill: () => void child.kill('SIGKILL'),
    };
    children.push(process);
    return process;
  };
  const provider = createEmbeddedProvider(start, () => [gguf]);
  const model = (): string => embeddedModelId(gguf);
  afterAll(() => {
    provider.close();
  });

  it('reads what a file says about itself', async () => {
    expect(await provider.inspect(gguf)).toEqual({ name: 'Tiny random coder', contextTokens: 32768, infill: true });
  });

  it('refuses what is no model, and what is not there', async () => {
    const text = join(folder, 'notes.gguf');
    await writeFile(text, 'GGUF but not really');
    await expect(provider.inspect(text)).rejects.toMatchObject({ code: 'model-file-invalid' });
    await expect(provider.inspect(join(folder, 'none.gguf'))).rejects.toMatchObject({ code: 'path-not-found' });
  });

  it('loads, streams, tells that it is loaded, and unloads', async () => {
    const { text, types } = await collect(provider.chat(clearedFor(provider, plainQuestion(12)), model(), never));
    expect(text).not.toBe('');
    expect(types).toEqual(['loading', 'text', 'usage', 'stop']);
    const list = () => provider.listModels(clearedFor(provider, { task: 'models' }), never);
    expect((await list())[0]?.loaded).toBe(true);
    await provider.unload(model());
    expect((await list())[0]?.loaded).toBe(false);
  });

  it('fills in the middle', async () => {
    const { text } = await collect(provider.complete(clearedFor(provider, fimPayload), model(), never));
    expect(text).not.toBe('');
  });

  it('cancels within an answer and is free for the next', async () => {
    const stop = new AbortController();
    const reading = (async () => {
      for await (const event of provider.chat(clearedFor(provider, plainQuestion(10_000)), model(), stop.signal)) {
        if (event.type === 'text') stop.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    await collect(provider.chat(clearedFor(provider, plainQuestion(3)), model(), never));
  });

  it('says that a question is too long rather than drop its beginning', async () => {
    const long = plainQuestion(20, 'something to read '.repeat(6000));
    await expect(collect(provider.chat(clearedFor(provider, long), model(), never))).rejects.toMatchObject({
      code: 'context-too-long',
    });
    const { text } = await collect(provider.chat(clearedFor(provider, plainQuestion(4)), model(), never));
    expect(text).not.toBe('');
  });

  it('starts no process any more once it is closed', async () => {
    let starts = 0;
    const closed = createEmbeddedProvider(
      () => {
        starts++;
        return start();
      },
      () => [gguf],
    );
    closed.close();
    await expect(closed.inspect(gguf)).rejects.toMatchObject({ code: 'cancelled' });
    await expect(collect(closed.chat(clearedFor(closed, plainQuestion(1)), model(), never))).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(starts).toBe(0);
  });

  it('survives a crash: the request fails clearly and the next one starts the engine again', async () => {
    const reading = (async () => {
      for await (const event of provider.chat(clearedFor(provider, plainQuestion(10_000)), model(), never)) {
        if (event.type === 'text') children.at(-1)?.kill();
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'model-crashed' });
    const started = children.length;
    const { text } = await collect(provider.chat(clearedFor(provider, plainQuestion(4)), model(), never));
    expect(text).not.toBe('');
    expect(children.length).toBe(started + 1);
  });
});
