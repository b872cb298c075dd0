import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyOf } from '../../../../test/support/policy-of.ts';
import { classifyDestination } from '../../../privacy/destination.ts';
import { ClearedRequest, gate } from '../../../privacy/gate.ts';
import type { CompletionPayload } from '../../../privacy/payload.ts';
import { createRedactor } from '../../../privacy/redaction/redactor.ts';
import { createEgress, TIMEOUTS } from '../../egress/create-egress.ts';
import { openLedger } from '../../ledger/ledger.ts';
import { createOllamaProvider } from '../ollama/ollama-provider.ts';
import { createOpenAiProvider } from '../openai/openai-provider.ts';
import { fimRequest } from '../openai/fim-format.ts';
import { dialectOf } from '../openai/dialect.ts';
import type { Provider } from '../provider.ts';

/** What each way to ask for a completion puts on the wire. */

let server: Server;
let url = '';
const requests: { path: string; body: Record<string, unknown> }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const path = request.url ?? '';
      if (path === '/api/show') {
        response.end('{}');
        return;
      }
      requests.push({ path, body: JSON.parse(text) as Record<string, unknown> });
      response.writeHead(200);
      if (path === '/api/generate') response.end('{"response":"a, b","done":true,"done_reason":"stop"}\n');
      else if (path === '/api/chat') {
        response.end('{"message":{"role":"assistant","content":"a, b"},"done":true,"done_reason":"stop"}\n');
      } else {
        const choice = path === '/v1/completions' ? { text: 'a, b' } : { delta: { content: 'a, b' } };
        const part = { choices: [{ index: 0, ...choice, finish_reason: 'stop' }] };
        response.end(`data: ${JSON.stringify(part)}\n\ndata: [DONE]\n\n`);
      }
    });
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

type Kind = 'ollama' | 'openai';
async function providerOf(kind: Kind): Promise<Provider> {
  const destination = classifyDestination('p', url, []);
  if (destination === null) throw new Error('no destination');
  const ledger = await openLedger(join(await mkdtemp(join(tmpdir(), 'ways-')), 'ledger'), () => undefined);
  const egress = createEgress({ ledger, policyOf: () => policyOf('offline'), timeoutsOf: (task) => TIMEOUTS[task] });
  const config = { id: 'p', label: 'P', baseUrl: url };
  return kind === 'ollama'
    ? createOllamaProvider({ ...config, kind }, destination, egress)
    : createOpenAiProvider({ ...config, kind: 'openai-compatible' }, destination, egress);
}

const payload: CompletionPayload = {
  task: 'completion',
  prefix: 'f(',
  suffix: ');\n',
  maxTokens: 8,
  stop: ['\n'],
  context: { repository: 'shop', path: 'main.ts', languageId: 'typescript', pieces: [{ path: 'a.ts', text: 'A' }] },
};

/** Ask, check the answer, and say what was sent. */
async function sent(kind: Kind, model: string, more: Partial<CompletionPayload> = {}): Promise<(typeof requests)[0]> {
  const provider = await providerOf(kind);
  const cleared = gate(
    {
      id: 'r',
      scope: 'w',
      payload: { ...payload, ...more },
      candidates: [provider.destination],
      redactor: createRedactor(),
    },
    policyOf('offline'),
  );
  if (!ClearedRequest.isGenuine(cleared)) throw new Error('refused');
  let text = '';
  for await (const event of provider.complete(cleared, model, new AbortController().signal)) {
    if (event.type === 'text') text += event.text;
  }
  expect(text).toBe('a, b');
  const last = requests.at(-1);
  if (last === undefined) throw new Error('nothing was sent');
  return last;
}

describe('a completion', () => {
  it('of a family without a known form of files goes to Ollama as prompt and suffix', async () => {
    const { path, body } = await sent('ollama', 'codellama:7b-code');
    expect(path).toBe('/api/generate');
    expect(body).toMatchObject({ prompt: '// a.ts:\n// A\nf(', suffix: ');\n', options: { stop: ['\n'] } });
    expect(body).not.toHaveProperty('raw');
  });

  it('of a model that nobody knows goes to Ollama in the same way', async () => {
    expect((await sent('ollama', 'mine')).body).toMatchObject({ prompt: '// a.ts:\n// A\nf(', suffix: ');\n' });
  });

  it('of a family with a form of its own goes to Ollama raw', async () => {
    const { body } = await sent('ollama', 'qwen2.5-coder:1.5b');
    expect(body).toMatchObject({
      raw: true,
      prompt:
        '<|repo_name|>shop\n<|file_sep|>a.ts\nA\n<|file_sep|>main.ts\n<|fim_prefix|>f(<|fim_suffix|>);\n<|fim_middle|>',
    });
    expect(body).not.toHaveProperty('suffix');
  });

  it('without other files leaves the marks to Ollama', async () => {
    const context = { ...payload.context, pieces: [] } as unknown as CompletionPayload['context'];
    const { body } = await sent('ollama', 'qwen2.5-coder:1.5b', context && { context });
    expect(body).toMatchObject({ prompt: 'f(', suffix: ');\n' });
  });

  it('goes to an OpenAI-compatible server as a raw prompt, with no more stops than it takes', async () => {
    const { path, body } = await sent('openai', 'starcoder2');
    expect(path).toBe('/v1/completions');
    expect(body).toMatchObject({
      prompt: '<repo_name>shop<file_sep>a.ts\nA<file_sep><fim_prefix>main.ts\nf(<fim_suffix>);\n<fim_middle>',
      stop: ['\n', '<|endoftext|>', '<file_sep>', '<fim_prefix>'],
    });
  });

  it('goes to Mistral’s own endpoint with prefix and suffix apart', () => {
    const dialect = dialectOf({ kind: 'openai-compatible', baseUrl: 'https://codestral.mistral.ai/v1' });
    expect(fimRequest(payload, 'codestral-latest', dialect)).toMatchObject({
      path: '/fim/completions',
      body: { prompt: '// a.ts:\n// A\nf(', suffix: ');\n', max_tokens: 8, stop: ['\n'], stream: true },
    });
  });

  it.each([
    ['ollama', '/api/chat'],
    ['openai', '/v1/chat/completions'],
  ] as const)('is asked for in words of a model that only chats, over %s', async (kind, where) => {
    const { path, body } = await sent(kind, 'llama3.2', { inWords: ['p/llama3.2'] });
    expect(path).toBe(where);
    const [system, user] = body['messages'] as { role: string; content: string }[];
    expect(system?.content).toContain('nothing else');
    expect(user?.content).toBe('From a.ts:\nA\n\nThe file main.ts, with the cursor at <CURSOR>:\nf(<CURSOR>);\n');
  });
});
