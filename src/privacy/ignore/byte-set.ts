/** A set of bytes in a pattern, such as `[a-z]`, with git's rules. */
export interface ByteSet {
  /** 256 flags, by byte. */
  readonly has: Uint8Array;
  /** Index of the first character after the closing `]`. */
  readonly end: number;
}

const BACKSLASH = 0x5c;
const CLOSE = 0x5d;
const OPEN = 0x5b;
const DASH = 0x2d;
const SLASH = 0x2f;

const between = (low: number, high: number) => (byte: number) => byte >= low && byte <= high;
const isLower = between(0x61, 0x7a);
const isUpper = between(0x41, 0x5a);
const isDigit = between(0x30, 0x39);
const isPrint = between(0x20, 0x7e);
const isLetter = (byte: number): boolean => isLower(byte) || isUpper(byte);
const isAlphanumeric = (byte: number): boolean => isLetter(byte) || isDigit(byte);

/** POSIX classes as git has them: ASCII whatever the locale, and no vertical space among the spaces. */
const CLASSES: Readonly<Record<string, (byte: number) => boolean>> = {
  alnum: isAlphanumeric,
  alpha: isLetter,
  blank: (byte) => byte === 0x20 || byte === 0x09,
  cntrl: (byte) => byte < 0x20 || byte === 0x7f,
  digit: isDigit,
  graph: between(0x21, 0x7e),
  lower: isLower,
  print: isPrint,
  punct: (byte) => isPrint(byte) && byte !== 0x20 && !isAlphanumeric(byte),
  space: (byte) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d,
  upper: isUpper,
  xdigit: (byte) => isDigit(byte) || between(0x61, 0x66)(byte) || between(0x41, 0x46)(byte),
};

/**
 * Read a set from `pattern`, where `start` is the index after its `[`. `null` for one that never
 * ends or names an unknown class: git lets such a pattern match nothing.
 * @param ignoreCase names are lower case when they get here. As in git, a range or `[:upper:]` then
 *   takes letters of both cases, a single capital letter none.
 */
export function readByteSet(pattern: string, start: number, ignoreCase: boolean): ByteSet | null {
  const has = new Uint8Array(256);
  const code = (index: number): number => pattern.charCodeAt(index);
  let at = start;
  const negated = pattern[at] === '!' || pattern[at] === '^';
  if (negated) at++;
  /** The low end that a `-` would continue; `null` after a range or a class. */
  let low: number | null = null;
  // A `]` that comes first is a member.
  for (let first = true; first || code(at) !== CLOSE; first = false) {
    if (at >= pattern.length) return null;
    let byte = code(at);
    if (byte === DASH && low !== null && at + 1 < pattern.length && code(at + 1) !== CLOSE) {
      at += code(at + 1) === BACKSLASH ? 2 : 1;
      if (at >= pattern.length) return null;
      addRange(has, low, code(at), ignoreCase);
      low = null;
    } else if (byte === OPEN && pattern[at + 1] === ':') {
      const close = pattern.indexOf(']', at + 2);
      if (close < 0) return null;
      // `[:` without `:]` is an opening bracket like any other; the colon follows as a member.
      if (close === at + 2 || pattern[close - 1] !== ':') {
        has[byte] = 1;
        low = byte;
      } else {
        const name = pattern.slice(at + 2, close - 1);
        const member = Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
        if (member === undefined) return null;
        for (let b = 0; b < 256; b++) if (member(b) || (ignoreCase && name === 'upper' && isLower(b))) has[b] = 1;
        at = close;
        low = null;
      }
    } else {
      if (byte === BACKSLASH) {
        at++;
        if (at >= pattern.length) return null;
        byte = code(at);
      }
      has[byte] = 1;
      low = byte;
    }
    at++;
  }
  if (negated) for (let b = 0; b < 256; b++) has[b] = has[b] === 0 ? 1 : 0;
  has[SLASH] = 0;
  return { has, end: at + 1 };
}

function addRange(has: Uint8Array, low: number, high: number, ignoreCase: boolean): void {
  for (let byte = low; byte <= high; byte++) {
    has[byte] = 1;
    if (ignoreCase && isUpper(byte)) has[byte + 0x20] = 1;
  }
}
