import type { CallName, EventOf, RequestOf, ResponseOf, StreamName } from './contract.ts';
import type { Failure } from './error-codes.ts';

/** The outcome of a call: expected failures are values, not exceptions. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** A running call. Plain functions and promises only, so that it survives Electron's contextBridge. */
export interface Running<T> {
  readonly result: Promise<Result<T>>;
  /** Idempotent. The result becomes the failure `cancelled`. */
  readonly cancel: () => void;
}

/** A running stream. */
export interface RunningStream {
  /** Resolves when the stream ended, failed or was cancelled. */
  readonly ended: Promise<Result<null>>;
  readonly cancel: () => void;
}

/**
 * What the renderer sees: one function for each contract entry and nothing generic. An event
 * counts as consumed, and makes room for another, when `onEvent` returns (or its promise settles).
 */
export type Api = {
  readonly [N in CallName]: (request: RequestOf<N>) => Running<ResponseOf<N>>;
} & {
  readonly [N in StreamName]: (
    request: RequestOf<N>,
    onEvent: (event: EventOf<N>) => void | Promise<void>,
  ) => RunningStream;
};

/** The global under which the bridge finds the API (Electron); absent in browser mode. */
export const API_GLOBAL = 'codegrex';
