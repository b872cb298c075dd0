import { marksOf } from '../../../shared/language-marks.ts';
import { indentOf, lineAfter, lineBefore, type Place } from './place.ts';

/** A bracket that stands in code: not in a string or a comment. */
interface Bracket {
  readonly char: string;
  readonly at: number;
}

const CLOSER: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const BRACKETS = '()[]{}';
const QUOTES = '"\'`';

/** The brackets of a text, in order. A quote that nothing ends on its line is no quote: Rust and prose have such. */
export function bracketsOf(text: string, languageId: string): Bracket[] {
  const { line, block } = marksOf(languageId);
  const found: Bracket[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (BRACKETS.includes(char)) found.push({ char, at });
    else if (QUOTES.includes(char)) at = endOfString(text, at, languageId);
    else if (line !== null && text.startsWith(line, at)) at = endOr(text, '\n', at);
    else if (block !== null && text.startsWith(block[0], at)) at = endOr(text, block[1], at + block[0].length);
  }
  return found;
}

function endOr(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from);
  return at < 0 ? text.length : at;
}

/** Where the string that begins at `start` ends; `start` itself if it is none. */
function endOfString(text: string, start: number, languageId: string): number {
  const quote = text[start];
  // Rust's lifetimes begin like its characters.
  if (languageId === 'rust' && quote === "'" && !/^'(?:\\.[^'\n]*|[^\\'])'/.test(text.slice(start, start + 12)))
    return start;
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === quote) return at;
    else if (char === '\n' && quote !== '`') return start;
  }
  return start;
}

/** A bracket without its partner, and the indentation of its line. */
interface Lone {
  readonly char: string;
  readonly indent: number;
  /** It is the first on its line. */
  readonly first: boolean;
}

/** Openers that nothing in the text closes, and closers that nothing in it opens. */
function loneBrackets(text: string, languageId: string): { readonly open: Lone[]; readonly close: Lone[] } {
  const open: Bracket[] = [];
  const close: Bracket[] = [];
  for (const bracket of bracketsOf(text, languageId)) {
    if (bracket.char in CLOSER) open.push(bracket);
    // One that closes something else is a slip of whoever wrote it: the nearest that fits counts.
    else {
      const partner = open.findLastIndex(({ char }) => CLOSER[char] === bracket.char);
      if (partner < 0) close.push(bracket);
      else open.splice(partner);
    }
  }
  const withLine = ({ char, at }: Bracket): Lone => {
    const begin = text.lastIndexOf('\n', at - 1) + 1;
    return { char, indent: indentOf(text.slice(begin)), first: text.slice(begin, at).trim() === '' };
  };
  return { open: open.map(withLine), close: close.map(withLine) };
}

/**
 * The closers that the file lacks at the cursor, the innermost first: what a completion may close
 * without closing anything twice.
 * @param whole the suffix reaches to the file's end
 */
export function missingClosers(place: Place, whole: boolean): string[] {
  const { prefix, suffix, languageId } = place;
  const before = lineBefore(place);
  const after = lineAfter(place);
  const open = loneBrackets(prefix, languageId).open;
  const close = loneBrackets(suffix, languageId).close;
  // On the cursor's line the last closer belongs to the first opener, and so on inwards.
  const here = loneBrackets(before, languageId).open.length;
  const outer = open.splice(open.length - Math.min(here, open.length));
  const closers = close.splice(0, loneBrackets(after, languageId).close.length);
  while (outer[0] !== undefined && CLOSER[outer[0].char] === closers.at(-1)?.char) {
    outer.shift();
    closers.pop();
  }
  const left = [...open, ...outer];
  // Those that are left on the line close the nearest; further down, indentation tells whose a closer is.
  for (const closer of [...closers.map((c) => ({ ...c, first: false })), ...close]) {
    const partner = left.findLastIndex(
      ({ char, indent }) => CLOSER[char] === closer.char && (!closer.first || indent === closer.indent),
    );
    // What is nearer than its partner is what the file lacks; all beyond it is closed further down.
    if (partner >= 0) return closersOf(left.slice(partner + 1));
  }
  // Nothing below closes anything. Of a file that goes on unseen, only what was just opened is surely open.
  return closersOf(whole ? left : outer);
}

/** Of openers from the outside in, the innermost first. */
function closersOf(open: readonly Lone[]): string[] {
  return open.toReversed().map(({ char }) => CLOSER[char] ?? '');
}

/** What closing does to a completion. */
export interface Closing {
  /** Where it closes what the file closes already; `null` if it does not. */
  readonly surplus: number | null;
  /** Where it closes the block that the cursor is in, just behind the bracket; `null` if it does not. */
  readonly closed: number | null;
  /** How many brackets of its own are open at its end. */
  readonly depth: number;
}

/** Follow the brackets of a completion. @param missing from {@link missingClosers} */
export function closingOf(text: string, missing: readonly string[], languageId: string): Closing {
  const own: string[] = [];
  const may = [...missing];
  let closed: number | null = null;
  for (const { char, at } of bracketsOf(text, languageId)) {
    const closer = CLOSER[char];
    if (closer !== undefined) own.push(closer);
    else if (own.length > 0) own.pop();
    else if (may[0] === char) {
      may.shift();
      closed ??= at + 1;
    } else return { surplus: at, closed, depth: 0 };
  }
  return { surplus: null, closed, depth: own.length };
}
