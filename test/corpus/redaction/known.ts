import { Buffer } from 'node:buffer';
import type { Random } from './random.ts';

const LETTERS = ['ä', 'ß', 'é', '密', '码', '🔑', 'a', 'b', '1', '2'];

/** A value as it could stand in a `.env` file. */
export function knownValue(r: Random): string {
  return r.pick([
    () => r.text('alnum', 8 + r.int(40)),
    () =>
      r
        .text('ABCDEFabcdef0123456789!@#%^&*()_+-=[]{};:,.<>/?~|\\"\' ', 8 + r.int(24))
        .trim()
        .padEnd(8, 'x'),
    () => `${r.text('lower', 5)}-${r.text('lower', 6)}-${r.digits(3)}`,
    () => `https://${r.text('lower', 6)}.internal/${r.text('url', 20)}?k=${r.text('base64', 12)}`,
    () => Array.from({ length: 10 }, () => r.pick(LETTERS)).join(''),
    () => `line one ${r.text('alnum', 6)}\nline two ${r.text('alnum', 6)}`,
  ])();
}

/** Encodings in which such a value comes up. */
export const ENCODINGS: Readonly<Record<string, (value: string, r: Random) => string>> = {
  raw: (v) => v,
  URL: (v) => encodeURIComponent(v),
  'URL, every byte': (v) => Array.from(Buffer.from(v), (b) => `%${b.toString(16).padStart(2, '0')}`).join(''),
  form: (v) => new URLSearchParams({ v }).toString().slice(2),
  JSON: (v) => JSON.stringify(v).slice(1, -1),
  'JSON in JSON': (v) => JSON.stringify(JSON.stringify(v).slice(1, -1)).slice(1, -1),
  'base64, alignment 0': (v, r) => Buffer.from(v + r.text('alnum', r.int(4))).toString('base64'),
  'base64, alignment 1': (v, r) => Buffer.from(`x${v}${r.text('alnum', r.int(4))}`).toString('base64'),
  'base64, alignment 2': (v, r) => Buffer.from(`xy${v}${r.text('alnum', r.int(4))}`).toString('base64'),
  'base64, URL-safe': (v, r) => Buffer.from(r.text('alnum', r.int(3)) + v).toString('base64url'),
  'hex, small': (v) => Buffer.from(v).toString('hex'),
  'hex, capitals': (v) => Buffer.from(v).toString('hex').toUpperCase(),
  'hex, byte by byte': (v, r) => bytes(v, (b) => b.toString(16).padStart(2, '0')).join(r.pick([':', ' ', '-'])),
  'hex, as in C': (v) => bytes(v, (b) => `0x${b.toString(16).padStart(2, '0')}`).join(', '),
  'escapes, hex': (v) => bytes(v, (b) => `\\x${b.toString(16).padStart(2, '0')}`).join(''),
  'escapes, octal': (v) => bytes(v, (b) => `\\${b.toString(8).padStart(3, '0')}`).join(''),
  'escapes, UTF-16': (v) =>
    Array.from({ length: v.length }, (_, i) => `\\u${v.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  'list of numbers': (v, r) => `[${bytes(v, String).join(r.pick([', ', ',']))}]`,
  'URL, twice': (v) => encodeURIComponent(encodeURIComponent(v)),
  HTML: (v) => v.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  'HTML, by number': (v) => Array.from(v, (c) => `&#${String(c.codePointAt(0))};`).join(''),
  'quoted-printable': (v) =>
    bytes(v, (b) =>
      b < 33 || b > 126 || b === 61 ? `=${b.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(b),
    ).join(''),
  'base64, twice': (v) => Buffer.from(Buffer.from(v).toString('base64')).toString('base64'),
  'base64 of UTF-16': (v) => Buffer.from(v, 'utf16le').toString('base64'),
  'base64 in a URL': (v) => encodeURIComponent(Buffer.from(v).toString('base64')),
  base32: (v) => base32(v),
  'two literals': (v) => `${JSON.stringify(v.slice(0, 5))} + ${JSON.stringify(v.slice(5))}`,
};

function bytes<T>(value: string, spell: (byte: number) => T): T[] {
  return Array.from(Buffer.from(value), spell);
}

/** RFC 4648. */
function base32(value: string): string {
  const bits = bytes(value, (b) => b.toString(2).padStart(8, '0')).join('');
  const letters = bits.match(/.{1,5}/g) ?? [];
  const text = letters
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(parseInt(five.padEnd(5, '0'), 2)))
    .join('');
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=');
}
