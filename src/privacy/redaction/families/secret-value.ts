import type { Span } from '../detector-notes.ts';
import type { Setting } from '../setting-shape.ts';
import {
  entropy,
  isCommonPassword,
  hasTechnicalTerm,
  isHashLike,
  isJumbled,
  isNameLike,
  isOddName,
  isOrdinaryText,
  isPlaceholder,
  isPublished,
  isRandom,
  isReference,
  isStandIn,
  isUuid,
} from '../value-shape.ts';

/**
 * What a name promises:
 * - `password`: something that a person may have chosen
 * - `key`: something that a machine made
 * - `pin`: four to eight digits
 * - `perhaps`: often a secret, often not
 */
export type Promise = 'password' | 'key' | 'pin' | 'perhaps';

/** Shorter ones are none, characters. */
const SHORTEST: Readonly<Record<Promise, number>> = { password: 4, pin: 4, key: 8, perhaps: 20 };

/** The secret in a setting's value, if it is one. */
export function secretOf(text: string, setting: Setting, promise: Promise): Span | null {
  if (setting.end - setting.start < SHORTEST[promise]) return null;
  let { start } = setting;
  let value = text.slice(start, setting.end);
  const scheme = /^(?:Bearer|Basic|Token|token|bearer|basic|SSWS|ApiKey|Key|base64:|enc:) ?(?=\S{6})/.exec(value);
  if (scheme !== null) {
    start += scheme[0].length;
    value = value.slice(scheme[0].length);
  }
  let end = setting.end;
  // Quotes within quotes, as in Gradle's `'"value"'`.
  const inner = /^(\\?["'])(.+)\1$/s.exec(value);
  if (setting.quoted && inner !== null) {
    start += (inner[1] as string).length;
    end -= (inner[1] as string).length;
    value = inner[2] as string;
  }
  if (promise === 'password') {
    const groups = groupsBehind(value, text, end);
    end += groups.length;
    value += groups;
  }
  // Unquoted values end a sentence or a statement.
  if (!setting.quoted) {
    // In a program that is itself a string the line ends with `\\n`.
    const broken = /\\[nr]/.exec(value)?.index ?? -1;
    if (broken >= 0) {
      end = start + broken;
      value = value.slice(0, broken);
    }
    if (isExpression(value, setting)) return null;
    // An argument on a line of its own, `token=token,`, is no line of a settings file.
    const argument = setting.style === 'line' && /[,)]$/.test(value) && isIndented(text, setting);
    if (setting.style !== 'line' || argument) {
      const kept = withoutTail(value);
      end -= value.length - kept.length;
      value = kept;
    }
    if (argument && isVariableLike(value)) return null;
    const whole = /^(["'`])(.*)\1$/.exec(value);
    if (whole !== null) {
      start += 1;
      end -= 1;
      value = whole[2] as string;
    }
  }
  return isSecretValue(value, setting, promise, text) ? { start, end } : null;
}

function isSecretValue(value: string, setting: Setting, promise: Promise, text: string): boolean {
  if (value.length < SHORTEST[promise] || value !== value.trim() || value.includes('\u0000')) return false;
  if (isReference(value) || isPublished(value)) return false;
  if (promise === 'password' ? isStandIn(value) : isPlaceholder(value)) return false;
  // Compared, not assigned; a selector; the beginning of a call or an index.
  if (setting.quoted ? /^\s?[=!]==?/.test(text.slice(setting.end + 1, setting.end + 5)) : /\w[[(]|^__\w+$/.test(value))
    return false;
  if (/\[\w+[~^$*|]?=/.test(value)) return false;
  if (setting.name.toLowerCase().endsWith(value.toLowerCase())) return false;
  // Names of ciphers: `PSK-AES128-GCM-SHA256`.
  if (
    /^[A-Z0-9]+(?:[-_][A-Z0-9]+)+$/.test(value) &&
    /[-_](?:AES\d*|SHA\d*|MD5|CBC3?|GCM|CCM|POLY1305)(?:[-_]|$)/.test(value)
  )
    return false;
  // What passes in a test's report, rather than what opens a door.
  if (/^pass$/i.test(setting.name) && !(/^[!-~]+$/.test(value) && /\d/.test(value))) return false;
  // Badges in read-me files have a token that everybody may see.
  if (
    setting.style === 'query' &&
    text.slice(Math.max(0, setting.nameStart - 60), setting.nameStart).includes('badge')
  ) {
    return false;
  }
  // Numbers of a program, and the pieces of its statements between two literals.
  if (/REDACTED_[A-Z]|^0x[0-9a-f]{1,16}$|\)\s?;|\)\s?\{|=>|&&|\|\|/i.test(value)) return false;
  if (promise === 'pin')
    return (
      /^\d{4,8}$/.test(value) &&
      /^(?:line|colon|assign|given|query|element|cell|column)$/.test(setting.style) &&
      !/^(?:1234|0000|1111|123456)$/.test(value)
    );
  if (promise === 'perhaps') return isLikelyKey(value, setting);
  if (isOrdinaryText(value) && !(promise === 'password' && setting.style === 'line' && !isForeignText(value))) {
    if (promise === 'password' && isWordGroups(value)) return true;
    // A path or a sentence; base64 may begin with a slash.
    if (!/^[A-Za-z0-9+/=]{24,}$/.test(value) || !isRandom(value)) return isPassphrase(value, setting);
  }
  if (!setting.quoted && isExpression(value, setting)) return false;
  return promise === 'password' ? isPassword(value, setting, text) : isKey(value, setting, text);
}

/** Without the signs that end a sentence or a statement, and brackets that were opened before. */
function withoutTail(value: string): string {
  const closing = /[([{]/.test(value) ? ',;' : ',;)}]';
  let end = value.length;
  while (end > 0 && closing.includes(value.charAt(end - 1))) end--;
  return end === value.length && value.endsWith('.') ? value.slice(0, -1) : value.slice(0, end);
}

/** Where a name says little, the value must say all. */
function isLikelyKey(value: string, setting: Setting): boolean {
  return (
    isRandom(value) &&
    ((!isHashLike(value) && !isUuid(value)) || isVendorKey(setting)) &&
    !isOrdinaryText(value) &&
    !/\s|^\w+(?:,[\w=]+)+$|,\w+=|\\\w|\.[a-z]{2,4}$|[A-Z]{4}\|/.test(value) &&
    !isDotted(value) &&
    !isNameLike(value) &&
    !hasTechnicalTerm(value) &&
    (setting.quoted || !value.includes(',')) &&
    setting.style !== 'weak'
  );
}

/** `acme_key`: of somebody, where `key` alone may be any hash. */
function isVendorKey(setting: Setting): boolean {
  return (
    /^[A-Za-z]\w*?(?:[a-z]Key|_(?:key|KEY|pat|PAT))$/.test(setting.name) &&
    setting.style !== 'given' &&
    setting.style !== 'cell'
  );
}

/** What a person may have chosen: how odd it must be depends on how sure the place is. */
function isPassword(value: string, setting: Setting, text: string): boolean {
  const mixed = isMixed(value);
  const signs = /[^\p{L}\p{M}\p{N}\s_.,:;()[\]{}'"-]/u.test(value);
  const digits = /^\d{4,}$/.test(value);
  // Selectors of style sheets, labels with their colon or asterisk.
  if (isCommonPassword(value) && (/\d/.test(value) || (setting.style !== 'weak' && !/pass$/i.test(setting.name))))
    return true;
  if (/^[#.@]?[\p{L}\s_-]+[^\p{L}\p{N}]?$/u.test(value) && INTERFACE_WORD.test(value)) return false;
  switch (setting.style) {
    case 'line':
      return (
        !/^\d{1,3}$/.test(value) && !isForeignText(value) && !(/^\p{L}+$/u.test(value) && isFollowed(text, setting))
      );
    case 'flag':
      return !/^\d{1,3}$/.test(value) && !(/^[a-z]+$/.test(value) && isFollowed(text, setting));
    case 'element':
    case 'query':
      return !/^\d{1,3}$/.test(value);
    case 'colon':
    case 'spaced':
      return (
        ((mixed || isWords(value)) && !isVariableLike(value)) ||
        signs ||
        ((mixed || digits || isPlainWord(value)) &&
          // Numbers of errors and options in programs.
          !(digits && value.length < 6 && /^[A-Z][A-Z0-9_]+$/.test(setting.name)) &&
          isSettingsLike(text, setting))
      );
    case 'inline': {
      if (value.length < 5 || hasTechnicalTerm(value) || /^[a-z]+[!?]$/.test(value)) return false;
      const tight = text.charAt(setting.start - 1) === '=';
      const argument = isWithinBrackets(text, setting.nameStart);
      return (
        signs ||
        /^\d{6,}$/.test(value) ||
        (mixed && !(argument && isVariableLike(value))) ||
        (isWords(value) && (tight || value.split('-').length > 2)) ||
        (tight && !argument && isPlainWord(value))
      );
    }
    case 'assign':
      return (
        !isDotted(value) &&
        (mixed || signs || digits || ((isPlainWord(value) || isWords(value)) && isPersonal(setting.name)))
      );
    case 'given':
      return (
        !/\s/.test(value) &&
        !isDotted(value) &&
        (mixed || signs || digits || ((isPlainWord(value) || isWords(value)) && isPersonal(setting.name)))
      );
    case 'weak':
      return (
        value.length >= 6 &&
        (mixed || signs) &&
        !/\s|^[A-Za-z]+(?:_[A-Za-z0-9]+){2,}$/.test(value) &&
        (!isNameLike(value) || isCapitalized(value))
      );
    case 'cell':
    case 'column':
      return (
        value.length >= 5 &&
        !/\s/.test(value) &&
        (mixed || signs || digits || isWords(value) || (setting.style === 'column' && isPlainWord(value))) &&
        !hasTechnicalTerm(value)
      );
    default:
      return false;
  }
}

/** What a machine made, or a person in its stead. */
function isKey(value: string, setting: Setting, text: string): boolean {
  if (/\s/.test(value)) return false;
  const mixed = isMixed(value) && !hasTechnicalTerm(value);
  const signs = /[^A-Za-z0-9_.,:;()[\]{}'"-]/.test(value);
  switch (setting.style) {
    case 'line':
      return (mixed || signs || value.length >= 12) && !isForeignText(value);
    case 'flag':
    case 'query':
    case 'element':
      return mixed && !isNameLike(value);
    case 'colon':
    case 'spaced':
      return (
        mixed &&
        !isNameLike(value) &&
        (/[^A-Za-z0-9_]/.test(value) || (value.length >= 24 && entropy(value) > 3) || isSettingsLike(text, setting))
      );
    case 'inline':
    case 'given':
    case 'cell':
    case 'column':
      return mixed && value.length >= 10 && !isNameLike(value) && !isDotted(value);
    case 'weak':
      return (
        mixed &&
        value.length >= 12 &&
        isRandom(value) &&
        !isNameLike(value) &&
        !/^[A-Za-z]+(?:_[A-Za-z0-9]+){2,}$/.test(value)
      );
    case 'assign':
      return (
        (!isNameLike(value) &&
          (mixed || (value.length >= 20 && /[a-z]/.test(value) && /[A-Z]/.test(value) && entropy(value) > 4))) ||
        isSecretWord(value) ||
        (isWords(value) &&
          /(?:session|cookie|jwt|app|express|token|shared|auth|signing|hmac|csrf)[_.-]?secret$/i.test(setting.name))
      );
    default:
      return false;
  }
}

/** Letters with digits among them, capitals anywhere, or more consonants in a row than words have. */
function isMixed(value: string): boolean {
  return (/\d/.test(value) && /\p{L}/u.test(value)) || isJumbled(value) || /[bcdfghjklmnpqrstvwxz]{6}/i.test(value);
}

/** Whether a person's choice is to be expected under a name; what ends in `pass` is often a step of work. */
function isPersonal(name: string): boolean {
  return (
    !/pass$/i.test(name) ||
    /^pass$|(?:db|user|smtp|mail|root|admin|my|sql|key|store|ftp|ldap|default|proxy|login|auth|app|wifi|server|service|sa|basic)[_.-]?pass$/i.test(
      name,
    )
  );
}

/** Words that forms, messages and style sheets have about passwords: a value with one of them is no password. */
const INTERFACE_WORD =
  /(?:^|[^a-z])(?:pass(?:word|wort|wd|phrase|code)?s?|pwd|input|fields?|form|log-?in|log-?on|sign-?(?:in|up|on)|users?|username|e-?mail|confirm(?:ation|ed)?|current|new|old|repeat|retype|reset|forg[eo]t(?:ten)?|change|update|create|enter|required?|missing|invalid|valid|validate|incorrect|wrong|bad|mismatch|match|weak|strong|short|long|min(?:imum)?|max(?:imum)?|length|hint|label|placeholder|title|errors?|err|messages?|msg|text|types?|names?|ids?|keys?|tokens?|secrets?|show|hide|toggle|visible|eye|icon|buttons?|btn|links?|pages?|views?|modal|dialog|container|wrapper|group|items?|row|col|css|class|auth|oauth|basic|bearer|plain|hash(?:ed)?|encrypt(?:ed)?|policy|rules?|strength|expired|expiry|recover(?:y)?|generat(?:or|e)|manager|provider|only|not|set|unset|empty|none|default|database|credentials?|settings?|config|params?|property|column|table|record|file|path|url|ssl|tls|https?|api|client|server|string|value|prompt|disabled|enabled|account|code|number|data|list|index|test|mode|the|your|is|are|to|for|and|or)(?:[^a-z]|$)/i;

/** Two words or more that are joined as people join them for a password. */
function isWords(value: string): boolean {
  return (
    value.length >= 9 &&
    /^\p{L}{2,14}(?:[-._]\p{L}{2,14}){1,6}(?:[-._]\d{1,4})?$/u.test(value) &&
    !INTERFACE_WORD.test(value)
  );
}

/** Groups of four, as passwords for single applications are shown. */
function isWordGroups(value: string): boolean {
  return /^[A-Za-z0-9]{4}(?: [A-Za-z0-9]{4}){3,5}$/.test(value);
}

/** The rest of such groups where only the first of them was taken for the value. */
function groupsBehind(value: string, text: string, end: number): string {
  if (!/^[A-Za-z0-9]{4}$/.test(value)) return '';
  const groups = /^(?: [A-Za-z0-9]{4}){3,5}(?![A-Za-z0-9 ])/.exec(text.slice(end, end + 26))?.[0] ?? '';
  return /\d|[a-z][A-Z]/.test(value + groups) ? groups : '';
}

/** With a capital and a number: more than a name in a program has. */
function isCapitalized(value: string): boolean {
  return (
    /[A-Z]/.test(value) &&
    /\d/.test(value) &&
    !INTERFACE_WORD.test(value.replace(/([a-z])([A-Z])/g, '$1 $2')) &&
    !hasTechnicalTerm(value)
  );
}

/** A sentence in a script without spaces, or a word of another language: no password of a settings file. */
function isForeignText(value: string): boolean {
  return (
    /[^\x00-\x7f]/.test(value) &&
    !/\d/.test(value) &&
    (value.length > 12 || /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(value))
  );
}

/** Four words and more in a passphrase's place. */
function isPassphrase(value: string, setting: Setting): boolean {
  return (
    /phrase|mnemonic|seed/i.test(setting.name) &&
    /^[a-z]{3,12}(?:[ -][a-z]{3,12}){3,23}$/.test(value) &&
    (setting.quoted || setting.style !== 'weak')
  );
}

/** One word in small letters, as bad passwords are. */
function isPlainWord(value: string): boolean {
  return (
    /^[a-z]{6,20}$/.test(value) &&
    !/^(?:string|number|boolean|object|password|passwort|passwd|secret|required|optional|username|hidden|unknown|invalid|missing|input|field|label|forgot|confirm|current|email|login|bytes|buffer|symbol|integer|function|element|default|disabled|enabled|return|include|omitted|plaintext|encrypted|hashed|strong|validate|description|newpassword|oldpassword|currentpassword|userpassword|mypassword|different|incorrect|public|private|protected|varchar|nvarchar|textarea|undefined|readonly|nullable|unique|sensitive|masked|expired|changed|mismatch|protect|simple|keyboard|visible|credentials|authenticate|another|something|anything|please|server|client|account|manual|keychain|prompt|normal|custom|generate|generated|locked|recovery)$/.test(
      value,
    )
  );
}

/** Letters and digits closely mixed although it looks like a name: `abcdef123456`. */
function isSecretWord(value: string): boolean {
  return /^[a-z]{3,}\d{4,}$/i.test(value);
}

function isDotted(value: string): boolean {
  return (
    /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$/.test(value) &&
    value.split('.').every((part) => (!/[A-Za-z]\d+[A-Za-z]/.test(part) && !isOddName(part)) || hasTechnicalTerm(part))
  );
}

/** Whether a bracket is open on the line before a place: `login(user=user, password=…`. */
function isWithinBrackets(text: string, at: number): boolean {
  const lead = text.slice(Math.max(0, text.lastIndexOf('\n', at - 1) + 1, at - 200), at);
  return lead.lastIndexOf('(') > lead.lastIndexOf(')') || lead.lastIndexOf('{') > lead.lastIndexOf('}');
}

/** As a variable is called: letters, at most a number behind. */
function isVariableLike(value: string): boolean {
  return /^[A-Za-z_$][A-Za-z_$]*\d{0,2}$/.test(value) && !isJumbled(value);
}

/** Code rather than a literal: a call, an index, a chain of names, an operation, a type. */
function isExpression(value: string, setting: Setting): boolean {
  if (/^(?:await|new|function|async|return|typeof|this|self|not|lambda)\b/.test(value)) return true;
  if (/\w\(|\)\s*$|=>|\w::\w|\[['"\w]*\]|\?\.|\s[+|&?:*]{1,2}\s|[{}]$|^[({[]/.test(value)) return true;
  if (!/^(?:colon|spaced|inline|weak)$/.test(setting.style)) return false;
  const isType = /^[A-Z]+[a-z][A-Za-z]*(?:<.*>)?\??$/.test(value);
  return (isType && !isJumbled(value)) || isDotted(value);
}

/** Whether the line goes on in words: a sentence, not a setting. */
function isFollowed(text: string, setting: Setting): boolean {
  return !/^[A-Z][A-Z0-9_]*$/.test(setting.name) && /^[ \t]+[^#;\s]/.test(text.slice(setting.end, setting.end + 40));
}

function isIndented(text: string, setting: Setting): boolean {
  return /[ \t]/.test(text.charAt(text.lastIndexOf('\n', setting.nameStart - 1) + 1));
}

/** Settings stand alone on their lines; the lines of a program end in commas, semicolons and brackets. */
function isSettingsLike(text: string, setting: Setting): boolean {
  const lineStart = text.lastIndexOf('\n', setting.nameStart - 1) + 1;
  const lineEnd = text.indexOf('\n', setting.end);
  const rest = lineEnd < 0 ? text.slice(setting.end) : text.slice(setting.end, lineEnd);
  if (/[,;{(]\s*$/.test(rest) || /^\s*[,;)}]/.test(rest)) return false;
  const above = text.slice(text.lastIndexOf('\n', lineStart - 2) + 1, Math.max(0, lineStart - 1)).trimEnd();
  if (/[{,;(]$|\*\/$|=>$/.test(above)) return false;
  const next =
    lineEnd < 0
      ? ''
      : text
          .slice(lineEnd + 1, !text.includes('\n', lineEnd + 1) ? undefined : text.indexOf('\n', lineEnd + 1))
          .trimStart();
  return !/^[})\]]/.test(next) && !/;\s*$/.test(next);
}
