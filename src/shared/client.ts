import type { Api, Result, Running, RunningStream } from './api.ts';
import { CONTRACT } from './contract.ts';
import { AppError, toFailure } from './app-error.ts';
import type { Failure } from './error-codes.ts';
import type { ToCore, ToRenderer, Wire } from './wire.ts';

/** The renderer's end of a connection. */
export type RendererWire = Wire<ToCore, ToRenderer>;

interface Waiting {
  readonly settle: (result: Result<unknown>) => void;
  readonly onEvent: ((event: unknown) => void | Promise<void>) | null;
}

/** Build the API from the contract over a wire. When the wire closes, all that runs fails with `connection-lost`. */
export function createClient(wire: RendererWire): Api {
  let lastId = 0;
  let closed = false;
  const waiting = new Map<number, Waiting>();

  wire.onMessage((message) => {
    const entry = waiting.get(message.id);
    if (!entry) return;
    switch (message.t) {
      case 'event': {
        // The acknowledgement follows the consumer, so that a slow one slows the core down.
        const { id, seq } = message;
        // One that fails surfaces as an unhandled rejection, and neither stops the stream nor the wire.
        void (async () => entry.onEvent?.(message.body))().finally(() => {
          wire.send({ t: 'ack', id, seq });
        });
        return;
      }
      case 'result':
        entry.settle({ ok: true, value: message.body });
        break;
      case 'failure':
        entry.settle({ ok: false, failure: message.failure });
        break;
      case 'end':
        entry.settle({ ok: true, value: null });
        break;
    }
    waiting.delete(message.id);
  });
  wire.onClose(() => {
    closed = true;
    for (const { settle } of waiting.values()) settle(failed('connection-lost'));
    waiting.clear();
  });

  function start(
    t: 'call' | 'open',
    name: string,
    body: unknown,
    onEvent: Waiting['onEvent'],
  ): { result: Promise<Result<unknown>>; cancel: () => void } {
    const id = ++lastId;
    const result = new Promise<Result<unknown>>((settle) => {
      if (closed) settle(failed('connection-lost'));
      else waiting.set(id, { settle, onEvent });
    });
    wire.send({ t, id, name, body });
    return {
      result,
      cancel: () => {
        const entry = waiting.get(id);
        if (!entry) return;
        waiting.delete(id);
        wire.send({ t: 'cancel', id });
        entry.settle(failed('cancelled'));
      },
    };
  }

  const api: Record<string, unknown> = {};
  for (const [name, { kind }] of Object.entries(CONTRACT)) {
    api[name] =
      kind === 'call'
        ? (request: unknown): Running<unknown> => start('call', name, request, null)
        : (request: unknown, onEvent: (event: unknown) => void | Promise<void>): RunningStream => {
            const { result, cancel } = start('open', name, request, onEvent);
            return { ended: result as Promise<Result<null>>, cancel };
          };
  }
  // Built from the same table as the type.
  return api as Api;
}

function failed(code: Failure['code']): Result<never> {
  return { ok: false, failure: toFailure(new AppError(code)) };
}
