import type { DetectorNotes, Span } from './detector-notes.ts';

/** Finds numbers that are written in groups: cards, national ids. */
export interface NumberDetector extends DetectorNotes {
  /** How the digits may be grouped: `'3-2-4'`, `'4 4 4 4'`, `'16'`. */
  readonly shapes: readonly string[];
  /** Whether the digits are such a number; checksums and, where they prove little, words nearby. */
  readonly check: (digits: string, text: string, span: Span, shape: string) => boolean;
}

/** Finds ids of capitals and digits, `AB123456C`, wherever four or more digits have capitals about them. */
export interface LetteredDetector extends DetectorNotes {
  /** Global; bounded. Runs on a short window. */
  readonly lettered: RegExp;
  readonly accept: (value: string, text: string, span: Span) => boolean;
}

export type NumericDetector = NumberDetector | LetteredDetector | PlaceDetector;

/** Looks itself at the surroundings of each run of digits. */
export interface PlaceDetector extends DetectorNotes {
  readonly atNumber: (text: string, run: NumberRun) => Span | readonly Span[] | null;
}

/** A run of at least four digits, singly separated. */
export interface NumberRun extends Span {
  /** What comes before and after, as character codes; NaN at the ends of the text. */
  readonly before: number;
  readonly after: number;
  readonly digits: number;
}

export function isNumeric(detector: object): detector is NumericDetector {
  return 'shapes' in detector || 'lettered' in detector || 'atNumber' in detector;
}

/** Four digits or more; or the middle of an Italian tax code, which has no four. */
const RUN = /\d(?:(?:[ .\-/]?\d){3,40}|\d[A-EHLMPRST]\d\d[A-Z]\d{3}(?=[A-Z]))/y;
const SEPARATORS = ' .-/';

/** Tries all number detectors on the number that a place is in. Answers where the number ends. */
export function indexNumbers(
  detectors: readonly NumericDetector[],
): (text: string, at: number, report: (detector: NumericDetector, span: Span) => void) => number {
  const byShape = new Map<number, { readonly detector: NumberDetector; readonly shape: string }[]>();
  const lettered: LetteredDetector[] = [];
  const placed: PlaceDetector[] = [];
  for (const detector of detectors) {
    if ('shapes' in detector) {
      for (const shape of detector.shapes) {
        const key = shapeKey(shape);
        const list = byShape.get(key) ?? [];
        list.push({ detector, shape });
        byShape.set(key, list);
      }
    } else if ('lettered' in detector) lettered.push(detector);
    else placed.push(detector);
  }

  return (text, at, report) => {
    const start = beginning(text, at);
    RUN.lastIndex = start;
    if (!RUN.test(text)) return at + 2;
    const end = RUN.lastIndex;
    const before = text.charCodeAt(start - 1);
    const after = text.charCodeAt(end);
    // Small letters or an underscore before it: the tail of a name or of a hexadecimal number.
    if ((isSmallOrUnderscore(before) && !followsEscape(text, start)) || isSmallOrUnderscore(after)) return end;
    const run = { start, end, before, after, digits: countDigits(text, start, end) };
    for (const detector of placed) {
      const found = detector.atNumber(text, run);
      if (found === null) continue;
      if ('start' in found) report(detector, found);
      else for (const span of found) report(detector, span);
    }
    if (hasCapitalsAbout(text, start, end, before, after)) tryLettered(text, run, lettered, report);
    tryShapes(text, run, byShape, report);
    return end;
  };
}

/** Where the number begins: digits, singly separated. */
function beginning(text: string, at: number): number {
  let start = at;
  for (let steps = 0; steps < 100; steps++) {
    if (isDigit(text.charCodeAt(start - 1))) start--;
    else if (isSeparator(text.charCodeAt(start - 1)) && isDigit(text.charCodeAt(start - 2))) start -= 2;
    else break;
  }
  return start;
}

