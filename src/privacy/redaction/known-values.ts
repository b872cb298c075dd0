import type { DetectorNotes, Span } from './detector-notes.ts';
import {
  base32Forms,
  base32Run,
  byteLength,
  byteString,
  encodedForms,
  hexOf,
  isWithinBase64,
  toBytes,
  toWideBytes,
} from './encodings.ts';
import {
  byteEscapesView,
  escapeView,
  hexPairsView,
  htmlView,
  joinedView,
  numbersView,
  onto,
  percentView,
  quotedPrintableView,
  unwrappedView,
  type View,
} from './views.ts';

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
  readonly form: 'raw' | 'base64' | 'base32' | 'hex';
  /** For base64: the bytes that must be there once decoded. */
  readonly bytes: readonly number[];
}

/** Shorter texts in base64 occur by chance in the base64 of something else. */
const MIN_TWICE = 8;

/**
 * A matcher for exact values: raw, percent-encoded, escaped as in JSON and program text, as HTML,
 * each of these several times over too; in base64 at any of its three alignments in both alphabets,
 * twice too, or of UTF-16; in base32; in hexadecimal, with or without signs between the bytes;
 * as quoted-printable, as a list of numbers, and broken into several literals.
 */
export function createKnownValues(values: readonly KnownValue[], encodings = true): KnownValues {
  const wanted = new Map<string, string>();
  for (const { value, label } of values) if (value.length >= MIN_KNOWN) wanted.set(value, label ?? KNOWN_VALUE.label);
  if (wanted.size === 0) return { size: 0, find: () => undefined };
  const plain: Needle[] = [];
  const hex: Needle[] = [];
  const raw: Needle[] = [];
  for (const [value, label] of wanted) {
    const bytes = toBytes(value);
    plain.push({ text: value, label, form: 'raw', bytes });
    if (!encodings) continue;
    const wide = toWideBytes(value);
    for (const text of spellingsOf(value)) if (text !== value) plain.push({ text, label, form: 'raw', bytes });
    for (const text of encodedForms(bytes)) {
      plain.push({ text, label, form: 'base64', bytes });
      if (text.length < MIN_TWICE) continue;
      const inner = toBytes(text);
      for (const twice of encodedForms(inner)) plain.push({ text: twice, label, form: 'base64', bytes: inner });
    }
    for (const text of escapedForms(value)) {
      const inner = toBytes(text);
      for (const form of encodedForms(inner)) plain.push({ text: form, label, form: 'base64', bytes: inner });
      hex.push({ text: hexOf(inner), label, form: 'hex', bytes: inner });
    }
    for (const text of encodedForms(wide)) plain.push({ text, label, form: 'base64', bytes: wide });
    for (const text of base32Forms(bytes)) plain.push({ text, label, form: 'base32', bytes });
    hex.push({ text: hexOf(bytes), label, form: 'hex', bytes });
    hex.push({ text: hexOf(wide), label, form: 'hex', bytes: wide });
    hex.push({ text: hexOf(swapped(wide)), label, form: 'hex', bytes: wide });
    raw.push({ text: byteString(bytes), label, form: 'raw', bytes });
  }
  const all = indexNeedles(plain);
  const hexIndex = encodings ? indexNeedles(hex) : null;
  const byteIndex = encodings ? indexNeedles(raw) : null;
  const shortestHex = Math.min(...[...wanted.keys()].map((value) => byteLength(value) * 2));
  const spaces = [...wanted.keys()].some((value) => value.includes(' '));
  const escapes = [...wanted.keys()].some((value) => !/^[\w.+=-]*$/.test(value));
  const hexRun = new RegExp(`[0-9A-Fa-f]{${String(Math.min(shortestHex, 1000))}}`);

  return {
    size: wanted.size,
    find: (text, found) => {
      all(text, (needle, start) => {
        report(text, needle, start, found);
      });
      if (hexIndex === null || byteIndex === null) return;
      const inHex = (view: View): void => {
        if (!hexRun.test(view.text)) return;
        hexIndex(lowerAscii(view.text), (needle, start) => {
          found({ start: view.origin(start), end: view.origin(start + needle.text.length) }, needle.label);
        });
      };
      inHex({ text, origin: (at) => at });
      const pairs = hexPairsView(text);
      if (pairs !== null) inHex(pairs);
      for (const view of viewsOf(text, { spaces, escapes })) {
        all(view.text, (needle, start) => {
          report(view.text, needle, start, (span, label) => {
            found({ start: view.origin(span.start), end: view.origin(span.end) }, label);
          });
        });
      }
      for (const view of [byteEscapesView(text), quotedPrintableView(text, escapes), numbersView(text)]) {
        if (view === null) continue;
        byteIndex(view.text, (needle, start) => {
          found({ start: view.origin(start), end: view.origin(start + needle.text.length) }, needle.label);
        });
      }
    },
  };
}

