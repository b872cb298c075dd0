/** A file that is open in the editor. */
export interface OpenText {
  readonly path: string;
  /** Another one whenever the text is another. */
  readonly version: number;
  readonly lines: () => readonly string[];
}

/** A place that looks like another. */
export interface SimilarPlace {
  readonly path: string;
  /** From 1. */
  readonly startLine: number;
  readonly text: string;
  /** Words in common among all words of both, from 0 to 1. */
  readonly score: number;
}

/** Finds the places of open files that look most like some text. */
export interface SimilarPlaces {
  /** @param texts the files to look in, the most recent first */
  find(text: string, texts: readonly OpenText[], most: number): readonly SimilarPlace[];
}

/** A window slides over each file, half its height at a time. */
const WINDOW_LINES = 20;
const STEP_LINES = 10;
/** Less in common than this is chance. */
const LEAST_SCORE = 0.12;
/** Files and windows looked at, so that the search is not felt. */
const MAX_FILES = 12;
const MAX_WINDOWS = 1500;
/** A file of few words has them in common with every other. */
const LEAST_WORDS = 4;

interface Window {
  readonly startLine: number;
  readonly words: ReadonlySet<string>;
}

export function createSimilarPlaces(): SimilarPlaces {
  const indexed = new Map<string, { readonly version: number; readonly windows: readonly Window[] }>();

  function windowsOf({ path, version, lines }: OpenText): readonly Window[] {
    const known = indexed.get(path);
    if (known?.version === version) return known.windows;
    const windows = slide(lines());
    indexed.set(path, { version, windows });
    return windows;
  }

  return {
    find: (text, texts, most) => {
      const wanted = wordsOf(text);
      if (wanted.size < LEAST_WORDS) return [];
      const looked = texts.slice(0, MAX_FILES);
      const found: { readonly in: OpenText; readonly window: Window; readonly score: number }[] = [];
      let left = MAX_WINDOWS;
      for (const open of looked) {
        for (const window of windowsOf(open).slice(0, left)) {
          left--;
          const score = jaccard(wanted, window.words);
          if (score >= LEAST_SCORE) found.push({ in: open, window, score });
        }
      }
      // Files that were closed need no index.
      for (const path of [...indexed.keys()]) if (!looked.some((open) => open.path === path)) indexed.delete(path);
      const best: SimilarPlace[] = [];
      for (const { in: open, window, score } of found.toSorted((a, b) => b.score - a.score)) {
        if (best.length >= most) break;
        const overlaps = best.some(
          (other) => other.path === open.path && Math.abs(other.startLine - window.startLine) < WINDOW_LINES,
        );
        if (overlaps) continue;
        const lines = open.lines().slice(window.startLine - 1, window.startLine - 1 + WINDOW_LINES);
        best.push({ path: open.path, startLine: window.startLine, text: lines.join('\n'), score });
      }
      return best;
    },
  };
}

function slide(lines: readonly string[]): Window[] {
  const windows: Window[] = [];
  for (let start = 0; start < lines.length; start += STEP_LINES) {
    // The last one would be within the one before.
    if (start > 0 && start + STEP_LINES >= lines.length) break;
    const words = wordsOf(lines.slice(start, start + WINDOW_LINES).join('\n'));
    if (words.size >= LEAST_WORDS) windows.push({ startLine: start + 1, words });
  }
  return windows;
}

/** Names and keywords, as a set; one or two letters say nothing. */
export function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/[\p{L}_$][\p{L}\p{N}_$]{2,}/gu) ?? []);
}

/** Words in common among all words of both, from 0 to 1. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let common = 0;
  for (const word of small) if (large.has(word)) common++;
  const all = a.size + b.size - common;
  return all === 0 ? 0 : common / all;
}
