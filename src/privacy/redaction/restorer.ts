import type { Span } from './detector-notes.ts';
import {
  MAIL_SUFFIX,
  MAX_LABEL,
  NUMBER_LEAD,
  NUMBER_LENGTH,
  WORD_LEAD,
  WORD_START,
  type PlaceholderSource,
} from './placeholders.ts';

/** Puts originals back into a stream of text. */
export interface Restorer {
  /** Text that is complete so far; a possible beginning of a placeholder is held back, at most 64 characters. */
  push(chunk: string): string;
  /** What was held back. */
  flush(): string;
}

/** A placeholder in a text, and what it stands for. */
export interface GivenPlaceholder extends Span {
  readonly original: string;
}

/** How texts are written in which placeholders stand. */
export interface Notation {
  /** An original where its placeholder was. */
  readonly spell: (original: string) => string;
  /** The character before a place, of which enough comes before it: see {@link contextOf}. */
  readonly before: (text: string, at: number) => string;
}

export const asIs: Notation = { spell: (original) => original, before: (text, at) => text.charAt(at - 1) };

/** JSON, such as the arguments of a tool: within its strings `\n` is no letter. */
export const inJson: Notation = {
  spell: (original) => JSON.stringify(original).slice(1, -1),
  before: (text, at) => {
    const token =
      contextOf(text, at)
        .match(/\\u[0-9A-Fa-f]{4}|\\?[^]/g)
        ?.at(-1) ?? '';
    if (token.length > 2) return String.fromCharCode(parseInt(token.slice(2), 16));
    // The short escapes stand for signs and white space.
    return token.length === 2 ? ' ' : token;
  },
};

const LONGEST_ESCAPE = 6;

/** What comes before a place, as far as it says which character that is: an escape in full, and nothing of another one. */
function contextOf(text: string, at: number): string {
  let start = Math.max(0, at - LONGEST_ESCAPE);
  while (start > 0 && text.charCodeAt(start - 1) === BACKSLASH) start--;
  let end = start;
  while (end < at && text.charCodeAt(end) === BACKSLASH) end++;
  // Of two backslashes one escapes the other.
  return text.slice(start + ((end - start) & ~1), at);
}
const BACKSLASH = 92;

/**
 * At a place that begins with the lead: the label, and the digits if they are there. One way to
 * match only: the label ends where the digits begin.
 */
const WORD = new RegExp(`${WORD_LEAD}[A-Z_]{1,${String(MAX_LABEL)}}_(\\d{1,6})`, 'y');
const UNFINISHED_WORD = new RegExp(`^${WORD_LEAD}[A-Z_]{0,${String(MAX_LABEL + 1)}}$`);

type Place =
  | { readonly kind: 'text' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'found'; readonly original: string; readonly length: number };
const TEXT: Place = { kind: 'text' };
const WAIT: Place = { kind: 'wait' };

/**
 * A restorer of one stream. What it gives out depends on the stream's characters alone, not on how
 * they are cut: a decision is taken only when what follows cannot change it.
 */
export function createRestorer(placeholders: PlaceholderSource, notation: Notation): Restorer {
  let held = '';
  let context = '';

  function run(more: string, final: boolean): string {
    const text = context + held + more;
    let out = '';
    let copied = context.length;
    const rest = walk(placeholders, notation, text, copied, final, ({ start, end, original }) => {
      out += text.slice(copied, start) + notation.spell(original);
      copied = end;
    });
    held = text.slice(rest);
    context = contextOf(text, rest);
    return out + text.slice(copied, rest);
  }

  return {
    push: (chunk) => run(chunk, false),
    flush: () => run('', true),
  };
}

/** Where a whole text has placeholders that were given out, in order. */
export function placeholdersIn(text: string, placeholders: PlaceholderSource): readonly GivenPlaceholder[] {
  const given: GivenPlaceholder[] = [];
  if (placeholders.hasAny()) walk(placeholders, asIs, text, 0, true, (place) => given.push(place));
  return given;
}

/** Report the placeholders from a place on. Answers where what cannot be decided yet begins: the text's end, or before it. */
function walk(
  placeholders: PlaceholderSource,
  { before }: Notation,
  text: string,
  from: number,
  final: boolean,
  found: (place: GivenPlaceholder) => void,
): number {
  // At the end of a stream a word is there as a whole, or not at all.
  const nextWord = forward(text, final ? WORD_START : 'R');
  const nextNumber = placeholders.hasNumbers() ? forward(text, NUMBER_LEAD.charAt(0)) : () => text.length;
  let at = from;
  for (;;) {
    const next = Math.min(nextWord(at), nextNumber(at));
    if (next === text.length) return next;
    const isWord = text.charAt(next) === 'R';
    const place = isWord
      ? wordAt(placeholders, text, next, final)
      : /[\w.]/.test(before(text, next))
        ? TEXT
        : numberAt(placeholders, text, next, final);
    if (place.kind === 'wait') return next;
    if (place.kind === 'found') {
      at = next + place.length;
      found({ start: next, end: at, original: place.original });
    } else at = next + 1;
  }
}

function wordAt(placeholders: PlaceholderSource, text: string, at: number, final: boolean): Place {
  const rest = text.length - at;
  if (rest < WORD_LEAD.length) return !final && WORD_LEAD.startsWith(text.slice(at)) ? WAIT : TEXT;
  if (!text.startsWith(WORD_LEAD, at)) return TEXT;
  WORD.lastIndex = at;
  const match = WORD.exec(text);
  if (match === null) {
    return !final && rest <= WORD_LEAD.length + MAX_LABEL + 1 && UNFINISHED_WORD.test(text.slice(at)) ? WAIT : TEXT;
  }
  const core = match[0];
  const end = at + core.length;
  if (end === text.length && !final) return WAIT;
  if (/\d/.test(text.charAt(end))) return TEXT;
  const mail = placeholders.original(core + MAIL_SUFFIX);
  if (mail !== undefined) {
    const tail = text.slice(end, end + MAIL_SUFFIX.length);
    if (tail === MAIL_SUFFIX) return { kind: 'found', original: mail, length: core.length + MAIL_SUFFIX.length };
    if (!final && end + tail.length === text.length && MAIL_SUFFIX.startsWith(tail)) return WAIT;
  }
  const original = placeholders.original(core);
  return original === undefined ? TEXT : { kind: 'found', original, length: core.length };
}

function numberAt(placeholders: PlaceholderSource, text: string, at: number, final: boolean): Place {
  const digits = /^\d{1,13}/.exec(text.slice(at, at + NUMBER_LENGTH + 1))?.[0] ?? '';
  const end = at + digits.length;
  const lead = NUMBER_LEAD.slice(0, digits.length);
  if (!digits.startsWith(lead)) return TEXT;
  if (end === text.length && !final && digits.length <= NUMBER_LENGTH) return WAIT;
  if (digits.length !== NUMBER_LENGTH || /\w/.test(text.charAt(end))) return TEXT;
  const original = placeholders.original(digits);
  return original === undefined ? TEXT : { kind: 'found', original, length: digits.length };
}

/** The next place of some letters, asked for places further and further on; the end if there is none. Each place is looked at once. */
function forward(text: string, letters: string): (from: number) => number {
  let known = -1;
  return (from) => {
    if (known < from) known = text.indexOf(letters, from);
    if (known < 0) known = text.length;
    return known;
  };
}
