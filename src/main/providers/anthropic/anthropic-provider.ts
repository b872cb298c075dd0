import Anthropic, { APIConnectionError, APIError } from '@anthropic-ai/sdk';
import { z } from 'zod';
import type { ClearedRequest } from '../../../privacy/gate.ts';
import { isAskedInWords, type ChatPayload } from '../../../privacy/payload.ts';
import { AppError } from '../../../shared/app-error.ts';
import type { ModelInfo } from '../../../shared/schemas/models.ts';
import { answerEvents } from '../answer-events.ts';
import { knownModel } from '../known-models.ts';
import { instructTurns } from '../fim/instruct-turns.ts';
import { chatPayloadFor, type CreateProvider, type ModelEvent } from '../provider.ts';
import { sdkFetch } from '../sdk-fetch.ts';
import { appErrorWithin, toServerError, toStreamError } from '../server-error.ts';
import { messagesBody, readMessagesPart } from './messages-format.ts';

/** All models in one answer, https://docs.claude.com/en/api/models-list. */
const MODELS = '/v1/models?limit=1000';

const Listed = z.object({
  data: z.array(
    z.object({
      id: z.string().min(1),
      display_name: z.string().nullish(),
      lifecycle: z.string().nullish(),
      max_input_tokens: z.number().int().positive().nullish(),
      capabilities: z.object({ image_input: z.object({ supported: z.boolean() }).nullish() }).nullish(),
    }),
  ),
});

/** Anthropic's Messages API. Its models do not fill in the middle. */
export const createAnthropicProvider: CreateProvider = (config, destination, egress) => {
  const { id, label, kind } = config;

  function client(cleared: ClearedRequest, model: string | null, signal: AbortSignal): Anthropic {
    return new Anthropic({
      baseURL: config.baseUrl.replace(/\/+$/, ''),
      // Without a key the SDK would look for one in the environment and in files. It sends this one as
      // `Authorization: Bearer`, which is taken away: egress alone attaches keys, as `x-api-key`.
      apiKey: 'none',
      authToken: null,
      webhookKey: null,
      fetch: sdkFetch(egress.fetchFor(cleared, id, model), signal, { stream: model !== null }),
      // It would tell of each call to whatever else runs in this process.
      openTelemetry: false,
      // Egress keeps the time, and a failed request is shown, not repeated.
      timeout: 2 ** 31 - 1,
      maxRetries: 0,
      logLevel: 'off',
    });
  }

  async function list(cleared: ClearedRequest, signal: AbortSignal): Promise<z.infer<typeof Listed>['data']> {
    try {
      return Listed.parse(await client(cleared, null, signal).get(MODELS, { signal })).data;
    } catch (thrown) {
      throw toAnthropicError(thrown);
    }
  }

  function converse(
    cleared: ClearedRequest,
    model: string,
    payload: ChatPayload,
    signal: AbortSignal,
  ): AsyncIterable<ModelEvent> {
    const body = messagesBody(payload, model);
    const open = () => client(cleared, model, signal).messages.create(body, { signal });
    return answerEvents(signal, open, readMessagesPart, toAnthropicError);
  }

  return {
    id,
    kind,
    label,
    destination,
    detect: async (cleared, signal) => void (await list(cleared, signal)),
    listModels: async (cleared, signal) =>
      (await list(cleared, signal))
        .filter((m) => m.lifecycle !== 'retired')
        .map((m): ModelInfo => {
          const known = knownModel(m.id);
          return {
            ref: `${id}/${m.id}`,
            providerId: id,
            model: m.id,
            label: m.display_name ?? m.id,
            destination: destination.kind,
            capabilities: {
              chat: true,
              completion: false,
              tools: true,
              vision: m.capabilities?.image_input?.supported ?? known?.vision ?? false,
            },
            contextTokens: m.max_input_tokens ?? known?.contextTokens ?? null,
            loaded: null,
            file: null,
          };
        }),
    chat: (cleared, model, signal) => {
      const payload = chatPayloadFor(cleared, id);
      return converse(cleared, model, payload, signal);
    },
    complete: (cleared, model, signal) => {
      const payload = cleared.payloadFor(id);
      if (payload?.task !== 'completion') throw new AppError('destination-not-permitted');
      // None of its models fills in the middle.
      if (!isAskedInWords(payload, `${id}/${model}`)) throw new AppError('completion-not-supported');
      const asked: ChatPayload = { task: 'chat', turns: instructTurns(payload), maxTokens: payload.maxTokens };
      return converse(cleared, model, asked, signal);
    },
  };
};

function toAnthropicError(thrown: unknown): AppError {
  const known = appErrorWithin(thrown);
  if (known) return known;
  if (thrown instanceof APIConnectionError) return new AppError('server-unreachable', undefined, { cause: thrown });
  // Failed requests do not get this far, so it was an `error` within the answer.
  if (thrown instanceof APIError) return toStreamError((thrown as { error: unknown }).error, thrown);
  return toServerError(null, '', thrown);
}
