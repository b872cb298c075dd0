/** The cursor in a text. */
export interface Spot {
  readonly path: string;
  /** Monaco's id. */
  readonly languageId: string;
  /** Characters before the cursor, in the whole file. */
  readonly offset: number;
  /** What is before the cursor; the file's begin may be missing. */
  readonly prefix: string;
  /** What is after it; the file's end may be missing. */
  readonly suffix: string;
  /** The suffix reaches to the file's end. */
  readonly whole: boolean;
}

/** A completion as it was found. */
export interface Answer {
  readonly spot: Spot;
  /** Empty where the model had nothing to say. */
  readonly text: string;
}

/** What is left of an answer at a later spot. */
export interface Remainder {
  readonly text: string;
  /** Characters right after the cursor that stand in the text too, and are replaced by it. */
  readonly replaces: number;
}

/** What editors put behind the cursor by themselves when an opener is typed, or Enter between two brackets. */
const CLOSERS = /^[\s)\]}>'"`;]+$/;
const MOST_CLOSERS = 80;

/**
 * What is left of a completion where the user has typed on, exactly as it says. Closers that the editor
 * put behind the cursor meanwhile are left out at its end, or replaced. `null` if the user typed
 * something else, or the text around is another.
 */
export function remainderOf({ spot, text }: Answer, now: Spot): Remainder | null {
  const typed = now.offset - spot.offset;
  if (now.path !== spot.path || typed < 0 || typed > text.length) return null;
  if (!sameEnd(spot.prefix + text.slice(0, typed), now.prefix)) return null;
  const rest = text.slice(typed);
  if (sameAfter(spot, now)) return { text: rest, replaces: 0 };
  const added = addedBefore(spot, now);
  if (added === null) return null;
  const kept = rest.trimEnd();
  const closers = added.trim();
  if (kept.endsWith(closers)) return { text: kept.slice(0, kept.length - closers.length).trimEnd(), replaces: 0 };
  // Only within a line can the editor show what comes before and after them.
  const line = now.suffix.slice(added.length).split('\n', 1)[0] ?? '';
  const fits = !added.includes('\n') && kept.includes(closers) && (!kept.includes('\n') || line.trim() === '');
  return fits ? { text: kept, replaces: added.length } : null;
}

/** Whether the user may still be typing what an answer that has not come yet will say. */
export function maySay(spot: Spot, now: Spot): boolean {
  const typed = now.offset - spot.offset;
  if (now.path !== spot.path || typed < 0 || typed > now.prefix.length) return false;
  const sameBefore = sameEnd(spot.prefix, now.prefix.slice(0, now.prefix.length - typed));
  return sameBefore && (sameAfter(spot, now) || addedBefore(spot, now) !== null);
}

/** Both end at the same offset of a file, of which one may show more than the other. */
function sameEnd(a: string, b: string): boolean {
  return a.length < b.length ? b.endsWith(a) : a.endsWith(b);
}

type After = Pick<Spot, 'suffix' | 'whole'>;
/** Both begin at the same place of a file, of which one may show more than the other. */
function sameAfter(a: After, b: After): boolean {
  const [short, long] = a.suffix.length < b.suffix.length ? [a, b] : [b, a];
  return long.suffix.startsWith(short.suffix) && (short.suffix.length === long.suffix.length || !short.whole);
}

/** The closers that stand before what was there; `null` if something else changed. */
function addedBefore(before: After, now: After): string | null {
  for (let length = 1; length <= Math.min(MOST_CLOSERS, now.suffix.length); length++) {
    const added = now.suffix.slice(0, length);
    if (!CLOSERS.test(added)) return null;
    if (added.trim() === '') continue;
    if (sameAfter(before, { suffix: now.suffix.slice(length), whole: now.whole })) return added;
  }
  return null;
}
