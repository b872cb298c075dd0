import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../shared/app-error.ts';

/** A new request waits so long for the one before to let go of the model, ms. */
const LET_GO_MS = 50;

/** Lets one piece of work run; the next one stops it, with `cancelled`. */
export type OneAtATime = <T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** For all that is asked of models unbidden in one window: two of them at once would only slow each other down. */
export function createOneAtATime(): OneAtATime {
  let current: { readonly stop: AbortController; readonly ended: Promise<unknown> } | null = null;

  return async (signal, work) => {
    const stop = new AbortController();
    const before = current;
    before?.stop.abort(new AppError('cancelled'));
    const run = (async () => {
      if (before !== null) await Promise.race([before.ended, delay(LET_GO_MS, undefined, { ref: false })]);
      const both = AbortSignal.any([signal, stop.signal]);
      both.throwIfAborted();
      return work(both);
    })();
    const mine = { stop, ended: run.catch(() => undefined) };
    current = mine;
    try {
      return await run;
    } catch (error) {
      // Whatever broke because it was stopped: the reason is why it was stopped.
      throw stop.signal.aborted ? stop.signal.reason : error;
    } finally {
      if (current === mine) current = null;
    }
  };
}
