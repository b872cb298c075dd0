import { describe, expect, it, vi } from 'vitest';
import { clearedFor, collectAnswer } from '../../../test/support/ask-provider.ts';
import { policyOf } from '../../../test/support/policy-of.ts';
import type { Destination } from '../../privacy/destination.ts';
import { parseServerAddress } from '../../privacy/destination.ts';
import type { ChatPayload, CompletionPayload, Payload } from '../../privacy/payload.ts';
import type { ServerKind } from '../../shared/provider-presets.ts';
import type { ServerConfig } from '../../shared/schemas/settings.ts';
import type { Egress } from '../egress/egress.ts';
import { createProvider } from './create-provider.ts';

/** What goes out, byte for byte what each reference asks for; no connection is made. */

const never = new AbortController().signal;
const CLOUD = policyOf('normal');

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Record<string, unknown> | null;
}

/** What a provider sends for one question. */
async function sentBy(
  kind: ServerKind,
  baseUrl: string,
  payload: Payload,
  { model = 'm', where = 'loopback', show = {} }: { model?: string; where?: Destination['kind']; show?: object } = {},
): Promise<Sent[]> {
  const sent: Sent[] = [];
  const egress: Egress = {
    fetchFor: () => async (input, init) => {
      const request = new Request(input, init);
      const text = await request.text();
      const { url, method } = request;
      sent.push({
        url,
        method,
        headers: Object.fromEntries(request.headers),
        body: text === '' ? null : (JSON.parse(text) as Sent['body']),
      });
      if (url.endsWith('/api/show')) return Response.json(show);
      return payload.task === 'models' ? Response.json({ data: [], models: [] }) : new Response('', { status: 500 });
    },
    closeScope: () => undefined,
    close: () => undefined,
  };
  const destination = { providerId: 'p', origin: parseServerAddress(baseUrl)?.origin ?? null, kind: where };
  const config: ServerConfig = { id: 'p', kind, label: 'P', baseUrl };
  const provider = createProvider(config, destination, egress);
  const cleared = clearedFor(provider, payload, CLOUD);
  if (payload.task === 'models') await provider.listModels(cleared as never, never);
  else
    await collectAnswer(() =>
      payload.task === 'chat'
        ? provider.chat(cleared as never, model, never)
        : provider.complete(cleared as never, model, never),
    );
  return sent;
}

const FULL: ChatPayload = {
  task: 'chat',
  maxTokens: 64,
  tools: [
    {
      name: 'read_file',
      description: 'Reads.',
      parameters: { type: 'object', properties: { path: { type: 'string' } } },
    },
  ],
  turns: [
    { role: 'system', text: 'Be brief.' },
    { role: 'user', text: 'What is this?', pictures: [{ mediaType: 'image/png', base64: 'iVBORw==' }] },
    {
      role: 'assistant',
      text: 'I look.',
      toolCalls: [
        { id: 'c1', name: 'read_file', arguments: { path: 'a.ts' } },
        { id: 'c2', name: 'read_file', arguments: { path: 'b.ts' } },
      ],
    },
    { role: 'tool', callId: 'c1', text: 'const a = 1;' },
    { role: 'tool', callId: 'c2', text: 'const b = 2;' },
    { role: 'user', text: 'And?' },
  ],
};
const PLAIN: ChatPayload = { task: 'chat', maxTokens: 64, turns: [{ role: 'user', text: 'Hi' }] };
const FIM: CompletionPayload = { task: 'completion', prefix: 'f(', suffix: ');', maxTokens: 8, stop: ['\n'] };

