import type { Span } from './detector-notes.ts';

/** A value that is assigned to a name: `name = "value"`, `"name": "value"`, `<name>value</name>` … */
export interface Setting extends Span {
  /** The whole name that the literal is part of. */
  readonly name: string;
  /** Where the name begins. */
  readonly nameStart: number;
  /** How name and value are joined. */
  readonly style: SettingStyle;
  /** Whether the value stands in quotes. */
  readonly quoted: boolean;
}

/**
 * - `line`: `NAME=value` alone on its line, as in `.env` files, shell, Docker
 * - `colon`: `name: value` alone on its line, as in YAML
 * - `spaced`: `name = value` unquoted, as in INI files
 * - `assign`: a quoted value after `=`, `:` and the like
 * - `weak`: a quoted value as a further argument, after a comparison, as a default
 * - `query`: a parameter of a URL or a form
 * - `flag`: an option of a command
 * - `element`: XML
 */
export type SettingStyle = 'line' | 'colon' | 'spaced' | 'assign' | 'weak' | 'query' | 'flag' | 'element';

const NAME_CODES = new Uint8Array(65536).fill(1, 0xc0, 0xffdd);
for (const c of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$.-') NAME_CODES[c.charCodeAt(0)] = 1;
const MAX_NAME = 64;
const MAX_VALUE = 4000;
const MAX_LEAD = 300;

/** `]`, `)` or a closing quote after a name, then perhaps a type, then an operator. Sticky. */
const OPERATOR =
  /(?:\\?["'`])?[\])]{0,2}(?:\[\])?\??!?[ \t]{0,40}(?:(?::[ \t]{0,4})?(?:[A-Za-z_&*][\w.<>[\]&*|? ]{0,40}?)?[ \t]{0,4}(:=|\?\?=|\|\|=|\?=|\+=|={1,3}|!==?)(?!>)|(=>|->|::?|\|\||\?\?|,|\()|(>))[ \t]{0,40}/y;
const PAIR =
  /(?:\\?["'])?[ \t]{0,4}[,;]?[ \t]{0,4}(?:\r?\n)?[ \t]{0,40}(?:\\?["'])?(?:[Vv]alue|VALUE|val|v|default|content)(?:\\?["'])?[ \t]{0,4}[:=][ \t]{0,4}/y;
/** What may stand between an operator and the quote. */
const OPENING =
  /(?:(?:Buffer\.from|new TextEncoder\(\)\.encode|SecretStr|String|str|bytes|SecureString|atob|b64decode|base64\.b64decode|\[\]byte|Some|new SecureString)\(|\(|\[|\{|!!str |[rbfuL@$]|u8){0,2}(\\{0,3}"{3}|\\{0,3}["'`])/y;
const NETRC = /\b(?:machine|login|default)[ \t]+\S{1,100}[ \t\r\n]+(?:login[ \t]+\S{1,100}[ \t\r\n]+)?$/;
const TERMINATORS: Readonly<Record<string, RegExp>> = {
  '"': /["\n\r]/g,
  "'": /['\n\r]/g,
  '`': /[`\n\r]/g,
};

/**
 * The setting whose name has a literal at a place. `null` where the literal is no name with a value
 * behind it, or where the value is an expression: a call, a reference, a type.
 */
export function settingAt(text: string, literalStart: number, literalEnd: number): Setting | null {
  let nameStart = literalStart;
  while (nameStart > 0 && literalStart - nameStart < MAX_NAME && NAME_CODES[text.charCodeAt(nameStart - 1)] === 1) {
    nameStart--;
  }
  let nameEnd = literalEnd;
  while (nameEnd < text.length && nameEnd - literalEnd < MAX_NAME && NAME_CODES[text.charCodeAt(nameEnd)] === 1) {
    nameEnd++;
  }
  // `password:` in prose and `-p.` are not part of a name.
  while (nameEnd > literalEnd && /[.$-]/.test(text.charAt(nameEnd - 1))) nameEnd--;
  if (nameEnd - literalEnd >= MAX_NAME || literalStart - nameStart >= MAX_NAME) return null;
  const name = text.slice(nameStart, nameEnd);
  const make = (span: Span | null, style: SettingStyle, quoted: boolean): Setting | null =>
    span === null || span.end <= span.start ? null : { ...span, name, nameStart, style, quoted };

  const next = text.charAt(nameEnd);
  const before = text.charAt(nameStart - 1);
  if (name.startsWith('--') || (before === '-' && name !== '')) {
    if (next === ' ' || next === '=')
      return make(unquotedOrQuoted(text, nameEnd + 1), 'flag', /["']/.test(text.charAt(nameEnd + 1)));
  }
  if (next === '>' && before === '<') {
    const end = text.indexOf('<', nameEnd);
    if (end < 0 || end - nameEnd > MAX_VALUE || text.charAt(end + 1) !== '/') return null;
    return make(trimmed(text, nameEnd + 1, end), 'element', false);
  }
  if (next === '=' && /[?&;]/.test(before)) return make(upTo(text, nameEnd + 1, /[&\s"'`<>#;\\)]/g), 'query', false);
  // Lines may be as long as a minified program; what tells settings from code is near.
  const leadOf = (): string => {
    const near = text.slice(Math.max(0, nameStart - MAX_LEAD), nameStart);
    return near.slice(near.lastIndexOf('\n') + 1);
  };
  // Dockerfile: ENV NAME value; Windows: setx NAME value; netrc: password value.
  if ((next === ' ' || next === '\t') && !/^[ \t]{0,40}[=:]/.test(text.slice(nameEnd, nameEnd + 42))) {
    if (/^[ \t]*(?:ENV|ARG|setx|set -gx|setenv)[ \t]+$/i.test(leadOf())) {
      const start = nameEnd + (/^[ \t]+/.exec(text.slice(nameEnd, nameEnd + 40))?.[0].length ?? 0);
      return make(unquotedOrQuoted(text, start), 'line', /["']/.test(text.charAt(start)));
    }
    const earlier = text.slice(Math.max(0, nameStart - 240), nameStart);
    if (/login|machine|default/.test(earlier) && NETRC.test(earlier)) {
      return make(upTo(text, nameEnd + 1, /\s/g), 'flag', false);
    }
  }

  PAIR.lastIndex = nameEnd;
  if (next !== '=' && next !== ':' && PAIR.test(text))
    return quotedAt(text, PAIR.lastIndex, 'assign') ?? make(upTo(text, PAIR.lastIndex, /[\s,}"']/g), 'colon', false);

  OPERATOR.lastIndex = nameEnd;
  const operator = OPERATOR.exec(text);
  if (operator === null) {
    // SQL: PASSWORD 'x', IDENTIFIED BY 'x'; prose: the password is x.
    const prose = /^["'`]?[ \t]{1,3}(?:(?:is|was|=)[ \t]{1,3}|(?=['"]))/.exec(text.slice(nameEnd, nameEnd + 12));
    if (prose === null) return null;
    const start = nameEnd + prose[0].length;
    const quoted = quotedAt(text, start, 'assign');
    return quoted ?? (prose[0].includes('is') ? make(upTo(text, start, /[\s,;]/g), 'weak', false) : null);
  }
  const valueStart = OPERATOR.lastIndex;
  const sign = operator[1] ?? operator[2] ?? operator[3] ?? '';
  const weak =
    sign === ',' ||
    sign === '(' ||
    sign === '||' ||
    sign === '??' ||
    sign === '::' ||
    sign.length === 3 ||
    sign === '==' ||
    sign === '!=';
  const quoted = quotedAt(text, valueStart, weak ? 'weak' : 'assign');
  if (quoted !== null) return quoted;
  if (sign === ',' || sign === '(' || sign === '>') return null;

  const joined = text.slice(nameEnd, valueStart);
  const lead = leadOf();
  if (joined !== '=' && isChain(text, valueStart)) return null;
  if (sign === '=' && joined === '=') {
    // NAME=value; elsewhere on a line only with a name in capitals, as in a command or a log.
    const lineLike =
      /^[ \t]*(?:(?:export|set|ENV|ARG|declare -x|local|readonly|-|\$env:|-e|#|\/\/)[ \t]*)?(?:[A-Z_][A-Z0-9_]*=\S*[ \t]+)*$/.test(
        lead,
      );
    if (!lineLike && !/(?:^|[ \t"'`;|&])$/.test(lead)) return null;
    return make(
      upTo(text, valueStart, /[\s"'`;]/g),
      /^[A-Z][A-Z0-9_]*$/.test(name) || lineLike ? 'line' : 'spaced',
      false,
    );
  }
  if (sign === ':' && /^["']?:[ \t]/.test(joined)) {
    const end = endOfLine(text, valueStart);
    // A header within quotes, `'X-Api-Key: …'`, ends with them.
    if (/["'`]/.test(before) && !/^["'`]/.test(joined)) {
      const close = text.indexOf(before, valueStart);
      if (close >= 0 && close < end) return make(trimmed(text, valueStart, close), 'assign', true);
    }
    const listed = /^[ \t]*(?:-[ \t]+)?["']?$/.test(lead);
    return make(withoutComment(text, valueStart, end), listed ? 'colon' : 'weak', false);
  }
  if (sign === '=' || sign === ':' || sign === ':=') {
    if (!/^[ \t]*$/.test(lead)) return null;
    return make(withoutComment(text, valueStart, endOfLine(text, valueStart)), 'spaced', false);
  }
  return null;

  function quotedAt(source: string, from: number, style: SettingStyle): Setting | null {
    OPENING.lastIndex = skipBreak(source, from);
    const opening = OPENING.exec(source);
    if (opening === null) return null;
    const mark = opening[1] as string;
    const start = OPENING.lastIndex;
    return make(quotedSpan(source, start, mark), style, true);
  }
}

/** A name with a dot, a bracket or an opening parenthesis behind it: `config.token`, `read(`. */
function isChain(text: string, start: number): boolean {
  let at = start;
  while (isNameCode(text.charCodeAt(at))) at++;
  const code = text.charCodeAt(at);
  // A dot, `(` or `[`; a number with a dot is no chain.
  return (
    at > start &&
    !isDigitCode(text.charCodeAt(start)) &&
    (code === 40 ||
      code === 91 ||
      (code === 46 && at - start < 24 && !isDigitCode(text.charCodeAt(at + 1)) && isNameCode(text.charCodeAt(at + 1))))
  );
}

function isNameCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 36 || isDigitCode(code);
}

function isDigitCode(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** A quoted value may stand on the next line. */
function skipBreak(text: string, from: number): number {
  const gap = /^[ \t]{0,8}\r?\n[ \t]{0,40}(?=["'`])/.exec(text.slice(from, from + 60));
  return gap === null ? from : from + gap[0].length;
}

/** From after an opening quote to before the closing one. */
function quotedSpan(text: string, start: number, mark: string): Span | null {
  const quote = mark.at(-1) as string;
  if (mark.length >= 3 && mark.endsWith('"""')) {
    const end = text.indexOf(mark, start);
    return end < 0 || end - start > MAX_VALUE ? null : { start, end };
  }
  const escapes = mark.length - 1;
  const stop = TERMINATORS[quote] as RegExp;
  stop.lastIndex = start;
  for (let match = stop.exec(text); match !== null; match = stop.exec(text)) {
    const end = match.index;
    if (end - start > MAX_VALUE) return null;
    if (match[0] !== quote) return null;
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === 92) backslashes++;
    // In a literal within a literal the closing quote is escaped as the opening one is.
    if (escapes > 0 ? backslashes <= escapes : backslashes % 2 === 0)
      return { start, end: end - Math.min(backslashes, escapes) };
  }
  return null;
}

function unquotedOrQuoted(text: string, start: number): Span | null {
  const quote = text.charAt(start);
  return quote === '"' || quote === "'" ? quotedSpan(text, start + 1, quote) : upTo(text, start, /[\s"'`;|&<>)]/g);
}

function upTo(text: string, start: number, stop: RegExp): Span | null {
  stop.lastIndex = start;
  const end = stop.exec(text)?.index ?? text.length;
  return end - start > MAX_VALUE ? null : { start, end };
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

function trimmed(text: string, from: number, to: number): Span | null {
  let start = from;
  let end = to;
  while (start < end && /\s/.test(text.charAt(start))) start++;
  while (end > start && /\s/.test(text.charAt(end - 1))) end--;
  return end - start > MAX_VALUE ? null : { start, end };
}

/** YAML and INI have comments after white space. */
function withoutComment(text: string, start: number, lineEnd: number): Span | null {
  if (lineEnd - start > MAX_VALUE) return null;
  const comment = /[ \t](?:#|;|\/\/)/.exec(text.slice(start, lineEnd));
  return trimmed(text, start, comment === null ? lineEnd : start + comment.index);
}
