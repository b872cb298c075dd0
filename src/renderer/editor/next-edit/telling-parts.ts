import type { LineEdit, NextEditRequest } from '../../../shared/schemas/next-edit.ts';

type Part = NextEditRequest['parts'][number];

/** Lines around the cursor, and around another place that is told of. */
const [AROUND_CURSOR, AROUND_PLACE] = [12, 4];
/** Places that are told of besides the cursor's. */
const MOST_PLACES = 12;
const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

/**
 * The parts of a file in which the next edit is likely: around the cursor, and around the places that
 * have the words which the latest edits took away or brought. None overlap; the most telling come first.
 * @param cursorLine from 1
 * @param lineChars lines that are longer tell nothing, and end a part
 */
export function tellingParts(
  lines: readonly string[],
  cursorLine: number,
  edits: readonly LineEdit[],
  lineChars: number,
): Part[] {
  const [gone, come] = changedWords(edits);
  const places = [gone, come].flatMap((words) => (words.size === 0 ? [] : linesWith(lines, words, cursorLine)));
  const wanted = [
    { line: cursorLine, around: AROUND_CURSOR },
    ...places.map((line) => ({ line, around: AROUND_PLACE })),
  ];
  const taken = new Set<number>();
  const parts: Part[] = [];
  for (const { line, around } of wanted) {
    if (parts.length > MOST_PLACES) break;
    if (taken.has(line)) continue;
    const isFree = (n: number): boolean =>
      n >= 1 && n <= lines.length && !taken.has(n) && (lines[n - 1] ?? '').length <= lineChars;
    if (!isFree(line)) continue;
    let [from, to] = [line, line];
    while (from > line - around && isFree(from - 1)) from--;
    while (to < line + around && isFree(to + 1)) to++;
    for (let n = from; n <= to; n++) taken.add(n);
    parts.push({ startLine: from, lines: lines.slice(from - 1, to) });
  }
  return parts;
}

/** Words that the edits took away, and that they brought; what stayed in the line is in neither. */
function changedWords(edits: readonly LineEdit[]): readonly [ReadonlySet<string>, ReadonlySet<string>] {
  const gone = new Set<string>();
  const come = new Set<string>();
  for (const { before, after } of edits) {
    const [was, is] = [wordsOf(before), wordsOf(after)];
    for (const word of was) if (!is.has(word)) gone.add(word);
    for (const word of is) if (!was.has(word)) come.add(word);
  }
  return [gone, come];
}

function wordsOf(lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.match(WORD) ?? []).filter((word) => word.length > 1));
}

/** Lines that have one of the words, the nearest to the cursor first, those below it before those above. */
function linesWith(lines: readonly string[], words: ReadonlySet<string>, cursorLine: number): number[] {
  const found = lines.flatMap((line, i) => ((line.match(WORD) ?? []).some((word) => words.has(word)) ? [i + 1] : []));
  const below = found.filter((line) => line > cursorLine);
  const above = found.filter((line) => line < cursorLine).reverse();
  return [...below, ...above];
}
