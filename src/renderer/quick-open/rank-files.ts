import { go, snapshot } from 'fuzzysort';

/** Files that can be found by parts of their paths. */
export interface FileRanks {
  /**
   * The best first. A name counts for more than the folders before it, and a file that was on screen lately for more
   * than another that matches as well.
   * @param text `/` in it means that folders are meant too
   * @param recent paths, the latest first
   */
  find(text: string, recent: readonly string[], limit: number): string[];
}

/** Names that match as well as this are what was meant; folders need not be looked at. 1 is all of the name. */
const GOOD = 0.5;
/** How much more a name counts than a path. */
const NAME_BONUS = 0.3;
/** The most that having been on screen counts for. */
const RECENT_BONUS = 0.35;
/** Of so many candidates the order is made. */
const CANDIDATES = 400;

/** @param paths relative, with `/` */
export function createFileRanks(paths: readonly string[]): FileRanks {
  const names = paths.map(nameOf);
  const whole = snapshot(paths);
  const byName = snapshot(names);
  const known = new Set(paths);
  /** All paths of a name. */
  const places = new Map<string, string[]>();
  names.forEach((name, i) => {
    const path = paths[i] ?? '';
    const others = places.get(name);
    if (others) others.push(path);
    else places.set(name, [path]);
  });

  return {
    find: (text, recent, limit) => {
      const scores = new Map<string, number>();
      const add = (path: string, score: number): void => {
        if ((scores.get(path) ?? -1) < score) scores.set(path, score);
      };
      let good = 0;
      if (!text.includes('/')) {
        for (const { target, score } of go(text, byName, { limit: CANDIDATES, threshold: 0 })) {
          for (const path of places.get(target) ?? []) {
            if (score >= GOOD) good++;
            add(path, score + NAME_BONUS);
          }
        }
      }
      if (good < limit) {
        for (const { target, score } of go(text, whole, { limit: CANDIDATES, threshold: 0 })) add(target, score);
      }
      // One that was on screen lately may be none of the best of a hundred thousand, and is meant nevertheless.
      const late = recent.filter((path) => known.has(path));
      for (const { target, score } of go(text, late, { limit: late.length, threshold: 0 })) add(target, score);
      if (!text.includes('/')) {
        for (const path of late) {
          const [found] = go(text, [nameOf(path)], { limit: 1, threshold: 0 });
          if (found) add(path, found.score + NAME_BONUS);
        }
      }
      late.forEach((path, i) => {
        const score = scores.get(path);
        if (score !== undefined) scores.set(path, score + RECENT_BONUS * (1 - i / late.length));
      });
      return [...scores]
        .sort(([a, one], [b, other]) => other - one || a.length - b.length || (a < b ? -1 : 1))
        .slice(0, limit)
        .map(([path]) => path);
    },
  };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
