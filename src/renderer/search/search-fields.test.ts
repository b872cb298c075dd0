import { describe, expect, it } from 'vitest';
import { EMPTY_FIELDS, queryOf, splitGlobs } from './search-fields.ts';

describe('splitGlobs', () => {
  it.each([
    ['', []],
    ['src, *.ts', ['src', '*.ts']],
    ['*.{ts,tsx}, docs', ['*.{ts,tsx}', 'docs']],
    [' , ,a,', ['a']],
    ['*.{ts,a', ['*.{ts,a']],
    ['a}b,c', ['a}b', 'c']],
  ])('of %j are %j', (text, globs) => {
    expect(splitGlobs(text)).toEqual(globs);
  });
});

describe('queryOf', () => {
  it('is nothing without a text, and has no replacement', () => {
    expect(queryOf(EMPTY_FIELDS)).toBeNull();
    expect(queryOf({ ...EMPTY_FIELDS, text: 'x', replacement: 'y', exclude: 'a,b' })).toEqual({
      text: 'x',
      regex: false,
      matchCase: false,
      wholeWord: false,
      useIgnoreFiles: true,
      include: [],
      exclude: ['a', 'b'],
    });
  });
});
