import type { DetectorNotes, Span } from './detector-notes.ts';
import { MAX_DIGITS, type NumberRun } from './places/number-at.ts';

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

export function isNumeric(detector: object): detector is NumericDetector {
  return 'shapes' in detector || 'lettered' in detector || 'atNumber' in detector;
}

/** The fewest digits that any shape has. */
const MIN_SHAPE = 7;
const CODICE = /\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}(?=[A-Z])/y;
const SEPARATORS = ' .-/';

/** Tries all number detectors on a number. Answers from where on to look for the next one. */
export function indexNumbers(
  detectors: readonly NumericDetector[],
): (text: string, run: NumberRun, report: (detector: NumericDetector, span: Span) => void) => number {
  const shaped: NumberDetector[] = [];
  const lettered: LetteredDetector[] = [];
  const placed: PlaceDetector[] = [];
  for (const detector of detectors) {
    if ('shapes' in detector) shaped.push(detector);
    else if ('lettered' in detector) lettered.push(detector);
    else placed.push(detector);
  }
  const shapes = indexShapes(shaped);

  return (text, given, report) => {
    const run = given.digits < 4 ? codiceAt(text, given) : given;
    if (run === null) return given.end;
    const { start, end, digits, capitals } = run;
    for (const detector of placed) {
      const found = detector.atNumber(text, run);
      if (found === null) continue;
      if ('start' in found) report(detector, found);
      else for (const span of found) report(detector, span);
    }
    if (capitals) tryLettered(text, run, lettered, report);
    if (digits >= MIN_SHAPE) tryShapes(text, run, shapes, report);
    if (digits < MAX_DIGITS) return end;
    const half = afterSpace(text, start + ((end - start) >> 1), end);
    return half < end ? half : end;
  };
}

/** The middle of an Italian tax code has no four digits together. */
function codiceAt(text: string, run: NumberRun): NumberRun | null {
  CODICE.lastIndex = run.start;
  return CODICE.test(text) ? { ...run, end: CODICE.lastIndex } : null;
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

/** Shapes as a tree: from a node, by a group's length and what separates it from the next. */
interface Shapes {
  /** Node of the next group, at `node * 128 + length * 4 + separator`; 0 where no shape goes on so. */
  readonly next: Uint16Array;
  /** What ends with a group of a length, at `node * 32 + length`. */
  readonly ends: readonly (readonly { readonly detector: NumberDetector; readonly shape: string }[] | undefined)[];
}

function indexShapes(detectors: readonly NumberDetector[]): Shapes {
  const groups: (readonly [length: number, separator: number])[][] = [];
  const all = detectors.flatMap((detector) => detector.shapes.map((shape) => ({ detector, shape })));
  for (const { shape } of all) {
    groups.push(
      Array.from(shape.matchAll(/(\d+)([ .\-/]?)/g), ([, length, sign]) => [
        Number(length),
        sign === '' ? -1 : SEPARATORS.indexOf(sign as string),
      ]),
    );
  }
  const next = new Uint16Array((groups.flat().length + 2) * 128);
  const ends: { readonly detector: NumberDetector; readonly shape: string }[][] = [];
  let nodes = 1;
  all.forEach((entry, i) => {
    let node = 0;
    for (const [length, separator] of groups[i] as (typeof groups)[number]) {
      if (separator < 0) {
        (ends[node * 32 + length] ??= []).push(entry);
        break;
      }
      const slot = node * 128 + length * 4 + separator;
      if (next[slot] === 0) next[slot] = nodes++;
      node = next[slot] as number;
    }
  });
  return { next, ends };
}

/** A number may begin at the run's start or after a space, and end before a space or at the run's end. */
function tryShapes(
  text: string,
  run: NumberRun,
  { next, ends }: Shapes,
  report: (detector: NumberDetector, span: Span) => void,
): void {
  let start = run.start;
  if (isTail(text, start)) start = afterSpace(text, start, run.end);
  while (start < run.end) {
    let node = 0;
    let length = 0;
    let done = 0;
    for (let i = start; i <= run.end; i++) {
      const code = i < run.end ? text.charCodeAt(i) : 32;
      if (isDigit(code)) {
        length++;
        continue;
      }
      if (length > 31) break;
      const entries = ends[node * 32 + length];
      if (entries !== undefined && (i === run.end ? !isHead(text, i) : code === 32)) {
        const span = { start, end: i };
        const digits = text.slice(start, i).replace(/\D/g, '');
        for (const { detector, shape } of entries) {
          if (!detector.check(digits, text, span, shape)) continue;
          report(detector, span);
          done = i;
        }
      }
      if (i === run.end) break;
      node = next[node * 128 + length * 4 + SEPARATORS.indexOf(text.charAt(i))] as number;
      if (node === 0) break;
      length = 0;
    }
    start = afterSpace(text, Math.max(start, done), run.end);
  }
}

/** The place after the next space; the end if there is none. */
function afterSpace(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text.charCodeAt(at) !== 32) at++;
  return at + 1;
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
  // A fraction may have nothing before its point.
  if (before === 46 && /[-+=(,:[*/ ]/.test(text.charAt(start - 2))) return true;
  return (before === 46 || before === 44 || before === 45) && digitBefore;
}

/** The number goes on to the right. */
function isHead(text: string, end: number): boolean {
  const after = text.charCodeAt(end);
  return isWordCode(after) || (after === 46 && /\d/.test(text.charAt(end + 1)));
}

/** Whether groups of hexadecimal digits stand about a number: a dump, a table of characters. */
export function isAmidHex(text: string, { start, end }: Span): boolean {
  return (
    /(?:^|[^0-9A-Za-z])(?=[0-9]*[A-Fa-f])[0-9A-Fa-f]{4,5}[ .]$|U\+[0-9A-F]{4,5}[^\n]{0,6}$/.test(
      text.slice(Math.max(0, start - 12), start),
    ) || /^[ .](?=[0-9]*[A-Fa-f])[0-9A-Fa-f]{4,5}(?![0-9A-Za-z])/.test(text.slice(end, end + 8))
  );
}

/** Whether a word that `pattern` knows stands shortly before: on the line, or on the one above. */
export function isIntroduced(text: string, start: number, pattern: RegExp): boolean {
  return pattern.test(text.slice(Math.max(0, start - 56), start));
}
