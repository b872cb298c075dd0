import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CODER,
  EMBEDDER,
  startOllamaServer,
  type OllamaServer,
  type PullFault,
} from '../../../../test/model-server/ollama-server.ts';
import { clearedFor } from '../../../../test/support/ask-provider.ts';
import { policyOf } from '../../../../test/support/policy-of.ts';
import { createEgress } from '../../egress/create-egress.ts';
import type { Egress } from '../../egress/egress.ts';
import { openLedger, type Ledger } from '../../ledger/ledger.ts';
import type { ManagesModels, Provider, PullProgress } from '../provider.ts';
import { createOllamaProvider } from './ollama-provider.ts';

let server: OllamaServer;
let ledger: Ledger;
let egress: Egress;
let provider: Provider;
const never = new AbortController().signal;

beforeEach(async () => {
  server = await startOllamaServer();
  ledger = await openLedger(join(await mkdtemp(join(tmpdir(), 'manage-')), 'ledger'), () => undefined);
  egress = createEgress({ ledger, policyOf: () => policyOf('normal') });
  const destination = { providerId: 'o', origin: server.url, kind: 'loopback' as const };
  provider = createOllamaProvider({ id: 'o', kind: 'ollama', label: 'O', baseUrl: server.url }, destination, egress);
});
afterEach(async () => {
  egress.close();
  await server.close();
});

function manage(): ManagesModels {
  if (!provider.manage) throw new Error('its models can be changed');
  return provider.manage;
}
const list = () => provider.listModels(clearedFor(provider, { task: 'models' }), never);
const pull = (model: string, signal = never) =>
  manage().pull(clearedFor(provider, { task: 'pull', model }, policyOf('normal')), signal);

/** All that a pull told; the code of its failure, or `done`. */
async function outcome(model: string): Promise<{ told: PullProgress[]; ended: string }> {
  const told: PullProgress[] = [];
  try {
    for await (const progress of pull(model)) told.push(progress);
    return { told, ended: 'done' };
  } catch (error) {
    return { told, ended: (error as { code?: string }).code ?? String(error) };
  }
}

describe('what an Ollama server has', () => {
  it('is told with size, parameters, quantisation, family, context and memory, for models of any use', async () => {
    server.installed.set('qwen2.5-coder:1.5b', CODER).set('nomic-embed-text:latest', EMBEDDER);
    server.installed.set('gpt-oss:120b-cloud', { ...CODER, size: 382 });
    server.loaded.set('qwen2.5-coder:1.5b', 1_400_000_000);
    expect((await list()).map(({ model }) => model)).toEqual(['qwen2.5-coder:1.5b']);
    expect(manage().installed()).toEqual([
      {
        name: 'qwen2.5-coder:1.5b',
        sizeBytes: CODER.size,
        parameterSize: '1.5B',
        quantization: 'Q4_K_M',
        family: 'qwen2',
        contextTokens: 32_768,
        loadedBytes: 1_400_000_000,
        use: 'text',
      },
      expect.objectContaining({ name: 'nomic-embed-text:latest', use: 'other', contextTokens: 2048 }),
      expect.objectContaining({ name: 'gpt-oss:120b-cloud', use: 'remote', sizeBytes: null, contextTokens: null }),
    ]);
  });

  it('is listed where it does not say what is in memory', async () => {
    server.installed.set('a:latest', CODER);
    await list();
    expect(manage().installed()).toMatchObject([{ name: 'a:latest', loadedBytes: null }]);
  });
});

