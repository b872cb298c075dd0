import { describe, expect, it } from 'vitest';
import { foundMatch } from '../../shared/found-match.ts';
import type { SearchQuery } from '../../shared/schemas/search.ts';
import { createReplacer } from './replacement.ts';
import { searchText } from './search-text.ts';
import { searchQuery } from '../../../test/support/search-query.ts';

const query = (text: string, more: Partial<SearchQuery> = {}): SearchQuery =>
  searchQuery(text, { regex: true, matchCase: true, ...more });

/** The text with each match replaced. */
function replaced(text: string, q: SearchQuery, by: string): (string | null)[] {
  const replacer = createReplacer(q, by);
  return searchText(text, q, 100).map(replacer);
}

describe('createReplacer', () => {
  it('takes the replacement of plain text as it is', () => {
    expect(replaced('a $1', query('a', { regex: false }), '$1\\n$$')).toEqual(['$1\\n$$']);
  });

  it.each([
    ['(\\w+)@(\\w+)', 'jane@corp', '$2.$1', 'corp.jane'],
    ['(?<user>\\w+)@', 'jane@', '<$<user>>', '<jane>'],
    ['a', 'a', '[$&$0]', '[aa]'],
    ['a', 'a', '$$1', '$1'],
    ['(a)', 'a', '$12|$2', 'a2|$2'],
    ['(a)|(b)', 'b', '[$1$2]', '[b]'],
    ['a', 'a', 'x\\n\\ty\\\\n', 'x\n\ty\\n'],
    ['(one)_(two)', 'one_two', '$1\\u$2', 'oneTwo'],
    ['(one)_(TWO)', 'one_TWO', '\\U$1\\E-\\l$2', 'ONE-tWO'],
    ['(élan)', 'élan', '\\u$1', 'Élan'],
  ])('%s in %s by %s', (pattern, text, by, expected) => {
    expect(replaced(text, query(pattern), by)).toEqual([expected]);
  });

  it('knows what stands around a match, for what looks there', () => {
    expect(replaced('v1 v2', query('(?<=v)(\\d)(?= |$)'), '<$1>')).toEqual(['<1>', '<2>']);
  });

  it('replaces whole words only where the search found them', () => {
    expect(replaced('cat concat', query('(c)at', { wholeWord: true }), '$1ow')).toEqual(['cow']);
  });

  it('works over lines that end in either way', () => {
    const match = foundMatch('one\r\ntwo\r\n', 1, 0, 8);
    expect(createReplacer(query('(one)\\n(two)'), '$2 $1')(match)).toBe('two one');
  });

  it('cannot tell for a match that is cut, or whose groups depend on what is not known', () => {
    const long = foundMatch('x'.repeat(9000), 1, 0, 9000);
    expect(createReplacer(query('x+'), 'y')(long)).toBeNull();
    const far = foundMatch(`${'-'.repeat(500)}a`, 1, 500, 501);
    expect(createReplacer(query('(?<=^-{500})(a)'), '$1')(far)).toBeNull();
    expect(createReplacer(query('(?<=^-{500})(a)'), 'b')(far)).toBe('b');
  });
});