function tryLettered(
  text: string,
  run: NumberRun,
  detectors: readonly LetteredDetector[],
  report: (detector: LetteredDetector, span: Span) => void,
): void {
  const from = Math.max(0, run.start - 14);
  const window = text.slice(from, run.end + 24);
  for (const detector of detectors) {
    detector.lettered.lastIndex = 0;
    for (let found = detector.lettered.exec(window); found !== null; found = detector.lettered.exec(window)) {
      const span = { start: from + found.index, end: from + detector.lettered.lastIndex };
      if (isWordCode(text.charCodeAt(span.start - 1)) && !followsEscape(text, span.start)) continue;
      if (!isWordCode(text.charCodeAt(span.end)) && detector.accept(found[0], text, span)) report(detector, span);
    }
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isSeparator(code: number): boolean {
  return code === 32 || code === 45 || code === 46 || code === 47;
}

function tryShapes(
  text: string,
  run: NumberRun,
  byShape: ReadonlyMap<number, readonly { readonly detector: NumberDetector; readonly shape: string }[]>,
  report: (detector: NumberDetector, span: Span) => void,
): void {
  // Where groups begin and end; a number may begin only at the run's start or after a space.
  const starts: number[] = [run.start];
  for (let i = run.start; i < run.end; i++) if (text.charCodeAt(i) === 32) starts.push(i + 1);
  let done = run.start;
  for (const start of starts) {
    if (start < done || (start === run.start && isTail(text, start))) continue;
    let key = 0;
    let length = 0;
    let digits = '';
    for (let i = start; i <= run.end; i++) {
      const code = i < run.end ? text.charCodeAt(i) : NaN;
      if (code >= 48 && code <= 57) {
        length++;
        digits += text.charAt(i);
        continue;
      }
      key = key * 128 + Math.min(length, 31) * 4;
      length = 0;
      const atEnd = i === run.end;
      if (atEnd ? !isHead(text, i) : code === 32) {
        for (const { detector, shape } of byShape.get(key) ?? []) {
          const span = { start, end: i };
          if (!detector.check(digits, text, span, shape)) continue;
          report(detector, span);
          done = i;
        }
      }
      if (atEnd || key > 2 ** 46) break;
      key += SEPARATORS.indexOf(text.charAt(i));
    }
  }
}

/** A number for a grouping, without building a string: seven bits a group. */
function shapeKey(shape: string): number {
  let key = 0;
  for (const [, length, separator] of shape.matchAll(/(\d+)([ .\-/]?)/g)) {
    key = key * 128 + Number(length) * 4 + Math.max(0, SEPARATORS.indexOf(separator as string));
    if (separator === '') break;
  }
  return key;
}

function countDigits(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) count++;
  }
  return count;
}

function isSmallOrUnderscore(code: number): boolean {
  return (code >= 97 && code <= 122) || code === 95 || code === 36;
}

/** Whether a character can be part of a name or a number. */
export function isWordCode(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
}

/** After `\n`, `\t` or `\r` as written in a string literal. */
function followsEscape(text: string, at: number): boolean {
  return text.charCodeAt(at - 2) === 92 && /[nrt]/.test(text.charAt(at - 1));
}

/** The number goes on to the left: a name, a decimal fraction, a longer number. */
function isTail(text: string, start: number): boolean {
  const before = text.charCodeAt(start - 1);
  if (isWordCode(before)) return !followsEscape(text, start);
  const digitBefore = /\d/.test(text.charAt(start - 2));
  return (before === 46 || before === 44 || before === 45) && digitBefore;
}

/** The number goes on to the right. */
function isHead(text: string, end: number): boolean {
  const after = text.charCodeAt(end);
  return isWordCode(after) || (after === 46 && /\d/.test(text.charAt(end + 1)));
}

function hasCapitalsAbout(text: string, start: number, end: number, before: number, after: number): boolean {
  const capital = (code: number): boolean => code >= 65 && code <= 90;
  if (capital(before) || capital(after)) return true;
  const separator = (code: number): boolean => code === 32 || code === 45 || code === 40;
  return (
    (separator(before) && capital(text.charCodeAt(start - 2))) ||
    (separator(after) && capital(text.charCodeAt(end + 1)))
  );
}

/** Whether a word that `pattern` knows stands shortly before: on the line, or on the one above. */
export function isIntroduced(text: string, start: number, pattern: RegExp): boolean {
  return pattern.test(text.slice(Math.max(0, start - 56), start));
}
