import type { Span } from './detector-notes.ts';
import { indexNear } from './near.ts';

const MAX_VALUE = 4000;
const TERMINATORS: Readonly<Record<string, RegExp>> = {
  '"': /["\n\r]/g,
  "'": /['\n\r]/g,
  '`': /[`\n\r]/g,
};

/** From after an opening quote to before the closing one. */
export function quotedSpan(text: string, start: number, mark: string): Span | null {
  const quote = mark.at(-1) as string;
  if (mark.length >= 3 && mark.endsWith('"""')) {
    const end = indexNear(text, mark, start);
    return end < 0 || end - start > MAX_VALUE ? null : { start, end };
  }
  const escapes = mark.length - 1;
  const stop = TERMINATORS[quote] as RegExp;
  stop.lastIndex = 0;
  const near = text.slice(start, start + MAX_VALUE + 1);
  for (let match = stop.exec(near); match !== null; match = stop.exec(near)) {
    const end = start + match.index;
    if (match[0] !== quote) return null;
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === 92) backslashes++;
    // In a literal within a literal the closing quote is escaped as the opening one is.
    if (escapes > 0 ? backslashes <= escapes : backslashes % 2 === 0)
      return { start, end: end - Math.min(backslashes, escapes) };
  }
  return null;
}

/** A word of a command line, in quotes or not. */
export function unquotedOrQuoted(text: string, start: number): Span | null {
  const quote = text.charAt(start);
  return quote === '"' || quote === "'" ? quotedSpan(text, start + 1, quote) : upTo(text, start, /[\s"'`;|&<>)]/g);
}

/** Up to the first character that `stop`, a global pattern, matches. */
export function upTo(text: string, start: number, stop: RegExp): Span | null {
  stop.lastIndex = 0;
  const near = text.slice(start, start + MAX_VALUE + 1);
  const length = stop.exec(near)?.index ?? near.length;
  return length > MAX_VALUE ? null : { start, end: start + length };
}

/** Without white space at either end. */
export function trimmed(text: string, from: number, to: number): Span | null {
  let start = from;
  let end = to;
  while (start < end && /\s/.test(text.charAt(start))) start++;
  while (end > start && /\s/.test(text.charAt(end - 1))) end--;
  return end - start > MAX_VALUE ? null : { start, end };
}

/** YAML and INI have comments after white space. */
export function withoutComment(text: string, start: number, lineEnd: number): Span | null {
  if (lineEnd - start > MAX_VALUE) return null;
  const comment = /[ \t](?:#|;|\/\/|\*\/|-->)/.exec(text.slice(start, lineEnd));
  return trimmed(text, start, comment === null ? lineEnd : start + comment.index);
}

/** `${name:value}` and `${name:-value}`, as Spring and shells have it. */
export function braceDefault(text: string, nameEnd: number): Span | null {
  const start = nameEnd + 1 + (/[-=?+]/.test(text.charAt(nameEnd + 1)) ? 1 : 0);
  return upTo(text, start, /[}\n]/g);
}

/** `</b>`, `</td><td>`, `</key>\n<string>`: what separates a name from its value in markup. */
const BESIDE =
  /(?:[ \t]{0,4}:)?<\/(?:b|strong|em|i|td|th|dt|key|label|span|code|name|Name|Key|[a-z]+:name)>[ \t]{0,4}:?\s{0,40}(?:<(?:td|dd|string|span|code|b|p|div|input|value|Value|Data|data)(?: [^<>\n]{0,80})?>)?[ \t]{0,8}/y;

/**
 * The text of an element: of the one that bears the name (`own`), as its tag or as one of its
 * attributes; or of the one beside it.
 */
export function elementValue(
  text: string,
  nameStart: number,
  nameEnd: number,
): { readonly span: Span; readonly own: boolean } | null {
  const next = text.charAt(nameEnd);
  const opened = /<(?:\w{1,20}:)?$/.test(text.slice(Math.max(0, nameStart - 24), nameStart));
  const attributes =
    opened && next === ' '
      ? (/^ [^<>\n]{1,160}(?<!\/)(?=>)/.exec(text.slice(nameEnd, nameEnd + 164))?.[0].length ?? 0)
      : 0;
  const inTag = opened && (next === '>' || attributes > 0);
  const inAttribute = next === '"' && /="[\w.:-]{0,40}$/.test(text.slice(Math.max(0, nameStart - 42), nameStart));
  if (inTag || inAttribute) {
    const after = nameEnd + attributes + (inTag ? 1 : 2);
    const start = after + (/^\s{0,20}<[Vv]alue>/.exec(text.slice(after, after + 30))?.[0].length ?? 0);
    const end = indexNear(text, '<', start);
    if (end < 0 || end - start > MAX_VALUE || text.charAt(end + 1) !== '/') return null;
    const span = trimmed(text, start, end);
    return span === null ? null : { span, own: true };
  }
  BESIDE.lastIndex = nameEnd;
  if ((next !== '<' && next !== ':') || !BESIDE.test(text)) return null;
  // In a sentence words follow without another tag, and without a colon.
  const between = text.slice(nameEnd, BESIDE.lastIndex);
  if (!between.includes(':') && between.indexOf('<') === between.lastIndexOf('<')) return null;
  const span = upTo(text, BESIDE.lastIndex, /[<\n]/g);
  const inner = span === null ? null : trimmed(text, span.start, span.end);
  return inner === null || inner.end === inner.start ? null : { span: inner, own: false };
}

/** A word amid other text, without the sign that ends a sentence or the bracket that it stands in. */
export function wordAt(text: string, start: number, stop: RegExp): Span | null {
  const quote = /^["'`*]{1,2}/.exec(text.slice(start, start + 2));
  const from = start + (quote?.[0].length ?? 0);
  const span = upTo(text, from, stop);
  if (span === null) return null;
  const value = text.slice(span.start, span.end);
  const bracket = value.includes('(') ? -1 : value.indexOf(')');
  const kept = (bracket < 0 ? value : value.slice(0, bracket)).replace(/(?<!["'`*.)\]>])["'`*.)\]>]+$/, '');
  return { start: span.start, end: span.start + kept.length };
}
