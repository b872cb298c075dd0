import { diffArrays } from 'diff';

/** Lines of a text that are others than in an older one. Both places count from 0. */
export interface LineChange {
  /** First of the older lines that are gone, and how many are. */
  readonly oldStart: number;
  readonly oldCount: number;
  readonly start: number;
  readonly count: number;
}

export function isSameChange(a: LineChange, b: LineChange): boolean {
  return a.oldStart === b.oldStart && a.oldCount === b.oldCount && a.start === b.start && a.count === b.count;
}

/** Past these edits two texts have nothing to do with each other; the search for the shortest way would take long. */
const MOST_EDITS = 4000;

/** What is different between two texts, line by line, by `diff`. Texts that are all different are one change. */
export function lineChanges(older: readonly string[], lines: readonly string[]): LineChange[] {
  // What is the same at both ends, which is most of it, costs nothing.
  let head = 0;
  while (head < older.length && head < lines.length && older[head] === lines[head]) head++;
  let tail = 0;
  while (
    tail < older.length - head &&
    tail < lines.length - head &&
    older[older.length - 1 - tail] === lines[lines.length - 1 - tail]
  )
    tail++;
  const oldMiddle = older.slice(head, older.length - tail);
  const middle = lines.slice(head, lines.length - tail);
  if (oldMiddle.length === 0 && middle.length === 0) return [];
  const parts = diffArrays(oldMiddle, middle, { maxEditLength: MOST_EDITS });
  if (!parts) return [{ oldStart: head, oldCount: oldMiddle.length, start: head, count: middle.length }];
  const changes: LineChange[] = [];
  let oldAt = head;
  let at = head;
  let open: { oldStart: number; oldCount: number; start: number; count: number } | null = null;
  for (const { added, removed, value } of parts) {
    const size = value.length;
    if (!added && !removed) {
      open = null;
      oldAt += size;
      at += size;
      continue;
    }
    if (open === null) {
      open = { oldStart: oldAt, oldCount: 0, start: at, count: 0 };
      changes.push(open);
    }
    if (removed) {
      open.oldCount += size;
      oldAt += size;
    } else {
      open.count += size;
      at += size;
    }
  }
  return changes;
}

/** The change at a line of the newer text, counted from 0; of one that only took lines away, the line above or below. */
export function changeAt(changes: readonly LineChange[], line: number): LineChange | null {
  return (
    changes.find(({ start, count }) =>
      count === 0 ? line === start || line === start - 1 : line >= start && line < start + count,
    ) ?? null
  );
}

/** The older text with one change made in it. */
export function withChange(older: readonly string[], lines: readonly string[], change: LineChange): string[] {
  return older.toSpliced(change.oldStart, change.oldCount, ...lines.slice(change.start, change.start + change.count));
}

/**
 * Of changes the parts that are on lines from `first` to `last` of the newer text. Lines that took the place of others
 * go with these one for one, from the top; what is left over goes with the last.
 */
function within(changes: readonly LineChange[], first: number, last: number): LineChange[] {
  return changes.flatMap((change) => {
    const { oldStart, oldCount, start, count } = change;
    if (count === 0) return first <= start && last >= start - 1 ? [change] : [];
    const from = Math.max(first, start);
    const to = Math.min(last, start + count - 1);
    if (from > to) return [];
    const offset = Math.min(from - start, oldCount);
    const end = to === start + count - 1 ? oldCount : Math.min(to - start + 1, oldCount);
    return [{ oldStart: oldStart + offset, oldCount: Math.max(0, end - offset), start: from, count: to - from + 1 }];
  });
}

/** The older text with those of the changed lines that are from `first` to `last` of the newer one. */
export function withLines(
  older: readonly string[],
  lines: readonly string[],
  changes: readonly LineChange[],
  first: number,
  last: number,
): string[] {
  // From the end, so that places further up stay where they are.
  return within(changes, first, last).reduceRight((text, change) => withChange(text, lines, change), [...older]);
}

/**
 * The newer text with those of its changed lines that are from `first` to `last` as they were: what is left when
 * {@link withLines} takes the others.
 */
export function withoutLines(
  older: readonly string[],
  lines: readonly string[],
  changes: readonly LineChange[],
  first: number,
  last: number,
): string[] {
  return within(changes, first, last).reduceRight(
    (text, { oldStart, oldCount, start, count }) =>
      text.toSpliced(start, count, ...older.slice(oldStart, oldStart + oldCount)),
    [...lines],
  );
}
