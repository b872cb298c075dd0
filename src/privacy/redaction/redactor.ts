import { createFinder, type FinderOptions, type Found } from './finder.ts';
import { createKnownValues, type KnownValues } from './known-values.ts';
import { createPlaceholders, isBareNumber, mentionsPlaceholder, NUMBER_LEAD, ownPlaceholders } from './placeholders.ts';
import type { Span } from './detector-notes.ts';
import { asIs, createRestorer, inJson, type Restorer } from './restorer.ts';
import { compileRules, type RuleOrigin } from './user-rules.ts';
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

/** Redacts the texts of one conversation, with stable placeholders. Lives in memory only. */
export interface Redactor {
  redact(text: string): Redacted;
  /**
   * As `redact`, where a finder has looked elsewhere already, such as in a worker.
   * @param allows which values the user lets stay now, for those that earlier texts gave away
   */
  apply(text: string, found: readonly Found[], allows?: (value: string) => boolean): Redacted;
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
    const whole = withoutPlaceholders(text, found);
    // A rule may have widened what was found; what it was without the rule is learned as it was.
    const parts = withoutPlaceholders(
      text,
      found.flatMap((match) => match.within ?? []),
    );
    for (const match of whole) learn(text, match);
    for (const match of parts) learn(text, match);
    const all = merge(whole, parts);
    if (learned.size === 0) return all;
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
    return merge(all, withoutPlaceholders(text, again));
  }

  /** Placeholders that this conversation has given out stay as they are: redacting twice changes nothing. */
  function withoutPlaceholders(text: string, found: readonly Found[]): readonly Found[] {
    if (found.length === 0) return found;
    if (!mentionsPlaceholder(text) && !(placeholders.hasNumbers() && text.includes(NUMBER_LEAD))) return found;
    const own = ownPlaceholders(text, placeholders);
    return own.length === 0 ? found : found.flatMap((match) => cutOut(match, own));
  }

  function apply(
    text: string,
    found: readonly Found[],
    allows: (value: string) => boolean = ownRules.allows,
  ): Redacted {
    placeholders.avoid(text);
    const findings: Finding[] = [];
    let safe = '';
    let copied = 0;
    let line = 1;
    let counted = 0;
    const spans = withLearned(text, found, allows);
    for (let i = 0; i < spans.length; i++) {
      const { type, label, rule, start, end: foundEnd } = spans[i] as Found;
      let end = foundEnd;
      // A number's placeholder right before another one could not be told from it.
      const bare = isBareNumber(text, start, end) && spans[i + 1]?.start !== end;
      while (!bare) {
        // A digit right behind would read as part of the placeholder's own number.
        while (/\d/.test(text.charAt(end))) end++;
        const next = spans[i + 1];
        if (next === undefined || next.start >= end) break;
        end = Math.max(end, next.end);
        i++;
      }
      const original = text.slice(start, end);
      const placeholder = placeholders.of(label, original);
      const spelling = bare ? placeholder.number : placeholder.word;
      placeholders.use(spelling, original);
      safe += text.slice(copied, start) + spelling;
      copied = end;
      for (let at = text.indexOf('\n', counted); at >= 0 && at < start; at = text.indexOf('\n', at + 1)) {
        line++;
        counted = at + 1;
      }
      findings.push({ type, start, end, line, placeholder: spelling, ...(rule && { rule }) });
    }
    return { text: safe + text.slice(copied), count: findings.length, findings };
  }

  return {
    redact: (text) => apply(text, find(text)),
    apply,
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

/** What is left of a match outside the placeholders. */
function cutOut(match: Found, own: readonly Span[]): readonly Found[] {
  let rest: readonly Found[] = [match];
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
