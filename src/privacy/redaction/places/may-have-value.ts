import { FOREIGN_BYTE } from './foreign-byte.ts';

/** A glance goes no further than this to either side. */
export const GLANCE = 256;
/** Longer names are none. */
const MAX_NAME = 64;
/** Operators and types stand no further from a name. */
const NEAR = 64;
/** Within quotes and brackets that open behind a name. */
const FAR = 104;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const NAME = signs(`${LETTERS}0123456789_$-`);
const DOTTED_NAME = signs(`${LETTERS}0123456789_$-.`);
/** Signs of notations, which may stand between a name and its value. */
export const SIGNS = signs('= :"\'`][<>(,|*\\\n\r$');
/** Ends of quotes and brackets, bold type, white space. */
const BETWEEN = signs('\\"\'`*_]) \t[?!');
/** What an operator, a cell or a tag begins with. */
const OPERATOR = signs('=:>-<|+');
const ASSIGNS = signs('=');
const QUOTES = signs('"\'`');
/** What ends a name that stands for a value. */
const ENDS_VALUE = signs(' \t\r\n,;)}]|&?\0');
/** What is in brackets and is a password all the same. */
const ODD = signs('"\'`#@!$%^&*+?');
/** What ends an argument, an operand, what is in brackets, a line: or the text does. */
const ENDS_ARGUMENT = signs(',;)}\0');
const ENDS_OPERAND = signs(',;)\0');
const ENDS_BRACKETS = signs(')\0');
const ENDS_LINE = signs('\n\0');
const EDGE = signs(' "\'`*');
const BEFORE_COLUMN = signs('\0\n,;\t|(');
const BEHIND_COLUMN = signs('\0\r\n,;\t|)');
/** What stands in no head of a table: signs of programs. */
const NO_HEAD = signs('!$%&+:<=>?@[\\]^{}~');

const [TAB, LF, CR, SPACE] = [9, 10, 13, 32];
const [QUOTE, AMPERSAND, OPEN, CLOSE, STAR, COMMA, DASH, DOT, SLASH] = [34, 38, 40, 41, 42, 44, 45, 46, 47];
const [COLON, SEMICOLON, LESS, EQUALS, GREATER, AT, BRACE, END_BRACE] = [58, 59, 60, 61, 62, 64, 123, 125];
const [DOLLAR, PLUS, OPEN_SQUARE, BACKSLASH, BAR] = [36, 43, 91, 92, 124];

/**
 * A glance at what is about a name: `false` where no notation of settings can have a value for it,
 * neither behind it nor below it in a table. Most names in programs are called, passed on, compared
 * or written about, and end here.
 *
 * @param codes a text, one byte a character; zeros are before and behind it
 * @param start where a literal begins, perhaps with signs of a notation
 * @param end where it ends; {@link GLANCE} bytes to either side are to be there
 * @param isKey whether values of less than eight characters do not count
 */
export function mayHaveValue(codes: Uint8Array, start: number, end: number, isKey: boolean): boolean {
  const { nameStart, nameEnd } = nameAt(codes, start, end);
  const next = codes[nameEnd] as number;
  // A letter of another script, or a sign of one.
  if (next === FOREIGN_BYTE) return true;
  switch (next) {
    case 0:
    case END_BRACE:
    case DOT:
    case SLASH:
      return false;
    case STAR:
      return codes[nameEnd + 1] === STAR;
    case CLOSE:
      if (codes[nameEnd + 1] === DOT) break;
      return mayBeColumn(codes, nameStart, nameEnd);
    case COMMA:
      return (
        isNamedValue(codes, nameEnd) ||
        (beginsList(codes, nameStart) &&
          (mayBeColumn(codes, nameStart, nameEnd) || comes(codes, nameEnd + 1, QUOTES, ENDS_ARGUMENT)))
      );
    case SEMICOLON:
      return mayBeColumn(codes, nameStart, nameEnd);
    case LF:
    case CR:
      return mayBeColumn(codes, nameStart, nameEnd) || isNamedValue(codes, nameEnd);
  }
  return mayGoOn(codes, nameStart, nameEnd, isKey) || mayBeColumn(codes, nameStart, nameEnd);
}

