import { API_GLOBAL, type Api, type Result } from '../../shared/api.ts';
import { fromFailure } from '../../shared/app-error.ts';
import { createClient } from '../../shared/client.ts';
import type { CallName, EventOf, RequestOf, ResponseOf, StreamName } from '../../shared/contract.ts';
import type { ToRenderer } from '../../shared/wire.ts';

/**
 * The renderer's way to the core, and the only reader of the bridge global. In Electron the preload
 * put the API there; in browser mode it is built here over the page's own WebSocket.
 */

/** Whether the core can be reached. */
export type ConnectionState = 'connecting' | 'connected' | 'lost';

interface Bridge {
  readonly api: () => Api;
  readonly state: () => ConnectionState;
  readonly onState: (changed: (state: ConnectionState) => void) => () => void;
}

const bridge = fromPreload() ?? overWebSocket();

/** Call the core. Rejects with an AppError. */
export async function call<N extends CallName>(
  name: N,
  request: RequestOf<N>,
  signal?: AbortSignal,
): Promise<ResponseOf<N>> {
  const start = bridge.api()[name] as unknown as (r: RequestOf<N>) => {
    result: Promise<Result<ResponseOf<N>>>;
    cancel: () => void;
  };
  const { result, cancel } = start(request);
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return value(await result);
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/** Open a stream. Resolves at its end, rejects with an AppError. */
export async function stream<N extends StreamName>(
  name: N,
  request: RequestOf<N>,
  onEvent: (event: EventOf<N>) => void | Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const start = bridge.api()[name] as unknown as (
    r: RequestOf<N>,
    e: typeof onEvent,
  ) => { ended: Promise<Result<null>>; cancel: () => void };
  const { ended, cancel } = start(request, onEvent);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    value(await ended);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/**
 * Follow a stream for as long as the page lives, across lost connections.
 * @param onConnect called at each connection, to read the state that events only change
 */
export function subscribe<N extends StreamName>(
  name: N,
  request: RequestOf<N>,
  onEvent: (event: EventOf<N>) => void,
  onConnect: () => void,
): void {
  const connected = (state: ConnectionState): void => {
    if (state !== 'connected') return;
    // Ends with `connection-lost`, and starts again with the next connection.
    stream(name, request, onEvent, new AbortController().signal).catch(() => undefined);
    onConnect();
  };
  bridge.onState(connected);
  connected(bridge.state());
}

/** Whether the core can be reached now. */
export const connectionState = bridge.state;
/** Told of each change. */
export const onConnectionState = bridge.onState;

function value<T>(result: Result<T>): T {
  if (!result.ok) throw fromFailure(result.failure);
  return result.value;
}

function fromPreload(): Bridge | null {
  const api = (globalThis as Record<string, unknown>)[API_GLOBAL];
  if (api === undefined) return null;
  return { api: () => api as Api, state: () => 'connected', onState: () => () => undefined };
}

/** Reconnects for ever, at first at once and then each second: the core may be started again. */
function overWebSocket(): Bridge {
  const listeners = new Set<(state: ConnectionState) => void>();
  let state: ConnectionState = 'connecting';
  let api: Api | undefined;

  const set = (next: ConnectionState): void => {
    state = next;
    for (const changed of [...listeners]) changed(next);
  };
  function connect(): void {
    const socket = new WebSocket(`ws://${location.host}/wire`);
    const client = createClient({
      send: (message) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
      },
      onMessage: (receive) => {
        socket.addEventListener('message', (event: MessageEvent<string>) => {
          receive(JSON.parse(event.data) as ToRenderer);
        });
        return () => undefined;
      },
      onClose: (closed) => {
        socket.addEventListener('close', closed);
        return () => undefined;
      },
    });
    api ??= client;
    socket.addEventListener('open', () => {
      api = client;
      set('connected');
    });
    socket.addEventListener('close', () => {
      if (state === 'connected') set('lost');
      setTimeout(connect, 1000);
    });
  }
  connect();

  return {
    api: () => {
      if (!api) throw new Error('connect has run');
      return api;
    },
    state: () => state,
    onState: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}
