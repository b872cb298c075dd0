import type { monaco } from './monaco-setup.ts';

/** A signal that aborts when Monaco no longer waits. */
export function signalOf(token: monaco.CancellationToken): AbortSignal {
  const stop = new AbortController();
  token.onCancellationRequested(() => {
    stop.abort();
  });
  return stop.signal;
}
