import type { Span } from './detector-notes.ts';
import {
  braceDefault,
  elementValue,
  quotedSpan,
  trimmed,
  unquotedOrQuoted,
  upTo,
  withoutComment,
} from './setting-spans.ts';

/** A value that is assigned to a name: `name = "value"`, `"name": "value"`, `<name>value</name>` … */
export interface Setting extends Span {
  /** The whole name that the literal is part of. */
  readonly name: string;
  /** Where the name begins. */
  readonly nameStart: number;
  /** How name and value are joined. */
  readonly style: SettingStyle;
  /** Whether the value stands in quotes, or in something else that bounds it. */
  readonly quoted: boolean;
}

/**
 * - `line`: `NAME=value` alone on its line, as in `.env` files, shell, Docker
 * - `colon`: `name: value` alone on its line, as in YAML
 * - `spaced`: `name = value` unquoted, as in INI files
 * - `inline`: `name=value` or `name: value` unquoted amid other text, as in logs and cookies
 * - `assign`: a quoted value after `=`, `:` and the like
 * - `given`: a quoted value handed to a setter, or a default: `setItem('name', 'value')`, `env.NAME || 'value'`
 * - `weak`: a quoted value as a further argument, after a comparison
 * - `query`: a parameter of a URL or a form
 * - `flag`: an option of a command
 * - `element`: XML
 * - `cell`: beside its name in a table
 * - `column`: below its name in a table, or in the rows that an SQL statement inserts
 */
export type SettingStyle =
  | 'line'
  | 'colon'
  | 'spaced'
  | 'inline'
  | 'assign'
  | 'given'
  | 'weak'
  | 'query'
  | 'flag'
  | 'element'
  | 'cell'
  | 'column';

