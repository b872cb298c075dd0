import type { Span } from './detector-notes.ts';
import type { Setting, SettingStyle } from './setting-shape.ts';
import type { Notation } from './setting-notations.ts';
import type { Place } from './setting-place.ts';
import { indexNear, lineEndNear } from './near.ts';
import { trimmed, upTo, withoutComment, wordAt } from './setting-spans.ts';
import { isOddName } from './value-shape.ts';

/** `]`, `)`, a closing quote or the end of bold type after a name. */
const CLOSING = String.raw`(?:\\{0,3}["'\`])?(?:\*{1,2}|__)?[\])]{0,2}["'\`]?(?:\[\])?\??!?[ \t]{0,40}`;
/** A type or accessors, then an operator that assigns or compares: all of these have `=`. */
const TYPED = String.raw`(?::[ \t]{0,4})?(?:\{ ?get;[^}\n]{0,40}\}|[A-Za-z_&*][\w.<>[\]&*|? ]{0,40}?)?[ \t]{0,4}(:=|\?\?=|\|\|=|\?=|\+=|={1,3}|!==?)(?!>)`;
const SIGN = String.raw`(=>|->|<-|::?|：|\|\||\?\?|,|\(|>)`;
const BEHIND = String.raw`(?:\*{1,2}(?=[ \t]))?[ \t]{0,40}`;
/** What may stand between a name and its value. Sticky. */
const OPERATOR = new RegExp(`${CLOSING}(?:${TYPED}|${SIGN})${BEHIND}`, 'y');
/** The same where no `=` is near: types are looked for in vain there, and take long. */
const OPERATOR_WITHOUT_TYPE = new RegExp(`${CLOSING}${SIGN}${BEHIND}`, 'y');
/** No further from a name may `=` stand, by the two before. */
const TYPED_REACH = 112;
/** Further attributes of a tag are no types, nor is what follows a quote. */
const NO_TYPE = / <[a-z]|^\\{0,3}["'`][^=:]*[A-Za-z]|(?:^|\s)(?:id|class|name|href|src|style|rel|for|title|alt)\s*=/i;
/** A word that nobody would write but as a password: letters, digits and a capital or sign. */
const STRONG = /^(?=\S*\d)(?=\S*[A-Za-z])(?=\S*(?:[A-Z]|[^\w\s.,;:()'"/-]))[^\s"'`(){}<>=&\\]{8,64}(?:\s|$)/;
/** What may stand before a name on a line that holds nothing but a setting. */
const DATA_LEAD =
  /^[ \t>]*(?:[-+][ \t]*)?(?:(?:\/\/+|#+|\/?\*+|--|;+|<!--|REM|')[ \t]*(?:[A-Za-z]{1,12}[ \t]){0,2})?(?:(?:[-*+•]|\d{1,2}[.)])[ \t]+)?(?:(?:export|set|ENV|ARG|declare -x|local|readonly|\$env:|-e|Environment=|env:)[ \t]*)?["'`*]{0,3}$/;
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

/** A name, an operator and a value, in any language; or a name and a value with words between. */
export const assigned: Notation = (place) => {
  const { text, nameEnd, setting, quotedAt, lead } = place;
  const assigns = text.slice(nameEnd, nameEnd + TYPED_REACH).includes('=');
  const pattern = assigns ? OPERATOR : OPERATOR_WITHOUT_TYPE;
  pattern.lastIndex = nameEnd;
  const operator = pattern.exec(text);
  if (operator === null) return inWords(place);
  if (NO_TYPE.test(operator[0])) return null;
  const start = pattern.lastIndex;
  const sign = operator[1] ?? operator[2] ?? '';
  const quoted = quotedAt(start, quotedStyle(place, sign, start));
  if (quoted !== null) return quoted;
  if (sign === '(') return inBrackets(place, start);
  if (sign === ',' || sign === '>' || sign === '||' || sign === '??') return null;
  const joined = text.slice(nameEnd, start);
  if (joined !== '=' && isChain(text, start)) return null;
  if (joined === '=') return tight(place, start);
  if (sign === ':' && /^["'`*]{0,3}:\*{0,2}[ \t]/.test(joined)) return afterColon(place, joined, start);
  if (sign === '：')
    return setting(wordAt(text, start, /[\s,;，。；]/g), DATA_LEAD.test(lead()) ? 'colon' : 'inline', false);
  if (sign === ':' && joined.startsWith(':')) return afterTightColon(place, start);
  if (!DATA_LEAD.test(lead())) return null;
  if (sign === '=>' || sign === '->') return setting(wordAt(text, start, /[\s,;]/g), 'weak', false);
  return /^(?:[:?]?=|:)$/.test(sign)
    ? setting(withoutComment(text, start, lineEndNear(text, start)), 'spaced', false)
    : null;
};

/** `PASSWORD(x)` in notes: no variable has such signs. */
function inBrackets({ text, setting }: Place, start: number): Setting | null {
  return /^(?=[^\s()"'`]{6,64}\))[\w.-]*[#@!$%^&*+?]/.test(text.slice(start, start + 66))
    ? setting(upTo(text, start, /\)/g), 'weak', false)
    : null;
}

/** `NAME=value` alone on a line; amid a line with a name in capitals, as in a command; in a log, a cookie, a form. */
function tight({ text, name, lead, setting }: Place, start: number): Setting | null {
  const before = lead();
  const lineLike = DATA_LEAD.test(before) || SHELL_LEAD.test(before);
  if (lineLike || (/^[A-Z][A-Z0-9_]*$/.test(name) && /(?:^|[ \t"'`;|&])$/.test(before)))
    return setting(upTo(text, start, /[\s"'`;]/g), 'line', false);
  if (/[ \t"'`|&;:=]$/.test(before)) {
    const form = /["'`]$/.test(before) && /^[^\s"'`]*&\w+=/.test(text.slice(start, start + 200));
    return setting(upTo(text, start, form ? /[&\s"'`]/g : /[\s"'`;&<>]/g), form ? 'query' : 'inline', false);
  }
  return /[([{,]$/.test(before) ? setting(upTo(text, start, /[\s"'`;,)\]}]/g), 'inline', false) : null;
}

/** `name: value` in YAML, in a list, in prose; a header within quotes, `'X-Api-Key: …'`, ends with them. */
function afterColon({ text, before, lead, setting }: Place, joined: string, start: number): Setting | null {
  const end = lineEndNear(text, start);
  if (/["'`]/.test(before) && !/^["'`]/.test(joined)) {
    const close = indexNear(text, before, start);
    if (close >= 0 && close < end) return setting(trimmed(text, start, close), 'assign', true);
  }
  if (!DATA_LEAD.test(lead()) && !WORDS_LEAD.test(lead()))
    return setting(wordAt(text, start, /[\s,;]/g), 'inline', false);
  return setting(blockScalar(text, start, end, lead()) ?? withoutComment(text, start, end), 'colon', false);
}

/** `name:value`; not in a minified object. */
function afterTightColon({ text, lead, setting }: Place, start: number): Setting | null {
  const before = lead();
  if (/^[ \t]*$/.test(before)) return setting(withoutComment(text, start, lineEndNear(text, start)), 'spaced', false);
  return /[ \t(/|]$/.test(before) || (before.endsWith(',') && !before.includes('{'))
    ? setting(wordAt(text, start, /[\s"'`,;(){}]/g), 'inline', false)
    : null;
}

/** SQL: `PASSWORD 'x'`, `IDENTIFIED BY 'x'`; `#define NAME "x"`; prose: the password is x. */
function inWords({ text, name, nameEnd, next, setting, quotedAt }: Place): Setting | null {
  if (/^pass$/i.test(name) && !/^[ \t](?:is|was)[ \t]/.test(text.slice(nameEnd, nameEnd + 5))) return null;
  const prose = /^["'`]?[ \t]{1,12}(?:(?:is|was|=)[ \t]{1,3}|(?=@?['"]))/.exec(text.slice(nameEnd, nameEnd + 20));
  if (prose === null) {
    return next === ' ' &&
      /(?:passw(?:or)?d|pwd|pw|passphrase|passcode|[^\0-\x7f])$/i.test(name) &&
      STRONG.test(text.slice(nameEnd + 1, nameEnd + 66))
      ? setting(wordAt(text, nameEnd + 1, /[\s,;]/g), 'weak', false)
      : null;
  }
  const start = nameEnd + prose[0].length;
  return (
    quotedAt(start, 'assign') ??
    (/is|was/.test(prose[0]) ? setting(wordAt(text, start, /[\s,;]/g), 'inline', false) : null)
  );
}

function quotedStyle({ text, name, lead }: Place, sign: string, start: number): SettingStyle {
  if (sign === '(') return CALLED.test(name) ? 'given' : 'weak';
  if (sign === ',') {
    // A name and a value, and nothing else in the brackets.
    const tuple = TUPLE.test(lead()) && /^["'`][^"'`\n]{1,200}["'`]\s{0,4}[)}\]]/.test(text.slice(start, start + 210));
    return tuple || GIVER.test(lead()) ? 'given' : 'weak';
  }
  if (sign === '||' || sign === '??')
    return /(?:env|config|settings?|options?|conf|secrets?)\b/i.test(lead() + name) ? 'given' : 'weak';
  return sign === '::' || sign.length === 3 || sign === '==' || sign === '!=' ? 'weak' : 'assign';
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
      (code === 46 &&
        at - start < 24 &&
        !isDigitCode(text.charCodeAt(at + 1)) &&
        isNameCode(text.charCodeAt(at + 1)) &&
        !isOddName(text.slice(start, at)) &&
        !isOddName(nameAt(text, at + 1))))
  );
}

/** The name that begins at a place; no more than its first hundred letters. */
function nameAt(text: string, start: number): string {
  let at = start;
  while (at - start < 100 && isNameCode(text.charCodeAt(at))) at++;
  return text.slice(start, at);
}

function isNameCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 36 || isDigitCode(code);
}

function isDigitCode(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The lines of a YAML value that begin below its name, `name: |`. */
function blockScalar(text: string, start: number, lineEnd: number, lead: string): Span | null {
  if (!/^[|>][+-]?\d?[ \t\r]*$/.test(text.slice(start, lineEnd)) || lineEnd >= text.length) return null;
  const indent = /^[ \t]*(?:- )?/.exec(lead)?.[0].length ?? 0;
  let end = lineEnd;
  while (end < text.length && end - lineEnd < 4000) {
    const next = lineEndNear(text, end + 1);
    const line = text.slice(end + 1, next);
    if (line.trim() !== '' && (/^[ \t]*/.exec(line)?.[0].length ?? 0) <= indent) break;
    end = next;
  }
  return trimmed(text, lineEnd, end);
}
