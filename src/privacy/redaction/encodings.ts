import type { Span } from './detector-notes.ts';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** UTF-8. Half a surrogate pair becomes the replacement character, as TextEncoder has it. */
export function toBytes(text: string): readonly number[] {
  const bytes: number[] = [];
  for (const letter of text) {
    let code = letter.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
}

export function byteLength(text: string): number {
  return toBytes(text).length;
}

/** Hexadecimal, small letters. */
export function hexOf(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** UTF-16, as Windows has it: the low byte first. */
export function toWideBytes(text: string): readonly number[] {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) bytes.push(text.charCodeAt(i) & 255, text.charCodeAt(i) >> 8);
  return bytes;
}

/** Each byte as one character. */
export function byteString(bytes: readonly number[]): string {
  return bytes.map((byte) => String.fromCharCode(byte)).join('');
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** As {@link encodedForms} in base32, at each of its five alignments, in capitals and small letters. */
export function base32Forms(bytes: readonly number[]): readonly string[] {
  const forms = new Set<string>();
  for (let lead = 0; lead < 5; lead++) {
    const firstBit = lead * 8;
    const lastBit = firstBit + bytes.length * 8;
    let text = '';
    for (let bit = Math.ceil(firstBit / 5) * 5; bit + 5 <= lastBit; bit += 5)
      text += BASE32.charAt(bitsAt(bytes, bit - firstBit, 5));
    // Short ones would be found in words.
    if (text.length >= 8) forms.add(text).add(text.toLowerCase());
  }
  return [...forms];
}

/** The run of base32 about a place. */
export function base32Run(text: string, start: number, end: number): Span {
  const letter = text.charAt(start) >= 'a' ? /[a-z2-7]/ : /[A-Z2-7]/;
  let from = start;
  while (from > 0 && letter.test(text.charAt(from - 1))) from--;
  let to = end;
  while (letter.test(text.charAt(to))) to++;
  while (text.charAt(to) === '=') to++;
  return { start: from, end: to };
}

/**
 * The characters that base64 has wherever the bytes occur within other bytes: one string for each
 * of the three alignments, in the standard and the URL-safe alphabet. Characters that also hold
 * bits of neighbours are left out.
 */
export function encodedForms(bytes: readonly number[]): readonly string[] {
  const forms = new Set<string>();
  for (let lead = 0; lead < 3; lead++) {
    let text = '';
    const firstBit = lead * 8;
    const lastBit = firstBit + bytes.length * 8;
    for (let bit = Math.ceil(firstBit / 6) * 6; bit + 6 <= lastBit; bit += 6)
      text += BASE64.charAt(bitsAt(bytes, bit - firstBit, 6));
    if (text.length < 4) continue;
    forms.add(text);
    forms.add(text.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return [...forms];
}

function bitsAt(bytes: readonly number[], bit: number, width: number): number {
  const byte = Math.floor(bit / 8);
  const pair = ((bytes[byte] ?? 0) << 8) | (bytes[byte + 1] ?? 0);
  return (pair >> (16 - width - (bit % 8))) & ((1 << width) - 1);
}

/** The run of base64 about a place, if it holds the bytes at any alignment; `null` if it was chance. */
export function isWithinBase64(text: string, start: number, end: number, bytes: readonly number[]): Span | null {
  let from = start;
  while (from > 0 && isBase64(text.charCodeAt(from - 1))) from--;
  let to = end;
  while (to < text.length && isBase64(text.charCodeAt(to))) to++;
  const stop = to;
  while (to < text.length && to - stop < 2 && text.charCodeAt(to) === 61) to++;
  // Long runs are decoded about the place only; enough before and after for every alignment.
  const near = Math.max(from, start - 8);
  const far = Math.min(stop, end + 8);
  for (let shift = 0; shift < 4; shift++) {
    if (contains(decode(text, near + shift, far), bytes)) return { start: from, end: to };
  }
  return null;
}

function decode(text: string, start: number, end: number): readonly number[] {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (let i = start; i < end; i++) {
    bits = (bits << 6) | sextet(text.charAt(i));
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes.push((bits >> held) & 255);
    bits &= (1 << held) - 1;
  }
  return bytes;
}

function sextet(letter: string): number {
  return letter === '-' ? 62 : letter === '_' ? 63 : BASE64.indexOf(letter);
}

function contains(bytes: readonly number[], wanted: readonly number[]): boolean {
  for (let i = 0; i + wanted.length <= bytes.length; i++) {
    let j = 0;
    while (j < wanted.length && bytes[i + j] === wanted[j]) j++;
    if (j === wanted.length) return true;
  }
  return false;
}

function isBase64(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 43 ||
    code === 47 ||
    code === 45 ||
    code === 95
  );
}
