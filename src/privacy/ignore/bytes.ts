/**
 * Git matches bytes: `?` is one byte, so two for `é`. Here a string of bytes is a string whose
 * characters are all below 256, which keeps the fast string functions.
 */

const BEYOND_ASCII = /[^\0-\x7F]/;

/** Whether `text` is ASCII, and so its own bytes. */
export function isAscii(text: string): boolean {
  return !BEYOND_ASCII.test(text);
}

/** UTF-8, one character a byte. Half a surrogate pair, as in some Windows names, is encoded by itself. */
export function utf8Bytes(text: string): string {
  if (isAscii(text)) return text;
  let bytes = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes += character;
    else if (code < 0x800) bytes += String.fromCharCode(0xc0 | (code >> 6), continuation(code));
    else if (code < 0x10000) {
      bytes += String.fromCharCode(0xe0 | (code >> 12), continuation(code >> 6), continuation(code));
    } else {
      const lead = 0xf0 | (code >> 18);
      bytes += String.fromCharCode(lead, continuation(code >> 12), continuation(code >> 6), continuation(code));
    }
  }
  return bytes;
}

/** Lower case for A to Z only, as git folds names. */
export function foldAscii(bytes: string): string {
  return bytes.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function continuation(code: number): number {
  return 0x80 | (code & 0x3f);
}
