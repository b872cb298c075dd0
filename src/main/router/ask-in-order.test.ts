import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../shared/app-error.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';
import type { ModelEvent } from '../providers/provider.ts';
import { askInOrder } from './ask-in-order.ts';
import { createBreakers, type Breakers } from './breakers.ts';

type Step = ModelEvent | AppError;
const text = (words: string): ModelEvent => ({ type: 'text', text: words });
const stop: ModelEvent = { type: 'stop', reason: 'end' };

/** Models whose answers are scripts, one for each time that they are asked. */
function scripted(scripts: Readonly<Record<string, readonly (readonly Step[])[]>>) {
  const asked: string[] = [];
  const ask = async function* (model: string): AsyncGenerator<ModelEvent> {
    const script = scripts[model]?.[asked.filter((name) => name === model).length] ?? [new AppError('server-failed')];
    asked.push(model);
    for (const step of script) {
      await Promise.resolve();
      if (step instanceof AppError) throw step;
      yield step;
    }
  };
  return { asked, ask };
}

async function answer(
  scripts: Parameters<typeof scripted>[0],
  breakers: Breakers = createBreakers(),
  signal: AbortSignal = new AbortController().signal,
) {
  const { asked, ask } = scripted(scripts);
  const seen: string[] = [];
  const passed: string[] = [];
  let failure: unknown = null;
  const running = (async () => {
    const options = {
      breakers,
      destinationOf: (model: string) => model,
      ask,
      passedOn: (from: string, error: AppError, to: string) => passed.push(`${from} ${error.code} ${to}`),
    };
    for await (const { model, event } of askInOrder(Object.keys(scripts), options, signal)) {
      seen.push(`${model}:${event.type === 'text' ? event.text : event.type}`);
    }
  })().catch((error: unknown) => (failure = error));
  await vi.advanceTimersByTimeAsync(60_000);
  await running;
  return { asked, seen, passed, code: failure instanceof AppError ? failure.code : failure };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('askInOrder', () => {
  it('asks the first one only, where it answers', async () => {
    const { asked, seen } = await answer({ a: [[text('hello'), stop]], b: [[text('never')]] });
    expect(asked).toEqual(['a']);
    expect(seen).toEqual(['a:hello', 'a:stop']);
  });

  it('tells at once that a model is being loaded, which is no failure', async () => {
    const { seen, asked } = await answer({ a: [[{ type: 'loading' }, text('x'), stop]] });
    expect(seen).toEqual(['a:loading', 'a:x', 'a:stop']);
    expect(asked).toEqual(['a']);
  });

  it('tries again where that may help, and asks the next where it did not', async () => {
    const busy = new AppError('server-rate-limited');
    const { asked, seen, passed } = await answer({ a: [[busy], [busy], [busy]], b: [[text('from b'), stop]] });
    expect(asked).toEqual(['a', 'a', 'a', 'b']);
    expect(seen).toEqual(['b:from b', 'b:stop']);
    expect(passed).toEqual(['a server-rate-limited b']);
  });

  it('waits as long as the server says', async () => {
    const { asked, ask } = scripted({
      a: [[new AppError('server-rate-limited', undefined, { retryAfterMs: 7000 })], [text('later'), stop]],
    });
    const events = askInOrder(
      ['a'],
      { breakers: createBreakers(), destinationOf: (m) => m, ask },
      new AbortController().signal,
    );
    const first = events.next();
    await vi.advanceTimersByTimeAsync(6900);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toHaveLength(2);
    expect((await first).value).toEqual({ model: 'a', event: text('later') });
  });

  it('does not wait for a server that wants to be left alone for long', async () => {
    const { asked } = await answer({
      a: [[new AppError('server-rate-limited', undefined, { retryAfterMs: 60_000 })]],
      b: [[text('b'), stop]],
    });
    expect(asked).toEqual(['a', 'b']);
  });

  it('begins no answer anew of which something was seen', async () => {
    const { asked, seen, code } = await answer({
      a: [[text('half'), new AppError('stream-broken')]],
      b: [[text('b')]],
    });
    expect(asked).toEqual(['a']);
    expect(seen).toEqual(['a:half']);
    expect(code).toBe('stream-broken');
  });

  it.each<ErrorCode>(['cancelled', 'mode-changed', 'refused-by-mode', 'destination-not-permitted'])(
    'asks nobody else after %s',
    async (final) => {
      const { asked, code } = await answer({ a: [[new AppError(final)]], b: [[text('b')]] });
      expect(asked).toEqual(['a']);
      expect(code).toBe(final);
    },
  );

  it('asks nobody once it is cancelled', async () => {
    const { asked } = await answer(
      { a: [[text('a')]], b: [[text('b')]] },
      createBreakers(),
      AbortSignal.abort(new AppError('cancelled')),
    );
    expect(asked).toEqual([]);
  });

  it('leaves alone a server that failed three times, and finds out later whether it is well', async () => {
    const breakers = createBreakers();
    const down = () => [new AppError('server-unreachable')];
    for (let i = 0; i < 3; i++) await answer({ a: [down()] }, breakers);
    // A minute has passed since: the rest is over.
    expect(breakers.restingMs('a')).toBeNull();
    await breakers.run('a', () => Promise.reject(new AppError('server-unreachable'))).catch(() => undefined);
    expect(breakers.restingMs('a')).toBeGreaterThan(5000);
    await expect(breakers.run('a', () => Promise.resolve(1))).rejects.toMatchObject({ code: 'server-resting' });
    await vi.advanceTimersByTimeAsync(11_000);
    await expect(breakers.run('a', () => Promise.resolve(1))).resolves.toBe(1);
    expect(breakers.restingMs('a')).toBeNull();
  });

  it('counts a stream that breaks as a failure of its server, and a wrong key not', async () => {
    const breakers = createBreakers();
    for (let i = 0; i < 3; i++) breakers.failed('a', new AppError('server-unauthorised'));
    await vi.advanceTimersByTimeAsync(1);
    expect(breakers.restingMs('a')).toBeNull();
    for (let i = 0; i < 3; i++) breakers.failed('a', new AppError('stream-broken'));
    await vi.advanceTimersByTimeAsync(1);
    expect(breakers.restingMs('a')).not.toBeNull();
  });
});
