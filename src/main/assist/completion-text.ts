import { createCut } from './completion/cut.ts';
import { withoutLowValue } from './completion/low-value.ts';
import { withoutOverlap } from './completion/overlap.ts';
import { lineAfter, lineBefore, type Place } from './completion/place.ts';
import { shapeOf, type Shape } from './completion/shape.ts';

/** How an answer is to be read. */
export interface Reading {
  readonly shape: Shape;
  /** The suffix reaches to the file's end. */
  readonly whole: boolean;
  /** The model was asked in words, and may have put its answer between fences. */
  readonly inWords: boolean;
}

/**
 * What of a model's answer is worth showing at the cursor; empty if nothing is. It ends where it has
 * said enough (see {@link createCut}), repeats nothing of what follows, and is not of low value.
 * @param raw what the model said
 */
export function completionText(raw: string, place: Place, reading: Partial<Reading> = {}): string {
  const { shape = shapeOf(place), whole = false, inWords = false } = reading;
  let text = raw.replace(/\r\n?/g, '\n');
  if (inWords) text = withoutFences(text);
  if (lineBefore(place).trim() === '') text = onFreshLine(text, lineBefore(place));
  text = text.slice(0, createCut(place, shape, whole)(text, true) ?? text.length);
  text = withoutOverlap(text, place.suffix);
  text = withoutLowValue(text, place);
  // White space before what follows on the line belongs to it.
  return lineAfter(place).trim() === '' ? text.trimEnd() : text.trim() === '' ? '' : text;
}

/** On a line with nothing but indentation, the answer's own blank lines and the same indentation again are too much. */
function onFreshLine(text: string, indentation: string): string {
  const begun = text.replace(/^(?:[^\S\n]*\n)+/, '');
  return indentation !== '' && begun.startsWith(indentation) ? begun.slice(indentation.length) : begun;
}

/** What stands between the first pair of fences, or all where there is none. */
function withoutFences(text: string): string {
  const fenced = /^\s*```[^\n]*\n([\s\S]*?)(?:\n```|$)/.exec(text);
  return fenced?.[1] ?? text;
}
