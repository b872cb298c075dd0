import { lineChanges, type LineChange } from './line-changes.ts';

/** One conflict that a merge left in a text. Lines count from 0. */
export interface Conflict {
  /** The line that begins with `<<<<<<<`. */
  readonly start: number;
  /** The line that begins with `|||||||`, where the base is there too. */
  readonly base: number | null;
  /** The line of `=======`. */
  readonly middle: number;
  /** The line that begins with `>>>>>>>`. */
  readonly end: number;
  /** What git calls the sides. */
  readonly ours: string;
  readonly theirs: string;
}

const START = /^<{7}(?: (.*))?$/;
const BASE = /^\|{7}(?: .*)?$/;
const MIDDLE = /^={7}$/;
const END = /^>{7}(?: (.*))?$/;

/** The conflicts in a text, in order. Markers that do not belong together are text. @param lines without their ends */
export function conflictsIn(lines: readonly string[]): Conflict[] {
  const found: Conflict[] = [];
  let open: { start: number; ours: string; base: number | null; middle: number | null } | null = null;
  for (const [at, raw] of lines.entries()) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const begins = START.exec(line);
    if (begins) {
      open = { start: at, ours: begins[1] ?? '', base: null, middle: null };
      continue;
    }
    if (open === null) continue;
    if (open.middle === null && open.base === null && BASE.test(line)) open.base = at;
    else if (open.middle === null && MIDDLE.test(line)) open.middle = at;
    else if (open.middle !== null) {
      const ends = END.exec(line);
      if (!ends) continue;
      const { start, base, middle, ours } = open;
      found.push({ start, base, middle, end: at, ours, theirs: ends[1] ?? '' });
      open = null;
    }
  }
  return found;
}

/** Which lines a conflict becomes. */
export type Resolution = 'ours' | 'theirs' | 'both';

/** The lines that stand in place of a conflict once it is resolved. */
export function resolved(lines: readonly string[], conflict: Conflict, how: Resolution): string[] {
  const ours = lines.slice(conflict.start + 1, conflict.base ?? conflict.middle);
  const theirs = lines.slice(conflict.middle + 1, conflict.end);
  return how === 'ours' ? ours : how === 'theirs' ? theirs : [...ours, ...theirs];
}

/** A text as it would be with all conflicts resolved in one way, and where in it the lines of each conflict are. */
export interface ResolvedText {
  readonly lines: readonly string[];
  /** For each conflict, in order: its first line, counted from 0, and how many there are. */
  readonly places: readonly { readonly start: number; readonly count: number }[];
}

/** Resolves all conflicts of a text in one way. @param conflicts of these lines, in order */
export function withSide(lines: readonly string[], conflicts: readonly Conflict[], how: Resolution): ResolvedText {
  const made: string[] = [];
  const places: { start: number; count: number }[] = [];
  let from = 0;
  const add = (more: readonly string[]): void => {
    for (const line of more) made.push(line);
  };
  for (const conflict of conflicts) {
    add(lines.slice(from, conflict.start));
    const instead = resolved(lines, conflict, how);
    places.push({ start: made.length, count: instead.length });
    add(instead);
    from = conflict.end + 1;
  }
  add(lines.slice(from));
  return { lines: made, places };
}

/**
 * Where each conflict of a text is in the one that both sides came from.
 * @param sides the text with either side everywhere
 */
export function placesInBase(base: readonly string[], sides: readonly ResolvedText[]): ResolvedText['places'] {
  const found = sides.map(({ lines, places }) => {
    const changes = lineChanges(base, lines);
    return places.map(({ start, count }) => [beginBefore(changes, start), endBefore(changes, start + count)] as const);
  });
  return (found[0] ?? []).map((_, i) => {
    const each = found.flatMap((places) => places[i] ?? []);
    const start = Math.min(...each);
    return { start, count: Math.max(...each) - start };
  });
}

/** Which line of the older text a place begins at that begins at a line of the newer one. */
function beginBefore(changes: readonly LineChange[], line: number): number {
  let result = line;
  for (const { oldStart, oldCount, start, count } of changes) {
    if (start > line) break;
    const inside = line < start + count || (count === 0 && line === start);
    result = inside ? oldStart : line + oldStart + oldCount - start - count;
  }
  return result;
}

/** The same for where it ends. */
function endBefore(changes: readonly LineChange[], line: number): number {
  let result = line;
  for (const { oldStart, oldCount, start, count } of changes) {
    if (start > line || (start === line && count > 0)) break;
    result = Math.max(line, start + count) + oldStart + oldCount - start - count;
  }
  return result;
}
