import type { FoundMatch, SearchQuery } from '../../shared/schemas/search.ts';
import { searchText } from './search-text.ts';

/** One text to be searched. */
export interface UnsavedQuestion {
  readonly id: number;
  readonly text: string;
  readonly query: SearchQuery;
  readonly limit: number;
}
export interface UnsavedAnswer {
  readonly id: number;
  readonly matches: readonly FoundMatch[];
}

// Off the page's thread: an expression of the user's may take for ever on a text, and then the worker is ended.
self.addEventListener('message', ({ data }: MessageEvent<UnsavedQuestion>) => {
  const answer: UnsavedAnswer = { id: data.id, matches: searchText(data.text, data.query, data.limit) };
  self.postMessage(answer);
});
