import type { DetectorNotes } from './detector-notes.ts';
import { personalFamilies, SECRET_FAMILIES } from './detectors.ts';
import { createKnownValues, KNOWN_VALUE, type KnownValue, type KnownValues } from './known-values.ts';
import {
  createPlaceholders,
  isBareNumber,
  MAIL_SUFFIX,
  NUMBER_LEAD,
  PLACEHOLDER_WORD,
  type PlaceholderSource,
} from './placeholders.ts';
import { asIs, createRestorer, inJson, type Restorer } from './restorer.ts';
import { createDeepScanner, settle, type DetectorOptions, type Match, type Scanner } from './scan.ts';
import { NO_RULES, type UserRules } from './user-rules.ts';
import { isPlaceholder } from './value-shape.ts';

export type { Restorer } from './restorer.ts';

/** Where something was redacted, never what. */
export interface Finding {
  /** The detector's id. */
  readonly type: string;
  /** In characters of the original text. */
  readonly start: number;
  readonly end: number;
  /** Counted from 1. */
  readonly line: number;
}

/** A text as a cloud may see it. */
export interface Redacted {
  readonly text: string;
  readonly count: number;
  readonly findings: readonly Finding[];
}

/** One placeholder in a redacted text; character offsets. */
export interface Mark {
  readonly start: number;
  readonly end: number;
}

/** Redacts the texts of one conversation, with stable placeholders. Lives in memory only. */
export interface Redactor {
  redact(text: string): Redacted;
  /** For one stream of an answer. */
  restorer(): Restorer;
  /** For one stream of JSON, such as a tool's arguments: originals are escaped as its strings need. */
  jsonRestorer(): Restorer;
  /** Where this redactor's placeholders stand in a redacted text, to show them. Never the originals. */
  marks(safe: string): readonly Mark[];
  /** A whole text. */
  restore(text: string): string;
  /** A whole text of JSON. */
  restoreJson(text: string): string;
}

export interface RedactorOptions extends Partial<DetectorOptions> {
  /** Values that are found in any encoding, whatever rules allow. */
  readonly knownValues?: readonly KnownValue[];
  readonly rules?: UserRules;
}

const scanners = new Map<string, Scanner>();

/** Scanners are built once for each choice of options: the index over all literals takes its time. */
function scannerFor(options: DetectorOptions): Scanner {
  const key = `${String(options.privateAddresses)} ${String(options.leaveTestCards)}`;
  const known = scanners.get(key);
  if (known !== undefined) return known;
  const made = createDeepScanner(
    SECRET_FAMILIES.flatMap((family) => family.detectors),
    personalFamilies(options).flatMap((family) => family.detectors),
  );
  scanners.set(key, made);
  return made;
}

const USER_RANK = -1;
const KNOWN_RANK = -2;
/** Learned values are looked for again in all texts of a conversation; beyond this many no more are learned. */
const MAX_LEARNED = 2000;

/**
 * A redactor with its own map of originals to placeholders: the same value gets the same
 * placeholder throughout, so that a model can still reason about it. A secret that one text gives
 * away by its surroundings is found in later texts without them.
 */
