import { Ollama, type Options } from 'ollama/browser';
import { z } from 'zod';
import type { Destination } from '../../../privacy/destination.ts';
import type { ClearedRequest } from '../../../privacy/gate.ts';
import { isAskedInWords, type Turn } from '../../../privacy/payload.ts';
import { AppError } from '../../../shared/app-error.ts';
import type { ModelInfo } from '../../../shared/schemas.ts';
import type { Egress } from '../../egress/egress.ts';
import type { ModelEvent, Provider } from '../provider.ts';
import { fimPrompt, prefixWithFiles } from '../fim/fim-prompt.ts';
import { instructTurns } from '../fim/instruct-turns.ts';
import { limitLines } from '../limit-lines.ts';
import { appErrorWithin, toServerError } from '../server-error.ts';
import { checkJsonLines } from './check-json-lines.ts';

/** Tokens of context asked for; Ollama's own default cuts prompts at 4096 without a word. */
const CONTEXT_TOKENS = 8192;

const Listed = z.object({ models: z.array(z.object({ name: z.string(), remote_host: z.string().optional() })) });
const Shown = z.object({
  capabilities: z.array(z.string()).optional(),
  // The SDK's type says Map; the wire has an object.
  model_info: z.record(z.string(), z.unknown()).optional(),
  remote_host: z.string().optional(),
  template: z.string().optional(),
});
const Counts = { prompt_eval_count: z.number().optional(), eval_count: z.number().optional() };
const Ending = { done: z.boolean().optional(), done_reason: z.string().optional(), ...Counts };
const ChatPart = z.object({
  message: z.object({ content: z.string().default(''), thinking: z.string().nullish() }),
  ...Ending,
});
const GeneratePart = z.object({ response: z.string().default(''), ...Ending });

/**
 * Ollama, https://docs.ollama.com/api: list, show, chat, generate with a suffix.
 * @param baseUrl as configured, `http(s)://host[:port][/path]`
 */
export function createOllamaProvider(
  config: { readonly id: string; readonly label: string; readonly baseUrl: string },
  destination: Destination,
  egress: Egress,
): Provider {
  const { id, label } = config;

  function client(cleared: ClearedRequest, model: string | null, signal: AbortSignal): Ollama {
    const fetch = egress.fetchFor(cleared, id, model);
    return new Ollama({
      host: config.baseUrl,
      // The SDK has its own signal per stream; ours covers every request.
      fetch: async (input, init) => {
        const own = init?.signal;
        // The SDK takes a key from the environment for Ollama's cloud; egress alone attaches keys.
        const headers = new Headers(init?.headers);
        headers.delete('authorization');
        const signals = own ? AbortSignal.any([own, signal]) : signal;
        const response = limitLines(await fetch(input, { ...init, headers, signal: signals }));
        if (response.ok) return checkJsonLines(response);
        // Not left to the SDK, which writes to the console on its way.
        throw toServerError(response.status, await response.text().catch(() => ''), undefined);
      },
    });
  }

  async function* stream(
    parts: () => Promise<AsyncIterable<unknown>>,
    read: (part: unknown) => Part,
  ): AsyncGenerator<ModelEvent> {
    let any = false;
    try {
      for await (const raw of await parts()) {
        any = true;
        const part = read(raw);
        if (part.thinking !== '') yield { type: 'reasoning', text: part.thinking };
        if (part.text !== '') yield { type: 'text', text: part.text };
        if (part.done) {
          yield { type: 'usage', promptTokens: part.promptTokens, answerTokens: part.answerTokens };
          yield { type: 'stop', reason: part.reason };
          return;
        }
      }
    } catch (thrown) {
      throw toOllamaError(thrown, any);
    }
    throw new AppError('stream-broken');
  }

  function converse(
    cleared: ClearedRequest,
    model: string,
    turns: readonly Turn[],
    limits: Partial<Options>,
    signal: AbortSignal,
  ): AsyncGenerator<ModelEvent> {
    refuseRemote(model);
    const messages = turns.map((t) => ({ role: t.role, content: t.text }));
    const options = { num_ctx: CONTEXT_TOKENS, ...limits };
    return stream(
      () => client(cleared, model, signal).chat({ model, messages, options, stream: true }),
      (raw) => {
        const part = ChatPart.parse(raw);
        return { ...endingOf(part), text: part.message.content, thinking: part.message.thinking ?? '' };
      },
    );
  }

  return {
    id,
    kind: 'ollama',
    label,
    destination,
    detect: async (cleared, signal) => {
      try {
        z.object({ version: z.string() }).parse(await client(cleared, null, signal).version());
      } catch (thrown) {
        throw toOllamaError(thrown);
      }
    },
    listModels: async (cleared, signal) => {
      try {
        const ollama = client(cleared, null, signal);
        const { models } = Listed.parse(await ollama.list());
        const local = models.filter((m) => !isRemote(m.name, m.remote_host));
        const infos = await Promise.all(
          local.map(async ({ name }) => {
            const shown = Shown.parse(await ollama.show({ model: name }));
            return isRemote(name, shown.remote_host) ? null : modelInfo(id, name, destination, shown);
          }),
        );
        return infos.filter((m) => m !== null);
      } catch (thrown) {
        throw toOllamaError(thrown);
      }
    },
    chat: (cleared, model, signal) => {
      const payload = cleared.payloadFor(id);
      if (payload?.task !== 'chat') throw new AppError('destination-not-permitted');
      return converse(cleared, model, payload.turns, { num_predict: payload.maxTokens }, signal);
    },
    complete: (cleared, model, signal) => {
      const payload = cleared.payloadFor(id);
      if (payload?.task !== 'completion') throw new AppError('destination-not-permitted');
      refuseRemote(model);
      const options = { num_predict: payload.maxTokens, temperature: 0.1, stop: [...payload.stop] };
      if (isAskedInWords(payload, `${id}/${model}`)) {
        return converse(cleared, model, instructTurns(payload), { ...options, stop: [] }, signal);
      }
      // Ollama's template of a model knows the marks, but not where other files go.
      const fim = fimPrompt(model, payload);
      const prompt =
        fim?.files === true
          ? { prompt: fim.prompt, raw: true, options: { ...options, stop: [...options.stop, ...fim.stop] } }
          : { prompt: prefixWithFiles(payload), suffix: payload.suffix, options };
      return stream(
        () =>
          client(cleared, model, signal).generate({
            model,
            ...prompt,
            options: { num_ctx: CONTEXT_TOKENS, ...prompt.options },
            stream: true,
          }),
        (raw) => {
          const part = GeneratePart.parse(raw);
          return { ...endingOf(part), text: part.response, thinking: '' };
        },
      );
    },
  };
}

