import { z } from 'zod';
import { AppError, toFailure } from '../../shared/app-error.ts';
import { CONTRACT, type ContractEntry, type EntryName } from '../../shared/contract.ts';
import { LIMITS } from '../../shared/limits.ts';
import type { CoreWire } from '../host/host.ts';
import type { Handlers } from './handlers.ts';

const RequestId = z.number().int().nonnegative();
const Message = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('call'), id: RequestId, name: z.string().max(64), body: z.unknown() }),
  z.strictObject({ t: z.literal('open'), id: RequestId, name: z.string().max(64), body: z.unknown() }),
  z.strictObject({ t: z.literal('ack'), id: RequestId, seq: RequestId }),
  z.strictObject({ t: z.literal('cancel'), id: RequestId }),
]);

interface Open {
  readonly controller: AbortController;
  /** Highest event number that the renderer has consumed. */
  acked: number;
  /** Those who wait for room. */
  readonly waiting: Set<() => void>;
}

type AnyHandler = (
  request: unknown,
  context: { signal: AbortSignal; emit: (event: unknown) => Promise<void> },
) => Promise<unknown>;

/**
 * Answer one connection: parse every message, call the handler, send back a result or a code.
 * Nothing that a renderer sends makes this throw.
 * @param reportUnexpected told of errors that are not AppErrors; must not log content
 */
export function serveConnection(
  wire: CoreWire,
  handlers: Handlers,
  reportUnexpected: (name: string, error: unknown) => void,
): void {
  const open = new Map<number, Open>();

  wire.onClose(() => {
    for (const { controller } of open.values()) controller.abort(new AppError('connection-lost'));
    open.clear();
  });

  wire.onMessage((raw: unknown) => {
    const parsed = Message.safeParse(raw);
    if (!parsed.success) {
      const id = RequestId.safeParse((raw as { id?: unknown } | null)?.id);
      // Without a number there is nobody to answer.
      if (id.success) fail(id.data, new AppError('request-malformed'));
      return;
    }
    const message = parsed.data;
    if (message.t === 'ack') {
      const entry = open.get(message.id);
      if (entry && message.seq > entry.acked) {
        entry.acked = message.seq;
        for (const wake of [...entry.waiting]) wake();
      }
    } else if (message.t === 'cancel') {
      open.get(message.id)?.controller.abort(new AppError('cancelled'));
    } else {
      start(message.t, message.id, message.name, message.body);
    }
  });

  function fail(id: number, error: unknown): void {
    wire.send({ t: 'failure', id, failure: toFailure(error) });
  }

  function start(t: 'call' | 'open', id: number, name: string, body: unknown): void {
    const contract = Object.hasOwn(CONTRACT, name) ? CONTRACT[name as EntryName] : undefined;
    if (contract === undefined || (contract.kind === 'stream') !== (t === 'open')) {
      fail(id, new AppError('request-unknown'));
      return;
    }
    if (open.has(id)) {
      fail(id, new AppError('request-malformed'));
      return;
    }
    if (open.size >= LIMITS.openRequests) {
      fail(id, new AppError('too-many-requests'));
      return;
    }
    if (sizeOf(body, LIMITS.messageBytes) > LIMITS.messageBytes) {
      fail(id, new AppError('request-too-large'));
      return;
    }
    const request = contract.request.safeParse(body);
    if (!request.success) {
      const tooLarge = request.error.issues.some((issue) => issue.code === 'too_big');
      fail(id, new AppError(tooLarge ? 'request-too-large' : 'request-malformed'));
      return;
    }
    const entry: Open = { controller: new AbortController(), acked: 0, waiting: new Set() };
    open.set(id, entry);
    run(id, name as EntryName, contract, request.data, entry).then(
      () => open.delete(id),
      (error: unknown) => {
        open.delete(id);
        const { signal } = entry.controller;
        const why: unknown = signal.aborted ? signal.reason : error;
        if (!(why instanceof AppError)) reportUnexpected(name, why);
        fail(id, why);
      },
    );
  }

  async function run(
    id: number,
    name: EntryName,
    contract: ContractEntry,
    request: unknown,
    entry: Open,
  ): Promise<void> {
    const { signal } = entry.controller;
    let seq = 0;
    const emit = async (event: unknown): Promise<void> => {
      signal.throwIfAborted();
      if (contract.kind !== 'stream') throw new Error('a call has no events');
      wire.send({ t: 'event', id, seq: ++seq, body: contract.event.parse(event) });
      while (seq - entry.acked >= LIMITS.streamWindow) {
        await new Promise<void>((resolve, reject) => {
          const settle = (): void => {
            entry.waiting.delete(settle);
            signal.removeEventListener('abort', settle);
            if (signal.aborted) reject(signal.reason as AppError);
            else resolve();
          };
          entry.waiting.add(settle);
          signal.addEventListener('abort', settle, { once: true });
          if (signal.aborted) settle();
        });
      }
    };
    // The table types each handler; picking one by name at run time loses which.
    const handler = handlers[name] as AnyHandler;
    const answer = await untilAborted(Promise.resolve(handler(request, { signal, emit })), signal);
    if (contract.kind === 'call') wire.send({ t: 'result', id, body: contract.response.parse(answer) });
    else wire.send({ t: 'end', id });
  }
}

/** A cancelled request is answered at once, even if its handler is slow to notice. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => {
      reject(signal.reason as AppError);
    };
    signal.addEventListener('abort', aborted, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', aborted);
    });
  });
}

/** Characters of all strings within, at least; stops counting at `limit`. */
function sizeOf(value: unknown, limit: number): number {
  let size = 0;
  const todo: unknown[] = [value];
  while (todo.length > 0 && size <= limit) {
    const next = todo.pop();
    if (typeof next === 'string') size += next.length;
    else if (typeof next === 'object' && next !== null) {
      size += 2;
      for (const [key, inner] of Object.entries(next)) {
        size += key.length;
        todo.push(inner);
      }
    } else size += 4;
  }
  return size;
}
