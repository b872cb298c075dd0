import type { DestinationClass } from '../../src/privacy/destination.ts';
import type { ClearedRequest } from '../../src/privacy/gate.ts';
import type { Question } from '../../src/main/assist/ask-model.ts';
import type { Payload } from '../../src/privacy/payload.ts';
import type { ModelEvent, Provider } from '../../src/main/providers/provider.ts';
import type { ModelInfo } from '../../src/shared/schemas/models.ts';

/** A model that says what a test tells it to, and keeps what it was given. */
export interface ScriptedProvider extends Provider {
  readonly info: ModelInfo;
  /** What each question brought, as this provider may see it. */
  readonly asked: readonly Question[];
  /** What it says to the next questions; by default a short answer. */
  answer: (payload: Question, signal: AbortSignal) => Iterable<ModelEvent> | AsyncIterable<ModelEvent>;
}

const ORIGINS: Readonly<Record<DestinationClass, string | null>> = {
  'in-process': null,
  loopback: 'http://localhost:11434',
  'on-prem': 'http://gpu.corp:8000',
  cloud: 'https://api.example.com',
};

export function createScriptedProvider(kind: DestinationClass, id = `scripted-${kind}`): ScriptedProvider {
  const asked: Question[] = [];
  async function* run(cleared: ClearedRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const payload = cleared.payloadFor(id);
    if (payload === undefined || !isQuestion(payload)) throw new Error('nothing was asked');
    asked.push(payload);
    yield* self.answer(payload, signal);
  }
  const self: ScriptedProvider = {
    id,
    kind: 'openai-compatible',
    label: id,
    destination: { providerId: id, origin: ORIGINS[kind], kind },
    info: {
      ref: `${id}/model`,
      providerId: id,
      model: 'model',
      label: 'Model',
      destination: kind,
      capabilities: { chat: true, completion: true, tools: false, vision: false },
      contextTokens: null,
      loaded: null,
      file: null,
    },
    asked,
    answer: () => saying('fine'),
    detect: () => Promise.resolve(),
    listModels: () => Promise.resolve([self.info]),
    chat: (cleared, _model, signal) => run(cleared, signal),
    complete: (cleared, _model, signal) => run(cleared, signal),
  };
  return self;
}

function isQuestion(payload: Payload): payload is Question {
  return payload.task === 'chat' || payload.task === 'completion' || payload.task === 'edit';
}

/** An answer in pieces, with its end. */
export function saying(...pieces: readonly string[]): ModelEvent[] {
  return [...pieces.map((text): ModelEvent => ({ type: 'text', text })), { type: 'stop', reason: 'end' }];
}
