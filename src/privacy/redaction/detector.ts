import type { DetectorNotes, Example, Span } from './detector-notes.ts';
import type { RunDetector } from './long-runs.ts';
import { settingsAt } from './settings-at.ts';
import { MIN_RUN, NEEDS } from './places/find-places.ts';
import { isJumbled, isPublished, isReference } from './value-shape.ts';

/** Runs only where one of its literals occurs. */
export interface LiteralDetector extends DetectorNotes {
  /** Lower case, at least three characters; upper and lower case in the text are alike. */
  readonly literals: readonly string[];
  /** What each literal needs about it, bits of `NEEDS`; `locate` is not asked where that is missing. Nothing unless given. */
  readonly needs?: (literal: string) => number;
  /**
   * What is there, given where the literal begins and ends; `null` if it is something else. Must
   * look at a bounded stretch of text only, or at one that it reports.
   */
  readonly locate: (text: string, start: number, end: number) => Span | readonly Span[] | null;
}

/** Looks through a whole text; for what has no literal part. Must be linear, and fast on ordinary code. */
export interface TextDetector extends DetectorNotes {
  readonly scan: (text: string, report: (span: Span) => void) => void;
}

/** Finds what is written in groups of hexadecimal digits. */
export interface SeparatorDetector extends DetectorNotes {
  /** What is there, given where a `:` or `-` stands: behind two such digits between two of them, or a `:` behind four. */
  readonly atSeparator: (text: string, at: number) => Span | null;
}

export type Detector = LiteralDetector | TextDetector | RunDetector | SeparatorDetector;

/**
 * The character before a value may not be one of the value's own kind, unless it ends an escape:
 * `\n` in a string literal, `%3D` in a URL, a colour code of a terminal.
 */
export const LEFT = '(?:(?<![A-Za-z0-9_-])|(?<=\\\\[nrt])|(?<=%[0-9A-Fa-f]{2})|(?<=\\x1b\\[[\\d;]{0,8}m))';
/** A value ends where its own kind of characters does. */
export const RIGHT = '(?![A-Za-z0-9])';

/** A locate function that tries a sticky pattern where the literal begins, or `back` characters before. */
export function tryPattern(
  pattern: RegExp,
  accept?: (value: string) => boolean,
  back = 0,
): (text: string, start: number) => Span | null {
  return (text, start) => {
    pattern.lastIndex = start - back;
    if (pattern.lastIndex < 0) return null;
    const match = pattern.exec(text);
    if (match === null) return null;
    // By convention the group `value` is the last thing that a pattern consumes.
    const value = match.groups?.['value'] ?? match[0];
    const end = match.index + match[0].length;
    if (accept !== undefined && !accept(value)) return null;
    return { start: end - value.length, end };
  };
}

/** A row of a family's table: a token that is known by its own shape. */
export interface TokenRow {
  readonly id: string;
  readonly label: string;
  /** A part of every such token, lower case; or else: */
  readonly literals?: string | readonly string[];
  /** What such tokens begin with, in two to five characters as they are spelled. */
  readonly begins?: readonly string[];
  /** The token's shape as regular expression source; quantifiers bounded and not nested. */
  readonly shape: string;
  /** How far before the literal the token begins; 0 unless given. */
  readonly back?: number;
  readonly source: string;
  readonly example: () => Example;
  readonly not?: () => readonly string[];
  /** A last look at a token whose shape ordinary words could have too. */
  readonly accept?: (value: string) => boolean;
  /** In place of the usual left boundary. */
  readonly left?: string;
  /** Characters before the literal that belong to the token, and how many at most. */
  readonly lead?: { readonly chars: RegExp; readonly max: number };
}

/**
 * A detector for a token that is known by its own shape. One with a short beginning is looked for
 * in long runs only; short literals occur in too many words.
 */
export function token(row: TokenRow): LiteralDetector | RunDetector {
  const pattern = new RegExp(`${row.left ?? LEFT}(?<value>${row.shape})${RIGHT}`, 'y');
  const { accept, lead } = row;
  const good = (value: string): boolean =>
    !isDummy(value) && !isPublished(value) && (accept === undefined || accept(value));
  const notes = {
    id: row.id,
    label: row.label,
    kind: 'secret' as const,
    source: row.source,
    examples: () => [row.example()],
    ...(row.not && { counterexamples: row.not }),
  };
  if (row.begins !== undefined) return { ...notes, begins: row.begins, shape: pattern, accept: good };
  const literals = typeof row.literals === 'string' ? [row.literals] : (row.literals ?? []);
  const locate = tryPattern(pattern, good, row.back);
  return {
    ...notes,
    literals,
    locate:
      lead === undefined
        ? locate
        : (text, start) => {
            let from = start;
            while (from > 0 && start - from < lead.max && lead.chars.test(text.charAt(from - 1))) from--;
            return locate(text, from);
          },
  };
}

/** A row of a family's table: a value with no shape of its own, known by a name before it. */
export interface NamedRow {
  readonly id: string;
  readonly label: string;
  /** The vendor's name as it occurs in names of settings; lower case. */
  readonly names: string | readonly string[];
  /** The value's shape as regular expression source. */
  readonly shape: string;
  readonly source: string;
  /** A value, which the tests put after a name. */
  readonly example: () => string;
  readonly accept?: (value: string) => boolean;
}

