import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { parse } from 'node:path';
import type { ClearedRequest } from '../../../privacy/gate.ts';
import { hasPictures, isAskedInWords } from '../../../privacy/payload.ts';
import { AppError, fromFailure } from '../../../shared/app-error.ts';
import type { ModelInfo } from '../../../shared/schemas/models.ts';
import { createQueue } from '../../../shared/queue.ts';
import type { EngineProcess, EngineProcessFactory } from '../../host/host.ts';
import { fimPrompt, prefixWithFiles } from '../fim/fim-prompt.ts';
import { instructTurns } from '../fim/instruct-turns.ts';
import { chatPayloadFor, type ModelEvent, type Provider } from '../provider.ts';
import { CHAT_CONTEXT, type FromEngine, type GgufInfo, type ToEngine } from './engine-protocol.ts';
import { t } from '../../../shared/messages/t.ts';

/** Id of the one embedded provider. */
export const EMBEDDED_ID = 'embedded';
/** Code that is asked for unbidden is to be what is likeliest. */
const TEMPERATURE = { chat: 0.7, code: 0.1 } as const;

/** The embedded engine seen as a provider, and what only it can do. */
export interface EmbeddedProvider extends Provider {
  /** Read a GGUF file's header; throws `model-file-invalid`, `path-not-found`. */
  inspect(path: string): Promise<GgufInfo>;
  /** Free a model's memory. */
  unload(model: string): Promise<void>;
  /** Called when a model was loaded or unloaded, or the process ended. */
  onLoadedChange(changed: () => void): () => void;
  close(): void;
}

/** A message before it has its number. */
type Ask = ToEngine extends infer M
  ? M extends { t: 'cancel' }
    ? never
    : M extends unknown
      ? Omit<M, 'id'>
      : never
  : never;

/**
 * @param start starts the engine's process; called lazily and again after a crash
 * @param files the GGUF files that the user added, absolute paths
 */