const NAME_CODES = new Uint8Array(65536).fill(1, 0xc0, 0xffdd);
for (const c of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$.-') NAME_CODES[c.charCodeAt(0)] = 1;
// Punctuation of typography and of East Asian scripts.
NAME_CODES.fill(0, 0x2000, 0x2070).fill(0, 0x3000, 0x3040).fill(0, 0xff00, 0xff10).fill(0, 0xff1a, 0xff21);
const MAX_NAME = 64;
const MAX_LEAD = 300;

/**
 * `]`, `)`, a closing quote or the end of bold type after a name, then perhaps a type or accessors,
 * then an operator. Sticky.
 */
const OPERATOR =
  /(?:\\{0,3}["'`])?(?:\*{1,2}|__)?[\])]{0,2}["'`]?(?:\[\])?\??!?[ \t]{0,40}(?:(?::[ \t]{0,4})?(?:\{ ?get;[^}\n]{0,40}\}|[A-Za-z_&*][\w.<>[\]&*|? ]{0,40}?)?[ \t]{0,4}(:=|\?\?=|\|\|=|\?=|\+=|={1,3}|!==?)(?!>)|(=>|->|<-|::?|：|\|\||\?\?|,|\()|(>))(?:\*{1,2}(?=[ \t]))?[ \t]{0,40}/y;
const PAIR =
  /(?:\\{0,3}["'])?[ \t]{0,4}(?:[\w-]{1,20}=["'][^"'\n]{0,60}["'][ \t]{1,4}){0,3}[,;]?[ \t]{0,4}(?:\r?\n)?[ \t]{0,40}(?:\\{0,3}["'])?(?:[Vv]alue|VALUE|val|v|default|content|[Pp]arameterValue|[Dd]efaultValue)(?:\\{0,3}["'])?[ \t]{0,4}[:=][ \t]{0,4}/y;
/** `variable "name" {` and the default some lines below. */
const BLOCK_DEFAULT = /"[ \t]{0,4}\{(?:[^{}"]{0,120}(?:"[^"\n]{0,160}")?){0,4}?\bdefault[ \t]{0,20}=[ \t]{0,20}/y;
/** What may stand between an operator and the quote. */
const OPENING =
  /(?:(?:Buffer\.from|new TextEncoder\(\)\.encode|SecretStr|Secret(?:String)?::new|String(?:::from)?|std::string|str|bytes|SecureString|ConvertTo-SecureString|atob|b64decode|base64\.b64decode|encodeURIComponent|quote|\[\]byte|Some|new SecureString)[( ]|\(|\[|\{|!!str |[rbfuL@$&]|u8){0,2}(\\{0,3}"{3}|\\{0,3}["'`])/y;
/** A word that nobody would write but as a password: letters, digits and a capital or sign. */
const STRONG = /^(?=\S*\d)(?=\S*[A-Za-z])(?=\S*(?:[A-Z]|[^\w\s.,;:()'"/-]))[^\s"'`(){}<>=&\\]{8,64}(?:\s|$)/;
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
/** The bar behind the first cell of a row. */
const CELL = /[`*"]{0,3}[ \t]{0,40}\|[ \t]{0,40}(?!\|)/y;
/** A field of a form and what is typed into it: `get('#name').type('value')`. */
const FILLED =
  /["'`]?\]?["'`]\){1,2}(?:\.(?:first|clear|focus|click)\(\))?\.(?:type|fill|send_?[kK]eys|set_?[vV]alue|val)\(["'`]/y;
const NETRC = /\b(?:machine|login|default)[ \t]+\S{1,100}[ \t\r\n]+(?:login[ \t]+\S{1,100}[ \t\r\n]+)?$/;
/** What may stand before a name on a line that holds nothing but a setting. */
const DATA_LEAD =
  /^[ \t>]*[-+]?[ \t]*(?:(?:\/\/+|#+|\/?\*+|--|;+|<!--|REM|')[ \t]*(?:[A-Za-z]{1,12}[ \t]){0,2})?(?:(?:[-*+•]|\d{1,2}[.)])[ \t]+)?(?:(?:export|set|ENV|ARG|declare -x|local|readonly|\$env:|-e|Environment=|env:)[ \t]*)?["'`*]{0,3}$/;
/** The same, with further assignments before: `A=1 B=2`. */
const SHELL_LEAD = /^[ \t+-]*(?:\$ )?(?:[A-Z_][A-Z0-9_]*=\S*[ \t]+)+$/;
/** Plain words before the last of a name that is written with spaces: `db password: …`. */
const WORDS_LEAD =
  /^[ \t>]*(?:[-*+•][ \t]+)?["'`*]{0,3}(?:(?!(?:private|public|protected|internal|readonly|static|final|const|let|var|val|def|fun|fn|func|function|type|export|required|optional|override|return|case|async|await|if|else|import|from)\b)[\p{L}']{1,16}[ \t]){1,4}["'`*]{0,3}$/iu;
/** Calls that put a value under a name, or that give one in place of a missing one. */
const GIVER =
  /(?:env|environ|getenv|setenv|putenv|fetch|define|item|property|string|set|put|append|header|add|store|config|option|setting|fill|type|keys|default|get|value|secret|param|variable)s?\w{0,12}(?:\.get)?\(\s{0,8}(?:[\w.]{1,30},\s{0,4})?["'`][#.[\]=:"'\w -]{0,40}$/i;

/** Methods that take the value: `setPassword(`, `builder.password(`; most others look at it or look it up. */
const CALLED =
  /(?:^|[.>:])(?:(?:set|with|use|add|put)[A-Z_]|(?!pass$|get|check|has|is|hash|verify|validate|compare|find|by|load|read|parse|create|generate|reset|change|update|forgot|encode|decode|match|test|require)[a-z][A-Za-z]*$)/;
/** A name and its value in brackets by themselves: `("name", "value")`. */
const TUPLE = /(?:^|[^\w\])>])[({[]\s{0,4}["'`]$/;

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
  if (name.startsWith('-') && /[ =]/.test(next) && (name.startsWith('--') || /\s/.test(before))) {
    const start = nameEnd + 1;
    return make(unquotedOrQuoted(text, start), 'flag', /["']/.test(text.charAt(start)));
  }
  if (
    next === '>' ||
    next === '<' ||
    (next === ' ' && /[<:]/.test(before)) ||
    (next === '"' && text.charAt(nameEnd + 1) === '>')
  ) {
    const inner = elementValue(text, nameStart, nameEnd);
    if (inner !== null) return make(inner.span, inner.own ? 'element' : 'cell', false);
    if (next === '<' || (before === '<' && next === '>')) return null;
  }
  if (next === '=' && /[?&;]/.test(before) && !/\s/.test(text.charAt(nameEnd + 1)))
    return make(upTo(text, nameEnd + 1, /[&\s"'`<>#;\\)]/g), 'query', false);
  if (next === ':' && text.startsWith('${', nameStart - 2)) return make(braceDefault(text, nameEnd), 'given', true);

  // Lines may be as long as a minified program; what tells settings from code is near.
  let leadText: string | null = null;
  const leadOf = (): string => {
    if (leadText !== null) return leadText;
    const near = text.slice(Math.max(0, nameStart - MAX_LEAD), nameStart);
    return (leadText = near.slice(near.lastIndexOf('\n') + 1));
  };
  // Dockerfile: ENV NAME value; Windows: setx NAME value; netrc: password value.
  if ((next === ' ' || next === '\t') && !/^[ \t]{0,40}[=:]/.test(text.slice(nameEnd, nameEnd + 42))) {
    if (/^[ \t]*(?:ENV|ARG|setx|set -gx|setenv)[ \t]+$/i.test(leadOf())) {
      const start = nameEnd + (/^[ \t]+/.exec(text.slice(nameEnd, nameEnd + 40))?.[0].length ?? 0);
      return make(unquotedOrQuoted(text, start), 'line', /["']/.test(text.charAt(start)));
    }
    if (/^passw(?:or)?d$/.test(name) && NETRC.test(text.slice(Math.max(0, nameStart - 240), nameStart)))
      return /^[ \t]\S+\s*(?:\n|$|machine\b|account\b|login\b|default\b|#)/.test(text.slice(nameEnd, nameEnd + 200))
        ? make(upTo(text, nameEnd + 1, /\s/g), 'flag', false)
        : null;
  }

  if (next === ')') {
    ASSERTED.lastIndex = nameEnd;
    if (ASSERTED.test(text)) return quotedAt(text, ASSERTED.lastIndex - 1, 'given');
  }
  if (next === '\t' && leadOf().trim() === '')
    return make(trimmed(text, nameEnd, Math.min(endOfLine(text, nameEnd), endOfCell(text, nameEnd))), 'cell', false);
  if (next !== '=' && next !== ':') {
    PAIR.lastIndex = nameEnd;
    if (PAIR.test(text)) {
      const from = PAIR.lastIndex;
      const ownLine = /^[ \t]+[Vv]alue:/.test(text.slice(text.lastIndexOf('\n', from) + 1, from));
      return quotedAt(text, from, 'assign') ?? make(upTo(text, from, /[\s,}"']/g), ownLine ? 'line' : 'colon', false);
    }
    BLOCK_DEFAULT.lastIndex = nameEnd;
    if (next === '"' && /variable[ \t]+"$/.test(leadOf()) && BLOCK_DEFAULT.test(text))
      return quotedAt(text, BLOCK_DEFAULT.lastIndex, 'assign');
    CELL.lastIndex = nameEnd;
    if (CELL.test(text) && /^[ \t>]*\|[^|]*$/.test(leadOf()))
      return make(trimmedCell(text, CELL.lastIndex), 'cell', false);
  }

  if (next === ' ' || next === '"') {
    SAID.lastIndex = nameEnd;
    if (SAID.test(text))
      return quotedAt(text, SAID.lastIndex, 'assign') ?? make(wordAt(text, SAID.lastIndex, /[\s,;]/g), 'inline', false);
    PART.lastIndex = nameEnd;
    if (next === '"' && PART.test(text) && leadOf().includes('form-data'))
      return make(trimmed(text, PART.lastIndex, endOfLine(text, PART.lastIndex)), 'element', false);
  }
  if (next === ':') {
    NESTED.lastIndex = nameEnd;
    if (NESTED.test(text)) {
      const from = NESTED.lastIndex;
      return quotedAt(text, from, 'assign') ?? make(withoutComment(text, from, endOfLine(text, from)), 'line', false);
    }
  }
  FILLED.lastIndex = nameEnd;
  if (/["'`\])]/.test(next) && FILLED.test(text)) return quotedAt(text, FILLED.lastIndex - 1, 'given');

  OPERATOR.lastIndex = nameEnd;
  const operator = OPERATOR.exec(text);
  if (operator === null) return wordly(nameEnd);
  // Further attributes of a tag are no types, nor is what follows a quote.
  if (
    / <[a-z]|^\\{0,3}["'`][^=:]*[A-Za-z]|(?:^|\s)(?:id|class|name|href|src|style|rel|for|title|alt)\s*=/i.test(
      operator[0],
    )
  )
    return null;
  const valueStart = OPERATOR.lastIndex;
  const sign = operator[1] ?? operator[2] ?? operator[3] ?? '';
  const quoted = quotedAt(text, valueStart, quotedStyle(sign));
  if (quoted !== null) return quoted;
  // `PASSWORD(x)` in notes; no variable has such signs.
  if (
    sign === '(' &&
    /^[^\s()"'`]{6,64}\)/.test(text.slice(valueStart, valueStart + 66)) &&
    /^[\w.-]*[#@!$%^&*+?]/.test(text.slice(valueStart, valueStart + 64))
  )
    return make(upTo(text, valueStart, /\)/g), 'weak', false);
  if (sign === ',' || sign === '(' || sign === '>' || sign === '||' || sign === '??') return null;

  const joined = text.slice(nameEnd, valueStart);
  const lead = leadOf();
  if (joined !== '=' && isChain(text, valueStart)) return null;
  if (sign === '=' && joined === '=') {
    const lineLike = DATA_LEAD.test(lead) || SHELL_LEAD.test(lead);
    if (lineLike || (/^[A-Z][A-Z0-9_]*$/.test(name) && /(?:^|[ \t"'`;|&])$/.test(lead)))
      return make(upTo(text, valueStart, /[\s"'`;]/g), 'line', false);
    if (/[ \t"'`|&;:=]$/.test(lead)) {
      const form = /["'`]$/.test(lead) && /^[^\s"'`]*&\w+=/.test(text.slice(valueStart, valueStart + 200));
      return make(upTo(text, valueStart, form ? /[&\s"'`]/g : /[\s"'`;&<>]/g), form ? 'query' : 'inline', false);
    }
    return /[([{,]$/.test(lead) ? make(upTo(text, valueStart, /[\s"'`;,)\]}]/g), 'inline', false) : null;
  }
  if (sign === ':' && /^["'`*]{0,3}:\*{0,2}[ \t]/.test(joined)) {
    const end = endOfLine(text, valueStart);
    // A header within quotes, `'X-Api-Key: …'`, ends with them.
    if (/["'`]/.test(before) && !/^["'`]/.test(joined)) {
      const close = text.indexOf(before, valueStart);
      if (close >= 0 && close < end) return make(trimmed(text, valueStart, close), 'assign', true);
    }
    if (DATA_LEAD.test(lead) || WORDS_LEAD.test(lead)) {
      const block = blockScalar(text, valueStart, end, lead);
      if (block !== null) return make(block, 'colon', false);
      return make(withoutComment(text, valueStart, end), 'colon', false);
    }
    return make(wordAt(text, valueStart, /[\s,;]/g), 'inline', false);
  }
  if (sign === '：')
    return make(wordAt(text, valueStart, /[\s,;，。；]/g), DATA_LEAD.test(lead) ? 'colon' : 'inline', false);
  if (sign === ':' && joined.startsWith(':')) {
    if (/^[ \t]*$/.test(lead))
      return make(withoutComment(text, valueStart, endOfLine(text, valueStart)), 'spaced', false);
    return /[ \t(/|]$/.test(lead) || (lead.endsWith(',') && !lead.includes('{'))
      ? make(wordAt(text, valueStart, /[\s"'`,;(){}]/g), 'inline', false)
      : null;
  }
  if (sign === '=>' || sign === '->')
    return DATA_LEAD.test(lead) ? make(wordAt(text, valueStart, /[\s,;]/g), 'weak', false) : null;
  if (sign === '=' || sign === ':' || sign === ':=' || sign === '?=') {
    if (!DATA_LEAD.test(lead)) return null;
    return make(withoutComment(text, valueStart, endOfLine(text, valueStart)), 'spaced', false);
  }
  return null;

  /** SQL: PASSWORD 'x', IDENTIFIED BY 'x'; `#define NAME "x"`; prose: the password is x. */
  function wordly(from: number): Setting | null {
    if (/^pass$/i.test(name) && !/^[ \t](?:is|was)[ \t]/.test(text.slice(from, from + 5))) return null;
    const prose = /^["'`]?[ \t]{1,12}(?:(?:is|was|=)[ \t]{1,3}|(?=@?['"]))/.exec(text.slice(from, from + 20));
    if (prose === null) {
      return next === ' ' &&
        /(?:passw(?:or)?d|pwd|pw|passphrase|passcode|[^\0-\x7f])$/i.test(name) &&
        STRONG.test(text.slice(from + 1, from + 66))
        ? make(wordAt(text, from + 1, /[\s,;]/g), 'weak', false)
        : null;
    }
    const start = from + prose[0].length;
    const value = quotedAt(text, start, 'assign');
    return value ?? (/is|was/.test(prose[0]) ? make(wordAt(text, start, /[\s,;]/g), 'inline', false) : null);
  }

  function quotedStyle(sign: string): SettingStyle {
    if (sign === '(') return CALLED.test(name) ? 'given' : 'weak';
    if (sign === ',') return GIVER.test(leadOf()) || isTuple(valueStart) ? 'given' : 'weak';
    if (sign === '||' || sign === '??')
      return /(?:env|config|settings?|options?|conf|secrets?)\b/i.test(leadOf() + name) ? 'given' : 'weak';
    return sign === '::' || sign.length === 3 || sign === '==' || sign === '!=' ? 'weak' : 'assign';
  }

  /** A name and a value, and nothing else in the brackets. */
  function isTuple(from: number): boolean {
    return TUPLE.test(leadOf()) && /^["'`][^"'`\n]{1,200}["'`]\s{0,4}[)}\]]/.test(text.slice(from, from + 210));
  }

  function quotedAt(source: string, from: number, style: SettingStyle): Setting | null {
    OPENING.lastIndex = skipBreak(source, from);
    const opening = OPENING.exec(source);
    if (opening === null) return null;
    const mark = opening[1] as string;
    return make(quotedSpan(source, OPENING.lastIndex, mark), style, true);
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

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

/** A word amid other text, without the sign that ends a sentence or the bracket that it stands in. */
function wordAt(text: string, start: number, stop: RegExp): Span | null {
  const quote = /^["'`*]{1,2}/.exec(text.slice(start, start + 2));
  const from = start + (quote?.[0].length ?? 0);
  const span = upTo(text, from, stop);
  if (span === null) return null;
  const value = text.slice(span.start, span.end);
  const bracket = value.includes('(') ? -1 : value.indexOf(')');
  const kept = (bracket < 0 ? value : value.slice(0, bracket)).replace(/["'`*.)\]>]+$/, '');
  return { start: span.start, end: span.start + kept.length };
}

/** Up to the bar that ends a cell of a table. */
function trimmedCell(text: string, start: number): Span | null {
  const lineEnd = endOfLine(text, start);
  const bar = text.indexOf('|', start);
  const span = trimmed(text, start, bar >= 0 && bar < lineEnd ? bar : lineEnd);
  if (span === null) return null;
  const code = /^`([^`]*)`$/.test(text.slice(span.start, span.end));
  return code ? { start: span.start + 1, end: span.end - 1 } : span;
}

/** Where the second cell of a line ends that tabs divide. */
function endOfCell(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) === 9) at++;
  const end = text.indexOf('\t', at);
  return end < 0 ? text.length : end;
}

/** The lines of a YAML value that begin below its name, `name: |`. */
function blockScalar(text: string, start: number, lineEnd: number, lead: string): Span | null {
  if (!/^[|>][+-]?\d?[ \t\r]*$/.test(text.slice(start, lineEnd)) || lineEnd >= text.length) return null;
  const indent = /^[ \t]*(?:- )?/.exec(lead)?.[0].length ?? 0;
  let end = lineEnd;
  while (end < text.length && end - lineEnd < 4000) {
    const next = endOfLine(text, end + 1);
    const line = text.slice(end + 1, next);
    if (line.trim() !== '' && (/^[ \t]*/.exec(line)?.[0].length ?? 0) <= indent) break;
    end = next;
  }
  return trimmed(text, lineEnd, end);
}
