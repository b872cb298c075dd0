import { describe, expect, it } from 'vitest';
import type { SearchQuery } from '../../shared/schemas/search.ts';
import { patternProblem } from './search-pattern.ts';
import { searchText } from './search-text.ts';

const query = (text: string, more: Partial<SearchQuery> = {}): SearchQuery => ({
  text,
  regex: false,
  matchCase: false,
  wholeWord: false,
  include: [],
  exclude: [],
  useIgnoreFiles: true,
  ...more,
});
const places = (text: string, q: SearchQuery): string[] =>
  searchText(text, q, 100).map(
    (m) => `${String(m.line)}:${String(m.column)}-${String(m.endLine)}:${String(m.endColumn)}`,
  );

describe('searchText', () => {
  it('finds text as it is, in any case unless asked', () => {
    expect(places('A.b\nxa.b a.B', query('a.b'))).toEqual(['1:1-1:4', '2:2-2:5', '2:6-2:9']);
    expect(places('A.b\nxa.b a.B', query('a.b', { matchCase: true }))).toEqual(['2:2-2:5']);
    expect(places('axb', query('a.b'))).toEqual([]);
  });

  it('finds whole words, letters of any script being parts of words', () => {
    expect(places('cat cats élcat cat_', query('cat', { wholeWord: true }))).toEqual(['1:1-1:4']);
    expect(places('the -x flag', query('-x', { wholeWord: true }))).toEqual(['1:5-1:7']);
  });

  it('finds expressions, by line and over lines', () => {
    expect(places('one\ntwo\n', query('^t..$', { regex: true }))).toEqual(['2:1-2:4']);
    expect(places('one\ntwo\n', query('e\\nt', { regex: true }))).toEqual(['1:3-2:2']);
    expect(places('one\ntwo', query('e\nt'))).toEqual(['1:3-2:2']);
    expect(places('a-b', query('a\\-b', { regex: true }))).toEqual(['1:1-1:4']);
  });

  it('comes to an end with expressions that match nothing', () => {
    expect(places('ab\n😀\n', query('^', { regex: true }))).toEqual(['1:1-1:1', '2:1-2:1']);
    expect(places('😀', query('x*', { regex: true }))).toEqual(['1:1-1:1', '1:3-1:3']);
  });

  it('stops at the limit', () => {
    expect(searchText('aaaa', query('a'), 3)).toHaveLength(3);
  });
});

describe('patternProblem', () => {
  it('says what is wrong with an expression, and nothing of plain text', () => {
    expect(patternProblem(query('a(', { regex: true }))).toBe('Unterminated group');
    expect(patternProblem(query('a(', { regex: false }))).toBeNull();
    expect(patternProblem(query('a\\-b', { regex: true }))).toBeNull();
  });
});
