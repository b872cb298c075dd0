import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCompletionSession, type Completed, type CompletionSession, type Offer } from './completion-session.ts';
import type { Spot } from './type-ahead.ts';

/** A clock that tests turn, with the waits that hang on it. */
function createClock() {
  let now = 0;
  let waiting: { at: number; wake: () => void }[] = [];
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 30; i++) await Promise.resolve();
  };
  return {
    now: () => now,
    settle,
    wait: (ms: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        waiting.push({ at: now + ms, wake: resolve });
        signal.addEventListener('abort', () => {
          resolve();
        });
        if (signal.aborted) resolve();
      }),
    turn: async (ms: number): Promise<void> => {
      const end = now + ms;
      await settle();
      for (;;) {
        const next = waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        waiting = waiting.filter((w) => w !== next);
        now = Math.max(now, next.at);
        next.wake();
        await settle();
      }
      now = end;
    },
  };
}

interface Asked {
  readonly spot: Spot;
  readonly at: number;
  readonly signal: AbortSignal;
  stoppedAt: number | null;
}

/** A file with an editor that does what Monaco does: at each key it gives up what it asked, and asks again. */
function createDesk(
  options: { readonly says?: (spot: Spot) => string; readonly latency?: number; readonly pause?: number } = {},
) {
  const { says = () => 'ABC', latency = 100, pause = 50 } = options;
  const clock = createClock();
  const asked: Asked[] = [];
  let inFlight = 0;
  let most = 0;
  const session: CompletionSession = createCompletionSession({
    ask: async (spot, signal): Promise<Completed> => {
      const mine: Asked = { spot, at: clock.now(), signal, stoppedAt: null };
      asked.push(mine);
      most = Math.max(most, ++inFlight);
      let open = true;
      const leave = (): void => {
        if (open) inFlight--;
        open = false;
      };
      signal.addEventListener('abort', () => {
        mine.stoppedAt ??= clock.now();
        leave();
      });
      await clock.wait(latency, signal);
      leave();
      if (signal.aborted) throw new Error('stopped');
      return { spot, text: says(spot), model: 'm' };
    },
    pause: { pause: (limit) => Math.min(limit, pause) },
    limit: () => 1000,
    wait: clock.wait,
  });
  let text = '';
  let controller = new AbortController();
  let shown: Offer | null = null;
  const spot = (): Spot => ({
    path: 'a.ts',
    languageId: 'typescript',
    offset: text.length,
    prefix: text,
    suffix: '\n',
    whole: true,
  });
  function leave(): void {
    controller.abort();
    shown = null;
  }
  function ask(explicit = false): void {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    session.offer(spot(), { explicit }, signal).then(
      (offer) => {
        if (!signal.aborted) shown = offer;
      },
      () => undefined,
    );
  }
  return {
    clock,
    session,
    asked,
    most: () => most,
    inFlight: () => inFlight,
    shown: () => shown?.text ?? null,
    offer: () => shown,
    leave,
    ask,
    /** Press a key for which the editor comes after it has drawn it, `drawn` ms later, or never. */
    press: async (key: string, drawn: number | null): Promise<void> => {
      text += key;
      shown = null;
      session.prepare(spot());
      await clock.turn(drawn ?? 0);
      if (drawn !== null) ask();
      await clock.turn(0);
    },
    /** Press keys, one after the other. */
    type: async (keys: string, every = 10): Promise<void> => {
      for (const key of keys) {
        text += key;
        shown = null;
        ask();
        await clock.turn(every);
      }
    },
    back: async (): Promise<void> => {
      text = text.slice(0, -1);
      shown = null;
      ask();
      await clock.turn(0);
    },
  };
}

