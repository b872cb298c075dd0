import { call } from '../bridge/bridge.ts';
import { createCountBatch, createOutcomeCounter, type Answer, type OutcomeCounter } from './completion/counts.ts';

/** Counts are handed on this often, ms. */
const COUNT_EVERY_MS = 2000;

/** Counts what becomes of a task's suggestions, for the user's own interest. */
export interface Counting<A extends Answer> {
  readonly counter: OutcomeCounter<A>;
  /** Hands on what is left, and ends. */
  dispose(): void;
}

/** Counts are handed to the core now and then, and when the page is left. */
export function countOutcomes<A extends Answer>(task: 'completion' | 'edit'): Counting<A> {
  const batch = createCountBatch((model, counts) => {
    // Without them nothing is amiss.
    call('completion.count', { model, task, counts }).catch(() => undefined);
  }, COUNT_EVERY_MS);
  const counter = createOutcomeCounter<A>((model, counts) => {
    batch.add(model, counts);
  });
  const flush = (): void => {
    if (document.visibilityState === 'hidden') batch.flush();
  };
  document.addEventListener('visibilitychange', flush);
  return {
    counter,
    dispose: () => {
      document.removeEventListener('visibilitychange', flush);
      batch.flush();
    },
  };
}
