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
};

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