describe('createCompletionSession', () => {
  it('asks once the typing pauses, and shows what comes', async () => {
    const desk = createDesk();
    await desk.type('let x');
    expect(desk.asked).toHaveLength(0);
    await desk.clock.turn(49);
    expect(desk.asked.map(({ spot }) => spot.prefix)).toEqual(['let x']);
    await desk.clock.turn(100);
    expect(desk.shown()).toBe('ABC');
    expect(desk.offer()?.reused).toBe(false);
  });

  it('costs nothing to type what is on show, nor to take it back', async () => {
    const desk = createDesk();
    await desk.type('x');
    await desk.clock.turn(200);
    await desk.type('A', 0);
    expect([desk.shown(), desk.offer()?.reused]).toEqual(['BC', true]);
    await desk.type('B', 0);
    expect(desk.shown()).toBe('C');
    await desk.back();
    expect(desk.shown()).toBe('BC');
    await desk.back();
    expect(desk.shown()).toBe('ABC');
    await desk.clock.turn(1000);
    expect(desk.asked).toHaveLength(1);
  });

  it('for any begin of the completion: no request, and the right remainder', async () => {
    const said = fc.string({ unit: fc.constantFrom('a', 'b', '(', ' ', '\n'), minLength: 2, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(said, fc.nat(10), async (text, n) => {
        const desk = createDesk({ says: () => text });
        await desk.type('x');
        await desk.clock.turn(200);
        const typed = text.slice(0, Math.min(n, text.length - 1));
        await desk.type(typed, 0);
        expect(desk.shown()).toBe(text.slice(typed.length));
        await desk.clock.turn(500);
        expect(desk.asked).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
  });

  it('asks again where something else is typed, and not where nothing was to be said', async () => {
    const desk = createDesk({ says: ({ prefix }) => (prefix.endsWith('!') ? '' : 'ABC') });
    await desk.type('x');
    await desk.clock.turn(200);
    await desk.type('y');
    await desk.clock.turn(200);
    expect(desk.asked).toHaveLength(2);
    await desk.type('!');
    await desk.clock.turn(200);
    expect([desk.asked.length, desk.shown()]).toEqual([3, null]);
    desk.ask();
    await desk.clock.turn(200);
    expect(desk.asked).toHaveLength(3);
    // Asked for by hand, it is asked.
    desk.ask(true);
    await desk.clock.turn(0);
    expect(desk.asked).toHaveLength(4);
  });

  it('uses what is on its way, if the user types what it says meanwhile', async () => {
    const desk = createDesk({ latency: 100, pause: 80 });
    await desk.type('x', 90);
    expect(desk.asked).toHaveLength(1);
    await desk.type('AB', 40);
    // The answer came while the pause went on.
    await desk.clock.turn(60);
    expect([desk.shown(), desk.offer()?.reused]).toEqual(['C', true]);
    expect(desk.asked).toHaveLength(1);
    expect(desk.asked[0]?.stoppedAt).toBeNull();
  });

  it('gives up what is on its way when the pause is over, and asks anew', async () => {
    const desk = createDesk({ latency: 1000, pause: 50 });
    await desk.type('x', 60);
    await desk.type('y', 49);
    expect(desk.asked[0]?.stoppedAt).toBeNull();
    await desk.clock.turn(1);
    expect(desk.asked.map(({ stoppedAt }) => stoppedAt === null)).toEqual([false, true]);
    expect(desk.most()).toBe(1);
  });

  it('stops within 50 ms when the user leaves', async () => {
    const desk = createDesk({ latency: 1000 });
    await desk.type('x', 100);
    desk.leave();
    await desk.clock.turn(50);
    expect(desk.inFlight()).toBe(0);
    expect(desk.shown()).toBeNull();
  });

  it('asks at once after one was taken, and when asked by hand', async () => {
    const desk = createDesk({ pause: 500 });
    desk.session.accepted();
    await desk.type('x', 0);
    expect(desk.asked).toHaveLength(1);
    await desk.type('y', 0);
    expect(desk.asked).toHaveLength(1);
    desk.ask(true);
    await desk.clock.turn(0);
    expect(desk.asked).toHaveLength(2);
  });

  it('forgets everything when told to, and stops', async () => {
    const desk = createDesk();
    await desk.type('x');
    await desk.clock.turn(200);
    desk.session.clear();
    desk.ask();
    await desk.clock.turn(60);
    expect(desk.asked).toHaveLength(2);
    desk.session.clear();
    expect(desk.inFlight()).toBe(0);
  });

  it('never has two on their way, and leaves none behind, whatever is done and when', async () => {
    const act = fc.oneof(
      fc.record({ do: fc.constant('type' as const), key: fc.constantFrom('A', 'B', 'C', 'x', ' ') }),
      fc.record({
        do: fc.constant('press' as const),
        key: fc.constantFrom('A', 'B', 'C', 'x'),
        drawn: fc.constantFrom(null, 0, 10, 40),
      }),
      fc.record({ do: fc.constantFrom('back' as const, 'leave' as const, 'explicit' as const, 'accept' as const) }),
    );
    const acts = fc.array(fc.tuple(act, fc.constantFrom(0, 5, 20, 60, 200)), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(acts, fc.constantFrom(5, 40, 300), fc.constantFrom(0, 30, 100), async (all, latency, pause) => {
        const desk = createDesk({ latency, pause });
        for (const [what, then] of all) {
          if (what.do === 'type') await desk.type(what.key, then);
          else if (what.do === 'press') {
            await desk.press(what.key, what.drawn);
            await desk.clock.turn(then);
          } else {
            if (what.do === 'back') await desk.back();
            else if (what.do === 'leave') desk.leave();
            else if (what.do === 'explicit') desk.ask(true);
            else desk.session.accepted();
            await desk.clock.turn(then);
          }
          expect(desk.inFlight()).toBeLessThanOrEqual(1);
        }
        expect(desk.most()).toBeLessThanOrEqual(1);
        desk.leave();
        // What was begun last may be waited for a little longer.
        await desk.clock.turn(200);
        expect(desk.inFlight()).toBe(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('begins when a key is pressed, for the editor that comes later', async () => {
    const desk = createDesk({ latency: 100, pause: 0 });
    await desk.press('x', 15);
    expect(desk.asked.map(({ at }) => at)).toEqual([0]);
    await desk.clock.turn(85);
    expect(desk.shown()).toBe('ABC');
    // What is typed along needs nobody.
    await desk.press('A', 15);
    expect(desk.shown()).toBe('BC');
    expect(desk.asked).toHaveLength(1);
  });

  it('asks nothing for a spot whose pause ends when the next key has been pressed', async () => {
    const desk = createDesk({ latency: 300, pause: 100 });
    await desk.press('A', 10);
    desk.session.accepted();
    await desk.clock.turn(60);
    await desk.press('A', 40);
    expect(desk.asked.map(({ at, stoppedAt }) => [at, stoppedAt])).toEqual([[70, null]]);
    desk.leave();
    await desk.clock.turn(200);
    expect(desk.inFlight()).toBe(0);
  });

  it('stops what was begun where the editor does not come, or comes for another spot', async () => {
    const desk = createDesk({ latency: 1000, pause: 0 });
    await desk.press('x', null);
    expect(desk.inFlight()).toBe(1);
    await desk.clock.turn(200);
    expect(desk.inFlight()).toBe(0);
    await desk.press('y', null);
    await desk.press('z', 5);
    expect(desk.asked.map(({ stoppedAt }) => stoppedAt === null)).toEqual([false, false, true]);
    expect(desk.most()).toBe(1);
    desk.leave();
    await desk.clock.turn(50);
    expect(desk.inFlight()).toBe(0);
  });

  it('passes on what went wrong, and goes on', async () => {
    let broken = true;
    const session = createCompletionSession({
      ask: (spot) => (broken ? Promise.reject(new Error('down')) : Promise.resolve({ spot, text: 'ABC', model: 'm' })),
      pause: { pause: () => 0 },
      limit: () => 0,
      wait: () => Promise.resolve(),
    });
    const spot: Spot = { path: 'a', languageId: 'x', offset: 1, prefix: 'x', suffix: '', whole: true };
    const { signal } = new AbortController();
    await expect(session.offer(spot, { explicit: false }, signal)).rejects.toThrow('down');
    broken = false;
    expect((await session.offer(spot, { explicit: false }, signal))?.text).toBe('ABC');
  });
});
