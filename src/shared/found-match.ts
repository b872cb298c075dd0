import { LIMITS } from './limits.ts';
import type { FoundMatch } from './schemas/search.ts';

/** Characters shown before and after a match. */
const BEFORE = 200;
const AFTER = 250;

/**
 * A match as it is shown and replaced.
 * @param lines whole lines, with their ends
 * @param firstLine number of the first of them, from 1
 * @param start where the match begins in `lines`; `end` is behind it
 */
export function foundMatch(lines: string, firstLine: number, start: number, end: number): FoundMatch {
  const lineStart = lines.lastIndexOf('\n', start - 1) + 1;
  const line = firstLine + count(lines, 0, lineStart);
  const endLine = line + count(lines, start, end);
  const endLineStart = endLine === line ? lineStart : lines.lastIndexOf('\n', end - 1) + 1;
  const newline = lines.indexOf('\n', end);
  const rest = lines.slice(end, newline < 0 ? lines.length : newline).replace(/\r$/, '');
  const from = Math.max(lineStart, start - BEFORE);
  return {
    line,
    column: start - lineStart + 1,
    endLine,
    endColumn: end - endLineStart + 1,
    before: lines.slice(from, start),
    text: lines.slice(start, Math.min(end, start + LIMITS.matchChars)),
    // What ended with the line has nothing behind it on that line.
    after: endLineStart === end && endLine > line ? '' : rest.slice(0, AFTER),
    cut: end - start > LIMITS.matchChars,
    beforeCut: from > lineStart,
  };
}

/** Line ends between two places. */
function count(text: string, from: number, to: number): number {
  let found = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) found++;
  return found;
}
