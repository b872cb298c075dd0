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
};
