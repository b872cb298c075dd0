import type { ServerKind } from '../../src/shared/provider-presets.ts';
import type { Said, WireFormat } from './wire-format.ts';

/** How one of the many servers that speak OpenAI's format differs from the others. */
interface Difference {
  readonly name: string;
  readonly kind?: ServerKind;
  readonly source: string;
  readonly model: string;
  readonly keepAlive?: string;
  readonly overloaded?: object | null;
  /** Added to each chunk. */
  readonly chunk?: object;
  /** Chunks before all others. */
  readonly before?: readonly object[];
  readonly reasoning?: ((text: string) => object) | null;
  readonly usage?: (counts: { prompt: number; answer: number; cached: number }) => object;
  /** Where the counts stand: in a chunk of their own (OpenAI), in the last one (Mistral), in every one (Gemini). */
  readonly counts?: 'own' | 'last' | 'every';
  /** False: there are chats only. */
  readonly completes?: false;
  /** Whole tool calls in one piece, as Mistral and Gemini send them. */
  readonly wholeCalls?: boolean;
  readonly errorBody?: (message: string) => object;
  readonly lacks?: WireFormat['lacks'];
}

const FINISH = {
  end: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
} as const;

function openAiFormat(d: Difference): WireFormat {
  const common = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_790_000_000,
    model: d.model,
    ...d.chunk,
  };
  const frame = (value: object): string => `data: ${JSON.stringify({ ...common, ...value })}\n\n`;
  const delta = (value: object, finish: string | null = null, rest: object = {}): string =>
    frame({ choices: [{ index: 0, delta: value, logprobs: null, finish_reason: finish }], ...rest });
  const usage =
    d.usage ??
    (({ prompt, answer, cached }) => ({
      prompt_tokens: prompt,
      completion_tokens: answer,
      total_tokens: prompt + answer,
      prompt_tokens_details: { cached_tokens: cached },
    }));
  const error = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;

  function frames(said: readonly Said[]): string[] {
    const all = [...(d.before ?? []).map(frame), delta({ role: 'assistant', content: '' })];
    const stop = said.find((s) => 'stop' in s);
    const every = d.counts === 'every' && stop ? { usage: usage(stop) } : {};
    let calls = 0;
    for (const s of said) {
      if ('text' in s) all.push(delta({ content: s.text }, null, every));
      else if ('reasoning' in s) all.push(delta((d.reasoning ?? (() => ({})))(s.reasoning), null, every));
      else if ('call' in s) {
        const index = calls++;
        const { id, name, pieces } = s.call;
        const called = (args: string, first: boolean): object => ({
          tool_calls: [
            { index, ...(first && { id, type: 'function' }), function: { ...(first && { name }), arguments: args } },
          ],
        });
        if (d.wholeCalls === true) all.push(delta(called(pieces.join(''), true), null, every));
        else all.push(delta(called('', true)), ...pieces.map((piece) => delta(called(piece, false))));
      } else {
        const counts = usage(s);
        const own = d.counts === undefined || d.counts === 'own';
        all.push(delta({}, FINISH[s.stop], own ? {} : { usage: counts }));
        if (own) all.push(frame({ choices: [], usage: counts }));
      }
    }
    return all;
  }

  const completion = (pieces: readonly string[]): string => {
    const part = (text: string, finish: string | null): string =>
      frame({ object: 'text_completion', choices: [{ index: 0, text, logprobs: null, finish_reason: finish }] });
    return `${pieces.map((text) => part(text, null)).join('')}${part('', 'stop')}data: [DONE]\n\n`;
  };

  return {
    name: d.name,
    kind: d.kind ?? 'openai-compatible',
    source: d.source,
    contentType: 'text/event-stream; charset=utf-8',
    model: d.model,
    frames: (said) => ({ body: frames(said), end: 'data: [DONE]\n\n' }),
    models: (names) => ({
      object: 'list',
      data: names.map((id) => ({ id, object: 'model', created: 1, owned_by: 'x' })),
    }),
    headers: (key) => (d.kind === 'azure-openai' ? { 'api-key': key } : { authorization: `Bearer ${key}` }),
    completion: d.completes === false ? null : completion,
    keepAlive: d.keepAlive ?? ': keep-alive\n\n',
    failure: (message) => error({ error: { message, type: 'server_error', param: null, code: null } }),
    overloaded: d.overloaded == null ? null : error(d.overloaded),
    errorBody: (message) =>
      JSON.stringify(
        d.errorBody?.(message) ?? { error: { message, type: 'invalid_request_error', param: null, code: null } },
      ),
    lacks: [...(d.reasoning == null ? (['reasoning'] as const) : []), ...(d.lacks ?? [])],
  };
}

const LIMITED = { error: { message: 'Too many.', type: 'rate_limit_error', code: 'rate_limit_exceeded' } };
const reasoningContent = (text: string): object => ({ content: null, reasoning_content: text });