interface Part {
  readonly text: string;
  readonly thinking: string;
  readonly done: boolean;
  readonly reason: 'end' | 'length' | 'other';
  readonly promptTokens: number | null;
  readonly answerTokens: number | null;
}

function endingOf(part: {
  done?: boolean | undefined;
  done_reason?: string | undefined;
  prompt_eval_count?: number | undefined;
  eval_count?: number | undefined;
}): Omit<Part, 'text' | 'thinking'> {
  const { done_reason: why } = part;
  return {
    done: part.done === true,
    reason: why === 'length' ? 'length' : why === undefined || why === 'stop' ? 'end' : 'other',
    promptTokens: part.prompt_eval_count ?? null,
    answerTokens: part.eval_count ?? null,
  };
}

/** Ollama passes these on to its cloud: on this machine in name only. */
function isRemote(name: string, remoteHost: string | undefined): boolean {
  return (remoteHost !== undefined && remoteHost !== '') || /[:-]cloud$/.test(name);
}

function refuseRemote(model: string): void {
  if (isRemote(model, undefined)) throw new AppError('destination-not-permitted', 'Ollama would send it to its cloud.');
}

function modelInfo(id: string, name: string, destination: Destination, shown: z.infer<typeof Shown>): ModelInfo | null {
  // Servers before 0.6 do not tell; nearly every model chats, and a template with a suffix fills in.
  const capabilities = shown.capabilities ?? ['completion', ...(shown.template?.includes('.Suffix') ? ['insert'] : [])];
  const chat = capabilities.includes('completion');
  if (!chat) return null;
  const context = Object.entries(shown.model_info ?? {}).find(([key]) => key.endsWith('.context_length'))?.[1];
  return {
    ref: `${id}/${name}`,
    providerId: id,
    model: name,
    label: name,
    destination: destination.kind,
    capabilities: { chat, completion: capabilities.includes('insert') },
    contextTokens: typeof context === 'number' ? context : null,
    loaded: null,
    file: null,
  };
}

/** @param any some of an answer had come */
function toOllamaError(thrown: unknown, any = false): AppError {
  const known = appErrorWithin(thrown);
  if (known) return known;
  const { status_code: status } = thrown as { status_code?: unknown };
  const message = thrown instanceof Error ? thrown.message : '';
  if (typeof status === 'number') return toServerError(status, message, thrown);
  if (message.startsWith('Did not receive done')) {
    return new AppError(any ? 'stream-broken' : 'server-garbled', undefined, { cause: thrown });
  }
  // The SDK throws a plain Error for `{"error": …}` within a stream, a SyntaxError for what is not JSON.
  const garbled = thrown instanceof SyntaxError || thrown instanceof z.ZodError || thrown instanceof TypeError;
  return garbled ? toServerError(null, '', thrown) : toServerError(500, message, thrown);
}
