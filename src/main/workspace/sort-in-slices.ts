import { setImmediate as otherWork } from 'node:timers/promises';

/** Comparisons between two looks at other work: a few milliseconds. */
const AT_ONCE = 4000;
const RUN = 512;

/**
 * Sort without keeping the process from other work: a folder's 100,000 names take most of a second to compare as
 * people do. Stable; the array that is given is left as it is.
 */
export async function sortInSlices<T>(items: readonly T[], compare: (a: T, b: T) => number): Promise<T[]> {
  let from: T[] = [];
  for (let at = 0; at < items.length; at += RUN) {
    from = from.concat(items.slice(at, at + RUN).sort(compare));
    await otherWork();
  }
  let done = 0;
  for (let width = RUN; width < from.length; width *= 2) {
    const to: T[] = [];
    for (let left = 0; left < from.length; left += 2 * width) {
      let [a, b] = [left, left + width];
      const [aEnd, bEnd] = [Math.min(b, from.length), Math.min(b + width, from.length)];
      while (a < aEnd || b < bEnd) {
        const takeLeft = b >= bEnd || (a < aEnd && compare(from[a] as T, from[b] as T) <= 0);
        to.push(from[takeLeft ? a++ : b++] as T);
        if (++done % AT_ONCE === 0) await otherWork();
      }
    }
    from = to;
  }
  return from;
}
