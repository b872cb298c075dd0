import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { joinTallies, type Row, type Tally } from './run-target.ts';

/** A row of inputs and the name of its target. */
export interface Job extends Row {
  readonly target: string;
}

/** An input that is not done by then never will be. */
const NEVER_MS = 60_000;

/**
 * Check all the jobs in so many threads. An input that never ends becomes a failure, and its thread
 * begins anew behind it.
 * @param each hears of each job that is done
 * @returns a tally of each target, by name
 */
export async function runThreads(
  jobs: readonly Job[],
  threads: number,
  each: (tally: Tally) => void = () => undefined,
): Promise<ReadonlyMap<string, Tally>> {
  const waiting = [...jobs].reverse();
  const tallies = new Map<string, Tally>();
  const add = (tally: Tally): void => {
    const known = tallies.get(tally.target);
    tallies.set(tally.target, known === undefined ? tally : joinTallies(known, tally));
    each(tally);
  };
  await Promise.all(
    Array.from({ length: threads }, async () => {
      let thread = startThread();
      for (let job = waiting.pop(); job !== undefined; job = waiting.pop()) {
        const tally = await thread.run(job);
        if (tally !== null) {
          add(tally);
          continue;
        }
        const stuck = thread.current();
        await thread.stop();
        thread = startThread();
        add(neverEnded(job, stuck));
        const from = stuck + 1;
        if (from < job.from + job.count) waiting.push({ ...job, from, count: job.from + job.count - from });
      }
      await thread.stop();
    }),
  );
  return tallies;
}

function startThread(): {
  readonly current: () => number;
  /** `null` where an input did not end. */
  readonly run: (job: Job) => Promise<Tally | null>;
  readonly stop: () => Promise<unknown>;
} {
  const current = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('./fuzz-worker.ts', import.meta.url), { workerData: { current } });
  return {
    current: () => Atomics.load(current, 0),
    run: async (job) => {
      worker.postMessage(job);
      const watching = new AbortController();
      const answer = once(worker, 'message', { signal: watching.signal }) as Promise<[Tally]>;
      const stuck = new Promise<null>((resolve) => {
        let last = -1;
        const timer = setInterval(() => {
          const now = Atomics.load(current, 0);
          if (now === last) resolve(null);
          last = now;
        }, NEVER_MS);
        watching.signal.addEventListener('abort', () => {
          clearInterval(timer);
        });
      });
      const first = await Promise.race([answer, stuck]);
      // Nobody waits for the other one any more.
      answer.catch(() => undefined);
      watching.abort();
      return first === null ? null : first[0];
    },
    stop: () => worker.terminate(),
  };
}

/** What is known of a job up to an input that did not end. */
function neverEnded({ target, from }: Job, number: number): Tally {
  const message = `not done after ${String(NEVER_MS / 1000)} s`;
  return {
    target,
    inputs: number - from + 1,
    characters: 0,
    longest: 0,
    ms: NEVER_MS,
    slowest: { ms: NEVER_MS, characters: 0 },
    failures: [{ target, number, promise: 'hangs', message, input: '' }],
  };
}