export function createEmbeddedProvider(start: EngineProcessFactory, files: () => readonly string[]): EmbeddedProvider {
  let child: EngineProcess | null = null;
  let closed = false;
  let lastId = 0;
  let loaded: readonly string[] = [];
  const pending = new Map<number, (message: FromEngine) => void>();
  const listeners = new Set<() => void>();
  const inspected = new Map<string, { stamp: string; info: Promise<GgufInfo> }>();

  function setLoaded(paths: readonly string[]): void {
    loaded = paths;
    for (const changed of listeners) changed();
  }

  function engine(): EngineProcess {
    if (child) return child;
    const started = start();
    child = started;
    started.onMessage((message) => {
      const m = message as FromEngine;
      if (m.t === 'loaded') setLoaded(m.paths);
      else pending.get(m.id)?.(m);
    });
    started.onExit(() => {
      if (child !== started) return;
      child = null;
      const failure = { code: 'model-crashed', message: new AppError('model-crashed').message } as const;
      for (const [id, receive] of [...pending]) receive({ t: 'failure', id, failure });
      setLoaded([]);
    });
    return started;
  }

  /** Ask the engine; yields until `end`, throws on `failure`. Leaving the loop early cancels. */
  async function* ask(message: Ask, signal: AbortSignal | null): AsyncGenerator<FromEngine> {
    if (closed || signal?.aborted === true) throw new AppError('cancelled');
    const id = ++lastId;
    const queue = createQueue<FromEngine>();
    pending.set(id, queue.push);
    const target = engine();
    const cancel = (): void => {
      target.send({ t: 'cancel', id } satisfies ToEngine);
      queue.push({ t: 'failure', id, failure: { code: 'cancelled', message: new AppError('cancelled').message } });
    };
    signal?.addEventListener('abort', cancel, { once: true });
    let over = false;
    try {
      target.send({ ...message, id });
      for await (const answer of queue) {
        over = answer.t === 'end' || answer.t === 'failure';
        if (answer.t === 'failure') throw fromFailure(answer.failure);
        if (answer.t === 'end') return;
        yield answer;
      }
    } finally {
      if (!over) target.send({ t: 'cancel', id } satisfies ToEngine);
      signal?.removeEventListener('abort', cancel);
      pending.delete(id);
    }
  }

  async function* events(message: Ask, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    for await (const answer of ask(message, signal)) if (answer.t === 'event') yield answer.event;
  }

  async function inspect(path: string): Promise<GgufInfo> {
    const { size, mtimeMs } = await stat(path).catch((error: unknown) => {
      throw new AppError('path-not-found', undefined, { cause: error });
    });
    const stamp = `${String(size)} ${String(mtimeMs)}`;
    const known = inspected.get(path);
    if (known?.stamp === stamp) return known.info;
    const info = (async () => {
      for await (const answer of ask({ t: 'inspect', path }, null)) if (answer.t === 'info') return answer.info;
      throw new AppError('model-file-invalid');
    })();
    inspected.set(path, { stamp, info });
    info.catch(() => inspected.delete(path));
    return info;
  }

  function pathOf(model: string): string {
    const path = files().find((f) => embeddedModelId(f) === model);
    if (path === undefined) throw new AppError('model-not-found');
    return path;
  }

  return {
    id: EMBEDDED_ID,
    kind: 'embedded',
    label: t('In CodeGrex'),
    destination: { providerId: EMBEDDED_ID, origin: null, kind: 'in-process' },
    detect: () => Promise.resolve(),
    listModels: async () => {
      const models = await Promise.all(
        // A file that is gone or broken is left out; the list of files in the settings still has it.
        files().map((path) =>
          inspect(path).then(
            (info) => modelInfo(path, info, loaded.includes(path)),
            () => null,
          ),
        ),
      );
      return models.filter((m) => m !== null);
    },
    chat: (cleared: ClearedRequest, model, signal) => {
      const payload = chatPayloadFor(cleared, EMBEDDED_ID);
      const { turns, maxTokens, tools = [] } = payload;
      const temperature = cleared.task === 'edit' ? TEMPERATURE.code : TEMPERATURE.chat;
      if (tools.length > 0 || hasPictures(payload)) throw new AppError('model-not-suited', t('It takes text only.'));
      return events({ t: 'chat', path: pathOf(model), turns, how: { maxTokens, temperature } }, signal);
    },
    complete: (cleared: ClearedRequest, model, signal) => {
      const payload = cleared.payloadFor(EMBEDDED_ID);
      if (payload?.task !== 'completion') throw new AppError('destination-not-permitted');
      const path = pathOf(model);
      const { suffix, maxTokens, stop } = payload;
      if (isAskedInWords(payload, `${EMBEDDED_ID}/${model}`))
        return events(
          { t: 'chat', path, turns: instructTurns(payload), how: { maxTokens, temperature: TEMPERATURE.code } },
          signal,
        );
      // The file tells the marks of the middle, but not how other files go along.
      const fim = fimPrompt(parse(path).name, payload);
      const prefix = prefixWithFiles(payload);
      const ask = { t: 'complete', path, prefix, suffix, maxTokens } as const;
      return fim?.files === true
        ? events({ ...ask, prompt: fim.segments, stop: [...stop, ...fim.stop] }, signal)
        : events({ ...ask, stop }, signal);
    },
    inspect,
    unload: async (model) => {
      if (child === null) return;
      for await (const answer of ask({ t: 'unload', path: pathOf(model) }, null)) void answer;
    },
    onLoadedChange: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    close: () => {
      closed = true;
      child?.kill();
    },
  };
}

/** A model's id: its file's name and, as two files may share it, a mark of the whole path. */
export function embeddedModelId(path: string): string {
  return `${parse(path).name}~${createHash('sha256').update(path).digest('hex').slice(0, 6)}`;
}

function modelInfo(path: string, info: GgufInfo, loaded: boolean): ModelInfo {
  const model = embeddedModelId(path);
  return {
    ref: `${EMBEDDED_ID}/${model}`,
    providerId: EMBEDDED_ID,
    model,
    label: info.name,
    destination: 'in-process',
    capabilities: { chat: true, completion: info.infill, tools: false, vision: false },
    contextTokens: Math.min(info.contextTokens ?? CHAT_CONTEXT, CHAT_CONTEXT),
    loaded,
    file: path,
  };
}
