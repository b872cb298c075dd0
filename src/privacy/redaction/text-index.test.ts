import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK, MIN_RUN } from './places/find-places.ts';
import { indexText, type Finds, type Run } from './text-index.ts';

function found(literals: readonly string[], text: string): readonly string[] {
  const hits: string[] = [];
  indexText(literals)(text, {
    literal: (which, start) => hits.push(`${String(start)} ${literals[which] ?? ''}`),
    run: () => undefined,
    number: (run) => run.end,
    separator: () => 0,
  });
  return hits.sort();
}

/** The plain way. */
function expected(literals: readonly string[], text: string): readonly string[] {
  const lower = text.replace(/[A-Z]/g, (c) => c.toLowerCase());
  const hits: string[] = [];
  for (const literal of literals) {
    for (let at = lower.indexOf(literal); at >= 0; at = lower.indexOf(literal, at + 1))
      hits.push(`${String(at)} ${literal}`);
  }
  return hits.sort();
}

function runsOf(text: string): readonly Run[] {
  const runs: Run[] = [];
  indexText([])(text, {
    literal: () => undefined,
    run: ({ start, end, joints }) => runs.push({ start, end, joints: [...joints] }),
    number: () => text.length,
    separator: () => text.length,
  });
  return runs;
}

/** The plain way. */
function expectedRuns(text: string): readonly Run[] {
  return Array.from(text.matchAll(/[A-Za-z0-9+/=_.-]+/g))
    .filter(([run]) => run.length >= MIN_RUN && isOdd(run))
    .map(({ 0: run, index: start }) => ({
      start,
      end: start + run.length,
      joints: Array.from(run.matchAll(/[=/.+]/g), ({ index }) => start + index),
    }));
}

function isOdd(run: string): boolean {
  return /\d|[A-Z]{12}/.test(run) || ((run.match(/[a-z](?=[A-Z])/g)?.length ?? 0) + 1) * 6 > run.length;
}

/** What ends shortly before a block of the finder does; what follows reaches over the border. */
function upToBorder(spare: number): string {
  return 'x y '.repeat(BLOCK / 4).slice(spare);
}

describe('indexText', () => {
  it('finds the same across the borders of blocks', () => {
    const piece = fc.constantFrom(
      '_ab-_',
      'a1b2',
      '12',
      '.',
      '/',
      '=',
      ' ',
      ':',
      'é',
      'abcdefghijklmnopqrst',
      'aBcDeF',
      'ABCDEFG',
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.array(piece, { maxLength: 24 }), (spare, parts) => {
        const text = `${upToBorder(spare)} ${parts.join('')}`;
        const literals = ['_ab-', 'é', 'b2_', 'abcdefgh', '12:1'];
        expect(found(literals, text)).toEqual(expected(literals, text));
        expect(runsOf(text)).toEqual(expectedRuns(text));
      }),
      { numRuns: 500 },
    );
  });

  it('reports each joint of a run that is longer than a block', () => {
    const text = `( ${'abc/def.'.repeat(BLOCK / 4)} )`;
    expect(runsOf(text)).toEqual(expectedRuns(text));
  });

  it('keeps the texts of scans within scans apart', () => {
    const outer = indexText(['outer-one']);
    const inner = indexText(['inner-one']);
    const hits: string[] = [];
    const finds = (name: string, then: () => void): Finds => ({
      literal: (_, start) => {
        hits.push(`${name} ${String(start)}`);
        then();
      },
      run: () => undefined,
      number: (run) => run.end,
      separator: () => 0,
    });
    outer(
      'outer-one and outer-one',
      finds('outer', () => {
        inner(
          'an inner-one',
          finds('inner', () => undefined),
        );
      }),
    );
    expect(hits).toEqual(['outer 0', 'inner 3', 'outer 14', 'inner 3']);
  });

  it('reports where groups of hexadecimal digits are joined', () => {
    const piece = fc.constantFrom('a1', 'F0', 'g', ':', '-', '2001', ' ', '0');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.array(piece, { maxLength: 20 }), (spare, parts) => {
        const text = upToBorder(spare) + parts.join('');
        const places: number[] = [];
        indexText([])(text, {
          literal: () => undefined,
          run: () => undefined,
          number: () => text.length,
          separator: (at) => places.push(at) * 0,
        });
        const hex = '[0-9A-Fa-f]';
        const wanted = Array.from(
          text.matchAll(new RegExp(`(?<=:${hex}{2}|${hex}{4}):|(?<=-${hex}{2})-`, 'g')),
          ({ index }) => index,
        );
        expect(places).toEqual(wanted);
      }),
      { numRuns: 500 },
    );
  });

  it('finds what a plain search finds, at every place, in either case', () => {
    const letters = fc.constantFrom(...Array.from('abAB_-.:7 é姓'));
    const literal = fc.string({ unit: fc.constantFrom(...Array.from('ab_-.:7')), minLength: 3, maxLength: 8 });
    const literals = fc.uniqueArray(
      fc.oneof({ weight: 5, arbitrary: literal }, { weight: 1, arbitrary: fc.constantFrom('姓名', 'é', 'aé') }),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(literals, fc.array(fc.oneof(letters, literal), { maxLength: 30 }), (list, parts) => {
        const text = parts.join('');
        expect(found(list, text)).toEqual(expected(list, text));
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses what is too short', () => {
    expect(() => indexText(['ab'])).toThrow();
  });

  it('reports each long run once, whole', () => {
    const letters = fc.constantFrom(...Array.from('aZ09+/=_-. "é'));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(letters, fc.constantFrom('abcdefgh', 'A1B2C3D4E5F6')), { maxLength: 40 }),
        (parts) => {
          const text = parts.join('');
          expect(runsOf(text)).toEqual(expectedRuns(text));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('reports every number of seven digits and more that is no part of a name', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('a123 ,é')), maxLength: 60 }), (text) => {
        const runs: (readonly [number, number])[] = [];
        indexText([])(text, {
          literal: () => undefined,
          run: () => undefined,
          separator: () => text.length,
          number: ({ start, end, digits }) => {
            expect(text.slice(start, end).replaceAll(' ', '')).toMatch(new RegExp(`^\\d{${String(digits)}}$`));
            runs.push([start, end]);
            return end;
          },
        });
        for (const { 0: digits, index } of text.matchAll(/(?<![\da])\d{7,44}(?![\da])/g))
          expect(runs.some(([start, end]) => start <= index && end >= index + digits.length)).toBe(true);
      }),
    );
  });

  it('has room for the places of texts that are nothing but literals', () => {
    const literals = ['aaaaa', 'aaa', 'aaaa', 'aa-', 'a-a'];
    for (const piece of ['a', 'a-', 'aa-', 'aaa12-', 'é1a'])
      expect(() => found(literals, piece.repeat(BLOCK))).not.toThrow();
  });
});
