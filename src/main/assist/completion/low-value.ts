import { marksOf } from '../../../shared/language-marks.ts';
import { lineAbove, lineBefore, type Place } from './place.ts';
import { isComment } from './shape.ts';

/** Lines as short as this come again everywhere. */
const TELLING_CHARS = 4;

/**
 * A completion less what nobody wants to read: all of it where it is white space, says the line above
 * again or the comment that asked for it; its end where it begins to repeat itself.
 */
export function withoutLowValue(text: string, place: Place): string {
  const once = withoutRepetition(text);
  const lines = once.split('\n');
  const first = `${lineBefore(place)}${lines[0] ?? ''}`.trim();
  const begin = first === '' ? (lines.find((line) => line.trim() !== '')?.trim() ?? '') : first;
  if (once.trim() === '') return '';
  const above = lineAbove(place)?.trim() ?? '';
  if (begin.length >= TELLING_CHARS && begin === above) return '';
  if (isEcho(begin, above, place.languageId)) return '';
  return once;
}

/** Whether a line says as a comment what the comment above it says. */
function isEcho(line: string, above: string, languageId: string): boolean {
  if (!isComment(line, languageId) || !isComment(above, languageId)) return false;
  const [said, before] = [wordsOf(line, languageId), wordsOf(above, languageId)];
  return said !== '' && (before.startsWith(said) || said.startsWith(before));
}

function wordsOf(comment: string, languageId: string): string {
  const { line, block } = marksOf(languageId);
  const marks = [line, ...(block ?? [])].filter((mark) => mark !== null);
  return marks
    .reduce((text, mark) => text.replaceAll(mark, ' '), comment)
    .replace(/[\s*.:!-]+/g, ' ')
    .trim()
    .toLowerCase();
}

/** Up to where a line, or two, come for the third time in a row. */
function withoutRepetition(text: string): string {
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    for (const period of [1, 2]) {
      const same = (from: number): boolean =>
        Array.from({ length: period }, (_, i) => i).every((i) => {
          const line = lines[at + i]?.trim();
          return line !== undefined && line.length >= TELLING_CHARS && line === lines[from + i]?.trim();
        });
      if (same(at + period) && same(at + 2 * period)) return lines.slice(0, at + period).join('\n');
    }
  }
  return text;
}
