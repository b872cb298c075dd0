/** How placeholders look. Restoring depends on every part of this grammar; see restorer.ts. */

/** An e-mail's placeholder stays one: `REDACTED_EMAIL_1@redacted.invalid` (RFC 2606). */
export const MAIL_SUFFIX = '@redacted.invalid';
/** Longest label; with the rest a placeholder stays under 60 characters. */
export const MAX_LABEL = 26;
/** Begins each placeholder that is a word. */
export const WORD_LEAD = 'REDACTED_';
/** Placeholder words as they can occur in anybody's text. */
const PLACEHOLDER_WORD = /REDACTED_[A-Z_]{1,26}_\d{1,6}/y;
/** Begins each placeholder for a bare number; what follows is two digits of type and six that count. */
export const NUMBER_LEAD = '7070';
export const NUMBER_LENGTH = 12;

/** Types of numbers, told apart by the fifth and sixth digit. */
const NUMBER_TYPES: Readonly<Record<string, string>> = {
  CARD_NUMBER: '01',
  PHONE: '02',
  US_SSN: '03',
  POSTAL_CODE: '04',
  PASSWORD: '05',
};

/** The two spellings of one placeholder: in text, and where a bare number must stay one. */
export interface Placeholder {
  readonly word: string;
  readonly number: string;
}

/** Gives out placeholders of one conversation. */
export interface PlaceholderSource {
  /** The value's placeholder, the same one each time. */
  of(label: string, original: string): Placeholder;
  /** Words that a text already has are never given out. */
  avoid(text: string): void;
  /** The original behind a placeholder as spelled, if it was given out. */
  original(spelling: string): string | undefined;
  /** Whether any placeholder is in use. */
  readonly hasAny: () => boolean;
  /** Whether a placeholder for a bare number was ever given out. */
  readonly hasNumbers: () => boolean;
  /** Note that a spelling is in use; from then on it is restored. */
  use(spelling: string, original: string): void;
}

/** What placeholder words begin with. Engines look for up to six characters without a table to set up first. */
export const WORD_START = 'REDACT';

/** Whether a text may have a placeholder word. */
export function mentionsPlaceholder(text: string): boolean {
  return text.includes(WORD_START);
}

export function createPlaceholders(): PlaceholderSource {
  const given = new Map<string, Placeholder>();
  const originals = new Map<string, string>();
  const taken = new Set<string>();
  const counters = new Map<string, number>();
  let numbers = false;

  return {
    of: (label, original) => {
      const known = given.get(original);
      // A spelling that was not used yet may have come up in a text by itself since.
      if (known !== undefined && !taken.has(known.number) && !taken.has(known.word.replace(MAIL_SUFFIX, '')))
        return known;
      for (;;) {
        const count = (counters.get(label) ?? 0) + 1;
        counters.set(label, count);
        const core = `${WORD_LEAD}${label}_${String(count)}`;
        const number = `${NUMBER_LEAD}${NUMBER_TYPES[label] ?? '99'}${String(numberCount(label, count)).padStart(6, '0')}`;
        if (taken.has(core) || taken.has(number)) continue;
        const made = { word: label === 'EMAIL' ? core + MAIL_SUFFIX : core, number };
        given.set(original, made);
        return made;
      }
    },
    avoid: (text) => {
      for (const word of placeholderWords(text)) {
        if (!originals.has(word) && !originals.has(word + MAIL_SUFFIX)) taken.add(word);
      }
      if (text.includes(NUMBER_LEAD)) {
        for (const [number] of text.matchAll(/7070\d{8}/g)) if (!originals.has(number)) taken.add(number);
      }
    },
    original: (spelling) => originals.get(spelling),
    hasAny: () => originals.size > 0,
    hasNumbers: () => numbers,
    use: (spelling, original) => {
      originals.set(spelling, original);
      if (spelling.startsWith(NUMBER_LEAD)) numbers = true;
    },
  };

  /** Labels without a number of their own share one count. */
  function numberCount(label: string, count: number): number {
    if (label in NUMBER_TYPES) return count;
    const shared = (counters.get('') ?? 0) + 1;
    counters.set('', shared);
    return shared;
  }
}

/** What looks like a placeholder word, in anybody's text. */
function placeholderWords(text: string): readonly string[] {
  const words: string[] = [];
  if (!mentionsPlaceholder(text)) return words;
  for (let at = text.indexOf(WORD_LEAD); at >= 0; at = text.indexOf(WORD_LEAD, at + 1)) {
    PLACEHOLDER_WORD.lastIndex = at;
    const word = PLACEHOLDER_WORD.exec(text)?.[0];
    if (word !== undefined) words.push(word);
  }
  return words;
}

/**
 * Whether a number stands in code or JSON, where a word would not parse: behind an operator or an
 * opening bracket, and before a separator, a closing bracket or the end of the line. One that begins
 * with zero is none: a model could put its placeholder into JSON, where the original would not parse.
 */
export function isBareNumber(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  if (text.charCodeAt(start) === 48 && end - start > 1) return false;
  const before = /(?:[=:,([{<>+*/?&|!-]|\breturn)[ \t\r\n]{0,8}$/.test(text.slice(Math.max(0, start - 16), start));
  if (!before && start !== 0) return false;
  return start !== 0 && /^[ \t]{0,8}(?:[,;)\]}\r\n]|$|\/\/|#)/.test(text.slice(end, end + 10));
}
