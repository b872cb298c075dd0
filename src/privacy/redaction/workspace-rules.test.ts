import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fake } from './detector.ts';
import { createFinder, type FinderOptions } from './finder.ts';
import { createRedactor } from './redactor.ts';
import type { RuleLayer } from './user-rules.ts';

/** What comes with a repository can only add: whatever its rules are, nothing is found less, and no value gets out. */

const KNOWN = 'orange-boat-7';
const SECRETS = [
  'ghp_' + fake('alnum', 36),
  'Kq9' + '#mmv2zz',
  'jane.doe@corp.example',
  '4111 1111 1111 ' + '1111',
  '4111111111111111',
  '536-22-' + '8726',
  '+44 20 7946 ' + '0958',
  '81.2.69.' + '142',
  KNOWN,
];

const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...SECRETS) },
  { weight: 2, arbitrary: fc.constantFrom(`password = "${SECRETS[1] ?? ''}"`, 'password=', '{"n": ', '}', ', ', ' ') },
  fc.constantFrom('a', '=', ':', ';', '"', '\n', '7', '42', 'id', 'const x = ', '(', ')', '@', '-'),
  fc.string({ maxLength: 6 }).filter((text) => !text.includes('REDACTED_')),
);
const text = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(''));

/** As RE2 takes it for itself. */
const literal = (value: string): string => value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const pattern = fc.oneof(
  fc.constantFrom(
    '=',
    ':\\s?',
    '[0-9]',
    '\\d{4}',
    '[a-z]+@',
    '[^ ]{1,9} ',
    '.{1,30}=.{1,30}',
    'password.*',
    '"[^"]+"',
    '(?P<value>\\w)\\w+@',
    '\\w{3}',
    ',',
    '\\n.',
    'x|ghp_.{4}',
    '(?s).+',
    '(a)\\1',
  ),
  fc
    .tuple(fc.constantFrom(...SECRETS), fc.nat(40), fc.integer({ min: 1, max: 40 }))
    .map(([secret, from, length]) => literal(secret.slice(from % secret.length, (from % secret.length) + length))),
  fc
    .array(fc.constantFrom('a', '1', '.', '\\w', '[', ']', '(', ')', '*', '+', '?', '|', '{2,9}', '@', '=', ' '), {
      minLength: 1,
      maxLength: 8,
    })
    .map((parts) => parts.join('')),
);
const patterns = fc.array(
  fc.record({ pattern, label: fc.oneof(fc.constantFrom('EMAIL', 'CARD_NUMBER', 'PASSWORD', 'x'), fc.string()) }),
  { maxLength: 4 },
);
const allow = fc.array(fc.oneof(fc.constantFrom(...SECRETS, '/.*/', '/\\w+/', '/.+@.+/'), fc.string()), {
  maxLength: 4,
});
const fromRepository: fc.Arbitrary<RuleLayer> = fc.record({
  source: fc.constant('.codegrex/policy.json'),
  authority: fc.constantFrom('workspace' as const, 'organisation' as const),
  allow,
  patterns,
});
const ofUser: fc.Arbitrary<RuleLayer> = fc.record({
  source: fc.constant('your settings'),
  authority: fc.constant('user' as const),
  allow: fc.oneof(fc.constant([]), allow),
  patterns: fc.oneof(fc.constant([]), patterns),
});
const order = fc.boolean();

interface Pair {
  readonly without: FinderOptions;
  readonly with: FinderOptions;
}
const options = fc
  .tuple(ofUser, fromRepository, order, fc.boolean(), fc.boolean())
  .map(([user, repository, first, privateAddresses, leaveTestCards]): Pair => {
    const rest = { knownValues: [{ value: KNOWN }], privateAddresses, leaveTestCards };
    const rules = first ? [repository, user] : [user, repository];
    return { without: { ...rest, rules: [user] }, with: { ...rest, rules } };
  });

/** Every character that a list of spans covers. */
function covered(spans: readonly { readonly start: number; readonly end: number }[]): Set<number> {
  const places = new Set<number>();
  for (const { start, end } of spans) for (let at = start; at < end; at++) places.add(at);
  return places;
}
function missing(less: Set<number>, more: Set<number>): number[] {
  return [...less].filter((at) => !more.has(at));
}

describe('rules that come with a repository', () => {
  it('leave nothing unfound that is found without them', () => {
    fc.assert(
      fc.property(text, options, (given, pair) => {
        const [fewer, more] = [createFinder(pair.without)(given), createFinder(pair.with)(given)];
        expect(missing(covered(fewer), covered(more))).toEqual([]);
        more.forEach(({ start, end }, i) => {
          expect(start).toBeGreaterThanOrEqual(more[i - 1]?.end ?? 0);
          expect(end).toBeGreaterThan(start);
        });
      }),
      { numRuns: 1500 },
    );
  });

  it('let no value through in a whole conversation, and everything comes back', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), options, (texts, pair) => {
        const [without, together] = [createRedactor(pair.without), createRedactor(pair.with)];
        for (const given of texts) {
          const fewer = without.redact(given);
          const more = together.redact(given);
          expect(missing(covered(fewer.findings), covered(more.findings))).toEqual([]);
          expect(together.restore(more.text)).toBe(given);
        }
      }),
      { numRuns: 1500 },
    );
  });
});
