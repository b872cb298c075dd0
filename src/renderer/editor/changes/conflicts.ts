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
