import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWork } from './counted-work.ts';
import { pumped, pumpsOf } from './pumped-texts.ts';
import { countSteps, TooManySteps, type Counted } from './step-counter.ts';

const atom = fc.constantFrom(
  'a',
  'b',
  '.',
  '[ab]',
  '[^a]',
  '\\w',
  '\\s',
  '\\b',
  '^',
  '$',
  'é',
  '\\d',
  '(?=a)',
  '(?!b)',
  '(?<=a)',
  '(?<!b|aa)',
);
const repeat = fc.constantFrom('', '', '*', '+', '?', '*?', '+?', '{2}', '{1,3}', '{0,2}?', '{2,}');
const expression = fc.letrec<{ all: string; part: string }>((tie) => ({
  all: fc.array(tie('part'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
  part: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(atom, repeat).map(([one, times]) => (/^[\^$]|^\\b|^\(/.test(one) ? one : one + times)),
    fc.tuple(fc.constantFrom('(', '(?:'), tie('all'), repeat).map(([open, inner, times]) => `${open}${inner})${times}`),
    fc.tuple(tie('all'), tie('all')).map(([one, other]) => `(?:${one}|${other})`),
    fc.constant('(a|b)\\1'),
  ),
})).all;

/** Steps at one length, and at four times that. */
function growth(regex: RegExp, text: (length: number) => string): number {
  return countSteps(regex, text(2000), 0).steps / countSteps(regex, text(500), 0).steps;
}

function countWithin(limit: number, regex: RegExp, text: string): Counted | null {
  try {
    return countSteps(regex, text, regex.lastIndex, limit);
  } catch (error) {
    if (error instanceof TooManySteps) return null;
    throw error;
  }
}

describe('countSteps', () => {
  it('finds what the engine finds', () => {
    let found = 0;
    fc.assert(
      fc.property(
        expression,
        fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '🔑', '1', '\n'), maxLength: 14 }),
        fc.constantFrom('', 'i', 'm', 's', 'u', 'iu', 'y'),
        fc.nat(3),
        (source, text, flags, from) => {
          // Numbers of groups differ between the parts that were joined; one group has one number.
          fc.pre((source.match(/\((?!\?)/g) ?? []).length <= 1);
          const regex = new RegExp(source, `${flags}g`.replace('yg', 'y'));
          regex.lastIndex = Math.min(from, text.length);
          // Between the halves of a letter the engine begins before them.
          fc.pre(!flags.includes('u') || regex.lastIndex === 0);
          const counted = countWithin(1e6, regex, text);
          // Some double their steps with each letter: true, and too many to wait for.
          fc.pre(counted !== null);
          const match = regex.exec(text);
          if (match !== null) found++;
          expect(counted.found).toEqual(match && { start: match.index, end: match.index + match[0].length });
        },
      ),
      { numRuns: 4000 },
    );
    expect(found).toBeGreaterThan(1000);
  });

  it('counts the same each time, more where more is tried, and stops', () => {
    const line = (length: number): string => 'a'.repeat(length);
    expect(growth(/a*$/y, line)).toBeCloseTo(4, 0);
    expect(growth(/b/, line)).toBeCloseTo(4, 0);
    expect(growth(/a*b/, line)).toBeGreaterThan(14);
    expect(growth(/^a*a*b/, line)).toBeGreaterThan(14);
    expect(() => countSteps(/^(?:a|aa)+$/, `${line(40)}b`, 0, 1e6)).toThrow(TooManySteps);
    expect(countSteps(/a*b/, line(50), 0)).toEqual(countSteps(/a*b/, line(50), 0));
  });

  it('says what it cannot count', () => {
    expect(() => countSteps(new RegExp('[a--b]', 'v'), 'a', 0)).toThrow('the flag v');
  });
});

describe('countWork', () => {
  it('counts every way to match, and leaves none counted', () => {
    const text = 'a1b22c'.repeat(20);
    const ways: readonly (() => unknown)[] = [
      () => /\d+/.test(text),
      () => /\d+/.exec(text),
      () => text.match(/\d+/g),
      () => [...text.matchAll(/\d+/g)],
      () => text.replace(/\d+/g, ''),
      () => text.replaceAll(/\d+/g, ''),
      () => text.split(/\d+/),
      () => text.search(/\d+/),
    ];
    for (const way of ways) {
      const plain = way();
      let counted: unknown;
      const { steps, by, longest, stopped } = countWork(() => {
        counted = way();
      });
      expect(counted).toEqual(plain);
      expect(steps).toBeGreaterThan(2);
      expect(by.size).toBe(1);
      expect([...longest.values()]).toEqual([text.length]);
      expect(stopped).toBe(false);
    }
    expect(execNow()).toContain('native code');
    expect(countWork(() => /a*b/.test('a'.repeat(500)), 1000)).toMatchObject({ steps: 1000, stopped: true });
    expect(execNow()).toContain('native code');
  });
});

/** The method as it is now. */
function execNow(): string {
  return String(Object.getOwnPropertyDescriptor(RegExp.prototype, 'exec')?.value);
}

describe('pumpsOf', () => {
  it.each([
    /^[a-z]*pass[a-z]*$/,
    /a:[^}]*\}/,
    /^(?:\r?\n[^\n]{0,120}){1,80}?\r?\nend/,
    /(?:ab|a|b)*c/,
    /<k>[^"]{4,400}?<p>[a-z<>]{10,8000}?<\/d>/,
    / *$/,
    /\d+\.\d+x|\d+y/,
    /^(?:[a-z]+\d?)+$/,
  ])('makes %s work hard', (regex) => {
    const steps = (length: number, pump: (typeof pumps)[number]): number => {
      try {
        return countSteps(regex, pumped(pump, length), 0, 1e6).steps;
      } catch {
        return Infinity;
      }
    };
    const pumps = pumpsOf(regex);
    expect(pumps.some((pump) => steps(1000, pump) > 60_000)).toBe(true);
  });
});
