import { indexNear, lineEndNear, lineStartNear } from './near.ts';
import type { Span } from './detector-notes.ts';
import type { Setting } from './setting-shape.ts';
import type { Place } from './setting-place.ts';
import {
  braceDefault,
  elementValue,
  trimmed,
  unquotedOrQuoted,
  upTo,
  withoutComment,
  wordAt,
} from './setting-spans.ts';

/** Tells the setting at a place, `null` if there is none, `undefined` if it is for another notation to say. */
export type Notation = (place: Place) => Setting | null | undefined;

const PAIR =
  /(?:\\{0,3}["'])?[ \t]{0,4}(?:[\w-]{1,20}=["'][^"'\n]{0,60}["'][ \t]{1,4}){0,3}[,;]?[ \t]{0,4}(?:\r?\n)?[ \t]{0,40}(?:\\{0,3}["'])?(?:[Vv]alue|VALUE|val|v|default|content|[Pp]arameterValue|[Dd]efaultValue)(?:\\{0,3}["'])?[ \t]{0,4}[:=][ \t]{0,4}/y;
/** `variable "name" {` and the default some lines below. */
const BLOCK_DEFAULT =
  /"[ \t]{0,4}\{(?:[^{}"]{0,160}"[^"\n]{0,160}"){0,4}?[^{}"]{0,160}?\bdefault[ \t]{0,20}=[ \t]{0,20}/y;
