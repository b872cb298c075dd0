import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimilarPlaces, jaccard, wordsOf, type OpenText } from './similar-places.ts';

let version = 0;
const open = (path: string, lines: readonly string[]): OpenText => ({ path, version: ++version, lines: () => lines });
const filler = (count: number, word: string): string[] =>
  Array.from({ length: count }, (_, i) => `${word}${String(i)} ${word}More${String(i)}`);
const wanted = ['const total = sumOfPrices(order.items);', 'const tax = taxOf(total, order.country);'];

describe('createSimilarPlaces', () => {
  it('finds the place that has the same words, wherever it is', () => {
    const lines = [...filler(50, 'alpha'), 'function invoice(order) {', ...wanted, '}', ...filler(50, 'omega')];
    const [best, ...more] = createSimilarPlaces().find(wanted.join('\n'), [open('a.ts', lines)], 3);
    expect(more).toEqual([]);
    expect(best?.path).toBe('a.ts');
    expect(best?.text).toContain(wanted[0]);
    expect(
      lines
        .slice((best?.startLine ?? 0) - 1)
        .join('\n')
        .startsWith(best?.text ?? 'none'),
    ).toBe(true);
  });

  it('says nothing where nothing is alike, or where there is nothing to compare', () => {
    const similar = createSimilarPlaces();
    expect(similar.find(wanted.join('\n'), [open('a.ts', filler(60, 'alpha'))], 3)).toEqual([]);
    expect(similar.find('x = 1', [open('a.ts', wanted)], 3)).toEqual([]);
    expect(similar.find('', [], 3)).toEqual([]);
  });

  it('gives no place twice, and the best first', () => {
    const half = [...filler(40, 'alpha'), wanted[0] ?? '', ...filler(40, 'beta')];
    const found = createSimilarPlaces().find(
      wanted.join('\n'),
      [open('half.ts', half), open('whole.ts', [...wanted, ...filler(4, 'beta')])],
      5,
    );
    expect(found.map(({ path }) => path)).toEqual(['whole.ts', ...found.slice(1).map(({ path }) => path)]);
    const scores = found.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(new Set(found.map(({ path, startLine }) => `${path} ${String(startLine)}`)).size).toBe(found.length);
  });

  it('looks at a file again only when it is another', () => {
    const similar = createSimilarPlaces();
    let read = 0;
    const file = (v: number): OpenText => ({ path: 'a.ts', version: v, lines: () => (read++, filler(30, 'alpha')) });
    similar.find(wanted.join('\n'), [file(1)], 3);
    similar.find(wanted.join('\n'), [file(1)], 3);
    expect(read).toBe(1);
    similar.find(wanted.join('\n'), [file(2)], 3);
    expect(read).toBe(2);
  });
});

describe('jaccard', () => {
  const words = fc.array(fc.constantFrom('one', 'two', 'three', 'four', 'five')).map((w) => wordsOf(w.join(' ')));

  it('is symmetric, from 0 to 1, and 1 for the same words', () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const score = jaccard(a, b);
        expect(score).toBe(jaccard(b, a));
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        if (a.size > 0) expect(jaccard(a, a)).toBe(1);
      }),
    );
  });
});
