import { timed } from './run-target.ts';

/** Time grows as the text does, four times; sixteen times where it grows with the square. */
const MOST_GROWTH = 9;
const TRIES = 3;
/** The clock of a thread is no finer. */
const FLOOR_MS = 5;

/**
 * Whether work takes much more than four times as long from each length to the next, which is four
 * times as long. Whatever else the machine does meanwhile, it does not do it each time that it is
 * tried. `null` if not, else for people by how much.
 */
export function grows(work: (length: number) => void, lengths: readonly number[]): string | null {
  const growths: string[] = [];
  for (let i = 0; i < TRIES; i++) {
    const steps: string[] = [];
    let before: number | null = null;
    for (const length of lengths) {
      const time = timed(() => {
        work(length);
      });
      // Where work is cut off, time may grow once.
      if (before !== null) {
        const step = time / Math.max(before, FLOOR_MS);
        if (step < MOST_GROWTH) return null;
        steps.push(step.toFixed(1));
      }
      before = time;
    }
    growths.push(steps.join(' then '));
  }
  return growths.join(', ');
}
