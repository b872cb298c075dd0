import type { Span } from '../detector-notes.ts';

/** A run of at least four digits, singly separated; or of fewer, with a capital behind them. */
export interface NumberRun extends Span {
  /** What comes before and after, as codes of ASCII; 0 at the ends of the text, 255 for all else. */
  readonly before: number;
  readonly after: number;
  readonly digits: number;
  /** Whether capitals stand about it. */
  readonly capitals: boolean;
}

/** A number goes no further; of what is longer, the later half is looked at once more with what comes behind. */
export const MAX_DIGITS = 44;
/** How far a number may begin before two digits side by side. */
const MAX_BACK = 48;

/**
 * The number that two digits side by side are in; or, where it is none that anything is known by,
 * as most numbers in programs are, from where on to look for the next one.
 *
 * @param codes a text, one byte a character; zeros are before and behind it
 * @param at where the two digits stand
 * @param from where a number may begin at the earliest
 */
export function numberAt(codes: Uint8Array, at: number, from: number): NumberRun | number {
  if (standsAlone(codes, at, from)) return at + 2;
  const start = beginning(codes, at, from);
  let end = start;
  let digits = 0;
  let separators = 0;
  for (; digits < MAX_DIGITS; end++) {
    const code = codes[end] as number;
    if (isDigit(code)) digits++;
    else if (isSeparator(code) && isDigit(codes[end + 1] as number)) separators++;
    else break;
  }
  const before = codes[start - 1] as number;
  const after = codes[end] as number;
  // The middle of an Italian tax code has no four digits together.
  if (digits < 4 && !isCapital(after)) return end;
  // Small letters or an underscore before it: the tail of a name or of a hexadecimal number.
  if ((isSmallOrUnderscore(before) && !followsEscape(codes, start)) || isSmallOrUnderscore(after)) return end;
  const capitals = hasCapitalsAbout(codes, start, end);
  // Most numbers are short, and nothing but numbers.
  if (digits < 7 && separators < 3 && !capitals) return end;
  return { start, end, before, after, digits, capitals };
}

/** Two digits and no more, with no capitals about them. */
function standsAlone(codes: Uint8Array, at: number, from: number): boolean {
  const after = codes[at + 2] as number;
  if (isDigit(after) || isSeparator(after) || isCapital(after) || after === OPEN) return false;
  const before = codes[at - 1] as number;
  if (isCapital(before) || before === OPEN) return false;
  if (!isSeparator(before)) return at > from && !isDigit(before);
  const further = codes[at - 2] as number;
  return !isDigit(further) && !isCapital(further);
}

/** Where the number begins: digits, singly separated. */
function beginning(codes: Uint8Array, at: number, from: number): number {
  let start = Math.max(at, from);
  const first = Math.max(from, start - MAX_BACK);
  while (start > first) {
    if (isDigit(codes[start - 1] as number)) start--;
    else if (start - first > 1 && isSeparator(codes[start - 1] as number) && isDigit(codes[start - 2] as number))
      start -= 2;
    else break;
  }
  return start;
}

function hasCapitalsAbout(codes: Uint8Array, start: number, end: number): boolean {
  const before = codes[start - 1] as number;
  const after = codes[end] as number;
  return (
    isCapital(before) ||
    isCapital(after) ||
    (isJoint(before) && isCapital(codes[start - 2] as number)) ||
    (isJoint(after) && isCapital(codes[end + 1] as number))
  );
}

/** After `\n`, `\t` or `\r` as written in a string literal. */
function followsEscape(codes: Uint8Array, at: number): boolean {
  const letter = codes[at - 1];
  return codes[at - 2] === BACKSLASH && (letter === 110 || letter === 114 || letter === 116);
}

const OPEN = 40;
const BACKSLASH = 92;

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}

function isSmallOrUnderscore(code: number): boolean {
  return (code >= 97 && code <= 122) || code === 95 || code === 36;
}

/** A space, `-`, `.` or `/`. */
function isSeparator(code: number): boolean {
  return code === 32 || code === 45 || code === 46 || code === 47;
}

/** A space, a dash, an opening bracket. */
function isJoint(code: number): boolean {
  return code === 32 || code === 45 || code === OPEN;
}
