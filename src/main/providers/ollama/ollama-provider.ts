import { Ollama, type Options } from 'ollama/browser';
import { z } from 'zod';
import type { ClearedRequest } from '../../../privacy/gate.ts';
import { isAskedInWords, type ChatPayload, type CompletionPayload, type Turn } from '../../../privacy/payload.ts';
import { AppError } from '../../../shared/app-error.ts';
import type { InstalledModel } from '../../../shared/schemas/ollama.ts';
import { answerEvents } from '../answer-events.ts';
import { fimPrompt, prefixWithFiles } from '../fim/fim-prompt.ts';
import { instructTurns } from '../fim/instruct-turns.ts';
import { chatPayloadFor, type CreateProvider, type ModelEvent } from '../provider.ts';
import { sdkFetch } from '../sdk-fetch.ts';
import { appErrorWithin, toServerError, toStreamError } from '../server-error.ts';
import { checkJsonLines } from './check-json-lines.ts';
import { createContextSizes } from './context-size.ts';
import { installedModel, Loaded } from './installed-models.ts';
import { createModelManager } from './manage-models.ts';
import * as format from './ollama-format.ts';
import { t } from '../../../shared/messages/t.ts';

/** Rather an error than a question or an answer whose beginning was dropped; servers before 0.12 ignore it. */
const NEVER_CUT = { truncate: false, shift: false };