/** The name that a literal is part of; the literal may have signs of a notation at its ends. */
function nameAt(
  codes: Uint8Array,
  start: number,
  end: number,
): { readonly nameStart: number; readonly nameEnd: number } {
  let nameStart = start;
  while (SIGNS[codes[nameStart] as number] === 1) nameStart++;
  while (DOTTED_NAME[codes[nameStart - 1] as number] === 1 && start - nameStart < MAX_NAME) nameStart--;
  let nameEnd = end;
  while (SIGNS[codes[nameEnd - 1] as number] === 1) nameEnd--;
  while (NAME[codes[nameEnd] as number] === 1 && nameEnd - end < MAX_NAME) nameEnd++;
  // An arrow, a dash.
  while (nameEnd > end && (codes[nameEnd - 1] === DASH || codes[nameEnd - 1] === DOLLAR)) nameEnd--;
  return { nameStart, nameEnd };
}

/** Whether what follows may be an operator, or announce a value. */
function mayGoOn(codes: Uint8Array, nameStart: number, nameEnd: number, isKey: boolean): boolean {
  const before = codes[nameStart - 1] as number;
  // An option, a tag, an instruction of a Dockerfile.
  if (codes[nameStart] === DASH || before === LESS || before === COLON || before === FOREIGN_BYTE) return true;
  if (isBlank(before) && endsDirective(codes, nameStart - 1)) return true;
  const next = codes[nameEnd] as number;
  let at = nameEnd;
  while (BETWEEN[codes[at] as number] === 1 && at - nameEnd < NEAR) {
    // `PASSWORD 'x'`
    if (at > nameEnd && QUOTES[codes[at] as number] === 1 && isBlank(codes[at - 1] as number)) return true;
    at++;
  }
  const code = codes[at] as number;
  if (at - nameEnd >= NEAR || next === TAB || code === FOREIGN_BYTE) return true;
  if (isBlank(next) && endsAsPassword(codes, nameEnd)) return true;
  if (OPERATOR[code] === 1) return mayTakeValue(codes, nameStart, nameEnd, at, isKey);
  switch (code) {
    case COMMA:
      return isNamedValue(codes, at + 1) || comes(codes, at + 1, QUOTES, ENDS_ARGUMENT);
    case OPEN:
      return isBlank(codes[at - 1] as number) || comes(codes, at + 1, ODD, ENDS_BRACKETS);
    // A chain of calls: `.toBe('value')`.
    case DOT:
      return at > nameEnd;
    // A block with a default, accessors.
    case BRACE:
      return next === QUOTE || isWord(codes, at + 1, 'get') || isWord(codes, at + 2, 'get');
    // A part of a form; otherwise the value is announced by its name.
    case SEMICOLON:
    case LF:
    case CR:
      return next === QUOTE || isNamedValue(codes, at);
    case AT:
      return QUOTES[codes[at + 1] as number] === 1;
    default:
      return (isLetter(code) || code === AMPERSAND) && (isProse(codes, at) || hasOperatorNear(codes, at));
  }
}

/** A glance as above: whether the name that a literal is part of may head a column of a table. */
export function mayHeadColumn(codes: Uint8Array, start: number, end: number): boolean {
  const { nameStart, nameEnd } = nameAt(codes, start, end);
  return codes[nameEnd] === FOREIGN_BYTE || mayBeColumn(codes, nameStart, nameEnd);
}

/** Whether an operator is one that values follow, and what follows may be one. */
function mayTakeValue(codes: Uint8Array, nameStart: number, nameEnd: number, at: number, isKey: boolean): boolean {
  const behind = codes[at + 1] as number;
  switch (codes[at] as number) {
    // Another element, or an arrow; of others only quoted values count.
    case LESS:
      return behind === SLASH || behind === DASH;
    case DASH:
      return behind === GREATER;
    case PLUS:
      return behind === EQUALS;
    case GREATER:
      return codes[nameEnd] === QUOTE || comes(codes, at + 1, QUOTES, ENDS_OPERAND);
    case BAR:
      return behind === BAR ? comes(codes, at + 2, QUOTES, ENDS_OPERAND) : beginsRow(codes, nameStart);
    case EQUALS:
      if (behind === GREATER) return true;
      if (behind === EQUALS || codes[at - 1] === 33) return comes(codes, at + 2, QUOTES, ENDS_OPERAND);
  }
  let value = at;
  while (codes[value] === COLON || codes[value] === EQUALS || codes[value] === STAR) value++;
  while (isBlank(codes[value] as number) && value - at < NEAR) value++;
  const first = codes[value] as number;
  if (first === BRACE || first === OPEN || first === OPEN_SQUARE) return opensQuote(codes, value + 1);
  if (QUOTES[first] === 1) return !isKey || isLongQuoted(codes, value);
  // Glued to its name it may be anything.
  if (!isLetter(first) || (at === nameEnd && value === at + 1 && codes[at] === EQUALS)) return true;
  return (
    mayBeLiteral(codes, value, isKey) ||
    // A type, and the value behind it.
    (codes[at] === COLON && comes(codes, value, ASSIGNS, ENDS_LINE))
  );
}