export function createRedactor(options: RedactorOptions = {}): Redactor {
  const { knownValues = [], rules = NO_RULES, privateAddresses = false, leaveTestCards = false } = options;
  const scan = scannerFor({ privateAddresses, leaveTestCards });
  const known = createKnownValues(knownValues);
  const placeholders = createPlaceholders();
  const learned = new Map<string, DetectorNotes>();
  let learnedIndex: KnownValues | null = null;

  function find(text: string): readonly Match[] {
    const matches: Match[] = scan(text).filter((match) => !rules.allows(text.slice(match.start, match.end)));
    rules.find(text, ({ start, end }, detector) => {
      if (!rules.allows(text.slice(start, end))) matches.push({ start, end, detector, rank: USER_RANK });
    });
    known.find(text, ({ start, end }, label) => {
      matches.push({
        start,
        end,
        detector: label === KNOWN_VALUE.label ? KNOWN_VALUE : { ...KNOWN_VALUE, label },
        rank: KNOWN_RANK,
      });
    });
    const settled = settle(withoutPlaceholders(text, matches));
    learn(text, settled);
    if (learned.size === 0) return settled;
    const again: Match[] = [];
    learnedIndex ??= createKnownValues(
      [...learned.keys()].map((value) => ({ value })),
      false,
    );
    learnedIndex.find(text, ({ start, end }) => {
      const detector = learned.get(text.slice(start, end));
      if (detector !== undefined && standsAlone(text, start, end)) again.push({ start, end, detector, rank: Infinity });
    });
    return settle([...settled, ...withoutPlaceholders(text, again)]);
  }

  function learn(text: string, matches: readonly Match[]): void {
    for (const { start, end, detector } of matches) {
      const value = text.slice(start, end);
      if (detector.kind !== 'secret' || learned.has(value) || learned.size >= MAX_LEARNED || !isWorthLearning(value))
        continue;
      learned.set(value, detector);
      learnedIndex = null;
    }
  }

  /** Placeholders that this conversation has given out stay as they are: redacting twice changes nothing. */
  function withoutPlaceholders(text: string, matches: readonly Match[]): readonly Match[] {
    if (!text.includes('REDACTED_') && !(placeholders.hasNumbers() && text.includes(NUMBER_LEAD))) return matches;
    const own = ownPlaceholders(text, placeholders);
    if (own.length === 0) return matches;
    return matches.flatMap((match) => cutOut(match, own));
  }

  return {
    redact: (text) => {
      placeholders.avoid(text);
      const findings: Finding[] = [];
      let safe = '';
      let copied = 0;
      let line = 1;
      let counted = 0;
      for (const match of find(text)) {
        const { start, detector } = match;
        if (start < copied) continue;
        const bare = isBareNumber(text, start, match.end);
        let { end } = match;
        // A digit right behind would read as part of the placeholder's own number.
        if (!bare) while (/\d/.test(text.charAt(end))) end++;
        const original = text.slice(start, end);
        const placeholder = placeholders.of(detector.label, original);
        const spelling = bare ? placeholder.number : placeholder.word;
        placeholders.use(spelling, original);
        safe += text.slice(copied, start) + spelling;
        copied = end;
        for (let at = text.indexOf('\n', counted); at >= 0 && at < start; at = text.indexOf('\n', at + 1)) {
          line++;
          counted = at + 1;
        }
        findings.push({ type: detector.id, start, end, line });
      }
      return { text: safe + text.slice(copied), count: findings.length, findings };
    },
    marks: (safe) => [...ownPlaceholders(safe, placeholders)].sort((a, b) => a.start - b.start),
    restorer: () => createRestorer(placeholders, asIs),
    jsonRestorer: () => createRestorer(placeholders, inJson),
    restore: (text) => whole(createRestorer(placeholders, asIs), text),
    restoreJson: (text) => whole(createRestorer(placeholders, inJson), text),
  };
}

function whole(restorer: Restorer, text: string): string {
  return restorer.push(text) + restorer.flush();
}

/** Long and odd enough to be found by itself without finding words. */
function isWorthLearning(value: string): boolean {
  return (
    value.length >= 8 && value.length <= 4000 && /\d/.test(value) && /[A-Za-z]/.test(value) && !isPlaceholder(value)
  );
}

/** Not the middle of a longer name or number. */
function standsAlone(text: string, start: number, end: number): boolean {
  return !/[A-Za-z0-9]/.test(text.charAt(start - 1)) && !/[A-Za-z0-9]/.test(text.charAt(end));
}

/** Where a text has placeholders that were given out. */
function ownPlaceholders(
  text: string,
  placeholders: PlaceholderSource,
): readonly { readonly start: number; readonly end: number }[] {
  const spans: { start: number; end: number }[] = [];
  for (let at = text.indexOf('REDACTED_'); at >= 0; at = text.indexOf('REDACTED_', at + 1)) {
    PLACEHOLDER_WORD.lastIndex = at;
    const word = PLACEHOLDER_WORD.exec(text);
    if (word === null) break;
    if (word.index !== at) continue;
    if (placeholders.original(word[0]) !== undefined) spans.push({ start: at, end: at + word[0].length });
    else if (
      placeholders.original(word[0] + MAIL_SUFFIX) !== undefined &&
      text.startsWith(MAIL_SUFFIX, at + word[0].length)
    ) {
      spans.push({ start: at, end: at + word[0].length + MAIL_SUFFIX.length });
    }
  }
  for (const match of text.matchAll(/(?<![\w.])7070\d{8}(?!\w)/g)) {
    if (placeholders.original(match[0]) !== undefined)
      spans.push({ start: match.index, end: match.index + match[0].length });
  }
  return spans;
}

/** What is left of a match outside the placeholders. */
function cutOut(match: Match, own: readonly { readonly start: number; readonly end: number }[]): readonly Match[] {
  let rest: readonly Match[] = [match];
  for (const { start, end } of own) {
    rest = rest.flatMap((part) => {
      if (part.end <= start || part.start >= end) return [part];
      const left = { ...part, end: start };
      const right = { ...part, start: end };
      // A detector that reached over a placeholder saw it as part of a value; what is left is glue.
      return [left, right].filter((piece) => piece.end - piece.start >= 12);
    });
  }
  return rest;
}
