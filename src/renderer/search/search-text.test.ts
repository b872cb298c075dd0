import { describe, expect, it } from 'vitest';
import type { SearchQuery } from '../../shared/schemas/search.ts';
import { patternProblem } from './search-pattern.ts';
import { searchText } from './search-text.ts';
import { searchQuery } from '../../../test/support/search-query.ts';

const places = (text: string, q: SearchQuery): string[] =>
  searchText(text, q, 100).map(
    (m) => `${String(m.line)}:${String(m.column)}-${String(m.endLine)}:${String(m.endColumn)}`,
  );

describe('searchText', () => {
  it('finds text as it is, in any case unless asked', () => {
    expect(places('A.b\nxa.b a.B', searchQuery('a.b'))).toEqual(['1:1-1:4', '2:2-2:5', '2:6-2:9']);
    expect(places('A.b\nxa.b a.B', searchQuery('a.b', { matchCase: true }))).toEqual(['2:2-2:5']);
    expect(places('axb', searchQuery('a.b'))).toEqual([]);
  });

  it('finds whole words, letters of any script being parts of words', () => {
    expect(places('cat cats élcat cat_', searchQuery('cat', { wholeWord: true }))).toEqual(['1:1-1:4']);
    expect(places('the -x flag', searchQuery('-x', { wholeWord: true }))).toEqual(['1:5-1:7']);
  });

  it('finds expressions, by line and over lines', () => {
    expect(places('one\ntwo\n', searchQuery('^t..$', { regex: true }))).toEqual(['2:1-2:4']);
    expect(places('one\ntwo\n', searchQuery('e\\nt', { regex: true }))).toEqual(['1:3-2:2']);
    expect(places('one\ntwo', searchQuery('e\nt'))).toEqual(['1:3-2:2']);
    expect(places('a-b', searchQuery('a\\-b', { regex: true }))).toEqual(['1:1-1:4']);
  });

  it('comes to an end with expressions that match nothing', () => {
    expect(places('ab\n😀\n', searchQuery('^', { regex: true }))).toEqual(['1:1-1:1', '2:1-2:1']);
    expect(places('😀', searchQuery('x*', { regex: true }))).toEqual(['1:1-1:1', '1:3-1:3']);
  });

  it('stops at the limit', () => {
    expect(searchText('aaaa', searchQuery('a'), 3)).toHaveLength(3);
  });
});

describe('patternProblem', () => {
  it('says what is wrong with an expression, and nothing of plain text', () => {
    expect(patternProblem(searchQuery('a(', { regex: true }))).toBe('Unterminated group');
    expect(patternProblem(searchQuery('a(', { regex: false }))).toBeNull();
    expect(patternProblem(searchQuery('a\\-b', { regex: true }))).toBeNull();
  });
});
