import OpenAI, { APIConnectionError, APIError } from 'openai';
import { z } from 'zod';
import type { Destination } from '../../../privacy/destination.ts';
import type { ClearedRequest } from '../../../privacy/gate.ts';
import { isAskedInWords, type CompletionPayload, type Turn } from '../../../privacy/payload.ts';
import { AppError } from '../../../shared/app-error.ts';
import type { ModelInfo } from '../../../shared/schemas.ts';
import type { Egress } from '../../egress/egress.ts';
import type { ModelEvent, Provider } from '../provider.ts';
import { limitLines } from '../limit-lines.ts';
import { appErrorWithin, toServerError } from '../server-error.ts';
import { fimPrompt, knowsFim, prefixWithFiles } from '../fim/fim-prompt.ts';
import { instructTurns } from '../fim/instruct-turns.ts';

const Listed = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      // vLLM, llama.cpp and LM Studio each tell the context length in their own way.
      max_model_len: z.number().nullish(),
      max_context_length: z.number().nullish(),
      meta: z.object({ n_ctx: z.number().nullish(), n_ctx_train: z.number().nullish() }).nullish(),
    }),
  ),
});
const Usage = z.object({ prompt_tokens: z.number().nullish(), completion_tokens: z.number().nullish() }).nullish();
const ChatPart = z.object({
  choices: z.array(
    z.object({
      delta: z
        .object({
          content: z.string().nullish(),
          reasoning_content: z.string().nullish(),
          reasoning: z.string().nullish(),
        })
        .nullish(),
      finish_reason: z.string().nullish(),
    }),
  ),
  usage: Usage,
});
const CompletionPart = z.object({
  choices: z.array(z.object({ text: z.string().nullish(), finish_reason: z.string().nullish() })),
  usage: Usage,
});

/** Low, as one good answer is wanted. */
const TEMPERATURE = 0.1;
/** OpenAI takes no more; the servers that know a family's marks end with them anyway. */
const MOST_STOPS = 4;
/** Where the server fills in the middle by itself: https://docs.mistral.ai/api/endpoint/fim */
const FILLS_IN: ReadonlySet<string> = new Set(['codestral.mistral.ai', 'api.mistral.ai']);

/**
 * Any server that speaks OpenAI's chat completions and completions: vLLM, llama.cpp, LM Studio, …
 * @param baseUrl as configured; `/v1` is added when it has no path
 * @param ownFim the server takes prefix and suffix apart, at `/fim/completions`
 */
