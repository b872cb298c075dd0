import { describe, expect, it } from 'vitest';
import { parseDotenv, valuesWorthProtecting } from '../../../src/privacy/redaction/dotenv.ts';
import { brokenPromises } from '../broken-promises.ts';
import { dotenvTarget, type DotenvParts } from './dotenv.ts';

const REAL: DotenvParts = { parse: parseDotenv, protect: valuesWorthProtecting };
let calls = 0;

describe('the target dotenv', () => {
  it.each<readonly [string, Partial<DotenvParts>]>([
    ['names are names', { parse: (text) => parseDotenv(text).map((entry) => ({ ...entry, name: `${entry.name} ` })) }],
    ['a good line is read', { parse: (text) => parseDotenv(text).filter(({ name }) => !name.startsWith('API')) }],
    ['a good line is read', { parse: (text) => parseDotenv(text.replaceAll('export ', 'exported ')) }],
    [
      'no value is protected twice',
      { protect: (entries) => [...valuesWorthProtecting(entries), ...valuesWorthProtecting(entries)] },
    ],
    [
      'a secret is protected',
      { protect: (entries) => valuesWorthProtecting(entries).filter((value) => value.length > 20) },
    ],
    ['nothing but values is protected', { protect: (entries) => [...valuesWorthProtecting(entries), 'anything'] }],
    [
      'the same text gives the same settings',
      { parse: (text) => [...parseDotenv(text), { name: 'N', value: String(calls++) }] },
    ],
    [
      'throws',
      {
        parse: (text) => (text.includes('\0') ? JSON.parse(text) : parseDotenv(text)) as ReturnType<typeof parseDotenv>,
      },
    ],
  ])('notices where it does not hold that %s', (promise, parts) => {
    expect(brokenPromises(dotenvTarget({ ...REAL, ...parts }))).toContain(promise);
  });
});
