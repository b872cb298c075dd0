import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryWire, type MemoryWire } from '../../../test/support/memory-wire.ts';
import { requestSamples } from '../../../test/support/request-samples.ts';
import { AppError } from '../../shared/app-error.ts';
import { CONTRACT, type EntryName } from '../../shared/contract.ts';
import { ERROR_CODES } from '../../shared/error-codes.ts';
import { LIMITS } from '../../shared/limits.ts';
import type { ToRenderer } from '../../shared/wire.ts';
import type { Handlers, StreamContext } from './handlers.ts';
import { serveConnection } from './serve.ts';

/** What test/transport shows over the hosts' wires is not repeated here: this is what a page could do on purpose. */

let wire: MemoryWire;
let unexpected: string[];
beforeEach(() => {
  wire = createMemoryWire();
  unexpected = [];
});

const refuse = (): Promise<never> => Promise.reject(new AppError('not-supported-by-host'));
function serve(some: Partial<Handlers> = {}): void {
  const rest = Object.fromEntries(Object.keys(CONTRACT).map((name) => [name, refuse]));
  serveConnection(wire.core, { ...rest, ...some } as Handlers, (name) => unexpected.push(name));
}
const call = (id: number, name = 'workspace.current', body: unknown = {}): void => {
  wire.raw({ t: 'call', id, name, body });
};
const answersTo = (id: number): ToRenderer[] => wire.received.filter((m) => m.id === id);
const codes = (id: number): unknown[] => answersTo(id).map((m) => (m.t === 'failure' ? m.failure.code : m.t));
const turn = (): Promise<void> => new Promise((done) => setTimeout(done, 5));
/** A request that runs until it is let go. */
function held(): { handler: () => Promise<null>; letGo: () => void; started: () => number } {
  let letGo: () => void = () => undefined;
  let started = 0;
  const gate = new Promise<null>(
    (done) =>
      (letGo = () => {
        done(null);
      }),
  );
  return {
    handler: () => (started++, gate),
    letGo: () => {
      letGo();
    },
    started: () => started,
  };
}

describe('messages', () => {
  it('answers only what has a number, whatever comes, and never throws', async () => {
    serve();
    const kinds = fc.constantFrom('call', 'open', 'ack', 'cancel', 'result', '');
    const names = fc.oneof(
      fc.constantFrom(...Object.keys(CONTRACT)),
      fc.string(),
      fc.constantFrom('__proto__', 'toString'),
    );
    const ids = fc.oneof(fc.nat(), fc.double(), fc.integer(), fc.string());
    const almost = fc.record(
      { t: kinds, id: ids, name: names, body: fc.anything(), seq: fc.anything(), extra: fc.anything() },
      { requiredKeys: [] },
    );
    const messages = fc.sample(fc.oneof(fc.anything(), almost), 2000);
    for (const message of messages) wire.raw(cloneable(message));
    await expect.poll(() => wire.sent.length).toBe(messages.length);
    await turn();
    for (const answer of wire.received) {
      expect(Number.isSafeInteger(answer.id) && answer.id >= 0).toBe(true);
      if (answer.t === 'failure') expect(ERROR_CODES).toContain(answer.failure.code);
    }
    expect(wire.received.length).toBeGreaterThan(0);
    expect(unexpected).toEqual([]);
  });

  it.each([-1, 1.5, NaN, 2 ** 60, '1', null, undefined])('does not answer to the number %s', async (id) => {
    serve({ 'workspace.current': () => null });
    wire.raw({ t: 'call', id, name: 'workspace.current', body: {} });
    call(7);
    await expect.poll(() => codes(7)).toEqual(['result']);
    expect(wire.received).toHaveLength(1);
  });

  it('refuses a second request with the number of one that runs, which goes on', async () => {
    const first = held();
    serve({ 'workspace.current': first.handler });
    call(1);
    call(1);
    await expect.poll(() => codes(1)).toEqual(['request-malformed']);
    first.letGo();
    await expect.poll(() => codes(1)).toEqual(['request-malformed', 'result']);
    expect(first.started()).toBe(1);
    call(1);
    await expect.poll(() => codes(1)).toEqual(['request-malformed', 'result', 'result']);
  });

  it('makes room again when one of too many has ended or was cancelled', async () => {
    const many = held();
    serve({ 'workspace.current': many.handler });
    for (let id = 1; id <= LIMITS.openRequests; id++) call(id);
    call(1000);
    await expect.poll(() => codes(1000)).toEqual(['too-many-requests']);
    wire.raw({ t: 'cancel', id: 1 });
    await expect.poll(() => codes(1)).toEqual(['cancelled']);
    call(1001);
    call(1002);
    await expect.poll(() => codes(1002)).toEqual(['too-many-requests']);
    many.letGo();
    await expect.poll(() => codes(1001)).toEqual(['result']);
    expect(many.started()).toBe(LIMITS.openRequests + 1);
  });

  it('counts what is large in pieces, and is not felled by depth', async () => {
    serve();
    const piece = 'x'.repeat(1024 * 1024);
    call(1, 'files.read', {
      path: 'a',
      more: Array.from({ length: LIMITS.messageBytes / piece.length + 1 }, () => piece),
    });
    let deep: unknown = 'bottom';
    for (let i = 0; i < 20_000; i++) deep = { deep };
    call(2, 'files.read', deep);
    call(3, 'files.read', { path: deep });
    call(4, 'files.watch', { folders: Array.from({ length: 300_000 }, () => ''), files: [] });
    await expect.poll(() => codes(4)).toEqual(['request-too-large']);
    expect([codes(1), codes(2), codes(3)]).toEqual([
      ['request-too-large'],
      ['request-malformed'],
      ['request-malformed'],
    ]);
  });
});