function report(text: string, needle: Needle, start: number, found: (span: Span, label: string) => void): void {
  const end = start + needle.text.length;
  if (needle.form !== 'base64') {
    found(needle.form === 'base32' ? base32Run(text, start, end) : { start, end }, needle.label);
    return;
  }
  // The characters at the edges hold bits of the value too, so the whole run is what must go.
  const run = isWithinBase64(text, start, end, needle.bytes);
  if (run !== null) found(run, needle.label);
}

/** Where values hold spaces, or what JSON and program text escape, there is more to undo. */
interface Wanted {
  readonly spaces: boolean;
  readonly escapes: boolean;
}

function viewsOf(text: string, { spaces, escapes }: Wanted): readonly View[] {
  const percent = layers(text, '%', (under) => percentView(under, false), 2);
  const html = layers(text, '&', htmlView, 2);
  const views = [...percent, ...layers(text, '\\', escapeView, 4), ...html];
  const form = spaces && text.includes('+') ? percentView(text, true) : null;
  const joined = joinedView(text);
  for (const view of [form, unwrappedView(text), joined]) if (view !== null) views.push(view);
  // JSON in an address, in an attribute, in literals.
  if (escapes)
    for (const under of [percent[0], html[0], form, joined])
      if (under) views.push(...layers(under.text, '\\', escapeView, 2).map((view) => onto(under, view)));
  return views;
}

/** An encoding undone once, and again as long as its sign is still there. */
function layers(text: string, sign: string, undo: (text: string) => View, most: number): readonly View[] {
  const views: View[] = [];
  let under: View = { text, origin: (at) => at };
  while (views.length < most && under.text.includes(sign)) {
    const next = onto(under, undo(under.text));
    if (next.text === under.text) break;
    views.push(next);
    under = next;
  }
  return views;
}

/**
 * The same text with accents apart or not, in other letters, with its quotes doubled as in CSV and SQL, and as it is
 * where quotes that meet are taken out, for they may be those of two literals.
 */
function spellingsOf(value: string): ReadonlySet<string> {
  return new Set([
    value.normalize('NFC'),
    value.normalize('NFD'),
    value.toUpperCase(),
    value.toLowerCase(),
    value.replaceAll('"', '""'),
    value.replaceAll("'", "''"),
    // In single quotes of a shell, in compose files and Makefiles, in formats and templates.
    value.replaceAll("'", `'\\''`),
    value.replaceAll("'", `'"'"'`),
    value.replaceAll('$', '$$$$'),
    value.replaceAll('%', '%%'),
    value.replace(/[{}]/g, '$&$&'),
    value.replace(/["$`]/g, '`$&'),
    ...joinedForms(value),
  ]);
}

/** Without quotes that meet: all of them, or but for one kind that is escaped within the literals. */
function joinedForms(value: string): readonly string[] {
  if (!/["'`]/.test(value)) return [];
  return ['', '"', "'", '`'].flatMap((escaped) =>
    [';', '-'].map((next) => {
      const masked = escaped === '' ? value : value.replaceAll(escaped, '\u0001');
      const joined = joinedView(masked + next)?.text.slice(0, -1) ?? masked;
      return escaped === '' ? joined : joined.replaceAll('\u0001', escaped);
    }),
  );
}

/** As it stands in the JSON or the address that is then encoded as a whole, where that is another text. */
function escapedForms(value: string): readonly string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const forms = [json, json.replaceAll('/', '\\/'), encodeURIComponent(value.replace(/\p{Cs}/gu, '\ufffd'))];
  return [...new Set(forms)].filter((form) => form !== value);
}

/** Pairs of bytes the other way round. */
function swapped(bytes: readonly number[]): readonly number[] {
  return bytes.map((_, i) => bytes[i ^ 1] ?? 0);
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
