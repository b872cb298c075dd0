import { inCapitalsToo, type LiteralDetector } from '../detector.ts';
import type { Example, Span } from '../detector-notes.ts';
import type { Named } from '../setting-place.ts';
import type { Setting } from '../setting-shape.ts';
import { settingsAt } from '../settings-at.ts';
import { NEEDS } from '../places/find-places.ts';

/** A row of a table: personal data that is known by the name it stands under. */
export interface KeyedRow {
  readonly id: string;
  readonly label: string;
  /** Small letters; at least three characters. */
  readonly names: readonly string[];
  /** What the value looks like, for where it ends in running text; without groups. */
  readonly shape: string;
  /** A last look. */
  readonly accept?: (value: string, name: string) => boolean;
  /** May stand right behind its name, with no sign between. */
  readonly announced?: boolean;
  readonly source: string;
  readonly examples: () => readonly Example[];
  readonly not: () => readonly string[];
}

/** A name of several words as people write it: with `_`, `-`, a space, or in one. */
function joined(name: string): readonly string[] {
  return /[^_]_[^_]/.test(name)
    ? ['_', '-', ' ', ''].map((joint) => name.replace(/(?<=[^_])_(?=[^_])/g, joint))
    : [name];
}

const WORDS = /^(?:sin|tin|pan|nit|rut|ein|inn|spi|zip|cap|cep|nie|mst|nid|cui|ird|tel|cell|bic|vin|born|plate)$/;
/** What may follow in a name: `phone_number`, `address_line_2`, `ssnLast`. */
const REST =
  /^[_. -]?(?:(?:number|num|no|nr|nummer|numero|número|code|value|text|line|raw|full|holder|primary|home|work|main)[_. -]?){0,2}\d{0,2}$/i;
/** From a name to a value that is announced in prose: `SSN: x`, `passport no. x`, `(DNI x)`. */
const ANNOUNCED =
  /["'`)*]{0,3}[ \t]{0,3}(?:(?:number|nummer|numéro|número|numero|num|no|nr|nº|n°)(?!\p{L})\.?[ \t]{0,2})?["'`)*]{0,3}[ \t]{0,2}(?:(?:is|was|ist|es|est|è|é)[ \t:]|[は은는이가是為为]|[:：=#–|-]|<\/t[dh]>\s{0,20}<td>)?[ \t]{0,3}["'`]?/iuy;

/** A detector for a row. */
export function keyed(row: KeyedRow): LiteralDetector {
  const whole = new RegExp(`^(?:${row.shape})$`, 'u');
  const running = new RegExp(`(?:${row.shape})(?![\\p{L}\\p{N}_])`, 'uy');
  const good = (value: string, name: string): boolean =>
    !/^0x[0-9a-f]{1,16}$/i.test(value) && (row.accept === undefined || row.accept(value, name));
  return {
    id: row.id,
    label: row.label,
    kind: 'personal',
    source: row.source,
    literals: [...new Set(inCapitalsToo(row.names.flatMap(joined)))],
    needs: () => (row.announced === true ? NEEDS.word : NEEDS.word | NEEDS.value),
    locate: (text, literalStart, literalEnd) => {
      if (!isWord(text, literalStart, literalEnd)) return null;
      const end = literalEnd + (/^[号號番번]/.test(text.charAt(literalEnd)) ? suffixAt(text, literalEnd) : 0);
      const spans: Span[] = [];
      const mayCount = ({ name, nameStart }: Named): boolean => REST.test(name.slice(end - nameStart));
      for (const setting of settingsAt(text, literalStart, end, mayCount)) {
        if (setting.style === 'weak' || !mayCount(setting)) continue;
        const span = valuesOf(text, setting, whole, running).find((v) => good(decoded(text, v, setting), setting.name));
        if (span !== undefined) spans.push(span);
      }
      if (spans.length > 0 || row.announced !== true) return spans;
      ANNOUNCED.lastIndex = end;
      if (!ANNOUNCED.test(text) || ANNOUNCED.lastIndex === end) return null;
      // Some short names are words too: in small letters they need a sign.
      const name = text.slice(literalStart, end);
      if (
        WORDS.test(name) &&
        !/[:=#]/.test(text.slice(end, ANNOUNCED.lastIndex)) &&
        text.charAt(literalStart - 1) !== '('
      )
        return null;
      running.lastIndex = ANNOUNCED.lastIndex;
      const match = running.exec(text);
      if (match === null || !good(match[0], name)) return null;
      return { start: match.index, end: running.lastIndex };
    },
    examples: row.examples,
    counterexamples: row.not,
  };
}

/** What may be the value of a setting: all of it, if it has the shape; in running text what has the shape there. */
function valuesOf(text: string, setting: Setting, whole: RegExp, running: RegExp): readonly Span[] {
  const value = text.slice(setting.start, setting.end);
  const spans: Span[] = whole.test(setting.style === 'query' ? decodedText(value) : value) ? [setting] : [];
  if (setting.quoted || setting.style === 'query') return spans;
  running.lastIndex = setting.start + (/^["'`]/.test(value) ? 1 : 0);
  const match = running.exec(text);
  if (match !== null && running.lastIndex !== setting.end) spans.push({ start: match.index, end: running.lastIndex });
  return spans;
}

function decoded(text: string, span: Span, setting: Setting): string {
  const value = text.slice(span.start, span.end);
  return setting.style === 'query' ? decodedText(value) : value;
}

/** Percent-encoding undone, if it is whole. */
export function decodedText(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return value;
  }
}

/** The length of the word for number that names end with. */
function suffixAt(text: string, at: number): number {
  return /^(?:号码?|號碼?|番号|번호)?/.exec(text.slice(at, at + 2))?.[0].length ?? 0;
}

/** Whether a name, or a word of one, begins and ends where the literal does. */
function isWord(text: string, start: number, end: number): boolean {
  const first = text.charAt(start);
  const before = text.charAt(start - 1);
  // These are written without spaces between words.
  if (/[\p{Script=Han}\p{Script=Hangul}\p{Script=Katakana}\p{Script=Thai}]/u.test(first)) return true;
  if (/\p{L}/u.test(before) && !(/[a-z\d]/.test(before) && (/\p{Lu}/u.test(first) || !/[\0-\u024f]/.test(first))))
    return false;
  const goesOn = isSmall(text.charCodeAt(end)) && /[A-Za-zà-ÿ]/.test(text.charAt(end - 1));
  return !goesOn || /^(?:number|num|no|nr|nummer|code)(?![a-z])/.test(text.slice(end, end + 8));
}

function isSmall(code: number): boolean {
  return code >= 97 && code <= 122;
}
