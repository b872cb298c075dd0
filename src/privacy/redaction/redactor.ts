import type { Span } from './detector-notes.ts';
import { createFinder, type FinderOptions, type Found } from './finder.ts';
import { createKnownValues, type KnownValues } from './known-values.ts';
import { createPlaceholders, isBareNumber } from './placeholders.ts';
import { asIs, createRestorer, inJson, placeholdersIn, type Restorer } from './restorer.ts';
import { compileRules, type RuleOrigin } from './user-rules.ts';
import { isPlaceholder } from './value-shape.ts';

export type { Restorer } from './restorer.ts';

/** Where something was redacted, never what. */
export interface Finding {
  /** The detector's id. */
  readonly type: string;
  /** In characters of the text, where what the conversation's placeholders stand for is back in its place. */
  readonly start: number;
  readonly end: number;
  /** Counted from 1. */
  readonly line: number;
  /** What stands in its place. */
  readonly placeholder: string;
  /** The rule of the user's or of the workspace that found it, if one did. */
  readonly rule?: RuleOrigin;
}

/** A text as a cloud may see it. */
export interface Redacted {
  readonly text: string;
  readonly count: number;
  readonly findings: readonly Finding[];
}

/** One placeholder in a redacted text; character offsets. */
export type Mark = Span;

/** A text ready to be looked through: what the conversation's own placeholders in it stand for is back in its place. */
export interface Prepared {
  readonly text: string;
  /** Where the originals stand that were put back: they are replaced again, whatever a finder makes of them. */
  readonly given: readonly Found[];
}

