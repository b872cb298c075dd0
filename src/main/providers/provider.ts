import type { ClearedRequest } from '../../privacy/gate.ts';
import type { Destination } from '../../privacy/destination.ts';
import type { ChatPayload, CompletionPayload, DetectPayload, ModelsPayload } from '../../privacy/payload.ts';
import type { ServerKind } from '../../shared/provider-presets.ts';
import type { ModelInfo } from '../../shared/schemas.ts';

/** What a model says, in one vocabulary for all providers. */
export type ModelEvent =
  | { readonly type: 'loading' }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'usage'; readonly promptTokens: number | null; readonly answerTokens: number | null }
  | { readonly type: 'stop'; readonly reason: 'end' | 'length' | 'other' };

/**
 * A source of models. Providers encode and decode; they never open a socket: network ones use
 * egress' fetch for the clearance they are given. They throw AppError only.
 */
export interface Provider {
  readonly id: string;
  readonly kind: 'embedded' | ServerKind;
  readonly label: string;
  readonly destination: Destination;
  /** Cheap check that it is there; resolves or throws. */
  detect(cleared: ClearedRequest<DetectPayload>, signal: AbortSignal): Promise<void>;
  listModels(cleared: ClearedRequest<ModelsPayload>, signal: AbortSignal): Promise<readonly ModelInfo[]>;
  /** Ends after one `stop` event; a cut stream throws `stream-broken`. */
  chat(cleared: ClearedRequest<ChatPayload>, model: string, signal: AbortSignal): AsyncIterable<ModelEvent>;
  complete(cleared: ClearedRequest<CompletionPayload>, model: string, signal: AbortSignal): AsyncIterable<ModelEvent>;
}
