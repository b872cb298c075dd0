import { describe, expect, it } from 'vitest';
import type { DestinationClass } from '../../../privacy/destination.ts';
import type { ServerConfig } from '../../../shared/schemas/settings.ts';
import { isLmStudio, readModels } from './models-format.ts';

/** Lists as the servers' references show them, shortened; what is made of each model. */

type Made = [chat: boolean, completion: boolean, tools: boolean, vision: boolean, context: number | null];
interface Case {
  readonly name: string;
  readonly source: string;
  readonly kind?: ServerConfig['kind'];
  readonly baseUrl: string;
  readonly where: DestinationClass;
  readonly listed: unknown;
  readonly more?: unknown;
  readonly models?: string[];
  readonly made: Readonly<Record<string, Made>>;
}

const item = (id: string, more: object = {}): object => ({ id, object: 'model', created: 1_700_000_000, ...more });
const list = (...data: object[]): object => ({ object: 'list', data });

const CASES: readonly Case[] = [
  {
    name: 'OpenAI tells the names only, so the table tells the rest',
    source: 'https://platform.openai.com/docs/api-reference/models/list',
    kind: 'openai',
    baseUrl: 'https://api.openai.com/v1',
    where: 'cloud',
    listed: list(
      ...['gpt-5', 'gpt-4.1-mini', 'gpt-4o', 'o3-mini', 'gpt-4-0613', 'gpt-5.6', 'gpt-9-unheard-of'].map((id) =>
        item(id, { owned_by: 'system' }),
      ),
      ...[
        'text-embedding-3-small',
        'whisper-1',
        'gpt-4o-mini-tts',
        'dall-e-3',
        'gpt-image-1',
        'omni-moderation-latest',
      ].map((id) => item(id)),
      ...['gpt-realtime', 'gpt-5-codex', 'o3-pro', 'o4-mini-deep-research', 'gpt-4o-audio-preview', 'sora-2'].map(
        (id) => item(id),
      ),
    ),
    made: {
      'gpt-5': [true, false, true, true, 272_000],
      'gpt-4.1-mini': [true, false, true, true, 1_047_576],
      'gpt-4o': [true, false, true, true, 128_000],
      'o3-mini': [true, false, true, false, 200_000],
      'gpt-4-0613': [true, false, true, false, 8192],
      'gpt-5.6': [true, false, true, true, 922_000],
      'gpt-9-unheard-of': [true, false, false, false, null],
    },
  },
  {
    name: 'Azure lists what could be deployed; the user names what is',
    source: 'https://learn.microsoft.com/azure/foundry/openai/latest#list-models',
    kind: 'azure-openai',
    baseUrl: 'https://me.openai.azure.com',
    where: 'cloud',
    listed: list(
      item('gpt-4o-2024-11-20', { capabilities: { chat_completion: true, completion: false, embeddings: false } }),
      item('dall-e-3-3.0', { capabilities: { chat_completion: false, embeddings: false } }),
    ),
    models: ['my-gpt', 'gpt-4o-2024-11-20'],
    made: {
      'my-gpt': [true, false, false, false, null],
      'gpt-4o-2024-11-20': [true, false, true, true, 128_000],
    },
  },
  {
    name: 'Gemini',
    source: 'https://ai.google.dev/gemini-api/docs/openai#list-models',
    kind: 'gemini',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    where: 'cloud',
    listed: list(
      ...[
        'gemini-2.5-flash',
        'gemini-3.8-flash',
        'gemini-embedding-001',
        'gemini-2.5-flash-image',
        'imagen-4.0-generate-001',
      ].map((id) => item(`models/${id}`, { owned_by: 'google' })),
      item('models/aqa'),
      item('models/gemini-2.5-flash-preview-tts'),
    ),
    made: {
      'gemini-2.5-flash': [true, false, true, true, 1_048_576],
      'gemini-3.8-flash': [true, false, true, true, 1_048_576],
    },
  },
  {
    name: 'OpenRouter',
    source: 'https://openrouter.ai/docs/api-reference/list-available-models',
    baseUrl: 'https://openrouter.ai/api/v1',
    where: 'cloud',
    listed: {
      data: [
        {
          id: 'google/gemini-2.5-pro',
          name: 'Google: Gemini 2.5 Pro',
          context_length: 1_048_576,
          architecture: {
            input_modalities: ['text', 'image', 'file'],
            output_modalities: ['text'],
            tokenizer: 'Gemini',
          },
          top_provider: { context_length: 1_048_576, max_completion_tokens: 65_536, is_moderated: false },
          supported_parameters: ['max_tokens', 'tools', 'tool_choice'],
        },
        {
          id: 'somebody/plain-7b',
          context_length: 4096,
          architecture: { input_modalities: ['text'], output_modalities: ['text'] },
          supported_parameters: ['max_tokens'],
        },
        {
          id: 'somebody/painter',
          context_length: 4096,
          architecture: { input_modalities: ['text'], output_modalities: ['image'] },
          supported_parameters: [],
        },
      ],
    },
    made: {
      'google/gemini-2.5-pro': [true, false, true, true, 1_048_576],
      'somebody/plain-7b': [true, false, false, false, 4096],
    },
  },
  {
    name: 'Mistral tells which fill in the middle',
    source: 'https://docs.mistral.ai/api/#tag/models/operation/list_models_v1_models_get',
    baseUrl: 'https://api.mistral.ai/v1',
    where: 'cloud',
    listed: list(
      item('codestral-latest', {
        max_context_length: 256_000,
        type: 'base',
        capabilities: { completion_chat: true, completion_fim: true, function_calling: true, vision: false },
      }),
      item('mistral-embed', {
        max_context_length: 8192,
        capabilities: { completion_chat: false, completion_fim: false, function_calling: false, vision: false },
      }),
      item('pixtral-large-latest', {
        max_context_length: 131_072,
        capabilities: { completion_chat: true, completion_fim: false, function_calling: true, vision: true },
      }),
    ),
    made: {
      'codestral-latest': [true, true, true, false, 256_000],
      'pixtral-large-latest': [true, false, true, true, 131_072],
    },
  },
  {
    name: 'DeepSeek',
    source: 'https://api-docs.deepseek.com/api/list-models',
    baseUrl: 'https://api.deepseek.com/v1',
    where: 'cloud',
    listed: list(item('deepseek-chat', { owned_by: 'deepseek' }), item('deepseek-reasoner', { owned_by: 'deepseek' })),
    made: {
      'deepseek-chat': [true, true, true, false, 1_000_000],
      'deepseek-reasoner': [true, false, true, false, 1_000_000],
    },
  },
  {
    name: 'Groq',
    source: 'https://console.groq.com/docs/models',
    baseUrl: 'https://api.groq.com/openai/v1',
    where: 'cloud',
    listed: list(
      item('llama-3.3-70b-versatile', { owned_by: 'Meta', active: true, context_window: 131_072 }),
      item('whisper-large-v3', { owned_by: 'OpenAI', active: true, context_window: 448 }),
    ),
    made: { 'llama-3.3-70b-versatile': [true, false, true, false, 131_072] },
  },
  {
    name: 'Together sends the bare list',
    source: 'https://docs.together.ai/reference/models-1',
    baseUrl: 'https://api.together.xyz/v1',
    where: 'cloud',
    listed: [
      item('Qwen/Qwen2.5-Coder-32B-Instruct', { type: 'chat', display_name: 'Qwen 2.5 Coder', context_length: 32_768 }),
      item('black-forest-labs/FLUX.1-schnell', { type: 'image', context_length: 0 }),
      item('BAAI/bge-large-en-v1.5', { type: 'embedding', context_length: 512 }),
    ],
    made: { 'Qwen/Qwen2.5-Coder-32B-Instruct': [true, true, true, false, 32_768] },
  },
  {
    name: 'vLLM',
    source: 'https://docs.vllm.ai/en/latest/serving/openai_compatible_server/',
    baseUrl: 'http://localhost:8000',
    where: 'loopback',
    listed: list(
      item('Qwen/Qwen2.5-Coder-7B', { owned_by: 'vllm', root: 'Qwen/Qwen2.5-Coder-7B', max_model_len: 16_384 }),
    ),
    made: { 'Qwen/Qwen2.5-Coder-7B': [true, true, true, false, 16_384] },
  },
  {
    name: 'llama.cpp tells what it was started with before what the model was trained for',
    source: 'https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md',
    baseUrl: 'http://localhost:8080',
    where: 'loopback',
    listed: {
      models: [{ name: 'x', capabilities: ['completion'] }],
      ...list(
        item('../models/gemma-3-4b-it-Q4_K_M.gguf', {
          owned_by: 'llamacpp',
          architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
          meta: { n_ctx: 8192, n_ctx_train: 131_072, n_params: 8_030_261_312 },
        }),
        item('qwen2.5-coder-1.5b.gguf', { meta: null }),
      ),
    },
    made: {
      '../models/gemma-3-4b-it-Q4_K_M.gguf': [true, false, false, true, 8192],
      // Not the table's: a server of one's own may be set to less.
      'qwen2.5-coder-1.5b.gguf': [true, true, true, false, null],
    },
  },
  {
    name: 'LM Studio, with what its own interface adds',
    source: 'https://lmstudio.ai/docs/developer/rest/endpoints',
    baseUrl: 'http://localhost:1234',
    where: 'loopback',
    listed: list(
      ...['qwen2-vl-7b-instruct', 'qwen2.5-coder-7b', 'text-embedding-nomic-embed-text-v1.5'].map((id) =>
        item(id, { owned_by: 'organization_owner' }),
      ),
    ),
    more: list(
      item('qwen2-vl-7b-instruct', { type: 'vlm', state: 'not-loaded', max_context_length: 32_768 }),
      item('qwen2.5-coder-7b', {
        type: 'llm',
        state: 'loaded',
        capabilities: ['tool_use'],
        max_context_length: 131_072,
        loaded_context_length: 4096,
      }),
      item('text-embedding-nomic-embed-text-v1.5', { type: 'embeddings', max_context_length: 2048 }),
    ),
    made: {
      'qwen2-vl-7b-instruct': [true, false, false, true, 32_768],
      'qwen2.5-coder-7b': [true, true, true, false, 4096],
    },
  },
];

describe.each(CASES)('$name', ({ listed, more = null, kind = 'openai-compatible', baseUrl, where, models, made }) => {
  it('is read as its reference says', () => {
    const config: ServerConfig = { id: 's', kind, label: 'S', baseUrl, ...(models && { models }) };
    const read = readModels(listed, more, config, { providerId: 's', origin: null, kind: where });
    const found = read.map(({ model, capabilities: c, contextTokens }) => [
      model,
      [c.chat, c.completion, c.tools, c.vision, contextTokens],
    ]);
    expect(Object.fromEntries(found)).toEqual(made);
    expect(read.every((m) => m.ref === `s/${m.model}` && m.destination === where)).toBe(true);
  });
});

describe('isLmStudio', () => {
  it('goes by the owner of all models', () => {
    const own = item('a', { owned_by: 'organization_owner' });
    expect(isLmStudio(list(own, own))).toBe(true);
    expect([list(own, item('b', { owned_by: 'vllm' })), list(), null, 'x'].map(isLmStudio)).toEqual([
      ...[false, false, false, false],
    ]);
  });
});
