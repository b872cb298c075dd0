/** Work of which all that is under way can be stopped at once. */
export interface StoppableWork {
  /** Do it until it ends. Where `signal` aborts or all is stopped, it rejects with why, whatever broke by that. */
  run<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  stopAll(why: Error): void;
}

export function createStoppableWork(): StoppableWork {
  const running = new Set<AbortController>();
  return {
    run: async (signal, work) => {
      const controller = new AbortController();
      const both = AbortSignal.any([signal, controller.signal]);
      running.add(controller);
      try {
        return await work(both);
      } catch (error) {
        throw both.aborted ? both.reason : error;
      } finally {
        running.delete(controller);
      }
    },
    stopAll: (why) => {
      for (const controller of running) controller.abort(why);
    },
  };
}
