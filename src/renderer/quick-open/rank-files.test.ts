import { describe, expect, it } from 'vitest';
import { bestOf, createFileRanks, type FileRanks } from './rank-files.ts';

const ranks = createFileRanks([
  'src/main/index.ts',
  'src/search/search-store.ts',
  'src/search/index.ts',
  'search/readme.md',
  'docs/privacy.md',
  'src/privacy/mode.ts',
  'lib/deep/er/index.ts',
]);
const best = (ranks: FileRanks, text: string, recent: readonly string[] = [], limit = 5): string[] =>
  bestOf([ranks.find(text, recent, limit)], limit);
const find = (text: string, recent: readonly string[] = []): string[] => best(ranks, text, recent);

describe('createFileRanks', () => {
  it('takes a name for more than a folder', () => {
    expect(find('search')[0]).toBe('src/search/search-store.ts');
    expect(find('privacy')[0]).toBe('docs/privacy.md');
  });

  it('finds by first letters, and by folders', () => {
    expect(find('sstore')[0]).toBe('src/search/search-store.ts');
    expect(find('search/ind')[0]).toBe('src/search/index.ts');
    expect(find('privmode')[0]).toBe('src/privacy/mode.ts');
    expect(find('nothing-like-it')).toEqual([]);
  });

  it('puts what was on screen lately before others that match as well', () => {
    expect(find('index.ts')[0]).not.toBe('lib/deep/er/index.ts');
    expect(find('index.ts', ['docs/privacy.md', 'lib/deep/er/index.ts'])[0]).toBe('lib/deep/er/index.ts');
    // And not before one that matches far better, nor files that are gone.
    expect(find('privacy.md', ['src/privacy/mode.ts'])[0]).toBe('docs/privacy.md');
    expect(find('index', ['gone/index.ts'])).not.toContain('gone/index.ts');
  });

  it('finds the same where it got ready for the next letter', () => {
    const many = Array.from(
      { length: 500 },
      (_, i) => `src/p${String(i % 7)}/${'abcdef'.slice(i % 5)}-${String(i)}.ts`,
    );
    const ready = createFileRanks(many);
    for (const text of ['p3/def-1', 'cdef4', 'srcp6bcd', 'ef-49', 'nothing']) {
      for (let end = 1; end <= text.length; end++) {
        const part = text.slice(0, end);
        expect(best(ready, part, [], 20), part).toEqual(best(createFileRanks(many), part, [], 20));
        for (const step of ready.ahead(part)) step();
      }
    }
  });

  it('finds a folder of that name among very many names that have its letters', () => {
    const many = Array.from({ length: 500 }, (_, i) => `src/unsorted-${String(i)}.ts`);
    const found = best(createFileRanks([...many, 'usr/bin/x.ts']), 'usr', [], 50);
    expect(found).toHaveLength(50);
    expect(found).toContain('usr/bin/x.ts');
  });

  it('finds one that was on screen lately among very many of its kind', () => {
    const many = Array.from({ length: 5000 }, (_, i) => `packages/p${String(i)}/index.ts`);
    expect(best(createFileRanks(many), 'index', ['packages/p4321/index.ts'])[0]).toBe('packages/p4321/index.ts');
  });

  it('finds the same among parts of the files as among all of them', () => {
    const many = Array.from(
      { length: 900 },
      (_, i) => `src/p${String(i % 7)}/${'abcdef'.slice(i % 5)}-${String(i)}.ts`,
    );
    const whole = createFileRanks(many);
    const parts = [0, 1, 2].map((part) =>
      createFileRanks(
        many.filter((_, i) => i % 3 === part),
        1 / 3,
      ),
    );
    const recent = many.filter((_, i) => i % 100 === 0);
    for (const text of ['d', 'def-1', 'cdef4', 'p6/bcd', 'srcp6', 'ef-49', 'nothing']) {
      const ranked = parts.map((each) => each.find(text, recent, 20));
      expect(bestOf(ranked, 20), text).toEqual(best(whole, text, recent, 20));
    }
  });
});
