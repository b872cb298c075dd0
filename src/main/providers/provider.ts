import type { ClearedRequest } from '../../privacy/gate.ts';
import type { Destination } from '../../privacy/destination.ts';
import type {
  ChatPayload,
  CompletionPayload,
  DeletePayload,
  DetectPayload,
  EditPayload,
  ModelsPayload,
  PullPayload,
} from '../../privacy/payload.ts';
import { AppError } from '../../shared/app-error.ts';
import type { ServerKind } from '../../shared/provider-presets.ts';
import type { ModelInfo } from '../../shared/schemas/models.ts';
import type { InstalledModel, PullEvent } from '../../shared/schemas/ollama.ts';
import type { ServerConfig } from '../../shared/schemas/settings.ts';
import type { StopReason } from '../../shared/schemas/chat-and-completion.ts';
import type { Egress } from '../egress/egress.ts';

/** What a model says, in one vocabulary for all providers. */
export type ModelEvent =
  | { readonly type: 'loading' }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | ToolCallEvent
  | UsageEvent
  | { readonly type: 'stop'; readonly reason: StopReason };

/** A tool that the model wants called; whole, never in pieces. */
export interface ToolCallEvent {
  readonly type: 'tool-call';
  /** Unique within the answer; goes back with what the tool says. */
  readonly id: string;
  readonly name: string;
  /** As the model wrote it: it may be no JSON at all, or cut where the answer was too long. */
  readonly argumentsJson: string;
}

/** Tokens; `null` where the provider does not tell. */
export interface UsageEvent {
  readonly type: 'usage';
  /** Of the whole question, what came from the provider's cache included. */
  readonly promptTokens: number | null;
  readonly answerTokens: number | null;
  /** Those of the question that the provider had in its cache. */
  readonly cachedTokens: number | null;
}

/** How far a pull is. */
export type PullProgress = Omit<Extract<PullEvent, { readonly type: 'progress' }>, 'type'>;

/** A server whose models can be fetched and deleted. */
export interface ManagesModels {
  /** All that it had when it was last asked for its models, those that make no text too. */
  installed(): readonly InstalledModel[];
  /** Have it fetch a model; ends when the server has it. */
  pull(cleared: ClearedRequest<PullPayload>, signal: AbortSignal): AsyncIterable<PullProgress>;
  remove(cleared: ClearedRequest<DeletePayload>, signal: AbortSignal): Promise<void>;
}

/**
 * A source of models. Providers encode and decode; they never open a socket: network ones use
 * egress' fetch for the clearance they are given. They throw AppError only.
 */
export interface Provider {
  readonly id: string;
  readonly kind: 'embedded' | ServerKind;
  readonly label: string;
  readonly destination: Destination;
  /** Left out where the models are not the user's to change. */
  readonly manage?: ManagesModels;
  /** Cheap check that it is there; resolves or throws. */
  detect(cleared: ClearedRequest<DetectPayload>, signal: AbortSignal): Promise<void>;
  listModels(cleared: ClearedRequest<ModelsPayload>, signal: AbortSignal): Promise<readonly ModelInfo[]>;
  /** Ends after one `stop` event; a cut stream throws `stream-broken`. */
  chat(
    cleared: ClearedRequest<ChatPayload | EditPayload>,
    model: string,
    signal: AbortSignal,
  ): AsyncIterable<ModelEvent>;
  complete(cleared: ClearedRequest<CompletionPayload>, model: string, signal: AbortSignal): AsyncIterable<ModelEvent>;
}

/**
 * What a provider is to ask as a chat: a chat, or a question for the next edit. Throws
 * `destination-not-permitted` for anything else, and where the clearance is for others.
 */
export function chatPayloadFor(cleared: ClearedRequest, providerId: string): ChatPayload {
  const payload = cleared.payloadFor(providerId);
  if (payload?.task !== 'chat' && payload?.task !== 'edit') throw new AppError('destination-not-permitted');
  return payload.task === 'chat' ? payload : { ...payload, task: 'chat' };
}

/** Makes the provider of a server whose address was found usable. */
export type CreateProvider = (config: ServerConfig, destination: Destination, egress: Egress) => Provider;
