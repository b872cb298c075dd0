import { marksOf } from '../../../shared/language-marks.ts';
import { indentOf, lineAbove, lineAfter, lineBefore, lineBelow, type Place } from './place.ts';

/** Whether to complete the cursor's line, or lines. */
export type Shape = 'line' | 'block';

/** Ends of lines after which a block begins in most languages. */
const OPENS = /(?:[{([]|=>|->|\b(?:then|do|else|begin))$/;

/**
 * Lines are wanted where a block begins, after a comment, and at a block's end; within other code only
 * the rest of the line, which comes sooner and is more often right.
 */
export function shapeOf(place: Place): Shape {
  const after = lineAfter(place).trim();
  const before = lineBefore(place).trim();
  if (after !== '') return before.endsWith('{') && after.startsWith('}') ? 'block' : 'line';
  if (before !== '') return opensBlock(before, place.languageId) ? 'block' : 'line';
  const above = lineAbove(place)?.trim() ?? '';
  if (above === '' || opensBlock(above, place.languageId) || isComment(above, place.languageId)) return 'block';
  const below = lineBelow(place);
  return below === null || indentOf(below) < indentOf(lineBefore(place)) ? 'block' : 'line';
}

function opensBlock(line: string, languageId: string): boolean {
  const { indentedAfter } = marksOf(languageId);
  return OPENS.test(line) || (indentedAfter !== null && line.endsWith(indentedAfter));
}

/** Whether a line is nothing but a comment. */
export function isComment(line: string, languageId: string): boolean {
  const { line: mark, block } = marksOf(languageId);
  const text = line.trim();
  return (mark !== null && text.startsWith(mark)) || (block !== null && text.startsWith(block[0]));
}