/** Whether what begins with a letter may be a literal: no call, no chain of names. */
function mayBeLiteral(codes: Uint8Array, start: number, isKey: boolean): boolean {
  let turns = 1;
  let dot = 0;
  let at = start;
  for (; at - start < NEAR && DOTTED_NAME[codes[at] as number] === 1 && codes[at] !== DASH; at++) {
    const code = codes[at] as number;
    // A digit, or capitals as in no name.
    if (code < 58 && code >= 48) return true;
    if (code === DOT && dot === 0) dot = at;
    if (isCapital(code) && !isCapital(codes[at - 1] as number)) turns++;
  }
  if (at - start >= NEAR || turns * 4 > at - start + 4) return true;
  const behind = codes[at] as number;
  if (behind === OPEN || behind === OPEN_SQUARE) return opensQuote(codes, at + 1);
  if (dot > 0 && dot - start < 24 && isLetter(codes[dot + 1] as number)) return false;
  return !isKey || at - start >= 8 || behind === FOREIGN_BYTE || !ENDS_VALUE[behind];
}

/** Whether a quote opens at a place, or behind a bracket or two. */
function opensQuote(codes: Uint8Array, at: number): boolean {
  return (
    QUOTES[codes[at] as number] === 1 || QUOTES[codes[at + 1] as number] === 1 || QUOTES[codes[at + 2] as number] === 1
  );
}

/** Whether in the quotes that open at a place are eight characters at least. */
function isLongQuoted(codes: Uint8Array, start: number): boolean {
  const quote = codes[start] as number;
  let length = 0;
  for (let at = start + 1; length < 8; at++) {
    const code = codes[at] as number;
    if (code === quote || code === LF || code === 0) {
      // Two quotes or three, or quotes within quotes.
      if (length === 0 && ENDS_VALUE[codes[at + 1] as number] === 0) return true;
      return QUOTES[codes[at + 1] as number] === 1 || codes[at - 1] === BACKSLASH;
    }
    length++;
  }
  return true;
}

/** Whether a line begins with a bar, as rows of tables do. */
function beginsRow(codes: Uint8Array, from: number): boolean {
  let at = from;
  while (codes[at - 1] !== LF && codes[at - 1] !== 0) if (from - --at > FAR) return true;
  while (isBlank(codes[at] as number) || codes[at] === GREATER) at++;
  return codes[at] === BAR;
}

/** Whether a name may stand in the head of a table, or in a list of columns. */
function mayBeColumn(codes: Uint8Array, nameStart: number, nameEnd: number): boolean {
  let right = nameEnd;
  while (EDGE[codes[right] as number] === 1 && right - nameEnd < NEAR) right++;
  const behind = codes[right] as number;
  if (BEHIND_COLUMN[behind] !== 1) return false;
  let left = nameStart;
  while (EDGE[codes[left - 1] as number] === 1 && nameStart - left < NEAR) left--;
  const before = codes[left - 1] as number;
  if (before === FOREIGN_BYTE) return true;
  if (BEFORE_COLUMN[before] !== 1) return false;
  if ((before === COMMA || before === OPEN) && (behind === COMMA || behind === CLOSE) && mayBeInserted(codes, right))
    return true;
  return before !== OPEN && behind !== CLOSE && mayBeHead(codes, left, right);
}

/** Whether before a name there is what separates columns and arguments, or nothing. */
function beginsList(codes: Uint8Array, nameStart: number): boolean {
  let left = nameStart;
  while ((codes[left - 1] === SPACE || codes[left - 1] === QUOTE) && nameStart - left < NEAR) left--;
  return BEFORE_COLUMN[codes[left - 1] as number] === 1 || codes[left - 1] === FOREIGN_BYTE;
}

/** Whether behind the list that a place is in comes what an SQL statement goes on with: `VALUES`, `FROM`. */
function mayBeInserted(codes: Uint8Array, from: number): boolean {
  let at = from;
  while (codes[at] !== CLOSE && codes[at] !== 0) if (++at - from > FAR) return true;
  do at++;
  while (isBlank(codes[at] as number) || codes[at] === LF || codes[at] === CR);
  const first = (codes[at] as number) | 32;
  return first === 118 || first === 102;
}

