import type { Span } from './detector-notes.ts';

/** How placeholders look. Restoring depends on every part of this grammar; see restorer.ts. */

/** An e-mail's placeholder stays one: `REDACTED_EMAIL_1@redacted.invalid` (RFC 2606). */
export const MAIL_SUFFIX = '@redacted.invalid';
/** Longest label; with the rest a placeholder stays under 60 characters. */
export const MAX_LABEL = 26;
/** Placeholder words as they can occur in anybody's text. */
export const PLACEHOLDER_WORD = /REDACTED_[A-Z_]{1,26}_\d{1,6}/g;
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
  /** Whether a placeholder for a bare number was ever given out. */
  readonly hasNumbers: () => boolean;
  /** Note that a spelling is in use; from then on it is restored. */
  use(spelling: string, original: string): void;
}

/** Whether a text may have a placeholder word. Engines look for up to six characters without a table to set up first. */
export function mentionsPlaceholder(text: string): boolean {
  return text.includes('REDACT');
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
      if (known !== undefined) return known;
      for (;;) {
        const count = (counters.get(label) ?? 0) + 1;
        counters.set(label, count);
        const core = `REDACTED_${label}_${String(count)}`;
        const number = `${NUMBER_LEAD}${NUMBER_TYPES[label] ?? '99'}${String(numberCount(label, count)).padStart(6, '0')}`;
        if (taken.has(core) || taken.has(number)) continue;
        const made = { word: label === 'EMAIL' ? core + MAIL_SUFFIX : core, number };
        given.set(original, made);
        return made;
      }
    },
    avoid: (text) => {
      if (mentionsPlaceholder(text)) {
        for (let at = text.indexOf('REDACTED_'); at >= 0; at = text.indexOf('REDACTED_', at + 1)) {
          PLACEHOLDER_WORD.lastIndex = at;
          const word = PLACEHOLDER_WORD.exec(text);
          if (word === null) break;
          if (!originals.has(word[0]) && !originals.has(word[0] + MAIL_SUFFIX)) taken.add(word[0]);
        }
      }
      if (text.includes(NUMBER_LEAD)) {
        for (const [number] of text.matchAll(/7070\d{8}/g)) if (!originals.has(number)) taken.add(number);
      }
    },
    original: (spelling) => originals.get(spelling),
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

/**
 * Whether a number stands in code or JSON, where a word would not parse: behind an operator or an
 * opening bracket, and before a separator, a closing bracket or the end of the line.
 */
export function isBareNumber(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  const before = /(?:[=:,([{<>+*/?&|!-]|\breturn)[ \t\r\n]{0,8}$/.test(text.slice(Math.max(0, start - 16), start));
  if (!before && start !== 0) return false;
  return start !== 0 && /^[ \t]{0,8}(?:[,;)\]}\r\n]|$|\/\/|#)/.test(text.slice(end, end + 10));
}

/** Where a text has placeholders that were given out. */
export function ownPlaceholders(text: string, placeholders: PlaceholderSource): readonly Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf('REDACTED_'); at >= 0; at = text.indexOf('REDACTED_', at + 1)) {
    PLACEHOLDER_WORD.lastIndex = at;
    const word = PLACEHOLDER_WORD.exec(text);
    if (word === null) break;
    if (word.index !== at) continue;
    const end = at + word[0].length;
    if (placeholders.original(word[0]) !== undefined) spans.push({ start: at, end });
    else if (placeholders.original(word[0] + MAIL_SUFFIX) !== undefined && text.startsWith(MAIL_SUFFIX, end)) {
      spans.push({ start: at, end: end + MAIL_SUFFIX.length });
    }
  }
  if (placeholders.hasNumbers()) {
    for (const match of text.matchAll(/(?<![\w.])7070\d{8}(?!\w)/g)) {
      if (placeholders.original(match[0]) === undefined) continue;
      spans.push({ start: match.index, end: match.index + match[0].length });
    }
  }
  return spans;
}
