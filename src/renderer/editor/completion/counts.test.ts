import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CompletionCounts } from '../../../shared/schemas/chat-and-completion.ts';
import type { Completed, Offer } from './completion-session.ts';
import { createCountBatch, createOutcomeCounter } from './counts.ts';

const spot = { path: 'a', languageId: 'x', offset: 0, prefix: '', suffix: '', whole: true };
const completed = (model: string | null = 'm'): Completed => ({ spot, text: 'abc', model });
const offer = (answer: Completed, reused = false): Offer => ({ answer, text: answer.text, replaces: 0, reused });

/** What was counted, less the zeros. */
function counted(act: (counter: ReturnType<typeof createOutcomeCounter>) => void): Record<string, number> {
  const sums: Record<string, number> = {};
  act(
    createOutcomeCounter((model, counts) => {
      expect(model).toBe('m');
      for (const [key, value] of Object.entries(counts)) if (value > 0) sums[key] = (sums[key] ?? 0) + value;
    }),
  );
  return sums;
}

describe('createOutcomeCounter', () => {
  const [one, two] = [completed(), completed()];

  it('counts a completion once, however long the user types along, and the keys that cost nothing', () => {
    const counts = counted((c) => {
      c.asked('m');
      c.shown(offer(one));
      c.shown(offer(one, true));
      c.shown(offer(one, true));
      c.accepted(one);
    });
    expect(counts).toEqual({ asked: 1, shown: 1, reused: 2, accepted: 1 });
  });

  it.each([
    [
      'dismissed',
      'dismissed',
      (c: ReturnType<typeof createOutcomeCounter>) => {
        c.dismissed(one);
      },
    ],
    [
      'taken in part',
      'acceptedInPart',
      (c: ReturnType<typeof createOutcomeCounter>) => {
        c.acceptedInPart(one);
        c.shown(offer(one, true));
      },
    ],
    ['left behind', 'ignored', () => undefined],
  ] as const)('one that is %s counts so when the next one is there', (_what, key, act) => {
    const counts = counted((c) => {
      c.shown(offer(one));
      act(c);
      c.shown(offer(two));
    });
    expect(counts).toMatchObject({ shown: 2, [key]: 1 });
    const ends = ['accepted', 'acceptedInPart', 'dismissed', 'ignored'].map((k) => counts[k] ?? 0);
    expect(ends.reduce((a, b) => a + b)).toBe(1);
  });

  it('one that is taken in part and then whole is accepted', () => {
    const counts = counted((c) => {
      c.shown(offer(one));
      c.acceptedInPart(one);
      c.accepted(one);
      c.shown(offer(two));
    });
    expect(counts).toEqual({ shown: 2, accepted: 1 });
  });

  it('counts nothing where no model is known', () => {
    expect(
      counted((c) => {
        c.shown(offer(completed(null)));
      }),
    ).toEqual({});
  });
});

describe('createCountBatch', () => {
  afterEach(() => vi.useRealTimers());

  it('hands on sums, each thing once', () => {
    vi.useFakeTimers();
    const sent: [string, CompletionCounts][] = [];
    const batch = createCountBatch((model, counts) => sent.push([model, counts]), 1000);
    const one: CompletionCounts = {
      asked: 1,
      shown: 0,
      reused: 0,
      accepted: 0,
      acceptedInPart: 0,
      dismissed: 0,
      ignored: 2,
    };
    batch.add('a', one);
    batch.add('a', one);
    batch.add('b', one);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual([
      ['a', { ...one, asked: 2, ignored: 4 }],
      ['b', one],
    ]);
    batch.add('a', one);
    batch.flush();
    vi.advanceTimersByTime(5000);
    expect(sent).toHaveLength(3);
  });
});