/** Whether the line that a place is in has other names beside the one there, and no signs of a program. */
function mayBeHead(codes: Uint8Array, left: number, right: number): boolean {
  let others = false;
  for (let at = left - 1; codes[at] !== LF && codes[at] !== 0; at--) {
    const code = codes[at] as number;
    if (NO_HEAD[code] === 1) return false;
    others ||= isLetter(code) || code === FOREIGN_BYTE;
    if (left - at > FAR) return true;
  }
  for (let at = right; codes[at] !== LF && codes[at] !== 0; at++) {
    const code = codes[at] as number;
    if (NO_HEAD[code] === 1) return false;
    others ||= isLetter(code) || code === FOREIGN_BYTE;
    if (at - right > FAR) return true;
  }
  return others;
}

/** `ENV`, `ARG`, `setx`, `set -gx`, `setenv`: by the letters that they end with. */
function endsDirective(codes: Uint8Array, at: number): boolean {
  let end = at;
  while (isBlank(codes[end] as number) && at - end < NEAR) end--;
  const last = (codes[end] as number) | 32;
  return last === 118 || last === 103 || last === 120;
}

/** `password`, `passwd`, `pwd`, `pw`, `passphrase`, `passcode`: by the letters that they end with. */
function endsAsPassword(codes: Uint8Array, nameEnd: number): boolean {
  const last = (codes[nameEnd - 1] as number) | 32;
  const beforeLast = (codes[nameEnd - 2] as number) | 32;
  return (
    last === FOREIGN_BYTE ||
    (last === 100 && (beforeLast === 114 || beforeLast === 119)) ||
    (last === 119 && beforeLast === 112) ||
    (last === 101 && (beforeLast === 115 || beforeLast === 100))
  );
}

/** `is x`, `for y is x`, `for y: x` */
function isProse(codes: Uint8Array, at: number): boolean {
  if (isVerb(codes, at)) return true;
  for (let to = at; to - at < NEAR; to++) {
    const code = codes[to] as number;
    if (code === LF || code === 0) return false;
    if (isBlank(code) && isVerb(codes, to + 1)) return true;
  }
  return true;
}

/** `is `, `was ` */
function isVerb(codes: Uint8Array, at: number): boolean {
  return (
    (isBlank(codes[at + 2] as number) && isWord(codes, at, 'is')) ||
    (isBlank(codes[at + 3] as number) && isWord(codes, at, 'was'))
  );
}

/** Behind white space and quotes one of the names that values have of their own: `value`, `default`, `content`. */
function isNamedValue(codes: Uint8Array, from: number): boolean {
  let at = from;
  while (at - from < NEAR && isAround(codes[at] as number)) at++;
  const first = (codes[at] as number) | 32;
  if (first === 118) return isWord(codes, at, 'val') || !isLetter(codes[at + 1] as number);
  return isWord(codes, at, 'default') || isWord(codes, at, 'content') || isWord(codes, at, 'parametervalue');
}

function isAround(code: number): boolean {
  return (
    isBlank(code) ||
    code === LF ||
    code === CR ||
    code === COMMA ||
    code === SEMICOLON ||
    code === 92 ||
    QUOTES[code] === 1
  );
}

/** Whether one of some signs comes, before one of others that ends it. */
function comes(codes: Uint8Array, from: number, wanted: Uint8Array, ends: Uint8Array): boolean {
  for (let at = from; at - from < FAR; at++) {
    const code = codes[at] as number;
    if (wanted[code] === 1) return true;
    if (ends[code] === 1) return false;
  }
  return true;
}

/** Whether an operator comes shortly, on the same line. */
function hasOperatorNear(codes: Uint8Array, from: number): boolean {
  for (let at = from; at - from < NEAR; at++) {
    const code = codes[at] as number;
    if (code === EQUALS || code === COLON) return true;
    if (code === LF || code === 0) return false;
  }
  return false;
}

function isWord(codes: Uint8Array, from: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (((codes[from + i] as number) | 32) !== word.charCodeAt(i)) return false;
  return true;
}

function isLetter(code: number): boolean {
  return (code | 32) >= 97 && (code | 32) <= 122;
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

function signs(all: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const sign of all) table[sign.charCodeAt(0)] = 1;
  return table;
}