/** Redacts the texts of one conversation, with stable placeholders. Lives in memory only. */
export interface Redactor {
  /** Placeholders that this conversation has given out stay as they are: redacting twice changes nothing. */
  redact(text: string): Redacted;
  /** The first half of `redact`, where a finder looks elsewhere, such as in a worker: what it is to look through. */
  prepare(text: string): Prepared;
  /**
   * The second half, with what was found in the prepared text.
   * @param allows which values the user lets stay now, for those that earlier texts gave away
   */
  apply(prepared: Prepared, found: readonly Found[], allows?: (value: string) => boolean): Redacted;
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

/**
 * Learned values are looked for again in all texts of a conversation; beyond this many no more are
 * learned. What rules find is counted apart, so that it takes no room from anything else.
 */
const MAX_LEARNED = 2000;

/**
 * A redactor with its own map of originals to placeholders: the same value gets the same
 * placeholder throughout, so that a model can still reason about it. A secret that one text gives
 * away by its surroundings is found in later texts without them.
 */
export function createRedactor(options: FinderOptions = {}): Redactor {
  const find = createFinder(options);
  const ownRules = compileRules(options.rules ?? []);
  const placeholders = createPlaceholders();
  const learned = new Map<string, Found>();
  const learnedBy = { rules: 0, others: 0 };
  /** What the replaced values were taken for. */
  const replaced = new Map<string, Omit<Found, keyof Span | 'within'>>();
  let learnedIndex: KnownValues | null = null;

  function learn(text: string, match: Found): void {
    const value = text.slice(match.start, match.end);
    const by = match.rule === undefined ? 'others' : 'rules';
    if (match.kind !== 'secret' || learned.has(value) || learnedBy[by] >= MAX_LEARNED || !isWorthLearning(value))
      return;
    learned.set(value, match);
    learnedBy[by]++;
    learnedIndex = null;
  }

  /** What was found, and the secrets among it wherever else they stand. */
  function withLearned(text: string, found: readonly Found[], allows: (value: string) => boolean): readonly Found[] {
    for (const match of found) {
      learn(text, match);
      // A rule may have widened what was found; what it was without the rule is learned as it was.
      for (const part of match.within ?? []) learn(text, part);
    }
    if (learned.size === 0) return found;
    const again: Found[] = [];
    learnedIndex ??= createKnownValues(
      Array.from(learned.keys(), (value) => ({ value })),
      false,
    );
    learnedIndex.find(text, ({ start, end }) => {
      const value = text.slice(start, end);
      const source = learned.get(value);
      if (source === undefined || !standsAlone(text, start, end) || allows(value)) return;
      again.push({ ...source, start, end });
    });
    return merge(found, again);
  }

  function prepare(given: string): Prepared {
    const own = placeholdersIn(given, placeholders);
    if (own.length === 0) return { text: given, given: [] };
    let text = '';
    let copied = 0;
    const back: Found[] = [];
    for (const { start, end, original } of own) {
      text += given.slice(copied, start);
      const notes = replaced.get(original);
      if (notes !== undefined) back.push({ ...notes, start: text.length, end: text.length + original.length });
      text += original;
      copied = end;
    }
    return { text: text + given.slice(copied), given: back };
  }

  function apply(
    { text, given }: Prepared,
    found: readonly Found[],
    allows: (value: string) => boolean = ownRules.allows,
  ): Redacted {
    placeholders.avoid(text);
    const spans = whole(text, merge(withLearned(text, found, allows), given));
    const findings: Finding[] = [];
    const before = new Set(given.map((span) => `${String(span.start)} ${String(span.end)}`));
    let safe = '';
    let copied = 0;
    let line = 1;
    let counted = 0;
    spans.forEach(({ type, label, kind, rule, start, end, bare }, i) => {
      const original = text.slice(start, end);
      const placeholder = placeholders.of(label, original);
      // A number would not be told from what is next to it.
      const alone = start > copied && spans[i + 1]?.start !== end;
      const spelling = bare && alone ? placeholder.number : placeholder.word;
      placeholders.use(spelling, original);
      replaced.set(original, { type, label, kind, ...(rule && { rule }) });
      safe += text.slice(copied, start) + spelling;
      copied = end;
      for (let at = text.indexOf('\n', counted); at >= 0 && at < start; at = text.indexOf('\n', at + 1)) {
        line++;
        counted = at + 1;
      }
      if (!before.has(`${String(start)} ${String(end)}`))
        findings.push({ type, start, end, line, placeholder: spelling, ...(rule && { rule }) });
    });
    return { text: safe + text.slice(copied), count: findings.length, findings };
  }

  return {
    redact: (text) => {
      const prepared = prepare(text);
      return apply(prepared, find(prepared.text));
    },
    prepare,
    apply,
    marks: (safe) => placeholdersIn(safe, placeholders),
    restorer: () => createRestorer(placeholders, asIs),
    jsonRestorer: () => createRestorer(placeholders, inJson),
    restore: (text) => all(createRestorer(placeholders, asIs), text),
    restoreJson: (text) => all(createRestorer(placeholders, inJson), text),
  };
}

function all(restorer: Restorer, text: string): string {
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

/** Two lists in one, in order; what overlaps something of the first list widens it. */
function merge(first: readonly Found[], second: readonly Found[]): readonly Found[] {
  if (second.length === 0) return first;
  const sorted = [...first, ...second].sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: Found[] = [];
  for (const match of sorted) {
    const last = merged.at(-1);
    if (last === undefined || match.start >= last.end) merged.push(match);
    else if (match.end > last.end) merged[merged.length - 1] = { ...last, end: match.end };
  }
  return merged;
}

interface Replaceable extends Found {
  /** A number in code or data, where a word would not parse. */
  readonly bare: boolean;
}

/** Spans as they will be replaced: a digit right behind one would read as part of the placeholder's own number, so it goes along. */
function whole(text: string, spans: readonly Found[]): readonly Replaceable[] {
  const made: Replaceable[] = [];
  for (const span of spans) {
    const last = made.at(-1);
    if (last !== undefined && span.start < last.end) {
      made[made.length - 1] = { ...last, bare: false, end: pastDigits(text, Math.max(last.end, span.end)) };
      continue;
    }
    const bare = isBareNumber(text, span.start, span.end);
    made.push({ ...span, bare, end: bare ? span.end : pastDigits(text, span.end) });
  }
  return made;
}

function pastDigits(text: string, from: number): number {
  let end = from;
  while (/\d/.test(text.charAt(end))) end++;
  return end;
}
