import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKnownValues } from './known-values.ts';
import { createRedactor } from './redactor.ts';

const value = fc
  .oneof(
    fc.string({ minLength: 4, maxLength: 40 }),
    fc.string({ unit: 'grapheme', minLength: 4, maxLength: 20 }),
    fc.string({ unit: fc.constantFrom(...Array.from('aZ0/+=%"\\\n &<é密🔑')), minLength: 4, maxLength: 30 }),
  )
  .filter((text) => text.length >= 4 && !/\p{Cs}/u.test(text));

type Encode = (text: string, random: number) => string;
const percentAll = (text: string): string =>
  Array.from(Buffer.from(text), (b) => `%${b.toString(16).padStart(2, '0')}`).join('');
const encodings: Readonly<Record<string, Encode>> = {
  raw: (text) => text,
  url: (text) => encodeURIComponent(text),
  'url, small letters': (text) => encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
  'url, everything': percentAll,
  'url, as a form': (text) => new URLSearchParams({ v: text }).toString().slice(2),
  json: (text) => JSON.stringify(text).slice(1, -1),
  'json, slashes escaped': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  'json, ASCII only': (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replace(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'json within json': (text) => JSON.stringify(JSON.stringify(text).slice(1, -1)).slice(1, -1),
  hex: (text) => Buffer.from(text).toString('hex'),
  'hex, capitals': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  html: (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
  base64: (text, random) => Buffer.from('x'.repeat(random % 3) + text + 'y'.repeat(random % 5)).toString('base64'),
  'base64, url-safe': (text, random) =>
    Buffer.from('x'.repeat(random % 3) + text + 'y'.repeat(random % 5)).toString('base64url'),
  'base64 of UTF-16': (text) => Buffer.from(text, 'utf16le').toString('base64'),
  'hex, in pairs': (text) => bytes(text, (hex) => hex).join(':'),
  'escapes of bytes': (text) => bytes(text, (hex) => `\\x${hex}`).join(''),
  'octal escapes': (text) => bytes(text, (hex) => `\\${parseInt(hex, 16).toString(8).padStart(3, '0')}`).join(''),
  'quoted-printable': (text) => bytes(text, (hex) => `=${hex.toUpperCase()}`).join(''),
  'url, twice': (text) => encodeURIComponent(encodeURIComponent(text)),
};

function bytes(text: string, spell: (hex: string) => string): readonly string[] {
  return Array.from(Buffer.from(text), (byte) => spell(byte.toString(16).padStart(2, '0')));
}

describe('createKnownValues', () => {
  it.each(Object.entries(encodings))('finds every value: %s', (_name, encode) => {
    fc.assert(
      fc.property(value, fc.nat(14), fc.constantFrom('', ' ', '"', '\n', '='), (text, random, edge) => {
        const encoded = encode(text, random);
        const before = `some text ${edge}`;
        const found: string[] = [];
        const whole = before + encoded + edge + ' end';
        createKnownValues([{ value: text }]).find(whole, ({ start, end }) =>
          found.push(`${String(start)}-${String(end)}`),
        );
        const covered = found.some((span) => {
          const [start = NaN, end = NaN] = span.split('-').map(Number);
          return (
            start <= before.length &&
            end >= before.length + encoded.replace(/=+$/, '').length - (encoded.length - encoded.trimEnd().length)
          );
        });
        expect(covered, JSON.stringify([whole, found])).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it.each<[string, Encode]>([
    ['base64, twice', (text) => Buffer.from(Buffer.from(text).toString('base64')).toString('base64')],
    ['base64 of an address', (text) => Buffer.from(`pg://u:${encodeURIComponent(text)}@h`).toString('base64')],
    ['base64 of quotes', (text) => Buffer.from(JSON.stringify({ v: text })).toString('base64')],
    ['numbers', (text) => `[${Array.from(Buffer.from(text)).join(', ')}]`],
    ['numbers in hex', (text) => `{${bytes(text, (hex) => `0x${hex}`).join(', ')}}`],
    ['JSON in an address', (text) => encodeURIComponent(JSON.stringify({ v: text }))],
    ['JSON in a form', (text) => new URLSearchParams({ q: JSON.stringify({ v: text }) }).toString()],
    [
      'JSON in an attribute',
      (text) => `data='${JSON.stringify({ v: text }).replace(/["<']/g, (c) => `&#${String(c.charCodeAt(0))};`)}'`,
    ],
    ['words of a shell', (text) => `'${text.replaceAll("'", `'\\''`)}'`],
    ['a Makefile', (text) => text.replaceAll('$', '$$$$')],
    ['two literals', (text) => `${JSON.stringify(text.slice(0, 6))} +\n  ${JSON.stringify(text.slice(6))}`],
  ])('finds what is long enough as %s', (_name, encode) => {
    // Quotes that meet could be those of two literals, also one of the text's and one about it or a part of it.
    const long = fc
      .string({ unit: fc.constantFrom(...Array.from('aZ0/+= \'"%\\<é密$-')), minLength: 12, maxLength: 40 })
      .filter((text) => [text, text.slice(0, 6), text.slice(6)].every((part) => !/['"][ +]*['"]/.test(`"${part}"`)));
    fc.assert(
      fc.property(long, (text) => {
        const whole = `some text ${encode(text, 0)} end`;
        const redactor = createRedactor({ knownValues: [{ value: text }] });
        const { text: safe } = redactor.redact(whole);
        expect(safe).toMatch(/REDACTED_KNOWN_VALUE_1/);
        expect(safe.length).toBeLessThan(70);
        expect(redactor.restore(safe)).toBe(whole);
      }),
    );
  });

  it('finds base64 broken into lines', () => {
    const text = 'a value that is long enough to be broken into several lines of base64, as mail does it; really long';
    const encoded = Buffer.from(`head ${text} tail ${text.slice(3)}`)
      .toString('base64')
      .replace(/.{64}/g, '$&\n');
    const redactor = createRedactor({ knownValues: [{ value: text }] });
    const { text: safe } = redactor.redact(`begin\n${encoded}\nend`);
    expect(safe).toMatch(/^begin\nREDACTED_KNOWN_VALUE_1=*\nend$/);
    expect(redactor.restore(safe)).toBe(`begin\n${encoded}\nend`);
  });

  it('is not misled by chance', () => {
    const known = createKnownValues([{ value: 'abcd' }]);
    const hits: unknown[] = [];
    known.find('YWJj ZGVm abc d a-b-c-d', (span) => hits.push(span));
    expect(hits).toEqual([]);
  });

  it('finds quoted-printable of one sign, before letters that could be digits', () => {
    const redactor = createRedactor({ knownValues: [{ value: 'b0at#7 bF|' }] });
    expect(redactor.redact('log b0at#7=20bF| end').text).toBe('log REDACTED_KNOWN_VALUE_1 end');
  });

  it('gives stored keys and settings their own names', () => {
    const redactor = createRedactor({
      knownValues: [{ value: 'orange-boat', label: 'STORED_KEY' }, { value: 'tiny' }],
    });
    expect(redactor.redact('orange-boat tiny').text).toBe('REDACTED_STORED_KEY_1 REDACTED_KNOWN_VALUE_1');
  });
});

describe('a known value that overlaps part of something else', () => {
  it.each([
    ['the end of an address of mail', 'example.com now', 'to jane.doe@example.com now'],
    ['the begin of an address of mail', 'to jane', 'to jane.doe@example.com now'],
    ['the begin of a token', 'is ghp_', `is ghp_aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA3bC5 `],
  ])('leaves no part of %s', (_what, value, text) => {
    const redactor = createRedactor({ knownValues: [{ value }] });
    const { text: safe } = redactor.redact(text);
    for (const part of ['jane', 'doe', 'example', 'ghp_', 'aB3dE5']) expect(safe).not.toContain(part);
    expect(redactor.restore(safe)).toBe(text);
  });
});
