import type { Failure } from './error-codes.ts';

/**
 * The messages between renderer and core, the same over Electron's IPC and the WebSocket.
 * `id` is chosen by the renderer and unique among its open requests.
 */
export type ToCore =
  | { readonly t: 'call'; readonly id: number; readonly name: string; readonly body: unknown }
  | { readonly t: 'open'; readonly id: number; readonly name: string; readonly body: unknown }
  /** The receiver has consumed all events up to and including `seq`; frees the stream's window. */
  | { readonly t: 'ack'; readonly id: number; readonly seq: number }
  | { readonly t: 'cancel'; readonly id: number };

export type ToRenderer =
  | { readonly t: 'result'; readonly id: number; readonly body: unknown }
  | { readonly t: 'failure'; readonly id: number; readonly failure: Failure }
  /** `seq` counts from 1 in each stream. */
  | { readonly t: 'event'; readonly id: number; readonly seq: number; readonly body: unknown }
  | { readonly t: 'end'; readonly id: number };

/** One end of a connection that carries messages in order; see the hosts for the two kinds. */
export interface Wire<Out, In> {
  /** Queue a message. Never throws; after close it does nothing. */
  send(message: Out): void;
  /** Register the receiver; returns a disposer. Messages come as parsed but unchecked values. */
  onMessage(receive: (message: In) => void): () => void;
  /** Called once when the other end is gone; returns a disposer. */
  onClose(closed: () => void): () => void;
}