/** Ollama, https://docs.ollama.com/api: list, show, chat, generate with a suffix. */
export const createOllamaProvider: CreateProvider = (config, destination, egress) => {
  const { id, label, kind } = config;
  const sizes = createContextSizes();
  let installed: readonly InstalledModel[] = [];

  function client(cleared: ClearedRequest, model: string | null, signal: AbortSignal, stream = false): Ollama {
    const fetch = egress.fetchFor(cleared, id, model);
    const expected = stream ? { stream, look: checkJsonLines } : { stream };
    return new Ollama({ host: config.baseUrl, fetch: sdkFetch(fetch, signal, expected) });
  }

  async function show(cleared: ClearedRequest, model: string, signal: AbortSignal) {
    const shown = format.Shown.parse(await client(cleared, null, signal).show({ model }));
    sizes.setLimit(model, format.contextLimit(shown));
    return shown;
  }

  /** As {@link show}; `null` for a model that was deleted since it was listed. */
  async function showListed(cleared: ClearedRequest, model: string, signal: AbortSignal) {
    try {
      return await show(cleared, model, signal);
    } catch (thrown) {
      if (appErrorWithin(thrown)?.code === 'model-not-found') return null;
      throw thrown;
    }
  }

  /** Bytes of memory by model. Servers before 0.1.38 do not tell, and nobody needs it. */
  async function loadedBytes(cleared: ClearedRequest, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    try {
      const { models } = Loaded.parse(await client(cleared, null, signal).ps());
      return new Map(models.map(({ name, size = 0 }) => [name, size]));
    } catch {
      return new Map();
    }
  }

  /** Options of a question; asks for the model's limit where it is not known yet. */
  async function optionsFor(
    cleared: ClearedRequest,
    model: string,
    payload: ChatPayload | CompletionPayload,
    signal: AbortSignal,
  ): Promise<{ num_ctx: number; num_predict: number }> {
    if (!sizes.knows(model)) await show(cleared, model, signal);
    return { num_ctx: sizes.sizeFor(model, payload), num_predict: payload.maxTokens };
  }

  function converse(
    cleared: ClearedRequest,
    model: string,
    payload: ChatPayload | CompletionPayload,
    turns: readonly Turn[],
    more: Partial<Options>,
    signal: AbortSignal,
  ): AsyncIterable<ModelEvent> {
    refuseRemote(model);
    const messages = format.ollamaMessages(turns);
    const tools = payload.task === 'chat' ? format.ollamaTools(payload) : [];
    const open = async () => {
      const options = { ...(await optionsFor(cleared, model, payload, signal)), ...more };
      const asked = { model, messages, options, ...NEVER_CUT, ...(tools.length > 0 && { tools }) };
      return client(cleared, model, signal, true).chat({ ...asked, stream: true });
    };
    return answerEvents(signal, open, format.readChatPart, toAnswerError);
  }

  return {
    id,
    kind,
    label,
    destination,
    manage: { installed: () => installed, ...createModelManager(config, egress) },
    detect: async (cleared, signal) => {
      try {
        z.object({ version: z.string() }).parse(await client(cleared, null, signal).version());
      } catch (thrown) {
        throw toOllamaError(thrown);
      }
    },
    listModels: async (cleared, signal) => {
      try {
        const { models } = format.Listed.parse(await client(cleared, null, signal).list());
        const loaded = models.length === 0 ? new Map<string, number>() : await loadedBytes(cleared, signal);
        const all = await Promise.all(
          models.map(async (listed) => {
            const { name, remote_host: host } = listed;
            if (format.isRemote(name, host)) return { installed: installedModel(listed, null, loaded), info: null };
            const shown = await showListed(cleared, name, signal);
            if (shown === null) return null;
            const remote = format.isRemote(name, shown.remote_host);
            const info = remote ? null : format.modelInfo(id, name, destination, shown);
            return { installed: installedModel(listed, shown, loaded), info };
          }),
        );
        const there = all.filter((m) => m !== null);
        installed = there.map((m) => m.installed);
        return there.map((m) => m.info).filter((info) => info !== null);
      } catch (thrown) {
        throw toOllamaError(thrown);
      }
    },
    chat: (cleared, model, signal) => {
      const payload = chatPayloadFor(cleared, id);
      const options = cleared.task === 'edit' ? { temperature: 0.1 } : {};
      return converse(cleared, model, payload, payload.turns, options, signal);
    },
    complete: (cleared, model, signal) => {
      const payload = cleared.payloadFor(id);
      if (payload?.task !== 'completion') throw new AppError('destination-not-permitted');
      refuseRemote(model);
      const options = { temperature: 0.1, stop: [...payload.stop] };
      if (isAskedInWords(payload, `${id}/${model}`)) {
        return converse(cleared, model, payload, instructTurns(payload), { temperature: 0.1 }, signal);
      }
      // Ollama's template of a model knows the marks, but not where other files go.
      const fim = fimPrompt(model, payload);
      const prompt =
        fim?.files === true
          ? { prompt: fim.prompt, raw: true, options: { ...options, stop: [...options.stop, ...fim.stop] } }
          : { prompt: prefixWithFiles(payload), suffix: payload.suffix, options };
      const open = async () => {
        const all = { ...(await optionsFor(cleared, model, payload, signal)), ...prompt.options };
        const asked = { model, ...prompt, options: all, ...NEVER_CUT };
        return client(cleared, model, signal, true).generate({ ...asked, stream: true });
      };
      return answerEvents(signal, open, format.readGeneratePart, toAnswerError);
    },
  };
};

function refuseRemote(model: string): void {
  if (format.isRemote(model, undefined)) {
    throw new AppError('destination-not-permitted', t('Ollama would send it to its cloud.'));
  }
}

function toAnswerError(thrown: unknown): AppError | null {
  const ended = thrown instanceof Error && thrown.message.startsWith('Did not receive done');
  return ended ? null : toOllamaError(thrown);
}

function toOllamaError(thrown: unknown): AppError {
  const known = appErrorWithin(thrown);
  if (known) return known;
  const message = thrown instanceof Error ? thrown.message : '';
  // The SDK throws a plain Error for `{"error": …}` within a stream, a SyntaxError for what is not JSON.
  const garbled = thrown instanceof SyntaxError || thrown instanceof z.ZodError || thrown instanceof TypeError;
  return garbled ? toServerError(null, '', thrown) : toStreamError({ error: message }, thrown);
}