describe('calls', () => {
  it('answers a cancel at once, and sends nothing of what comes of it later', async () => {
    const slow = held();
    serve({ 'workspace.current': slow.handler });
    call(1);
    wire.raw({ t: 'cancel', id: 1 });
    await expect.poll(() => codes(1)).toEqual(['cancelled']);
    slow.letGo();
    await turn();
    expect(codes(1)).toEqual(['cancelled']);
    expect(unexpected).toEqual([]);
  });

  it('answers what a handler throws before it has begun', async () => {
    serve({
      'files.mayRead': () => {
        throw new AppError('no-workspace');
      },
      'files.all': () => {
        throw new TypeError('secret');
      },
    });
    call(1, 'files.mayRead', { path: 'a' });
    call(2, 'files.all');
    await expect.poll(() => codes(2)).toEqual(['internal']);
    expect(codes(1)).toEqual(['no-workspace']);
    expect(unexpected).toEqual(['files.all']);
    expect(JSON.stringify(wire.received)).not.toContain('secret');
  });

  it('is silent once the window has gone, and tells each handler why', async () => {
    const reasons: unknown[] = [];
    serve({
      'workspace.current': (_request, { signal }) =>
        new Promise((_done, failed) => {
          signal.addEventListener('abort', () => {
            reasons.push(signal.reason);
            failed(new Error('gone'));
          });
        }),
    });
    call(1);
    call(2);
    await turn();
    wire.disconnect();
    await turn();
    expect(reasons).toMatchObject([{ code: 'connection-lost' }, { code: 'connection-lost' }]);
    expect(wire.received).toEqual([]);
    expect(unexpected).toEqual([]);
  });
});

describe('streams', () => {
  const event = { path: 'f', kind: 'changed' } as const;
  let context: StreamContext<'files.changes'>;
  /** Opens stream 1, whose events the test emits. */
  async function openStream(): Promise<void> {
    let opened = false;
    serve({
      'files.changes': (_request, given) => {
        context = given;
        opened = true;
        return new Promise((_done, failed) => {
          given.signal.addEventListener('abort', () => {
            failed(given.signal.reason as AppError);
          });
        });
      },
    });
    wire.raw({ t: 'open', id: 1, name: 'files.changes', body: {} });
    await expect.poll(() => opened).toBe(true);
  }
  const events = (): number => answersTo(1).filter((m) => m.t === 'event').length;
  /** Emit, and count what had room. */
  function emitting(): { ready: number } {
    const count = { ready: 0 };
    context.emit(event).then(
      () => count.ready++,
      () => undefined,
    );
    return count;
  }

  it('has exactly one window of events on the way, and an acknowledgement makes that much room', async () => {
    await openStream();
    let emitted = 0;
    void (async () => {
      for (; emitted < 500; emitted++) await context.emit(event);
    })().catch(() => undefined);
    await expect.poll(events).toBe(LIMITS.streamWindow);
    wire.raw({ t: 'ack', id: 1, seq: 10 });
    await expect.poll(events).toBe(LIMITS.streamWindow + 10);
    // Told twice, or what it has long known: no room.
    wire.raw({ t: 'ack', id: 1, seq: 10 });
    wire.raw({ t: 'ack', id: 1, seq: 3 });
    wire.raw({ t: 'ack', id: 2, seq: 400 });
    await turn();
    expect(events()).toBe(LIMITS.streamWindow + 10);
  });

  it('lets all that wait go on, not only the last', async () => {
    await openStream();
    for (let i = 1; i < LIMITS.streamWindow; i++) await context.emit(event);
    const first = emitting();
    const second = emitting();
    await turn();
    expect([first.ready, second.ready]).toEqual([0, 0]);
    wire.raw({ t: 'ack', id: 1, seq: LIMITS.streamWindow });
    await expect.poll(() => [first.ready, second.ready]).toEqual([1, 1]);
  });

  it('frees who waits for room when it is cancelled, and emits nothing more', async () => {
    await openStream();
    for (let i = 1; i < LIMITS.streamWindow; i++) await context.emit(event);
    const waiting = context.emit(event);
    wire.raw({ t: 'cancel', id: 1 });
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await expect(context.emit(event)).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => codes(1).at(-1)).toBe('cancelled');
    expect(events()).toBe(LIMITS.streamWindow);
  });
});

describe('answers', () => {
  const wrong = { surprise: 'content' };
  const handlers = Object.fromEntries(
    Object.entries(CONTRACT).map(([name, { kind }]) => [
      name,
      kind === 'call'
        ? () => wrong
        : (_request: unknown, { emit }: { emit: (event: unknown) => Promise<void> }) => emit(wrong),
    ]),
  ) as unknown as Handlers;

  it.each(Object.keys(CONTRACT) as EntryName[])('%s: what the contract does not allow is not sent', async (name) => {
    serve(handlers);
    wire.raw({ t: CONTRACT[name].kind === 'call' ? 'call' : 'open', id: 1, name, body: requestSamples[name][0] });
    await expect.poll(() => codes(1), { interval: 2 }).toEqual(['internal']);
    expect(JSON.stringify(wire.received)).not.toContain('surprise');
    expect(unexpected).toEqual([name]);
  });
});

/** As much of a value as can be cloned: a wire carries nothing else. */
function cloneable(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return null;
  }
}
