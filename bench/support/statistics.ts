/** What is said about a series of measurements. All figures are in the unit of the samples. */

/** A ratio of two medians, with what chance alone could have made of it. */
export interface Ratio {
  readonly value: number;
  /** Bounds within which 95 of 100 ratios fall when the same samples are drawn again (bootstrap). */
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 2000;

/** The value that `share` of the samples do not exceed, interpolated between the two nearest. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)];
  const high = sorted[Math.ceil(at)];
  if (low === undefined || high === undefined) throw new Error('There are no samples.');
  return low + (high - low) * (at - Math.floor(at));
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** The median of `samples` over the median of `reference`. The same samples give the same bounds. */
export function ratioOfMedians(samples: readonly number[], reference: readonly number[]): Ratio {
  const random = randomSource();
  const drawn = (from: readonly number[]): number =>
    median(from.map((_, i) => from[Math.floor(random() * from.length)] ?? from[i] ?? 0));
  const ratios = Array.from({ length: RESAMPLES }, () => drawn(samples) / drawn(reference));
  return {
    value: median(samples) / median(reference),
    low: quantile(ratios, 0.025),
    high: quantile(ratios, 0.975),
  };
}

/** Uniform in [0, 1); always the same sequence (mulberry32). */
export function randomSource(): () => number {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
