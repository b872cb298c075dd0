import { describe, expect, it } from 'vitest';
import type { Generation } from './replay-model.ts';
import { tally } from './tally.ts';

const generation = (received: number, ended: number, text: string, more: Partial<Generation> = {}): Generation => ({
  received,
  ended,
  text,
  sent: text.length,
  left: false,
  ...more,
});

describe('tally', () => {
  it('tells a request from what is typed along, and both from nothing', () => {
    const seen = {
      keys: [0, 500, 600, 700, 800],
      ghosts: [
        { at: 130, text: 'abc' },
        { at: 501, text: 'bc' },
        { at: 601, text: '' },
        { at: 701, text: 'x' },
        { at: 705, text: '' },
      ],
    };
    const generations = [generation(10, 110, 'abc'), generation(620, 640, 'never', { left: true, sent: 2 })];
    expect(tally(seen, generations)).toEqual({
      keys: 5,
      requests: 2,
      shown: 2,
      reused: 1,
      overheads: [30],
      multiples: [1.3],
      tokens: 5,
      wasted: 2,
      left: 1,
    });
  });

  it('counts an answer that comes after the next key for that key, at no cost', () => {
    const seen = { keys: [0, 100], ghosts: [{ at: 160, text: 'bcdef' }] };
    expect(tally(seen, [generation(10, 150, 'abcdef')])).toMatchObject({ shown: 1, reused: 1, wasted: 0 });
  });
});
