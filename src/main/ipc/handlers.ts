import type { CallName, EventOf, RequestOf, ResponseOf, StreamName } from '../../shared/contract.ts';

/** What a handler is given besides the parsed request. */
export interface CallContext {
  /** Aborted when the renderer cancels or goes away; its reason is an AppError. */
  readonly signal: AbortSignal;
}

/** What a stream's handler is given. */
export interface StreamContext<N extends StreamName> extends CallContext {
  /** Resolves when there is room for the next event, rejects once the stream is aborted. */
  readonly emit: (event: EventOf<N>) => Promise<void>;
}

/** One handler for each entry of the contract; a missing one does not compile. */
export type Handlers = {
  readonly [N in CallName]: (request: RequestOf<N>, context: CallContext) => Promise<ResponseOf<N>> | ResponseOf<N>;
} & {
  /** A stream ends when its promise settles. */
  readonly [N in StreamName]: (request: RequestOf<N>, context: StreamContext<N>) => Promise<void>;
};
