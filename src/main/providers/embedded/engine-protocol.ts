import type { Turn } from '../../../privacy/payload.ts';
import type { Failure } from '../../../shared/error-codes.ts';
import type { Segment } from '../fim/fim-families.ts';
import type { ModelEvent } from '../provider.ts';

/** Tokens of context that a chat has at most; more costs memory that a laptop may not have. */
export const CHAT_CONTEXT = 16_384;

/** How a model is to answer. */
export interface ChatOptions {
  readonly maxTokens: number;
  /** 0: always the likeliest word; 1: as the model weighs them. */
  readonly temperature: number;
}

/** What the core asks of the engine process. Paths are absolute; `id` is unique per request. */
export type ToEngine =
  | { readonly t: 'inspect'; readonly id: number; readonly path: string }
  | {
      readonly t: 'chat';
      readonly id: number;
      readonly path: string;
      readonly turns: readonly Turn[];
      readonly how: ChatOptions;
    }
  | {
      readonly t: 'complete';
      readonly id: number;
      readonly path: string;
      readonly prefix: string;
      readonly suffix: string;
      /** In place of prefix and suffix, the whole prompt with the marks of the model's family. */
      readonly prompt?: readonly Segment[];
      readonly maxTokens: number;
      readonly stop: readonly string[];
    }
  | { readonly t: 'cancel'; readonly id: number }
  | { readonly t: 'unload'; readonly id: number; readonly path: string };

/** What a GGUF file says about itself. */
export interface GgufInfo {
  readonly name: string;
  readonly contextTokens: number | null;
  /** It has the tokens for fill-in-the-middle. */
  readonly infill: boolean;
}

/** What the engine process answers. */
export type FromEngine =
  | { readonly t: 'event'; readonly id: number; readonly event: ModelEvent }
  | { readonly t: 'info'; readonly id: number; readonly info: GgufInfo }
  | { readonly t: 'end'; readonly id: number }
  | { readonly t: 'failure'; readonly id: number; readonly failure: Failure }
  /** The models now in memory. */
  | { readonly t: 'loaded'; readonly paths: readonly string[] };
