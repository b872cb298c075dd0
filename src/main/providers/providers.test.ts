import { mkdtemp, writeFile } from 'node:fs/promises';
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTinyGguf } from '../../../scripts/make-tiny-gguf.ts';
import { startModelServer, type ModelServer } from '../../../test/model-server/model-server.ts';
import { classifyDestination, type Destination } from '../../privacy/destination.ts';
import { AppError } from '../../shared/app-error.ts';
import { createEgress } from '../egress/create-egress.ts';
import type { EngineProcess } from '../host/host.ts';
import { clearedFor, collectAnswer, plainQuestion, type Collected } from '../../../test/support/ask-provider.ts';
import { policyOf } from '../../../test/support/policy-of.ts';
import { openLedger } from '../ledger/ledger.ts';
import { createEmbeddedProvider, embeddedModelId } from './embedded/embedded-provider.ts';
import { createProvider } from './create-provider.ts';
import type { ModelEvent, Provider } from './provider.ts';

/** Providers with models that are true, if tiny. What goes wrong on the wire is in conformance-*.test.ts. */

const policy = policyOf('offline');
let folder = '';
let gguf = '';
let server: ModelServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'providers-'));
  gguf = join(folder, 'tiny.gguf');
  await writeTinyGguf(gguf);
  server = await startModelServer(gguf);
});
afterAll(() => server.close());

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
  const egress = createEgress({ ledger, policyOf: () => policy });
  const destination = classifyDestination('p', baseUrl, []) as Destination;
  const speaks = kind === 'ollama' ? 'ollama' : 'openai-compatible';
  return createProvider({ id: 'p', kind: speaks, label: 'Test', baseUrl }, destination, egress);
}

describe.each(['ollama', 'openai'] as const)('%s, with true inference behind it', (kind) => {
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
