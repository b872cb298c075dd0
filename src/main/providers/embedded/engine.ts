import { open } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import {
  getLlama,
  LlamaChat,
  LlamaCompletion,
  LlamaLogLevel,
  LlamaText,
  readGgufFileInfo,
  SpecialTokensText,
  type ChatHistoryItem,
  type Llama,
  type LlamaContextSequence,
  type LlamaModel,
} from 'node-llama-cpp';
import type { Turn } from '../../../privacy/payload.ts';
import { AppError } from '../../../shared/app-error.ts';
import type { StopReason } from '../../../shared/schemas/chat-and-completion.ts';
import type { Segment } from '../fim/fim-families.ts';
import type { ModelEvent } from '../provider.ts';
import { CHAT_CONTEXT, type ChatOptions, type GgufInfo } from './engine-protocol.ts';

/** llama.cpp in this process. Throws AppError only. */
export interface Engine {
  /** Read the header of a GGUF file, without loading it. */
  inspect(path: string): Promise<GgufInfo>;
  chat(path: string, turns: readonly Turn[], how: ChatOptions, run: Run): Promise<void>;
  /** Fill in the middle. */
  complete(path: string, ask: FillInTheMiddle, run: Run): Promise<void>;
  /** Free a model's memory once its requests have ended. */
  unload(path: string): Promise<void>;
}

/** Where events go and what stops the work. */
export interface Run {
  readonly emit: (event: ModelEvent) => void;
  readonly signal: AbortSignal;
}

export interface FillInTheMiddle {
  readonly prefix: string;
  readonly suffix: string;
  /** In place of prefix and suffix. */
  readonly prompt?: readonly Segment[];
  readonly maxTokens: number;
  readonly stop: readonly string[];
}

/** As {@link CHAT_CONTEXT}, for completions. */
const COMPLETION_CONTEXT = 4096;
/** Models in memory at once: one to chat, one to complete. */
const KEPT_MODELS = 2;
const INFILL_TOKENS = new Set([
  '<|fim_prefix|>',
  '<fim_prefix>',
  '<fim-prefix>',
  '<PRE>',
  '\u2581<PRE>',
  '<\uff5cfim\u2581begin\uff5c>',
  '[PREFIX]',
]);

interface Loaded {
  readonly model: LlamaModel;
  chat?: LlamaContextSequence;
  completion?: LlamaContextSequence;
}

