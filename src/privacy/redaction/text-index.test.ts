import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexText, MIN_RUN } from './text-index.ts';

function found(literals: readonly string[], text: string): readonly string[] {
  const hits: string[] = [];
  indexText(literals)(text, {
    literal: (which, start) => hits.push(`${String(start)} ${literals[which] ?? ''}`),
    run: () => undefined,
    digits: () => 0,
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

describe('indexText', () => {
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
          const runs: string[] = [];
          indexText([])(text, {
            literal: () => undefined,
            run: (start, end) => runs.push(text.slice(start, end)),
            digits: () => text.length,
          });
          expect(runs).toEqual((text.match(/[A-Za-z0-9+/=_.-]+/g) ?? []).filter((run) => run.length >= MIN_RUN));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('reports wherever two digits meet', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('a1 ')), maxLength: 30 }), (text) => {
        const places = new Set<number>();
        indexText([])(text, {
          literal: () => undefined,
          run: () => undefined,
          digits: (at) => {
            expect(text.slice(at, at + 2)).toMatch(/^\d\d$/);
            places.add(at);
            return 0;
          },
        });
        for (const { index } of text.matchAll(/\d\d+/g)) {
          expect([...places].some((at) => at === index || at === index + 1)).toBe(true);
        }
      }),
    );
  });
});