describe('a question with all that there is, at', () => {
  it('OpenAI (https://platform.openai.com/docs/api-reference/chat/create)', async () => {
    const [sent] = await sentBy('openai', 'http://localhost:1/v1', FULL);
    expect(sent).toMatchObject({ url: 'http://localhost:1/v1/chat/completions', method: 'POST' });
    expect(sent?.body).toEqual({
      model: 'm',
      max_completion_tokens: 64,
      stream: true,
      stream_options: { include_usage: true },
      tools: [
        {
          type: 'function',
          function: {
            name: 'read_file',
            description: 'Reads.',
            parameters: { type: 'object', properties: { path: { type: 'string' } } },
          },
        },
      ],
      messages: [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw==' } },
            { type: 'text', text: 'What is this?' },
          ],
        },
        {
          role: 'assistant',
          content: 'I look.',
          tool_calls: [
            { id: 'c1', type: 'function', function: { name: 'read_file', arguments: '{"path":"a.ts"}' } },
            { id: 'c2', type: 'function', function: { name: 'read_file', arguments: '{"path":"b.ts"}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'const a = 1;' },
        { role: 'tool', tool_call_id: 'c2', content: 'const b = 2;' },
        { role: 'user', content: 'And?' },
      ],
    });
  });

  it('Anthropic (https://docs.claude.com/en/api/messages), marked for its prompt cache', async () => {
    const [sent] = await sentBy('anthropic', 'http://localhost:1', FULL);
    expect(sent).toMatchObject({ url: 'http://localhost:1/v1/messages', method: 'POST' });
    const cache_control = { type: 'ephemeral' };
    expect(sent?.headers['anthropic-version']).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(sent?.body).toEqual({
      model: 'm',
      max_tokens: 64,
      stream: true,
      system: [{ type: 'text', text: 'Be brief.', cache_control }],
      tools: [
        {
          name: 'read_file',
          description: 'Reads.',
          input_schema: { type: 'object', properties: { path: { type: 'string' } } },
        },
      ],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw==' } },
            { type: 'text', text: 'What is this?' },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'text', text: 'I look.' },
            { type: 'tool_use', id: 'c1', name: 'read_file', input: { path: 'a.ts' } },
            { type: 'tool_use', id: 'c2', name: 'read_file', input: { path: 'b.ts' }, cache_control },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'c1', content: 'const a = 1;' },
            { type: 'tool_result', tool_use_id: 'c2', content: 'const b = 2;' },
            { type: 'text', text: 'And?' },
          ],
        },
      ],
    });
  });

  it('Ollama (https://docs.ollama.com/api/chat), which is to cut nothing', async () => {
    const show = { model_info: { 'qwen2.context_length': 32_768 } };
    const [asked, sent] = await sentBy('ollama', 'http://localhost:1', FULL, { show });
    expect(asked).toMatchObject({ url: 'http://localhost:1/api/show', body: { model: 'm' } });
    expect(sent?.url).toBe('http://localhost:1/api/chat');
    expect(sent?.body).toEqual({
      model: 'm',
      stream: true,
      truncate: false,
      shift: false,
      options: { num_ctx: 8192, num_predict: 64 },
      tools: [
        {
          type: 'function',
          function: {
            name: 'read_file',
            description: 'Reads.',
            parameters: { type: 'object', properties: { path: { type: 'string' } } },
          },
        },
      ],
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'What is this?', images: ['iVBORw=='] },
        {
          role: 'assistant',
          content: 'I look.',
          tool_calls: [
            { function: { name: 'read_file', arguments: { path: 'a.ts' } } },
            { function: { name: 'read_file', arguments: { path: 'b.ts' } } },
          ],
        },
        { role: 'tool', content: 'const a = 1;', tool_name: 'read_file' },
        { role: 'tool', content: 'const b = 2;', tool_name: 'read_file' },
        { role: 'user', content: 'And?' },
      ],
    });
  });
});

describe('where and how a plain question goes', () => {
  it.each<[string, ServerKind, string, string, 'max_tokens' | 'max_completion_tokens', boolean]>([
    ['OpenAI', 'openai', 'https://api.openai.com/v1', 'https://api.openai.com/v1', 'max_completion_tokens', true],
    [
      'Azure, bare',
      'azure-openai',
      'https://me.openai.azure.com',
      'https://me.openai.azure.com/openai/v1',
      'max_completion_tokens',
      true,
    ],
    [
      'Azure, with its path',
      'azure-openai',
      'https://me.openai.azure.com/openai/v1/',
      'https://me.openai.azure.com/openai/v1',
      'max_completion_tokens',
      true,
    ],
    [
      'Gemini',
      'gemini',
      'https://generativelanguage.googleapis.com/v1beta/openai',
      'https://generativelanguage.googleapis.com/v1beta/openai',
      'max_tokens',
      true,
    ],
    ['Mistral', 'openai-compatible', 'https://api.mistral.ai/v1', 'https://api.mistral.ai/v1', 'max_tokens', false],
    ['DeepSeek', 'openai-compatible', 'https://api.deepseek.com/v1', 'https://api.deepseek.com/v1', 'max_tokens', true],
    ['any other, bare', 'openai-compatible', 'https://a.example:8000', 'https://a.example:8000/v1', 'max_tokens', true],
    ['any other, with a path', 'openai-compatible', 'https://a.example/x/', 'https://a.example/x', 'max_tokens', true],
  ])('%s', async (_name, kind, baseUrl, base, limit, counts) => {
    const [sent] = await sentBy(kind, baseUrl, PLAIN, { where: 'cloud' });
    expect(sent?.url).toBe(`${base}/chat/completions`);
    expect(sent?.body?.[limit]).toBe(64);
    expect('stream_options' in (sent?.body ?? {})).toBe(counts);
    const [asked] = await sentBy(kind, baseUrl, { task: 'models' }, { where: 'cloud' });
    expect([asked?.method, asked?.url]).toEqual(['GET', `${base}/models`]);
  });
});

