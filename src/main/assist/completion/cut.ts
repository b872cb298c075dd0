import { marksOf } from '../../../shared/language-marks.ts';
import { closingOf, missingClosers } from './brackets.ts';
import { indentOf, lineBefore, lineBelow, type Place } from './place.ts';
import type { Shape } from './shape.ts';

/** Lines of a completion at most: longer ghost text is read by nobody. */
const MAX_LINES = 12;
/** Shorter lines stand everywhere, so that one that comes again says nothing. */
const TELLING_CHARS = 4;

/** Tells where a completion should end; `null` for nowhere yet. @param ended no more of it will come */
export type Cut = (text: string, ended: boolean) => number | null;

/**
 * Where a completion at a place has said enough; what comes after is not wanted.
 * - A line ends with the line.
 * - It closes no bracket that the file closes already, and ends with the line that closes its block.
 * - It ends before a blank line outside of its own brackets, before what is indented less than the block, and
 *   before the line that follows in the file.
 * @param whole the suffix reaches to the file's end
 */
export function createCut(place: Place, shape: Shape, whole: boolean): Cut {
  const { languageId } = place;
  const missing = missingClosers(place, whole);
  const before = lineBefore(place);
  const fresh = before.trim() === '';
  const base = indentOf(before);
  const follows = lineBelow(place)?.trim() ?? '';
  const told = follows.length >= TELLING_CHARS ? follows : null;
  const { indentedAfter } = marksOf(languageId);
  // Below a line that opens a block by indentation, the block is what is indented more.
  const least = indentedAfter !== null && !fresh ? base + 1 : base;

  const depthAt = (text: string, end: number): number => closingOf(text.slice(0, end), missing, languageId).depth;

  function byLines(text: string, closed: number | null, ended: boolean): number | null {
    let begin = 0;
    let any = false;
    for (let index = 0; begin <= text.length; index++) {
      const newline = text.indexOf('\n', begin);
      const end = newline < 0 ? text.length : newline;
      const line = text.slice(begin, end);
      const cutBefore = Math.max(0, begin - 1);
      if (index >= MAX_LINES) return cutBefore;
      // The last line may still be on its way: only what it says so far counts.
      const complete = newline >= 0;
      if (told !== null && (index > 0 || fresh) && line.trim() === told && (complete || ended)) return cutBefore;
      if (index > 0 && any && line.trim() === '' && complete && depthAt(text, begin) === 0) return cutBefore;
      if (index > 0 && any && line.trim() !== '' && indentOf(line) < least && !/^[)\]}]/.test(line.trim()))
        return cutBefore;
      if (closed !== null && closed <= end && complete && depthAt(text, end) === 0) return end;
      any ||= line.trim() !== '';
      begin = end + 1;
    }
    return null;
  }

  return (text, ended) => {
    const { surplus, closed } = closingOf(text, missing, languageId);
    const newline = text.indexOf('\n');
    const cuts = [
      surplus,
      shape === 'line' && newline >= 0 ? newline : null,
      shape === 'block' ? byLines(text, closed, ended) : null,
    ].filter((at) => at !== null);
    if (cuts.length === 0) return null;
    const cut = Math.min(...cuts);
    // What is left of a line may be the line that follows.
    const begin = text.lastIndexOf('\n', cut - 1) + 1;
    const again = told !== null && (begin > 0 || fresh) && text.slice(begin, cut).trim() === told;
    return again ? Math.max(0, begin - 1) : cut;
  };
}
