import type { DetectorNotes, Span } from './detector-notes.ts';
import { byteLength, encodedForms, hexOf, isWithinBase64, toBytes } from './encodings.ts';
import { htmlView, percentView, escapeView, unwrappedView, type View } from './views.ts';

/** A value that must never leave, and what to call it. */
export interface KnownValue {
  readonly value: string;
  /** As a detector's label; `KNOWN_VALUE` unless given. */
  readonly label?: string;
}

/** Finds exact values wherever they stand in a text, in any of the encodings. */
export interface KnownValues {
  find(text: string, found: (span: Span, label: string) => void): void;
  readonly size: number;
}

/** Shorter values would be found in half of all words. */
export const MIN_KNOWN = 4;

export const KNOWN_VALUE: DetectorNotes = {
  id: 'known-value',
  label: 'KNOWN_VALUE',
  kind: 'secret',
  source: 'values of the workspace’s own .env files and stored keys',
  examples: () => [],
};

interface Needle {
  readonly text: string;
  readonly label: string;
  readonly form: 'raw' | 'base64' | 'hex';
  /** For base64: the bytes that must be there once decoded. */
  readonly bytes: readonly number[];
}

/**
 * A matcher for exact values: raw, percent-encoded, escaped as in JSON and program text (twice
 * too), as HTML, in base64 at any of its three alignments in both alphabets, in hexadecimal.
 */
export function createKnownValues(values: readonly KnownValue[], encodings = true): KnownValues {
  const wanted = new Map<string, string>();
  for (const { value, label } of values) if (value.length >= MIN_KNOWN) wanted.set(value, label ?? KNOWN_VALUE.label);
  if (wanted.size === 0) return { size: 0, find: () => undefined };
  const plain: Needle[] = [];
  const hex: Needle[] = [];
  for (const [value, label] of wanted) {
    const bytes = toBytes(value);
    plain.push({ text: value, label, form: 'raw', bytes });
    if (!encodings) continue;
    for (const text of encodedForms(bytes)) plain.push({ text, label, form: 'base64', bytes });
    hex.push({ text: hexOf(bytes), label, form: 'hex', bytes });
  }
  const raw = indexNeedles(plain.filter((needle) => needle.form === 'raw'));
  const all = indexNeedles(plain);
  const hexIndex = encodings ? indexNeedles(hex) : null;
  const shortestHex = Math.min(...[...wanted.keys()].map((value) => byteLength(value) * 2));
  const spaces = [...wanted.keys()].some((value) => value.includes(' '));
  const hexRun = new RegExp(`[0-9A-Fa-f]{${String(Math.min(shortestHex, 1000))}}`);

  return {
    size: wanted.size,
    find: (text, found) => {
      all(text, (needle, start) => {
        report(text, needle, start, found);
      });
      if (hexIndex !== null && hexRun.test(text)) {
        hexIndex(lowerAscii(text), (needle, start) => {
          found({ start, end: start + needle.text.length }, needle.label);
        });
      }
      if (!encodings) return;
      for (const view of viewsOf(text, spaces)) {
        (view.wrapped === true ? all : raw)(view.text, (needle, start) => {
          report(view.text, needle, start, (span, label) => {
            found({ start: view.origin(span.start), end: view.origin(span.end) }, label);
          });
        });
      }
    },
  };
}

function report(text: string, needle: Needle, start: number, found: (span: Span, label: string) => void): void {
  const end = start + needle.text.length;
  if (needle.form !== 'base64') {
    found({ start, end }, needle.label);
    return;
  }
  // The characters at the edges hold bits of the value too, so the whole run is what must go.
  const run = isWithinBase64(text, start, end, needle.bytes);
  if (run !== null) found(run, needle.label);
}

function viewsOf(text: string, spaces: boolean): readonly View[] {
  const views: View[] = [];
  if (text.includes('%')) views.push(percentView(text, false));
  if (spaces && text.includes('+')) views.push(percentView(text, true));
  if (text.includes('\\')) {
    const once = escapeView(text);
    views.push(once);
    if (once.text.includes('\\')) {
      const twice = escapeView(once.text);
      views.push({ text: twice.text, origin: (at) => once.origin(twice.origin(at)) });
    }
  }
  if (text.includes('&')) views.push(htmlView(text));
  const unwrapped = unwrappedView(text);
  if (unwrapped !== null) views.push(unwrapped);
  return views;
}

/** In small letters, every character where it was. */
function lowerAscii(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replace(/[A-F]/g, (letter) => letter.toLowerCase());
}

/**
 * Finds many strings at once: a hash of the last four characters rolls along, and only where some
 * string begins with these four, what stands there is looked up, once for each length that such
 * strings have. Many keys of one vendor begin alike.
 */
function indexNeedles(
  needles: readonly Needle[],
): (text: string, found: (needle: Needle, start: number) => void) => void {
  const slots = new Uint8Array(65536);
  const byHash = new Map<number, Map<number, Map<string, Needle[]>>>();
  const usable = needles.filter((needle) => needle.text.length >= MIN_KNOWN);
  for (const needle of usable) {
    let hash = 0;
    for (let i = 0; i < MIN_KNOWN; i++) hash = roll(hash, needle.text.charCodeAt(i));
    slots[hash] = 1;
    const byLength = byHash.get(hash) ?? new Map<number, Map<string, Needle[]>>();
    byHash.set(hash, byLength);
    const byText = byLength.get(needle.text.length) ?? new Map<string, Needle[]>();
    byLength.set(needle.text.length, byText);
    byText.set(needle.text, [...(byText.get(needle.text) ?? []), needle]);
  }
  return (text, found) => {
    let hash = 0;
    for (let i = 0; i < text.length; i++) {
      hash = roll(hash, text.charCodeAt(i));
      if (slots[hash] === 0) continue;
      const start = i - MIN_KNOWN + 1;
      if (start < 0) continue;
      for (const [length, byText] of byHash.get(hash) ?? []) {
        for (const needle of byText.get(text.slice(start, start + length)) ?? []) found(needle, start);
      }
    }
  };
}

/** Sixteen bits; a character has left them after four steps. */
function roll(hash: number, code: number): number {
  return ((hash << 4) ^ code) & 0xffff;
}
