import type { Span } from './detector-notes.ts';
import { indexNear, lineEndNear, lineStartNear } from './near.ts';

/** What may stand in the head of a table: a name, perhaps in quotes. */
const HEAD = /^[ \t]{0,20}["'`*]{0,2}[\p{L}_][\p{L}\p{N}_ .()/#-]{0,40}["'`*]{0,2}[ \t\r]{0,20}$/u;
/** What stands in no head of a table: signs of programs. */
const NO_HEAD = /[^\p{L}\p{N}_ .()/#\t\r"'`*,;|-]/u;
const SEPARATORS = ',;\t|';
const MAX_HEAD = 600;
/** Tables do not overlap, so that a long one costs no more than many short ones. */
const MAX_ROWS = 200_000;
const MAX_TUPLE = 40_000;

/**
 * The values below a name in the head of a table of text: CSV, TSV, Markdown; or those at its place
 * in the rows of an SQL `INSERT`. Empty where the name stands in neither.
 */
export function columnAt(text: string, nameStart: number, nameEnd: number): readonly Span[] {
  let left = nameStart;
  while (left > 0 && isEdge(text.charCodeAt(left - 1))) left--;
  let right = nameEnd;
  while (isEdge(text.charCodeAt(right))) right++;
  const before = text.charAt(left - 1);
  const after = text.charAt(right);
  if ((before === ',' || before === '(') && (after === ',' || after === ')')) {
    const inserted = insertedAt(text, left, right);
    if (inserted.length > 0) return inserted;
  }
  const separator = after !== '' && SEPARATORS.includes(after) ? after : before;
  if (!'\n,;\t|'.includes(before) || !'\r\n,;\t|'.includes(after) || !SEPARATORS.includes(separator)) return [];
  return separator === '' ? [] : tableBelow(text, left, separator);
}

/** A space, a quote, an asterisk: what stands between a name and the sign that separates it. */
function isEdge(code: number): boolean {
  return code === 32 || code === 34 || code === 39 || code === 96 || code === 42;
}

function tableBelow(text: string, nameStart: number, separator: string): readonly Span[] {
  const lineStart = lineStartNear(text, nameStart);
  const newline = indexNear(text, '\n', nameStart);
  if (newline < 0 || newline - lineStart > MAX_HEAD || NO_HEAD.test(text.slice(lineStart, newline))) return [];
  const head = cells(text, lineStart, newline, separator);
  const which = head.findIndex(({ start, end }) => start <= nameStart && nameStart <= end);
  const names = head.map(({ start, end }) => text.slice(start, end));
  if (
    names.filter((name) => name.trim() !== '').length < 2 ||
    which < 0 ||
    !names.every((name) => HEAD.test(name) || (separator === '|' && name.trim() === ''))
  )
    return [];
  // A row among rows is no head; without this a text of nothing but heads would take long.
  const above = lineStartNear(text, lineStart - 1);
  if (
    lineStart > 0 &&
    lineStart - above <= MAX_HEAD &&
    cells(text, above, lineStart - 1, separator).length === head.length
  )
    return [];
  return rowsBelow(text, newline + 1, separator, which, head.length);
}

/** What stands at a place in each of the rows that have so many places. */
function rowsBelow(text: string, from: number, separator: string, which: number, places: number): readonly Span[] {
  const spans: Span[] = [];
  let at = from;
  for (let count = 0; count < MAX_ROWS && at < text.length; count++) {
    const end = lineEndNear(text, at);
    const row = cells(text, at, end, separator);
    const ruled = separator === '|' && /^[\s|:-]+$/.test(text.slice(at, end));
    if (!ruled && row.length !== places) break;
    const cell = row[which];
    if (!ruled && cell !== undefined) spans.push(bare(text, cell));
    at = end + 1;
  }
  return spans.filter(({ start, end }) => end > start);
}

/** The fields of a line; a separator in double quotes is part of its field. */
function cells(text: string, start: number, end: number, separator: string): readonly Span[] {
  const found: Span[] = [];
  let from = start;
  const line = text.slice(start, end);
  if (separator === '|' || !line.includes('"')) {
    for (let at = line.indexOf(separator); at >= 0; at = line.indexOf(separator, at + 1)) {
      found.push({ start: from, end: start + at });
      from = start + at + 1;
    }
    return [...found, { start: from, end }];
  }
  let quoted = false;
  for (let at = start; at <= end; at++) {
    const c = text.charAt(at);
    if (c === '"') quoted = !quoted;
    if (at < end && (c !== separator || quoted)) continue;
    found.push({ start: from, end: at });
    from = at + 1;
  }
  return found;
}

const BEHIND_NAMES = /\s*(?:values|from)/iy;
const INTO = /\b(copy|(?:insert|replace)\s+(?:\w+\s+)?into)\s+\S{1,80}\s*$/i;

/** Without white space and quotes. */
function bare(text: string, { start, end }: Span): Span {
  let from = start;
  let to = end;
  while (from < to && /[\s"'`]/.test(text.charAt(from))) from++;
  while (to > from && /[\s"'`]/.test(text.charAt(to - 1))) to--;
  return { start: from, end: to };
}

/**
 * `INSERT INTO people (name, password) VALUES ('a', 'b'), ('c', 'd')`, or `COPY people (name, password) FROM stdin;`
 * with a table below.
 */
function insertedAt(text: string, nameStart: number, nameEnd: number): readonly Span[] {
  const from = Math.max(0, nameStart - MAX_HEAD);
  const open = from + text.slice(from, nameStart + 1).lastIndexOf('(');
  const close = indexNear(text, ')', nameEnd - 1);
  if (open < from || close < 0 || close - nameEnd > MAX_HEAD) return [];
  BEHIND_NAMES.lastIndex = close + 1;
  if (!BEHIND_NAMES.test(text)) return [];
  const way = INTO.exec(text.slice(Math.max(0, open - 120), open))?.[1];
  if (way === undefined) return [];
  const places = text.slice(open, close).split(',').length;
  const which = text.slice(open, nameStart).split(',').length - 1;
  if (way.toLowerCase() === 'copy') {
    const copied = /\s+from\s+stdin\b[^\n]{0,80};[ \t\r]*\n/iy;
    copied.lastIndex = close + 1;
    return copied.test(text) ? rowsBelow(text, copied.lastIndex, '\t', which, places) : [];
  }
  const values = /\s*values\s*/iy;
  values.lastIndex = close + 1;
  if (!values.test(text)) return [];
  const spans: Span[] = [];
  let at = values.lastIndex;
  for (let count = 0; count < MAX_ROWS; count++) {
    const tuple = fieldsOf(text, at);
    if (tuple === null) break;
    const field = tuple.fields[which];
    if (field !== undefined && field.end > field.start) spans.push(bare(text, field));
    at = tuple.end;
    while (/[\s,]/.test(text.charAt(at))) at++;
  }
  return spans;
}

/** The fields of `('a', 2, f(x))`, and where it ends; `null` if it is none, or too long. */
function fieldsOf(text: string, start: number): { readonly fields: readonly Span[]; readonly end: number } | null {
  if (text.charAt(start) !== '(') return null;
  const fields: Span[] = [];
  let depth = 0;
  let quote = '';
  let from = start + 1;
  for (let at = start; at < text.length && at - start < MAX_TUPLE; at++) {
    const c = text.charAt(at);
    if (quote !== '') {
      if (c === '\\') at++;
      else if (c === quote) quote = '';
    } else if (c === "'" || c === '"') quote = c;
    else if (c === '(') depth++;
    else if (c === ')' && --depth === 0) return { fields: [...fields, { start: from, end: at }], end: at + 1 };
    else if (c === ',' && depth === 1) {
      fields.push({ start: from, end: at });
      from = at + 1;
    }
  }
  return null;
}
