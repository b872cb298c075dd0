import type { RE2JS } from 're2js';
import type { Span } from './detector-notes.ts';

/**
 * How often a pattern may look at each character of a text, all its matches together, times its
 * instructions. One match is found in linear time, but a pattern such as `a(.*b)?` looks as far as
 * the end for each of them.
 */
const MAX_WORK = 4000;
/** Most patterns look five times at most. */
const [MIN_LOOKS, MAX_LOOKS] = [8, 100];

/**
 * Every match of a pattern, or of a group of it, in time linear in the text. Where the pattern looks
 * at the text too often, all the rest of the text counts as found.
 */
export function findAll(regex: RE2JS, group: number, text: string, found: (span: Span) => void): void {
  const looks = Math.max(MIN_LOOKS, Math.min(MAX_LOOKS, MAX_WORK / regex.programSize()));
  const matcher = regex.matcher(new CountedText(text, looks) as unknown as string);
  let from = 0;
  try {
    while (matcher.find()) {
      const start = matcher.start(group);
      const end = matcher.end(group);
      from = matcher.end();
      if (start >= 0 && end > start) found({ start, end });
    }
  } catch (error) {
    if (!(error instanceof TooManyLooks)) throw error;
    if (from < text.length) found({ start: from, end: text.length });
  }
}

class TooManyLooks extends Error {}

/** A text that counts how often it is looked at, and then throws. The matcher takes any object that is a string. */
class CountedText extends String {
  readonly #text: string;
  #left: number;

  /** @param looks how often at each character, on average */
  constructor(text: string, looks: number) {
    super(text);
    this.#text = text;
    this.#left = (text.length + 100) * looks;
  }

  override charCodeAt(index: number): number {
    if (--this.#left < 0) throw new TooManyLooks();
    return this.#text.charCodeAt(index);
  }

  override indexOf(wanted: string, from = 0): number {
    const at = this.#text.indexOf(wanted, from);
    // This is faster than looking one by one.
    this.#left -= ((at < 0 ? this.#text.length : at) - from) >> 3;
    return at;
  }
}