/** @param changed called with the paths in memory whenever they change */
export function createEngine(changed: (paths: readonly string[]) => void = () => undefined): Engine {
  let llama: Promise<Llama> | undefined;
  // In order of use, the latest last.
  const models = new Map<string, Promise<Loaded>>();
  const ready = new Set<string>();
  // llama.cpp computes with all its threads: two requests at once would only slow each other down.
  let queue: Promise<unknown> = Promise.resolve();

  function inTurn<T>(signal: AbortSignal | null, work: () => Promise<T>): Promise<T> {
    const turn = queue.then(() => {
      if (signal?.aborted === true) throw new AppError('cancelled');
      return work();
    });
    queue = turn.catch(() => undefined);
    return turn;
  }

  function start(): Promise<Llama> {
    llama ??= getLlama({
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: LlamaLogLevel.disabled,
      // One core stays free: llama.cpp's threads wait for each other by spinning, and slow down a
      // hundredfold when they outnumber the free cores.
      maxThreads: Math.max(1, availableParallelism() - 1),
    });
    return llama;
  }

  async function loaded(path: string, { emit, signal }: Run): Promise<Loaded> {
    const known = models.get(path);
    if (known) {
      models.delete(path);
      models.set(path, known);
      return known;
    }
    emit({ type: 'loading' });
    await checkMagic(path);
    for (const old of models.keys()) {
      if (models.size < KEPT_MODELS) break;
      await free(old);
    }
    const loading = (async () => ({
      model: await (await start()).loadModel({ modelPath: path, loadSignal: signal }),
    }))();
    models.set(path, loading);
    try {
      const result = await loading;
      ready.add(path);
      changed([...ready]);
      return result;
    } catch (error) {
      models.delete(path);
      if (signal.aborted) throw new AppError('cancelled', undefined, { cause: error });
      throw new AppError('model-load-failed', undefined, { cause: error });
    }
  }

  async function free(path: string): Promise<void> {
    const known = models.get(path);
    if (!known) return;
    models.delete(path);
    ready.delete(path);
    await known.then(({ model }) => model.dispose()).catch(() => undefined);
    changed([...ready]);
  }

  async function sequence(entry: Loaded, kind: 'chat' | 'completion'): Promise<LlamaContextSequence> {
    const known = entry[kind];
    if (known && !known.disposed) return known;
    const max = Math.min(entry.model.trainContextSize, kind === 'chat' ? CHAT_CONTEXT : COMPLETION_CONTEXT);
    try {
      const context = await entry.model.createContext({ contextSize: { max } });
      return (entry[kind] = context.getSequence());
    } catch (error) {
      throw new AppError('model-load-failed', undefined, { cause: error });
    }
  }

  return {
    inspect: async (path) => {
      await checkMagic(path);
      try {
        // Said outright: given a path that looks like a URL the reader would otherwise go and fetch it.
        const { metadata } = await readGgufFileInfo(path, {
          sourceType: 'filesystem',
          readTensorInfo: false,
          logWarnings: false,
        });
        const architecture = metadata.general.architecture;
        const context = (metadata as Record<string, { context_length?: unknown } | undefined>)[architecture]
          ?.context_length;
        return {
          name: metadata.general.name ?? basename(path),
          contextTokens: typeof context === 'number' ? context : null,
          infill: metadata.tokenizer.ggml.tokens.some((t) => INFILL_TOKENS.has(t)),
        };
      } catch (error) {
        throw new AppError('model-file-invalid', undefined, { cause: error });
      }
    },

    chat: (path, turns, { maxTokens, temperature }, run) =>
      inTurn(run.signal, async () => {
        const entry = await loaded(path, run);
        const contextSequence = await sequence(entry, 'chat');
        const chat = new LlamaChat({ contextSequence });
        const before = contextSequence.tokenMeter.getState();
        try {
          const history = historyOf(turns);
          const { metadata } = await chat.generateResponse(history, {
            maxTokens: Math.min(maxTokens, roomForAnswer(chat, history)),
            temperature,
            topP: 0.95,
            signal: run.signal,
            onResponseChunk: (chunk) => {
              if (chunk.text !== '')
                run.emit({ type: chunk.type === 'segment' ? 'reasoning' : 'text', text: chunk.text });
            },
          });
          const used = contextSequence.tokenMeter.diff(before);
          run.emit({
            type: 'usage',
            promptTokens: used.usedInputTokens,
            answerTokens: used.usedOutputTokens,
            cachedTokens: null,
          });
          run.emit({ type: 'stop', reason: stopReason(metadata.stopReason) });
        } catch (error) {
          throw toEngineError(error, run.signal);
        } finally {
          chat.dispose({ disposeSequence: false });
        }
      }),

    complete: (path, { prefix, suffix, prompt, maxTokens, stop }, run) =>
      inTurn(run.signal, async () => {
        const entry = await loaded(path, run);
        const contextSequence = await sequence(entry, 'completion');
        const completion = new LlamaCompletion({ contextSequence });
        try {
          if (!completion.infillSupported) throw new AppError('completion-not-supported');
          const options = {
            maxTokens,
            temperature: 0.1,
            signal: run.signal,
            ...(stop.length > 0 ? { customStopTriggers: [...stop] } : {}),
            onTextChunk: (text: string) => {
              run.emit({ type: 'text', text });
            },
          };
          const { metadata } =
            prompt === undefined
              ? await completion.generateInfillCompletionWithMeta(prefix, suffix, options)
              : await completion.generateCompletionWithMeta(LlamaText(prompt.map(valueOf)), options);
          run.emit({ type: 'stop', reason: stopReason(metadata.stopReason) });
        } catch (error) {
          throw toEngineError(error, run.signal);
        } finally {
          completion.dispose({ disposeSequence: false });
        }
      }),

    unload: (path) => inTurn(null, () => free(path)),
  };
}

/** A GGUF file begins with these four letters; llama.cpp's own message for others helps nobody. */
async function checkMagic(path: string): Promise<void> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw new AppError('path-not-found', undefined, { cause: error });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    if (bytesRead < 4 || buffer.toString('latin1') !== 'GGUF') throw new AppError('model-file-invalid');
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('model-file-invalid', undefined, { cause: error });
  } finally {
    await file.close();
  }
}

/** Only the marks are read as such: what stands in the user's code is text whatever it looks like. */
function valueOf(segment: Segment): string | SpecialTokensText {
  return 'mark' in segment ? new SpecialTokensText(segment.mark) : segment.text;
}

/** llama.cpp's history: it must end with an empty answer, which is then filled. */
function historyOf(turns: readonly Turn[]): ChatHistoryItem[] {
  const items = turns.map((turn): ChatHistoryItem => {
    switch (turn.role) {
      case 'system':
        return { type: 'system', text: turn.text };
      case 'assistant':
        return { type: 'model', response: [turn.text] };
      case 'user':
      case 'tool':
        return { type: 'user', text: turn.text };
    }
  });
  return [...items, { type: 'model', response: [] }];
}

/**
 * Tokens that are left for an answer. Throws `context-too-long`: left to itself, llama.cpp's wrapper
 * would drop the oldest turns, and the beginning of the answer, without a word.
 */
function roomForAnswer({ chatWrapper, context, model }: LlamaChat, chatHistory: ChatHistoryItem[]): number {
  const { contextText } = chatWrapper.generateContextState({ chatHistory });
  const room = context.contextSize - contextText.tokenize(model.tokenizer).length - 1;
  if (room < 1) throw new AppError('context-too-long');
  return room;
}

function stopReason(reason: string): StopReason {
  if (reason === 'maxTokens') return 'length';
  return reason === 'eogToken' || reason === 'customStopTrigger' || reason === 'stopGenerationTrigger'
    ? 'end'
    : 'other';
}

function toEngineError(error: unknown, signal: AbortSignal): AppError {
  if (signal.aborted) return new AppError('cancelled');
  if (error instanceof AppError) return error;
  const text = error instanceof Error ? error.message : '';
  return new AppError(/context|too long/i.test(text) ? 'context-too-long' : 'internal', undefined, { cause: error });
}