/** What may stand between a vendor's name and the value: the rest of a setting's name, then an operator. */
const NAME_REST = '[\\w .\\-]{0,32}?';
const OPERATOR =
  '(?:\\\\?["\'`\\])]{0,2})(?:[ \\t]{0,4}|[,;]?\\s{0,40}["\']?(?:[Vv]alue|VALUE)["\']?[ \\t]{0,3})(?:=>|:=|\\?=|\\|\\|=?|\\?\\?=?|={1,3}|:|>|,|\\(|\\bis\\b)[ \\t]{0,4}(?:\\\\?["\'`({\\[]){0,2}[ \\t]?(?:(?:Bearer|Token|Basic|bearer|token) )?';

/** A detector for a value that is known by the name it is assigned to: `DATADOG_API_KEY=…`. */
export function named(row: NamedRow): LiteralDetector {
  const names = typeof row.names === 'string' ? [row.names] : row.names;
  const pattern = new RegExp(`${NAME_REST}${OPERATOR}(?<value>${row.shape})(?![\\w-])`, 'y');
  const whole = new RegExp(`^(?:(?:Bearer|Token|Basic) )?(?<value>${row.shape})$`, 'i');
  const accept = row.accept;
  const isLong = Number(/^\[[\w+/=.\\-]+\]\{(\d+)/.exec(row.shape)?.[1] ?? 0) >= MIN_RUN;
  const good = (value: string): boolean =>
    !isDummy(value) &&
    !isPublished(value) &&
    !isReference(value) &&
    isMixed(value) &&
    (accept === undefined || accept(value));
  const locateValue = tryPattern(pattern, good);
  /** Where the value stands in a table, in markup, behind a type and the like. */
  const inSetting = (text: string, start: number, end: number): readonly Span[] =>
    settingsAt(text, start, end).flatMap((setting) => {
      const value = whole.exec(text.slice(setting.start, setting.end))?.groups?.['value'];
      return value !== undefined && setting.style !== 'weak' && good(value)
        ? [{ start: setting.end - value.length, end: setting.end }]
        : [];
    });
  return {
    id: row.id,
    label: row.label,
    kind: 'secret',
    source: row.source,
    literals: [...new Set(names.flatMap(spellings))],
    needs: () => (isLong ? NEEDS.run : NEEDS.nothing),
    locate: (text, start, end) =>
      beginsWord(text, start) ? (locateValue(text, end) ?? inSetting(text, start, end)) : null,
    examples: () => {
      const value = row.example();
      const name = names[0] ?? '';
      const upper = name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
      return [
        [`${upper}_KEY=${value}\n`, value],
        [`const ${name.replace(/\W/g, '_')}Token = "${value}";`, value],
        [`"${name}.secret": "${value}"`, value],
      ];
    },
    counterexamples: () => [`${names[0] ?? ''}Key = process.env.${(names[0] ?? '').toUpperCase()}_KEY;`],
  };
}

/**
 * Names with letters beyond ASCII also in capitals, and with a capital in front: the index takes
 * small and capital letters for the same in ASCII only.
 */
export function inCapitalsToo(names: readonly string[]): readonly string[] {
  return names.flatMap((name) =>
    /[^\0-\x7f]/.test(name)
      ? [
          ...new Set([
            name,
            name.replace(/[^\0-\x7f]/g, (c) => c.toUpperCase()),
            name.replace(/^[^\0-\x7f]/, (c) => c.toUpperCase()),
          ]),
        ]
      : [name],
  );
}

/** `api_key` as people write it: with `_`, `-`, `.`, a space, or nothing between. */
export function spellings(name: string): readonly string[] {
  if (!/^[a-z0-9]+_/.test(name)) return [name];
  const joints = name.endsWith('_') ? ['_', '-', '.'] : ['_', '-', '.', ' ', ''];
  return joints.map((joint) => name.replaceAll('_', joint));
}

/** Whether a word of a name begins at `at`: after no letter, or where small letters turn to capitals. */
export function beginsWord(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (!isLetter(before)) return true;
  const first = text.charCodeAt(at);
  return before >= 97 && first <= 90;
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** Random values have letters and digits, or capitals anywhere; a name, a word or a number has not. */
function isMixed(value: string): boolean {
  return (/\d/.test(value) && /[A-Za-z]/.test(value)) || isJumbled(value);
}

/** Stands for a token in documentation: filled up with one letter, or says that it is none. */
export function isDummy(value: string): boolean {
  return (
    /^(.)\1*$|([^A])\2{9}/.test(value) ||
    /x{5}|\*{3}|\.{3}|<|example|your[-_]?|placeholder|redacted|dummy|changeme|replace[-_]?me|insert[-_]/i.test(value)
  );
}

const ALPHABETS = {
  hex: '0123456789abcdef',
  upperHex: '0123456789ABCDEF',
  digits: '0123456789',
  lower: 'abcdefghijklmnopqrstuvwxyz',
  lowerAlnum: 'abcdefghijklmnopqrstuvwxyz0123456789',
  upperAlnum: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  alnum: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  base64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  base64Url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  base58: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
} as const;

/**
 * Made-up characters for an example: the same ones for the same arguments, and neither first nor
 * last a sign. Good for examples only.
 */
export function fake(alphabet: keyof typeof ALPHABETS, length: number, seed = 1): string {
  const letters = ALPHABETS[alphabet];
  let state = (seed * 2654435761 + length * 40503 + letters.length) >>> 0;
  let text = '';
  while (text.length < length) {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    const letter = letters[((t ^ (t >>> 14)) >>> 0) % letters.length] ?? '';
    const atEdge = text.length === 0 || text.length === length - 1;
    if (!atEdge || /[A-Za-z0-9]/.test(letter)) text += letter;
  }
  return text;
}

/** A made-up UUID. */
export function fakeUuid(seed = 1): string {
  const h = fake('hex', 32, seed);
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`;
}

/** The shape of a UUID. */
export const UUID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';
