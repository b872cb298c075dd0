import type { SearchQuery } from '../../src/shared/schemas/search.ts';

/** A search for a text in all files, with no option chosen but those that are given. */
export function searchQuery(text: string, more: Partial<SearchQuery> = {}): SearchQuery {
  return {
    text,
    regex: false,
    matchCase: false,
    wholeWord: false,
    include: [],
    exclude: [],
    useIgnoreFiles: true,
    ...more,
  };
}
