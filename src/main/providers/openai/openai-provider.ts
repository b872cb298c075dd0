import OpenAI, { APIConnectionError, APIError } from 'openai';
import type { ClearedRequest } from '../../../privacy/gate.ts';
import { isAskedInWords, type ChatPayload } from '../../../privacy/payload.ts';
import { AppError } from '../../../shared/app-error.ts';
import { answerEvents } from '../answer-events.ts';
import { instructTurns } from '../fim/instruct-turns.ts';
import { chatPayloadFor, type CreateProvider, type ModelEvent } from '../provider.ts';
import { sdkFetch } from '../sdk-fetch.ts';
import { appErrorWithin, toServerError, toStreamError } from '../server-error.ts';
import { chatBody, readChatPart } from './chat-format.ts';
import { dialectOf } from './dialect.ts';
import { fimRequest, readFimPart } from './fim-format.ts';
import { isLmStudio, LM_STUDIO_MODELS, readModels } from './models-format.ts';

/**
 * OpenAI, and all that speak its chat completions: Azure, Gemini, OpenRouter, vLLM, llama.cpp, …
 * How they differ is in ./dialect.ts.
 */
export const createOpenAiProvider: CreateProvider = (config, destination, egress) => {
  const { id, label, kind } = config;
  const dialect = dialectOf(config);

  function client(cleared: ClearedRequest, model: string | null, signal: AbortSignal): OpenAI {
    return new OpenAI({
      baseURL: dialect.baseUrl,
      // The SDK insists on a key; its header is taken away, since egress alone attaches keys.
      apiKey: 'none',
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      fetch: sdkFetch(egress.fetchFor(cleared, id, model), signal, { stream: model !== null }),
      // Egress keeps the time, and a failed request is shown, not repeated.
      timeout: 2 ** 31 - 1,
      maxRetries: 0,
      logLevel: 'off',
    });
  }

  async function get(cleared: ClearedRequest, path: string, signal: AbortSignal): Promise<unknown> {
    try {
      return await client(cleared, null, signal).get(path, { signal });
    } catch (thrown) {
      throw toOpenAiError(thrown);
    }
  }

  function converse(
    cleared: ClearedRequest,
    model: string,
    payload: ChatPayload,
    signal: AbortSignal,
  ): AsyncIterable<ModelEvent> {
    const body = chatBody(payload, model, dialect);
    const open = () => client(cleared, model, signal).chat.completions.create(body, { signal });
    return answerEvents(signal, open, readChatPart, toOpenAiError);
  }

  return {
    id,
    kind,
    label,
    destination,
    detect: async (cleared, signal) =>
      void readModels(await get(cleared, '/models', signal), null, config, destination),
    listModels: async (cleared, signal) => {
      const listed = await get(cleared, '/models', signal).catch((error: unknown) => {
        // A server that has no list still has the models that the user named.
        if (config.models?.length && error instanceof AppError && error.code === 'model-not-found') return { data: [] };
        throw error;
      });
      // Its own interface tells what OpenAI's has no place for.
      const more = isLmStudio(listed)
        ? await get(cleared, new URL(LM_STUDIO_MODELS, dialect.baseUrl).href, signal).catch(() => null)
        : null;
      return readModels(listed, more, config, destination);
    },
    chat: (cleared, model, signal) => {
      const payload = chatPayloadFor(cleared, id);
      return converse(cleared, model, payload, signal);
    },
    complete: (cleared, model, signal) => {
      const payload = cleared.payloadFor(id);
      if (payload?.task !== 'completion') throw new AppError('destination-not-permitted');
      if (isAskedInWords(payload, `${id}/${model}`)) {
        const asked: ChatPayload = { task: 'chat', turns: instructTurns(payload), maxTokens: payload.maxTokens };
        return converse(cleared, model, asked, signal);
      }
      const request = fimRequest(payload, model, dialect);
      if (request === null) throw new AppError('completion-not-supported');
      const { path, body } = request;
      const open = () =>
        client(cleared, model, signal).post<AsyncIterable<unknown>>(path, { body, stream: true, signal });
      return answerEvents(signal, open, readFimPart, toOpenAiError);
    },
  };
};

function toOpenAiError(thrown: unknown): AppError {
  const known = appErrorWithin(thrown);
  if (known) return known;
  if (thrown instanceof APIConnectionError) return new AppError('server-unreachable', undefined, { cause: thrown });
  if (thrown instanceof APIError) {
    // Failed requests do not get this far, so it was an `error` within the answer.
    return toStreamError({ error: (thrown as { error: unknown }).error }, thrown);
  }
  return toServerError(null, '', thrown);
}