export function createOpenAiCompatibleProvider(
  config: { readonly id: string; readonly label: string; readonly baseUrl: string },
  destination: Destination,
  egress: Egress,
  ownFim = FILLS_IN.has(new URL(config.baseUrl).hostname),
): Provider {
  const { id, label } = config;
  const base = config.baseUrl.replace(/\/+$/, '');
  const baseURL = new URL(base).pathname === '/' ? `${base}/v1` : base;

  function client(cleared: ClearedRequest, model: string | null): OpenAI {
    const fetch = egress.fetchFor(cleared, id, model);
    return new OpenAI({
      baseURL,
      // The SDK insists on a key; the header is taken away, since egress alone attaches keys.
      apiKey: 'none',
      defaultHeaders: { authorization: null },
      organization: null,
      project: null,
      fetch: async (input, init) => limitLines(await fetch(input, init)),
      // Egress keeps the time, and a failed request is shown, not repeated.
      timeout: 2 ** 31 - 1,
      maxRetries: 0,
      logLevel: 'off',
    });
  }

  async function list(cleared: ClearedRequest, signal: AbortSignal): Promise<z.infer<typeof Listed>> {
    try {
      return Listed.parse(await client(cleared, null).get('/models', { signal }));
    } catch (thrown) {
      throw toOpenAiError(thrown);
    }
  }

  async function* stream(
    signal: AbortSignal,
    parts: () => Promise<AsyncIterable<unknown>>,
    read: (part: unknown) => Part,
  ): AsyncGenerator<ModelEvent> {
    let reason: string | null = null;
    let any = false;
    let usage: z.infer<typeof Usage>;
    try {
      for await (const raw of await parts()) {
        any = true;
        const part = read(raw);
        usage = part.usage ?? usage;
        if (part.reasoning !== '') yield { type: 'reasoning', text: part.reasoning };
        if (part.text !== '') yield { type: 'text', text: part.text };
        // Usage comes in a part of its own after the one with the reason: read on.
        reason = part.reason ?? reason;
      }
    } catch (thrown) {
      throw toOpenAiError(thrown);
    }
    // The SDK takes an abort and the end of the connection for the end of the answer; we do not.
    if (signal.aborted) throw signal.reason instanceof AppError ? signal.reason : new AppError('cancelled');
    if (reason === null) throw new AppError(any ? 'stream-broken' : 'server-garbled');
    yield {
      type: 'usage',
      promptTokens: usage?.prompt_tokens ?? null,
      answerTokens: usage?.completion_tokens ?? null,
    };
    yield { type: 'stop', reason: reason === 'length' ? 'length' : reason === 'stop' ? 'end' : 'other' };
  }

  function converse(
    cleared: ClearedRequest,
    model: string,
    turns: readonly Turn[],
    limits: { readonly max_tokens: number; readonly temperature?: number; readonly stop?: string[] },
    signal: AbortSignal,
  ): AsyncGenerator<ModelEvent> {
    const messages = turns.map((t) => ({ role: t.role, content: t.text }));
    return stream(
      signal,
      () =>
        client(cleared, model).chat.completions.create(
          { model, messages, ...limits, stream: true, stream_options: { include_usage: true } },
          { signal },
        ),
      readChatPart,
    );
  }

  /** Mistral's own way: the server puts in the marks, and answers in the form of a chat. */
  function fillIn(
    cleared: ClearedRequest,
    model: string,
    payload: CompletionPayload,
    limits: object,
    signal: AbortSignal,
  ): AsyncGenerator<ModelEvent> {
    const body = { model, prompt: prefixWithFiles(payload), suffix: payload.suffix, ...limits, stream: true };
    return stream(
      signal,
      () => client(cleared, model).post<AsyncIterable<unknown>>('/fim/completions', { body, stream: true, signal }),
      readChatPart,
    );
  }

  return {
    id,
    kind: 'openai-compatible',
    label,
    destination,
    detect: async (cleared, signal) => void (await list(cleared, signal)),
    listModels: async (cleared, signal) =>
      (await list(cleared, signal)).data.map((m): ModelInfo => {
        const context = m.max_model_len ?? m.meta?.n_ctx ?? m.max_context_length ?? m.meta?.n_ctx_train;
        return {
          ref: `${id}/${m.id}`,
          providerId: id,
          model: m.id,
          label: m.id,
          destination: destination.kind,
          capabilities: { chat: true, completion: knowsFim(m.id) },
          contextTokens: context ?? null,
          loaded: null,
          file: null,
        };
      }),
    chat: (cleared, model, signal) => {
      const payload = cleared.payloadFor(id);
      if (payload?.task !== 'chat') throw new AppError('destination-not-permitted');
      return converse(cleared, model, payload.turns, { max_tokens: payload.maxTokens }, signal);
    },
    complete: (cleared, model, signal) => {
      const payload = cleared.payloadFor(id);
      if (payload?.task !== 'completion') throw new AppError('destination-not-permitted');
      const { maxTokens: max_tokens, stop } = payload;
      const limits = { max_tokens, temperature: TEMPERATURE, stop: stop.slice(0, MOST_STOPS) };
      if (isAskedInWords(payload, `${id}/${model}`)) {
        return converse(cleared, model, instructTurns(payload), { max_tokens, temperature: TEMPERATURE }, signal);
      }
      if (ownFim) return fillIn(cleared, model, payload, limits, signal);
      const fim = fimPrompt(model, payload);
      if (fim === null) throw new AppError('completion-not-supported');
      return stream(
        signal,
        () =>
          client(cleared, model).completions.create(
            { model, prompt: fim.prompt, ...limits, stop: [...stop, ...fim.stop].slice(0, MOST_STOPS), stream: true },
            { signal },
          ),
        (raw) => {
          const { choices, usage } = CompletionPart.parse(raw);
          const { text, finish_reason: reason = null } = choices[0] ?? {};
          return { text: text ?? '', reasoning: '', reason, usage };
        },
      );
    },
  };
}

function readChatPart(raw: unknown): Part {
  const { choices, usage } = ChatPart.parse(raw);
  const { delta, finish_reason: reason = null } = choices[0] ?? {};
  const reasoning = delta?.reasoning_content ?? delta?.reasoning ?? '';
  return { text: delta?.content ?? '', reasoning, reason, usage };
}

interface Part {
  readonly text: string;
  readonly reasoning: string;
  readonly reason: string | null;
  readonly usage: z.infer<typeof Usage>;
}

function toOpenAiError(thrown: unknown): AppError {
  const known = appErrorWithin(thrown);
  if (known) return known;
  if (thrown instanceof APIConnectionError) return new AppError('server-unreachable', undefined, { cause: thrown });
  if (thrown instanceof APIError) {
    const { status, message } = thrown as { status: unknown; message: string };
    // Without a status it was an `error` within the stream.
    return toServerError(typeof status === 'number' ? status : 500, message, thrown);
  }
  return toServerError(null, '', thrown);
}
