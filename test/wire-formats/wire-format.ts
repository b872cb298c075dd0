import type { ServerKind } from '../../src/shared/provider-presets.ts';
import type { StopReason } from '../../src/shared/schemas/chat-and-completion.ts';

/** What a model says, before any provider's format. */
export type Said =
  | { readonly text: string }
  | { readonly reasoning: string }
  | { readonly call: { readonly id: string; readonly name: string; readonly pieces: readonly string[] } }
  | {
      readonly stop: Exclude<StopReason, 'other'>;
      readonly prompt: number;
      readonly answer: number;
      readonly cached: number;
    };

/** An answer as it goes over the wire: complete frames, one behind the other. */
export interface Frames {
  /** All that is said, and why it ended. */
  readonly body: readonly string[];
  /** What follows the last of it, such as `[DONE]`; empty where a format has no such mark. */
  readonly end: string;
}

/** A provider's way to answer, written from its public reference; nothing of it was recorded from anybody's account. */
export interface WireFormat {
  readonly name: string;
  readonly kind: ServerKind;
  /** The page that it was written from. */
  readonly source: string;
  readonly contentType: string;
  /** What its model of the tests is called. */
  readonly model: string;
  /** The headers that its reference wants of each request, where there is a key. */
  headers(key: string): Readonly<Record<string, string>>;
  frames(said: readonly Said[]): Frames;
  /** The list of its models, as the reference shows it. */
  models(names: readonly string[]): object;
  /** An answer of the fill-in-the-middle kind in these pieces; `null`: it has none, and is asked in words. */
  completion: ((pieces: readonly string[]) => string) | null;
  /** Sent now and then so that nobody hangs up. */
  readonly keepAlive: string;
  /** A frame that tells, within an answer, that the model failed. */
  failure(message: string): string;
  /** One that tells that the provider is overloaded; `null` where it has none. */
  readonly overloaded: string | null;
  /** The body of an answer with an error status. */
  errorBody(message: string): string;
  /** What the format cannot say: a case for it is left out. */
  readonly lacks: readonly ('reasoning' | 'tools' | 'cached' | 'content-filter' | 'call-ids')[];
}
