import { DETECTORS, type Detector } from './detectors.ts';

/** Puts originals back into a stream of text. */
export interface Restorer {
  /** Text that is complete so far; a possible beginning of a placeholder is held back. */
  push(chunk: string): string;
  /** What was held back. */
  flush(): string;
}

/** Redacts the texts of one conversation, with stable placeholders. Lives in memory only. */
export interface Redactor {
  redact(text: string): { readonly text: string; readonly count: number };
  restorer(): Restorer;
  /** Where this redactor's placeholders stand in a redacted text, to show them. Never the originals. */
  marks(safe: string): readonly Mark[];
}

/** One placeholder in a redacted text; character offsets. */
export interface Mark {
  readonly start: number;
  readonly end: number;
}

const PLACEHOLDER = /REDACTED_[A-Z][A-Z_]{0,30}_\d{1,6}/g;
/** The end of a text that could still become a placeholder, or a longer number of one. */
const UNFINISHED = /(?:R(?:E(?:D(?:A(?:C(?:T(?:E(?:D)?)?)?)?)?)?)?|REDACTED_[A-Z_]{0,32}\d{0,6})$/;

/**
 * A redactor with its own map of originals to placeholders: the same value gets the same
 * placeholder throughout, so that a model can still reason about it.
 */
export function createRedactor(detectors: readonly Detector[] = DETECTORS): Redactor {
  const placeholders = new Map<string, string>();
  const originals = new Map<string, string>();
  /** Placeholder-like words in the user's own text, never to be given out. */
  const taken = new Set<string>();
  const counters = new Map<string, number>();

  function placeholderFor(label: string, original: string): string {
    const known = placeholders.get(original);
    if (known !== undefined) return known;
    let name: string;
    do {
      const next = (counters.get(label) ?? 0) + 1;
      counters.set(label, next);
      name = `REDACTED_${label}_${String(next)}`;
    } while (taken.has(name));
    placeholders.set(original, name);
    originals.set(name, original);
    return name;
  }

  return {
    redact: (text) => {
      for (const word of text.match(PLACEHOLDER) ?? []) if (!originals.has(word)) taken.add(word);
      const found = findAll(text, detectors);
      let safe = '';
      let end = 0;
      for (const { start, value, label } of found) {
        safe += text.slice(end, start) + placeholderFor(label, value);
        end = start + value.length;
      }
      return { text: safe + text.slice(end), count: found.length };
    },
    marks: (safe) =>
      [...safe.matchAll(PLACEHOLDER)]
        .filter(([name]) => originals.has(name))
        .map(({ 0: name, index }) => ({ start: index, end: index + name.length })),
    restorer: () => {
      let held = '';
      const restore = (text: string): string => text.replace(PLACEHOLDER, (name) => originals.get(name) ?? name);
      return {
        push: (chunk) => {
          const text = held + chunk;
          const cut = UNFINISHED.exec(text)?.index ?? text.length;
          held = text.slice(cut);
          return restore(text.slice(0, cut));
        },
        flush: () => {
          const rest = restore(held);
          held = '';
          return rest;
        },
      };
    },
  };
}

interface Found {
  readonly start: number;
  readonly value: string;
  readonly label: string;
}

/** Matches that do not overlap, by position; the earlier detector wins. */
function findAll(text: string, detectors: readonly Detector[]): readonly Found[] {
  const found: Found[] = [];
  for (const { label, pattern, confirm } of detectors) {
    for (const match of text.matchAll(pattern)) {
      const value = match.groups?.['value'] ?? match[0];
      if (confirm && !confirm(value)) continue;
      const start = match.index + match[0].lastIndexOf(value);
      const end = start + value.length;
      if (!found.some((f) => start < f.start + f.value.length && f.start < end)) found.push({ start, value, label });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
