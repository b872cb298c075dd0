import { go, prepare, snapshot } from 'fuzzysort';
import { baseName } from '../ui/format.ts';

/** A file that matches, and how well: the more the better. */
export interface RankedFile {
  readonly path: string;
  readonly score: number;
}

/** Files that can be found by parts of their paths. */
export interface FileRanks {
  /**
   * The best first. A name counts for more than the folders before it, and a file that was on screen lately for more
   * than another that matches as well.
   * @param text `/` in it means that folders are meant too
   * @param recent paths, the latest first
   */
  find(text: string, recent: readonly string[], limit: number): RankedFile[];
  /**
   * Steps after which a question that goes on from this text is looked for only in what this one matches; for while
   * the next letter is not there yet.
   */
  ahead(text: string): readonly (() => void)[];
  /** Steps that make what the first questions would have to wait for, each of them short. */
  readonly warmUp: readonly (() => void)[];
}

/** Names that match as well as this are what was meant; folders need not be looked at. 1 is all of the name. */
const GOOD = 0.5;
/** How much more a name counts than a path. */
const NAME_BONUS = 0.3;
/** The most that having been on screen counts for. */
const RECENT_BONUS = 0.35;
/** Of so many candidates the order is made. */
const CANDIDATES = 400;
/** Files of one name that are offered; others are found by their folders. */
const ALIKE = 100;
/** Of the names that have a text as it is, so many are ranked: those where it begins a word, and the short ones. */
const RANKED = 1500;

/**
 * @param paths relative, with `/`
 * @param share of all files that are looked among; what others have is put together with {@link bestOf}
 */
export function createFileRanks(paths: readonly string[], share = 1): FileRanks {
  const whole = snapshot(paths);
  const known = new Set(paths);
  /** Paths of each name. */
  const places = new Map<string, string[]>();
  for (const path of paths) {
    const name = baseName(path);
    const others = places.get(name);
    if (!others) places.set(name, [path]);
    else if (others.length < ALIKE) others.push(path);
  }
  const most = Math.ceil(RANKED * share);
  const names = [...places.keys()];
  const allNames = snapshot(names);
  const prepared = names.map((name) => prepare(name));
  const containing = createSubstrings(names);
  const pathsContaining = createSubstrings(paths);

  /**
   * Names that match, best first. Those that have the text as it is come before all others, so that these will do.
   * @returns whether they will
   */
  function rankedNames(text: string, wanted: number) {
    const options = { limit: CANDIDATES, threshold: 0 };
    const exact = containing(text, most);
    const enough = exact.length >= wanted;
    const targets = enough ? exact.map((i) => prepared[i] ?? '') : allNames;
    return { enough, ranked: go(text, targets, options) };
  }

  return {
    warmUp: [
      // What is needed of each is made when it first matches, and these letters are in nearly all.
      ...[allNames, prepared, whole].flatMap((targets) =>
        Array.from('eaoits', (letter) => () => {
          go(letter, targets, { limit: 1, threshold: 0 });
        }),
      ),
      // A question begins with one letter, which most names have.
      ...Array.from('abcdefghijklmnopqrstuvwxyz', (letter) => () => {
        containing(letter, most);
      }),
    ],
    // The library itself goes on from the question before, if it was asked that.
    ahead: (text) =>
      (text.includes('/') ? [whole] : [allNames, whole]).map((targets) => () => {
        go(text, targets, { limit: 1, threshold: 0 });
      }),
    find: (text, recent, limit) => {
      const scores = new Map<string, number>();
      const add = (path: string, score: number): void => {
        if ((scores.get(path) ?? -1) < score) scores.set(path, score);
      };
      const inName = !text.includes('/');
      // The others have as many, about.
      const wanted = limit * share;
      const { ranked, enough } = inName ? rankedNames(text, wanted) : { ranked: [], enough: false };
      let good = enough ? wanted : 0;
      for (const { target, score } of ranked) {
        for (const path of places.get(target) ?? []) {
          if (score >= GOOD) good++;
          add(path, score + NAME_BONUS);
        }
      }
      if (good < wanted) {
        const options = { limit: CANDIDATES, threshold: 0 };
        // Where names match in pieces, so do most paths; better is only one that has the text as it is.
        const targets = ranked.length >= wanted ? pathsContaining(text, most).map((i) => paths[i] ?? '') : whole;
        for (const { target, score } of go(text, targets, options)) add(target, score);
      }
      // One that was on screen lately may be none of the best of a hundred thousand, and is meant nevertheless.
      const late = recent.filter((path) => known.has(path));
      for (const { target, score } of go(text, late, { limit: late.length, threshold: 0 })) add(target, score);
      for (const path of inName ? late : []) {
        const [found] = go(text, [baseName(path)], { limit: 1, threshold: 0 });
        if (found) add(path, found.score + NAME_BONUS);
      }
      recent.forEach((path, i) => {
        const score = scores.get(path);
        if (score !== undefined) scores.set(path, score + RECENT_BONUS * (1 - i / recent.length));
      });
      return best(
        [...scores].map(([path, score]) => ({ path, score })),
        limit,
      );
    },
  };
}

/** The best of all the files, of which each has ranked a part. */
export function bestOf(parts: readonly (readonly RankedFile[])[], limit: number): string[] {
  return best(parts.flat(), limit).map(({ path }) => path);
}

function best(files: RankedFile[], limit: number): RankedFile[] {
  return files
    .sort(
      ({ path: a, score: one }, { path: b, score: other }) => other - one || a.length - b.length || (a < b ? -1 : 1),
    )
    .slice(0, limit);
}

/**
 * Tells which names have a text in them as it is, in any case: looked for in one string of all of them, which is many
 * times faster than name by name.
 * @returns their places; of more than `most` those in which it begins the name, then a word, then the shortest
 */
function createSubstrings(names: readonly string[]): (text: string, most: number) => number[] {
  const all = names.map((name) => name.toLowerCase());
  const starts = new Int32Array(all.length + 1);
  all.forEach((name, i) => (starts[i + 1] = (starts[i] ?? 0) + name.length + 1));
  const joined = all.join('\n');
  /** Of one letter each. */
  const known = new Map<string, number[]>();
  return (text, most) => {
    const wanted = text.toLowerCase();
    const before = known.get(wanted);
    if (before) return before;
    const found: number[] = [];
    /** As `found`, the less the better. */
    const order: number[] = [];
    let name = 0;
    for (let at = joined.indexOf(wanted); at >= 0; at = joined.indexOf(wanted, starts[name] ?? joined.length)) {
      while ((starts[name + 1] ?? Infinity) <= at) name++;
      const begins = at === starts[name] ? 0 : isSmallOrDigit(joined.charCodeAt(at - 1)) ? 2 : 1;
      order.push(begins * 1024 + Math.min(1023, (starts[name + 1] ?? 0) - (starts[name] ?? 0)));
      found.push(name++);
    }
    const some = found.length <= most ? found : least(found, order, most);
    if (wanted.length === 1) known.set(wanted, some);
    return some;
  };
}

/** Those of the least order, by counting: there may be a hundred thousand. */
function least(found: readonly number[], order: readonly number[], most: number): number[] {
  const counts = new Int32Array(3 * 1024 + 1);
  for (const one of order) counts[one] = (counts[one] ?? 0) + 1;
  let last = 0;
  for (let sum = 0; sum < most && last < counts.length; last++) sum += counts[last] ?? 0;
  return found.filter((_, i) => (order[i] ?? 0) < last).slice(0, most);
}

function isSmallOrDigit(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}
