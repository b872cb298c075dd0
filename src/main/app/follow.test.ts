import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { followBatches, followLatest } from './follow.ts';

/** A source of events, and a stream that notes what it is told. */
function scene<T>(): {
  readonly stop: () => void;
  readonly context: { readonly signal: AbortSignal; readonly emit: (event: T) => Promise<void> };
  readonly told: T[];
  hold: Promise<void>;
} {
  const controller = new AbortController();
  const told: T[] = [];
  const self = {
    stop: () => {
      controller.abort();
    },
    told,
    hold: Promise.resolve(),
    context: {
      signal: controller.signal,
      emit: async (event: T) => {
        told.push(event);
        await self.hold;
      },
    },
  };
  return self;
}

interface Item {
  readonly id: string;
  readonly value: number;
}
const keyOf = ({ id }: Item): string => id;

describe('followBatches', () => {
  it('tells of many things at once, of each the latest, and of none twice', async () => {
    const { context, told, stop } = scene<Item[]>();
    let say: (item: Item) => void = () => undefined;
    const ended = followBatches(context, { keyOf, everyMs: 20, most: 2 }, (listener) => {
      say = listener;
      return () => (say = () => undefined);
    });
    say({ id: 'a', value: 1 });
    say({ id: 'b', value: 1 });
    say({ id: 'a', value: 2 });
    say({ id: 'c', value: 1 });
    expect(told).toEqual([]);
    await expect
      .poll(() => told)
      .toEqual([
        [
          { id: 'a', value: 2 },
          { id: 'b', value: 1 },
        ],
        [{ id: 'c', value: 1 }],
      ]);
    say({ id: 'a', value: 3 });
    await expect.poll(() => told.slice(2)).toEqual([[{ id: 'a', value: 3 }]]);
    stop();
    await ended;
    say({ id: 'a', value: 4 });
    await delay(40);
    expect(told).toHaveLength(3);
  });

  it('loses nothing that is told while it waits for the receiver', async () => {
    const self = scene<Item[]>();
    let go: () => void = () => undefined;
    self.hold = new Promise((resolve) => (go = resolve));
    let say: (item: Item) => void = () => undefined;
    const ended = followBatches(self.context, { keyOf, everyMs: 0, most: 10 }, (listener) => {
      say = listener;
      return () => undefined;
    });
    say({ id: 'a', value: 1 });
    await delay(5);
    say({ id: 'a', value: 2 });
    say({ id: 'b', value: 1 });
    await delay(5);
    expect(self.told).toHaveLength(1);
    go();
    await expect
      .poll(() => self.told.slice(1))
      .toEqual([
        [
          { id: 'a', value: 2 },
          { id: 'b', value: 1 },
        ],
      ]);
    self.stop();
    await ended;
  });
});

describe('followLatest', () => {
  it('tells the state as it is then, at most once in the time given', async () => {
    const { context, told, stop } = scene<number>();
    let state = 0;
    let changed: () => void = () => undefined;
    const ended = followLatest(
      context,
      () => state,
      (listener) => {
        changed = listener;
        return () => undefined;
      },
      30,
    );
    for (state = 1; state < 5; state++) changed();
    await expect.poll(() => told).toEqual([5]);
    stop();
    await ended;
  });
});
