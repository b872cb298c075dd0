import { createRandom } from '../corpus/redaction/random.ts';
import { Violation, type Target } from './target.ts';

/** An input that broke a promise. */
export interface Failure {
  readonly target: string;
  /** Its number; with the seed it makes the same input again. */
  readonly number: number;
  /** Which promise, or `throws`, or `hangs`. */
  readonly promise: string;
  readonly message: string;
  /** As JSON, cut short. */
  readonly input: string;
}

/** What became of a row of inputs. */
export interface Tally {
  readonly target: string;
  readonly inputs: number;
  readonly characters: number;
  readonly longest: number;
  /** How long the checks kept their threads busy, without making inputs. */
  readonly ms: number;
  readonly slowest: { readonly ms: number; readonly characters: number };
  readonly failures: readonly Failure[];
}

/** A row of inputs of one target, by number. */
export interface Row {
  readonly seed: number;
  readonly from: number;
  readonly count: number;
  /** After so many failures the rest is left; 20 unless given. */
  readonly most?: number;
}

/** An answer about an input of up to 64 KB that takes longer, twice, hangs. */
export const HANG_MS = 2000;
const MAX_FAILURES = 20;
const SHOWN = 4000;
const [WARM_UP, WARM_UP_MS] = [30, 300];

/** Check a row of inputs. `begin` hears of each input before it is checked, so that one that never ends has a number. */
export function runTarget(target: Target, row: Row, begin: (number: number) => void = () => undefined): Tally {
  const { most = MAX_FAILURES } = row;
  warmUp(target);
  const failures: Failure[] = [];
  let characters = 0;
  let longest = 0;
  let total = 0;
  let slowest = { ms: 0, characters: 0 };
  for (let number = row.from; number < row.from + row.count && failures.length < most; number++) {
    const trial = target.prepare(createRandom(seedOf(row.seed, target.name, number)));
    characters += trial.characters;
    longest = Math.max(longest, trial.characters);
    begin(number);
    const limit = HANG_MS * (trial.questions ?? 1);
    try {
      let ms = timed(trial.check);
      total += ms;
      // Collecting garbage is no fault of an input: what is slow must be slow twice.
      if (ms > limit) ms = Math.min(ms, timed(trial.check));
      if (ms > slowest.ms) slowest = { ms, characters: trial.characters };
      if (ms > limit) throw new Violation('hangs', `${String(Math.round(ms))} ms`);
    } catch (error) {
      failures.push({
        target: target.name,
        number,
        promise: error instanceof Violation ? error.promise : 'throws',
        message: error instanceof Violation ? error.message : String(error instanceof Error ? error.stack : error),
        input: JSON.stringify(trial.input).slice(0, SHOWN),
      });
    }
  }
  return { target: target.name, inputs: row.count, characters, longest, ms: total, slowest, failures };
}

/** How long a thread was busy with something, ms; what else the machine does meanwhile does not count. */
export function timed(work: () => void): number {
  const began = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(began);
  return (user + system) / 1000;
}

const warm = new WeakSet<Target>();

/** The first calls of any code take long, and say nothing about their inputs. */
function warmUp(target: Target): void {
  if (warm.has(target)) return;
  warm.add(target);
  const end = performance.now() + WARM_UP_MS;
  for (let number = 0; number < WARM_UP && performance.now() < end; number++) {
    try {
      target.prepare(createRandom(number)).check();
    } catch {
      // It counts when it is found in earnest.
    }
  }
}

/** Two tallies of the same target as one. */
export function joinTallies(a: Tally, b: Tally): Tally {
  return {
    target: a.target,
    inputs: a.inputs + b.inputs,
    characters: a.characters + b.characters,
    longest: Math.max(a.longest, b.longest),
    ms: a.ms + b.ms,
    slowest: a.slowest.ms >= b.slowest.ms ? a.slowest : b.slowest,
    failures: [...a.failures, ...b.failures],
  };
}

/** FNV-1a, so that neighbouring numbers begin far apart. */
function seedOf(seed: number, name: string, number: number): number {
  let hash = 0x811c9dc5;
  for (const c of `${String(seed)} ${name} ${String(number)}`) hash = Math.imul(hash ^ c.charCodeAt(0), 0x01000193);
  return hash >>> 0;
}