describe('a pull', () => {
  it('tells what the server does, and how much of all layers is there', async () => {
    server.registry.set('qwen2.5-coder:1.5b', CODER);
    const { told, ended } = await outcome('qwen2.5-coder:1.5b');
    expect(ended).toBe('done');
    expect(told.map(({ status }) => status.replace(/^pulling [\da-f]{12}$/, 'layer'))).toEqual([
      'pulling manifest',
      ...Array.from({ length: 6 }, () => 'layer'),
      'verifying sha256 digest',
      'writing manifest',
      'success',
    ]);
    expect(told[0]).toMatchObject({ layer: null, completed: 0, total: 0 });
    const weights = CODER.size - 9000;
    expect(told[2]).toMatchObject({ layer: { completed: weights / 2, total: weights }, completed: weights / 2 });
    expect(told.at(-1)).toMatchObject({ completed: CODER.size, total: CODER.size });
    const sums = told.map(({ completed }) => completed);
    expect(sums).toEqual([...sums].sort((a, b) => a - b));
    await expect
      .poll(() => ledger.list())
      .toMatchObject([{ task: 'pull', model: 'qwen2.5-coder:1.5b', outcome: 'allowed', mode: 'normal', status: 200 }]);
    expect(ledger.list()[0]?.rule).toContain('from its registry');
    expect(server.left).toEqual([]);
  });

  const failing: readonly (readonly [string, PullFault, string])[] = [
    [
      'a full disk',
      { kind: 'error', message: 'write /root/.ollama/x-partial: no space left on device' },
      'server-disk-full',
    ],
    [
      'a full disk, told late',
      { kind: 'error', message: 'max retries exceeded: write x: no space left on device' },
      'server-disk-full',
    ],
    [
      'a full disk on Windows',
      { kind: 'error', message: 'There is not enough space on the disk.' },
      'server-disk-full',
    ],
    [
      'a registry that is out of reach',
      {
        kind: 'error',
        message: 'max retries exceeded: Get "https://x.r2.example/blobs": dial tcp: lookup x: server misbehaving',
      },
      'registry-unreachable',
    ],
    [
      'a server that is too old',
      {
        kind: 'error',
        message: 'pull model manifest: 412: The model you are pulling requires a newer version of Ollama.',
      },
      'server-too-old',
    ],
    ['an error that nobody knows', { kind: 'error', message: 'something else' }, 'server-failed'],
    [
      'a name that the server refuses',
      { kind: 'status', status: 400, message: 'invalid model name' },
      'model-name-invalid',
    ],
    [
      'an error status',
      { kind: 'status', status: 500, message: 'pull model manifest: file does not exist' },
      'model-not-in-registry',
    ],
    ['an error status that nobody knows', { kind: 'status', status: 500, message: 'x' }, 'server-failed'],
    ['broken JSON', { kind: 'garbage' }, 'server-garbled'],
    ['a connection that drops', { kind: 'drop' }, 'pull-broken'],
    ['an end without success', { kind: 'end' }, 'pull-broken'],
  ];
  it.each(failing)('that ends with %s says so in our own words', async (_name, fault, code) => {
    server.registry.set('a:latest', CODER);
    server.fault = fault;
    const { told, ended } = await outcome('a');
    expect(ended).toBe(code);
    if (fault.kind !== 'status') expect(told.at(-1)?.completed).toBeGreaterThan(0);
    expect(server.installed.size).toBe(0);
  });

  it('of what the registry does not have says so', async () => {
    expect((await outcome('nobody/has-this')).ended).toBe('model-not-in-registry');
  });

  it('with a bad name is refused before a request', async () => {
    expect((await outcome('no such model')).ended).toBe('model-name-invalid');
    expect(server.requests).toEqual([]);
    expect(ledger.list()).toEqual([]);
  });

  it.each(['is cancelled', 'is no longer read'])('that %s is left by the server too', async (how) => {
    server.registry.set('a:latest', CODER);
    server.hold = true;
    const stop = new AbortController();
    const reading = async (): Promise<void> => {
      for await (const { layer } of pull('a', stop.signal)) {
        if (layer === null || layer.completed === 0) continue;
        if (how === 'is no longer read') return;
        stop.abort(new Error('enough'));
      }
    };
    if (how === 'is cancelled') await expect(reading()).rejects.toThrow('enough');
    else await reading();
    await expect.poll(() => server.left).toEqual(['a:latest']);
    expect(ledger.list()).toMatchObject([{ task: 'pull', outcome: 'cancelled' }]);
    expect(server.installed.size).toBe(0);
  });

  it('from a server that is gone says so', async () => {
    await server.close();
    expect((await outcome('a')).ended).toBe('server-unreachable');
    server = await startOllamaServer();
  });
});

describe('a deletion', () => {
  const remove = (model: string) =>
    manage().remove(clearedFor(provider, { task: 'delete', model }, policyOf('offline')), never);

  it('takes the model off the server, in every mode', async () => {
    server.installed.set('a:latest', CODER).set('b:latest', CODER);
    await remove('a:latest');
    expect([...server.installed.keys()]).toEqual(['b:latest']);
    await expect.poll(() => ledger.list()).toMatchObject([{ task: 'delete', model: 'a:latest', outcome: 'allowed' }]);
  });

  it('of what is gone already says so', async () => {
    await expect(remove('a:latest')).rejects.toMatchObject({ code: 'model-gone' });
  });

  it('is not done with what was cleared for something else', async () => {
    const cleared = clearedFor(provider, { task: 'pull', model: 'a' }, policyOf('normal'));
    await expect(manage().remove(cleared as never, never)).rejects.toMatchObject({ code: 'destination-not-permitted' });
    expect(server.requests).toEqual([]);
  });
});