const NETRC = /\b(?:machine|login|default)[ \t]+\S{1,100}[ \t\r\n]+(?:login[ \t]+\S{1,100}[ \t\r\n]+)?$/;
/** The bar behind the first cell of a row. */
const CELL = /[`*"]{0,3}[ \t]{0,40}\|[ \t]{0,40}(?!\|)/y;
/** `password for bob is x`, `password (staging): x`. */
const SAID =
  /(?:["'`]?[ \t](?:for|of|to|in|on|at)(?: (?:the|user|account)){0,2} ["'`]?[\w.@-]{1,40}["'`]?|[ \t]?\([^()\n]{1,40}\))(?:[ \t](?:is|was)[ \t]|[ \t]?[:=])[ \t]{0,3}/y;
/** A part of a form, whose value stands below an empty line. */
const PART = /"(?:; [^\n]{0,80})?\r?\n(?:[A-Za-z-]{1,40}:[^\n]{0,100}\n){0,3}\r?\n/y;
/** A parameter described over several lines of YAML, with its default among them. */
const NESTED =
  /:[ \t]*\r?\n(?:[ \t]+(?:type|description|noecho|format|minlength|maxlength|allowedpattern|constraintdescription|required|title):[^\n]{0,160}\n){0,6}[ \t]+(?:default|example|value):[ \t]{1,4}(?=\S)/iy;
/** `expect(user.name).toBe('value')`. */
const ASSERTED =
  /\){1,2}(?:\.(?:not|to|be|should|is))*\.(?:toBe|toEqual|toStrictEqual|eq|eql|equals?|isEqualTo|toMatch)\(["'`]/y;
/** A field of a form and what is typed into it: `get('#name').type('value')`. */
const FILLED =
  /["'`]?\]?["'`]\){1,2}(?:\.(?:first|clear|focus|click)\(\))?\.(?:type|fill|send_?[kK]eys|set_?[vV]alue|val)\(["'`]/y;

/** `--name value` */
export const flag: Notation = ({ text, name, nameEnd, before, next, setting }) => {
  if (!name.startsWith('-') || !/[ =]/.test(next) || !(name.startsWith('--') || /\s/.test(before))) return undefined;
  const start = nameEnd + 1;
  return setting(unquotedOrQuoted(text, start), 'flag', /["']/.test(text.charAt(start)));
};

/** `<name>value</name>`, `<b>name</b> value` */
export const markup: Notation = ({ text, nameStart, nameEnd, before, next, setting }) => {
  const tag =
    next === '>' ||
    next === '<' ||
    (next === ' ' && /[<:]/.test(before)) ||
    (next === ':' && text.charAt(nameEnd + 1) === '<');
  if (!tag && !(next === '"' && text.charAt(nameEnd + 1) === '>')) return undefined;
  const inner = elementValue(text, nameStart, nameEnd);
  if (inner !== null) return setting(inner.span, inner.own ? 'element' : 'cell', false);
  return next === '<' || (before === '<' && next === '>') ? null : undefined;
};

/** `?name=value&`, `${name:value}` */
export const parameter: Notation = ({ text, nameStart, nameEnd, before, next, setting }) => {
  if (next === '=' && /[?&;]/.test(before) && !/\s/.test(text.charAt(nameEnd + 1)))
    return setting(upTo(text, nameEnd + 1, /[&\s"'`<>#;\\)]/g), 'query', false);
  return next === ':' && text.startsWith('${', nameStart - 2)
    ? setting(braceDefault(text, nameEnd), 'given', true)
    : undefined;
};

/** Dockerfile: `ENV NAME value`; Windows: `setx NAME value`; netrc: `password value`. */
export const directive: Notation = ({ text, name, nameStart, nameEnd, next, lead, setting }) => {
  if ((next !== ' ' && next !== '\t') || /^[ \t]{0,40}[=:]/.test(text.slice(nameEnd, nameEnd + 42))) return undefined;
  if (endsDirective(text, nameStart) && /^[ \t]*(?:ENV|ARG|setx|set -gx|setenv)[ \t]+$/i.test(lead())) {
    const start = nameEnd + (/^[ \t]+/.exec(text.slice(nameEnd, nameEnd + 40))?.[0].length ?? 0);
    return setting(unquotedOrQuoted(text, start), 'line', /["']/.test(text.charAt(start)));
  }
  if (!/^passw(?:or)?d$/.test(name) || !NETRC.test(text.slice(Math.max(0, nameStart - 240), nameStart)))
    return undefined;
  return /^[ \t]\S+\s*(?:\n|$|machine\b|account\b|login\b|default\b|#)/.test(text.slice(nameEnd, nameEnd + 200))
    ? setting(upTo(text, nameEnd + 1, /\s/g), 'flag', false)
    : null;
};

/** Whether the word before a place may be one of an instruction's: by its last letter, V, G or X. */
function endsDirective(text: string, nameStart: number): boolean {
  let end = nameStart - 1;
  while (isBlank(text.charCodeAt(end))) end--;
  const last = text.charCodeAt(end) | 32;
  return end < nameStart - 1 && (last === 118 || last === 103 || last === 120);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** `name: A, value: x`; the default of a variable's block; the next cell of a row. */
export const beside: Notation = ({ text, nameEnd, next, lead, setting, quotedAt }) => {
  if (next === '\t' && lead().trim() === '')
    return setting(
      trimmed(text, nameEnd, Math.min(lineEndNear(text, nameEnd), endOfCell(text, nameEnd))),
      'cell',
      false,
    );
  if (next === '=' || next === ':') return undefined;
  PAIR.lastIndex = nameEnd;
  if (PAIR.test(text)) {
    const from = PAIR.lastIndex;
    const ownLine = /^[ \t]+[Vv]alue:/.test(text.slice(lineStartNear(text, from), from));
    return quotedAt(from, 'assign') ?? setting(upTo(text, from, /[\s,}"']/g), ownLine ? 'line' : 'colon', false);
  }
  BLOCK_DEFAULT.lastIndex = nameEnd;
  if (next === '"' && /variable[ \t]+"$/.test(lead()) && BLOCK_DEFAULT.test(text))
    return quotedAt(BLOCK_DEFAULT.lastIndex, 'assign');
  CELL.lastIndex = nameEnd;
  return CELL.test(text) && /^[ \t>]*\|[^|]*$/.test(lead())
    ? setting(trimmedCell(text, CELL.lastIndex), 'cell', false)
    : undefined;
};

/** `name for bob is value`; a part of a form; a parameter described over several lines. */
export const described: Notation = ({ text, nameEnd, next, lead, setting, quotedAt }) => {
  if (next === ' ' || next === '"') {
    SAID.lastIndex = nameEnd;
    if (SAID.test(text))
      return quotedAt(SAID.lastIndex, 'assign') ?? setting(wordAt(text, SAID.lastIndex, /[\s,;]/g), 'inline', false);
    PART.lastIndex = nameEnd;
    if (next === '"' && PART.test(text) && lead().includes('form-data'))
      return setting(trimmed(text, PART.lastIndex, lineEndNear(text, PART.lastIndex)), 'element', false);
  }
  if (next !== ':') return undefined;
  NESTED.lastIndex = nameEnd;
  if (!NESTED.test(text)) return undefined;
  const from = NESTED.lastIndex;
  return quotedAt(from, 'assign') ?? setting(withoutComment(text, from, lineEndNear(text, from)), 'line', false);
};

/** `get('#name').type('value')`, `expect(user.name).toBe('value')` */
export const chained: Notation = ({ text, nameEnd, next, quotedAt }) => {
  if (!/["'`\])]/.test(next)) return undefined;
  const pattern = next === ')' ? ASSERTED : FILLED;
  pattern.lastIndex = nameEnd;
  return pattern.test(text) ? quotedAt(pattern.lastIndex - 1, 'given') : undefined;
};

/** Up to the bar that ends a cell of a table. */
function trimmedCell(text: string, start: number): Span | null {
  const lineEnd = lineEndNear(text, start);
  const bar = indexNear(text, '|', start);
  const span = trimmed(text, start, bar >= 0 && bar < lineEnd ? bar : lineEnd);
  if (span === null) return null;
  const code = /^`([^`]*)`$/.test(text.slice(span.start, span.end));
  return code ? { start: span.start + 1, end: span.end - 1 } : span;
}

/** Where the second cell of a line ends that tabs divide. */
function endOfCell(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) === 9) at++;
  const end = indexNear(text, '\t', at);
  return end < 0 ? text.length : end;
}
