import { beforeEach, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { createClient, type RendererWire } from './client.ts';
import type { ToCore, ToRenderer } from './wire.ts';

let sent: ToCore[];
let answer: (message: ToRenderer) => void;
let drop: () => void;
let api: Api;

/** A wire of which the test is the other end; messages arrive at once. */
beforeEach(() => {
  sent = [];
  const wire: RendererWire = {
    send: (message) => void sent.push(message),
    onMessage: (receive) => {
      answer = receive;
      return () => undefined;
    },
    onClose: (closed) => {
      drop = closed;
      return () => undefined;
    },
  };
  api = createClient(wire);
});

const settled = async (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([promise.then(() => true), new Promise<boolean>((done) => setImmediate(done, false))]);
const chat = { conversationId: 'c', messages: [{ role: 'user' as const, text: 'q' }], context: [], model: null };
const text = (id: number, seq: number): ToRenderer => ({
  t: 'event',
  id,
  seq,
  body: { type: 'text', text: String(seq) },
});

describe('calls', () => {
  it('numbers each request and gives each its own answer, in whatever order they come', async () => {
    const first = api['files.mayRead']({ path: 'a' });
    const second = api['files.mayRead']({ path: 'b' });
    expect(sent.map((m) => m.id)).toEqual([1, 2]);
    answer({ t: 'result', id: 2, body: { allowed: true, rule: null } });
    answer({ t: 'failure', id: 1, failure: { code: 'no-workspace', message: 'none' } });
    expect(await second.result).toEqual({ ok: true, value: { allowed: true, rule: null } });
    expect(await first.result).toEqual({ ok: false, failure: { code: 'no-workspace', message: 'none' } });
  });

  it('cancels: told to the core once, and the caller is not kept waiting', async () => {
    const { result, cancel } = api['files.all']({});
    cancel();
    cancel();
    expect(await result).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    expect(sent).toEqual([
      { t: 'call', id: 1, name: 'files.all', body: {} },
      { t: 'cancel', id: 1 },
    ]);
  });

  it('keeps the first outcome: an answer after a cancel, a cancel after an answer', async () => {
    const late = api['files.all']({});
    late.cancel();
    answer({ t: 'result', id: 1, body: { paths: [], truncated: false } });
    expect(await late.result).toMatchObject({ ok: false });
    const done = api['files.all']({});
    answer({ t: 'result', id: 2, body: { paths: [], truncated: false } });
    done.cancel();
    expect(await done.result).toMatchObject({ ok: true });
    expect(sent.filter((m) => m.t === 'cancel')).toHaveLength(1);
  });

  it('takes no notice of answers to what it did not ask', async () => {
    const { result } = api['app.info']({});
    answer({ t: 'result', id: 99, body: {} });
    answer({ t: 'end', id: 98 });
    answer(text(97, 1));
    expect(await settled(result)).toBe(false);
    expect(sent).toHaveLength(1);
  });
});

describe('a lost connection', () => {
  it('fails all that runs, and all that is asked later', async () => {
    const running = [api['files.all']({}).result, api['app.info']({}).result];
    const stream = api['files.changes']({}, () => undefined);
    drop();
    for (const result of [
      ...running,
      stream.ended,
      api['app.info']({}).result,
      api['ledger.changes']({}, () => undefined).ended,
    ]) {
      expect(await result).toMatchObject({ ok: false, failure: { code: 'connection-lost' } });
    }
  });

  it('leaves alone what had ended', async () => {
    const { result } = api['workspace.current']({});
    answer({ t: 'result', id: 1, body: null });
    drop();
    expect(await result).toEqual({ ok: true, value: null });
  });
});

describe('streams', () => {
  it('acknowledges an event once its consumer is through with it', async () => {
    const finish: (() => void)[] = [];
    const seen: string[] = [];
    api['chat.send'](chat, (event) => {
      if (event.type === 'text') seen.push(event.text);
      return new Promise<void>((done) => finish.push(done));
    });
    answer(text(1, 1));
    answer(text(1, 2));
    await settled(Promise.resolve());
    expect(seen).toEqual(['1', '2']);
    expect(sent).toHaveLength(1);
    finish[0]?.();
    await expect.poll(() => sent.at(-1)).toEqual({ t: 'ack', id: 1, seq: 1 });
    finish[1]?.();
    await expect.poll(() => sent.at(-1)).toEqual({ t: 'ack', id: 1, seq: 2 });
  });

  it('shows no event after a cancel', async () => {
    const seen: unknown[] = [];
    const { ended, cancel } = api['chat.send'](chat, (event) => void seen.push(event));
    answer(text(1, 1));
    cancel();
    answer(text(1, 2));
    expect(await ended).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    expect(seen).toHaveLength(1);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('a bug in the page');
      },
    ],
    ['rejects', () => Promise.reject(new Error('a bug in the page'))],
  ])('goes on when its consumer %s, and the error is not hidden', async (_how, consumer) => {
    const errors = await unhandledDuring(async () => {
      api['chat.send'](chat, consumer);
      answer(text(1, 1));
      answer(text(1, 2));
      await expect.poll(() => sent.filter((m) => m.t === 'ack').map((m) => m.seq)).toEqual([1, 2]);
    });
    expect(errors).toEqual(['a bug in the page', 'a bug in the page']);
  });

  it('ends, or fails with what the core says', async () => {
    const good = api['files.changes']({}, () => undefined);
    const bad = api['files.changes']({}, () => undefined);
    answer({ t: 'end', id: 1 });
    answer({ t: 'failure', id: 2, failure: { code: 'mode-changed', message: 'stopped' } });
    expect(await good.ended).toEqual({ ok: true, value: null });
    expect(await bad.ended).toEqual({ ok: false, failure: { code: 'mode-changed', message: 'stopped' } });
  });
});

/** Messages of the promises that nobody caught; vitest's own listener is off meanwhile. */
async function unhandledDuring(work: () => Promise<void>): Promise<string[]> {
  const listeners = process.listeners('unhandledRejection');
  const errors: string[] = [];
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (reason) => errors.push((reason as Error).message));
  try {
    await work();
    await new Promise((done) => setImmediate(done));
  } finally {
    process.removeAllListeners('unhandledRejection');
    for (const listener of listeners) process.on('unhandledRejection', listener);
  }
  return errors;
}
