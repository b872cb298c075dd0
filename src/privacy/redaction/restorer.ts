import { MAIL_SUFFIX, MAX_LABEL, NUMBER_LEAD, NUMBER_LENGTH, type PlaceholderSource } from './placeholders.ts';

/** Puts originals back into a stream of text. */
export interface Restorer {
  /** Text that is complete so far; a possible beginning of a placeholder is held back, at most 64 characters. */
  push(chunk: string): string;
  /** What was held back. */
  flush(): string;
}

/** How an original is written where its placeholder was. */
export type Spelling = (original: string) => string;

/** Within a string of JSON, as in the arguments of a tool. */
export const inJson: Spelling = (original) => JSON.stringify(original).slice(1, -1);
export const asIs: Spelling = (original) => original;

const LEAD = 'REDACTED_';
/**
 * At a place that begins with the lead: the label, and the digits if they are there. One way to
 * match only: the label ends where the digits begin.
 */
const WORD = new RegExp(`${LEAD}[A-Z_]{1,${String(MAX_LABEL)}}_(\\d{1,6})`, 'y');
const UNFINISHED_WORD = new RegExp(`^${LEAD}[A-Z_]{0,${String(MAX_LABEL + 1)}}$`);

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
export function createRestorer(placeholders: PlaceholderSource, spell: Spelling): Restorer {
  let held = '';
  /** The stream's character before what is held. */
  let last = '';

  function run(text: string, final: boolean): string {
    let out = '';
    let copied = 0;
    let at = 0;
    const numbers = placeholders.hasNumbers();
    while (at < text.length) {
      const next = nextCandidate(text, at, numbers);
      if (next < 0) break;
      const before = next === 0 ? last : text.charAt(next - 1);
      const place = text.charAt(next) === 'R' ? wordAt(text, next, final) : numberAt(text, next, before, final);
      if (place.kind === 'wait') {
        out += text.slice(copied, next);
        held = text.slice(next);
        last = before;
        return out;
      }
      if (place.kind === 'found') {
        out += text.slice(copied, next) + spell(place.original);
        at = next + place.length;
        copied = at;
      } else at = next + 1;
    }
    out += text.slice(copied);
    held = '';
    last = text.at(-1) ?? last;
    return out;
  }

  function wordAt(text: string, at: number, final: boolean): Place {
    const rest = text.length - at;
    if (rest < LEAD.length) return !final && LEAD.startsWith(text.slice(at)) ? WAIT : TEXT;
    if (!text.startsWith(LEAD, at)) return TEXT;
    WORD.lastIndex = at;
    const match = WORD.exec(text);
    if (match === null) {
      return !final && rest <= LEAD.length + MAX_LABEL + 1 && UNFINISHED_WORD.test(text.slice(at)) ? WAIT : TEXT;
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

  function numberAt(text: string, at: number, before: string, final: boolean): Place {
    if (/[\w.]/.test(before)) return TEXT;
    const digits = /^\d{1,13}/.exec(text.slice(at, at + NUMBER_LENGTH + 1))?.[0] ?? '';
    const end = at + digits.length;
    const lead = NUMBER_LEAD.slice(0, digits.length);
    if (!digits.startsWith(lead)) return TEXT;
    if (end === text.length && !final && digits.length <= NUMBER_LENGTH) return WAIT;
    if (digits.length !== NUMBER_LENGTH || /\w/.test(text.charAt(end))) return TEXT;
    const original = placeholders.original(digits);
    return original === undefined ? TEXT : { kind: 'found', original, length: digits.length };
  }

  return {
    push: (chunk) => run(held + chunk, false),
    flush: () => run(held, true),
  };
}

/** Where a placeholder could begin, from a place on. */
function nextCandidate(text: string, from: number, numbers: boolean): number {
  const word = text.indexOf('R', from);
  if (!numbers) return word;
  const number = text.indexOf(NUMBER_LEAD.charAt(0), from);
  return word < 0 ? number : number < 0 ? word : Math.min(word, number);
}