export const OPENAI_FORMATS: readonly WireFormat[] = [
  openAiFormat({
    name: 'OpenAI',
    kind: 'openai',
    completes: false,
    source: 'https://platform.openai.com/docs/api-reference/chat-streaming',
    model: 'gpt-5',
    chunk: { service_tier: 'default', system_fingerprint: 'fp_1', obfuscation: 'x8' },
    overloaded: LIMITED,
  }),
  openAiFormat({
    name: 'Azure OpenAI',
    kind: 'azure-openai',
    completes: false,
    source: 'https://learn.microsoft.com/azure/foundry/openai/latest',
    model: 'my-deployment',
    // What its filter found in the question comes first, in a chunk without a choice.
    before: [{ id: '', object: '', model: '', choices: [], prompt_filter_results: [{ prompt_index: 0 }] }],
    overloaded: { error: { message: 'Too many.', code: 429 } },
  }),
  openAiFormat({
    name: 'Gemini',
    kind: 'gemini',
    completes: false,
    source: 'https://ai.google.dev/gemini-api/docs/openai',
    model: 'gemini-2.5-flash',
    counts: 'every',
    wholeCalls: true,
    overloaded: { error: { code: 503, message: 'Overloaded.', status: 'UNAVAILABLE' } },
    errorBody: (message) => [{ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }],
  }),
  openAiFormat({
    name: 'OpenRouter',
    source: 'https://openrouter.ai/docs/api-reference/streaming',
    model: 'vendor/model',
    chunk: { provider: 'Somebody' },
    keepAlive: ': OPENROUTER PROCESSING\n\n',
    reasoning: (text) => ({ content: '', reasoning: text, reasoning_details: [{ type: 'reasoning.text', text }] }),
    overloaded: {
      id: 'gen-1',
      error: { code: 429, message: 'Upstream is limited.' },
      choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
    },
    errorBody: (message) => ({ error: { code: 400, message, metadata: { provider_name: 'Somebody' } }, user_id: 'u' }),
  }),
  openAiFormat({
    name: 'vLLM',
    source: 'https://docs.vllm.ai/en/latest/serving/openai_compatible_server/',
    model: 'Qwen/Qwen2.5-Coder-7B',
    reasoning: reasoningContent,
    errorBody: (message) => ({ object: 'error', message, type: 'BadRequestError', param: null, code: 400 }),
  }),
  openAiFormat({
    name: 'llama.cpp',
    source: 'https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md',
    model: 'qwen2.5-coder-7b.gguf',
    chunk: { system_fingerprint: 'b7000' },
    reasoning: reasoningContent,
    usage: ({ prompt, answer, cached }) => ({
      prompt_tokens: prompt,
      completion_tokens: answer,
      total_tokens: prompt + answer,
      prompt_tokens_details: { cached_tokens: cached },
      timings: { cache_n: cached },
    }),
  }),
  openAiFormat({
    name: 'LM Studio',
    source: 'https://lmstudio.ai/docs/developer/openai-compat',
    model: 'qwen2.5-coder-7b',
    reasoning: reasoningContent,
    usage: ({ prompt, answer }) => ({
      prompt_tokens: prompt,
      completion_tokens: answer,
      total_tokens: prompt + answer,
    }),
    errorBody: (message) => ({ error: message }),
    lacks: ['cached'],
  }),
  openAiFormat({
    name: 'Groq',
    source: 'https://console.groq.com/docs/api-reference#chat-create',
    model: 'llama-3.3-70b-versatile',
    chunk: { x_groq: { id: 'req_1' } },
    reasoning: (text) => ({ reasoning: text }),
    wholeCalls: true,
    overloaded: LIMITED,
  }),
  openAiFormat({
    name: 'Together',
    source: 'https://docs.together.ai/reference/chat-completions-1',
    model: 'meta-llama/Llama-3.3-70B-Instruct-Turbo',
    reasoning: (text) => ({ reasoning: text }),
    counts: 'last',
    usage: ({ prompt, answer, cached }) => ({
      prompt_tokens: prompt,
      completion_tokens: answer,
      total_tokens: prompt + answer,
      prompt_tokens_details: { cached_tokens: cached },
    }),
  }),
  openAiFormat({
    name: 'Mistral',
    source: 'https://docs.mistral.ai/api/#tag/chat/operation/stream_chat',
    model: 'mistral-medium-latest',
    counts: 'last',
    wholeCalls: true,
    reasoning: (text) => ({ content: [{ type: 'thinking', thinking: [{ type: 'text', text }] }] }),
    usage: ({ prompt, answer, cached }) => ({
      prompt_tokens: prompt,
      completion_tokens: answer,
      total_tokens: prompt + answer,
      prompt_tokens_details: { cached_tokens: cached },
    }),
    errorBody: (message) => ({ object: 'error', message, type: 'invalid_request', param: null, code: '1500' }),
  }),
  openAiFormat({
    name: 'DeepSeek',
    source: 'https://api-docs.deepseek.com/api/create-chat-completion',
    model: 'deepseek-chat',
    reasoning: reasoningContent,
    counts: 'last',
    usage: ({ prompt, answer, cached }) => ({
      prompt_tokens: prompt,
      completion_tokens: answer,
      total_tokens: prompt + answer,
      prompt_cache_hit_tokens: cached,
      prompt_cache_miss_tokens: prompt - cached,
    }),
  }),
];
