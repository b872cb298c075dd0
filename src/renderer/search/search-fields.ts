import { LIMITS } from '../../shared/limits.ts';
import type { SearchQuery } from '../../shared/schemas/search.ts';

/** What the user has put in. */
export interface SearchFields {
  readonly text: string;
  readonly replacement: string;
  readonly include: string;
  readonly exclude: string;
  readonly regex: boolean;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
  readonly useIgnoreFiles: boolean;
}

export const EMPTY_FIELDS: SearchFields = {
  text: '',
  replacement: '',
  include: '',
  exclude: '',
  regex: false,
  matchCase: false,
  wholeWord: false,
  useIgnoreFiles: true,
};

/** What is asked of the core; `null` when nothing is looked for. */
export function queryOf({ text, include, exclude, ...fields }: SearchFields): SearchQuery | null {
  if (text === '') return null;
  const { regex, matchCase, wholeWord, useIgnoreFiles } = fields;
  return {
    text: text.slice(0, LIMITS.searchQueryChars),
    regex,
    matchCase,
    wholeWord,
    useIgnoreFiles,
    include: splitGlobs(include),
    exclude: splitGlobs(exclude),
  };
}

/** Globs stand between commas; those within braces belong to one. */
export function splitGlobs(text: string): string[] {
  const globs: string[] = [];
  let [depth, glob] = [0, ''];
  for (const character of `${text},`) {
    if (character === '{') depth++;
    if (character === '}') depth = Math.max(0, depth - 1);
    if (character !== ',' || depth > 0) glob += character;
    else {
      globs.push(glob.trim());
      glob = '';
    }
  }
  // A brace that is never closed: the core says what is wrong with it.
  globs.push(glob.replace(/,$/, '').trim());
  return globs
    .filter((each) => each !== '')
    .slice(0, LIMITS.searchGlobs)
    .map((each) => each.slice(0, LIMITS.searchGlobChars));
}
