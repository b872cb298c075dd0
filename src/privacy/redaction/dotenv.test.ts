import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDotenv, valuesWorthProtecting } from './dotenv.ts';

describe('parseDotenv', () => {
  it('reads what dotenv reads', () => {
    const text = [
      '# a comment',
      'PLAIN=value',
      'export EXPORTED = spaced ',
      "SINGLE='it''s # not a comment'",
      'DOUBLE="two\\nlines and a \\"quote\\"" # comment',
      'HASH=a#b # comment',
      'EMPTY=',
      'MULTI="first',
      'second"',
      'BACK=`back`',
      'dotted.name: yaml-like',
      'OPEN="not closed',
      'no setting here',
    ].join('\r\n');
    expect(Object.fromEntries(parseDotenv(text).map(({ name, value }) => [name, value]))).toEqual({
      PLAIN: 'value',
      EXPORTED: 'spaced',
      SINGLE: 'it',
      DOUBLE: 'two\nlines and a "quote"',
      HASH: 'a#b',
      EMPTY: '',
      MULTI: 'first\nsecond',
      BACK: 'back',
      'dotted.name': 'yaml-like',
      OPEN: '"not closed',
    });
  });

  it('takes any text, and gives back what was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('A=\n"\'`#\\ $x')) }), (text) => {
        expect(Array.isArray(parseDotenv(text))).toBe(true);
      }),
      { numRuns: 3000 },
    );
    const name = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,10}$/);
    const value = fc.string({ unit: fc.constantFrom(...Array.from('abc #=$"\\\n é')) });
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 6 }), (entries) => {
        const quoted = (text: string): string => `"${text.replace(/[\\"$]/g, '\\$&').replaceAll('\n', '\\n')}"`;
        const file = entries.map(([key, text]) => `${key}=${quoted(text)} # note`).join('\n');
        expect(parseDotenv(file).map((entry) => [entry.name, entry.value])).toEqual(entries);
      }),
    );
  });
});

describe('valuesWorthProtecting', () => {
  it('protects secrets from four characters on, and what is no commonplace', () => {
    const entries = [
      ['DB_PASSWORD', 'pw12'],
      ['API_KEY', 'abcdef'],
      ['NODE_ENV', 'production'],
      ['PORT', '3000'],
      ['DEBUG', 'true'],
      ['APP_URL', 'http://localhost:3000/app'],
      ['INTERNAL_HOST', 'db7.intern.corp'],
      ['DATABASE_URL', 'postgres://app:s3cr%40t@db/x'],
      ['JWT_SECRET', '${OTHER}'],
      ['SECRET_KEY', 'changeme'],
      ['SHORT', 'abc'],
    ].map(([name = '', value = '']) => ({ name, value }));
    expect([...valuesWorthProtecting(entries)].sort()).toEqual(
      ['abcdef', 'db7.intern.corp', 'postgres://app:s3cr%40t@db/x', 'pw12', 's3cr%40t', 's3cr@t'].sort(),
    );
  });
});
