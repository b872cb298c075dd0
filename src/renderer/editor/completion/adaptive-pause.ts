/** How long to wait for the next key before a model is asked. */
export interface AdaptivePause {
  /** A key was pressed at `time`, ms. */
  key(time: number): void;
  /** A model took so long, ms. */
  answered(ms: number): void;
  /** Another model: what was measured does not count. */
  reset(): void;
  /** @param limit what the user has set, ms */
  pause(limit: number): number;
}

/** A longer gap between keys is thought, not typing, ms. */
const TYPING_GAP_MS = 1000;
/** Of somebody whose typing has not been seen yet, ms. */
const TYPICAL_INTERVAL_MS = 150;
const KEPT_INTERVALS = 15;
/** How much the latest answer counts among those before it. */
const WEIGHT = 0.3;
/** A pause so much longer than the gap between keys is not the next key being on its way. */
const BEYOND = 1.3;

/**
 * The pause that a model's speed and a user's typing call for, never longer than the setting. A quick
 * model is asked soon, since nothing is lost if the next key comes; a slow one only when the user has
 * stopped, since each request that is given up was for nothing.
 */
export function createAdaptivePause(): AdaptivePause {
  let intervals: readonly number[] = [];
  let lastKey: number | null = null;
  let latency: number | null = null;
  return {
    key: (time) => {
      const interval = lastKey === null ? null : time - lastKey;
      lastKey = time;
      if (interval !== null && interval >= 0 && interval <= TYPING_GAP_MS) {
        intervals = [...intervals, interval].slice(-KEPT_INTERVALS);
      }
    },
    answered: (ms) => {
      latency = latency === null ? ms : latency + WEIGHT * (ms - latency);
    },
    reset: () => {
      latency = null;
    },
    pause: (limit) => pauseFor(limit, latency, medianOf(intervals)),
  };
}

/**
 * @param latency of the model, ms; `null` while nothing is known of it
 * @param interval between keys, ms; `null` while nothing is known of it
 */
export function pauseFor(limit: number, latency: number | null, interval: number | null): number {
  if (latency === null) return limit;
  const gap = interval ?? TYPICAL_INTERVAL_MS;
  const share = latency + gap === 0 ? 0 : latency / (latency + gap);
  return Math.min(limit, Math.round(BEYOND * gap * share));
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
