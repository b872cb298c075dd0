import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAdaptivePause, pauseFor } from './adaptive-pause.ts';

const ms = fc.integer({ min: 0, max: 10_000 });
const maybe = fc.option(ms);

describe('pauseFor', () => {
  it('is never longer than the setting, and never negative', () => {
    fc.assert(
      fc.property(ms, maybe, maybe, (limit, latency, interval) => {
        const pause = pauseFor(limit, latency, interval);
        expect(pause).toBeGreaterThanOrEqual(0);
        expect(pause).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('is no shorter for a slower model, nor for slower typing', () => {
    fc.assert(
      fc.property(ms, ms, ms, ms, ms, (limit, a, b, c, d) => {
        const [quick, slow] = [Math.min(a, b), Math.max(a, b)];
        expect(pauseFor(limit, quick, c)).toBeLessThanOrEqual(pauseFor(limit, slow, c));
        const [fast, unhurried] = [Math.min(c, d), Math.max(c, d)];
        expect(pauseFor(limit, a, fast)).toBeLessThanOrEqual(pauseFor(limit, a, unhurried));
      }),
    );
  });

  it.each([
    ['nothing is known yet', null, null, 250],
    ['the model answers at once', 0, 150, 0],
    ['the model is quick', 50, 150, 49],
    ['the model is slow: until the next key is late', 2000, 150, 181],
  ])('%s', (_what, latency, interval, pause) => {
    expect(pauseFor(250, latency, interval)).toBe(pause);
  });
});

describe('createAdaptivePause', () => {
  it('follows the typing, and takes thinking for none of it', () => {
    const adaptive = createAdaptivePause();
    adaptive.answered(1000);
    for (const time of [0, 100, 200, 9000, 9100, 9200]) adaptive.key(time);
    expect(adaptive.pause(1000)).toBe(pauseFor(1000, 1000, 100));
    for (let time = 10_000; time < 16_000; time += 300) adaptive.key(time);
    expect(adaptive.pause(1000)).toBe(pauseFor(1000, 1000, 300));
  });

  it('follows the model, slowly, and begins anew with another', () => {
    const adaptive = createAdaptivePause();
    expect(adaptive.pause(250)).toBe(250);
    adaptive.answered(100);
    const before = adaptive.pause(250);
    adaptive.answered(1000);
    expect(adaptive.pause(250)).toBeGreaterThan(before);
    expect(adaptive.pause(250)).toBeLessThan(pauseFor(250, 1000, null));
    adaptive.reset();
    expect(adaptive.pause(250)).toBe(250);
  });
});