describe('filling in the middle', () => {
  it.each([
    ['https://api.mistral.ai/v1', 'codestral-latest', 'https://api.mistral.ai/v1/fim/completions'],
    ['https://codestral.mistral.ai/v1', 'codestral-latest', 'https://codestral.mistral.ai/v1/fim/completions'],
    ['https://api.deepseek.com/v1', 'deepseek-chat', 'https://api.deepseek.com/beta/completions'],
  ])('at %s: prompt and suffix apart', async (baseUrl, model, url) => {
    const [sent] = await sentBy('openai-compatible', baseUrl, FIM, { model, where: 'cloud' });
    expect(sent?.url).toBe(url);
    expect(sent?.body).toEqual({
      model,
      prompt: 'f(',
      suffix: ');',
      max_tokens: 8,
      temperature: 0.1,
      stop: ['\n'],
      stream: true,
    });
  });

  it('elsewhere by the family’s marks, and not at all where they are not known', async () => {
    const base = 'http://localhost:8000/v1';
    const [sent] = await sentBy('openai-compatible', base, FIM, { model: 'Qwen/Qwen2.5-Coder-7B' });
    expect(sent?.url).toBe(`${base}/completions`);
    expect(sent?.body).toMatchObject({ prompt: '<|fim_prefix|>f(<|fim_suffix|>);<|fim_middle|>' });
    expect(await sentBy('openai-compatible', base, FIM, { model: 'some-chat-model' })).toEqual([]);
    expect(await sentBy('anthropic', 'http://localhost:1', FIM)).toEqual([]);
  });
});

describe('nothing of the environment goes along', () => {
  const ENVIRONMENT = {
    OPENAI_API_KEY: 'canary-key',
    OPENAI_ADMIN_KEY: 'canary-key',
    OPENAI_ORG_ID: 'canary-org',
    OPENAI_PROJECT_ID: 'canary-project',
    OPENAI_BASE_URL: 'http://canary.example',
    OPENAI_CUSTOM_HEADERS: 'x-canary: canary',
    ANTHROPIC_API_KEY: 'canary-key',
    ANTHROPIC_AUTH_TOKEN: 'canary-token',
    ANTHROPIC_BASE_URL: 'http://canary.example',
    ANTHROPIC_CUSTOM_HEADERS: 'x-canary: canary\nauthorization: canary',
    OLLAMA_API_KEY: 'canary-key',
    OLLAMA_HOST: 'http://canary.example',
  };
  it.each<[ServerKind, string]>([
    ['openai', 'https://api.openai.com/v1'],
    ['azure-openai', 'https://me.openai.azure.com'],
    ['gemini', 'https://generativelanguage.googleapis.com/v1beta/openai'],
    ['openai-compatible', 'https://openrouter.ai/api/v1'],
    ['anthropic', 'https://api.anthropic.com'],
    ['ollama', 'https://ollama.com'],
  ])('%s', async (kind, baseUrl) => {
    for (const [name, value] of Object.entries(ENVIRONMENT)) vi.stubEnv(name, value);
    try {
      for (const payload of [PLAIN, { task: 'models' } as const]) {
        const sent = await sentBy(kind, baseUrl, payload, { where: 'cloud' });
        expect(sent.length).toBeGreaterThan(0);
        expect(JSON.stringify(sent)).not.toContain('canary');
        for (const { url, headers } of sent) {
          expect(url.startsWith(baseUrl)).toBe(true);
          expect(Object.keys(headers).filter((h) => !/^(accept|content-type|anthropic-version)$/.test(h))).toEqual([]);
        }
      }
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

describe('Anthropic’s list (https://docs.claude.com/en/api/models-list)', () => {
  it('is asked for whole', async () => {
    const [sent] = await sentBy('anthropic', 'https://api.anthropic.com', { task: 'models' }, { where: 'cloud' });
    expect([sent?.method, sent?.url]).toEqual(['GET', 'https://api.anthropic.com/v1/models?limit=1000']);
  });
});
