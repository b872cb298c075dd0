import { foundMatch } from '../../shared/found-match.ts';
import type { FoundMatch, SearchQuery } from '../../shared/schemas/search.ts';
import { searchPattern } from './search-pattern.ts';

/**
 * Search a text that is not on disk, as the core searches files.
 * @param text its lines end with `\n`
 * @param limit matches at most
 */
export function searchText(text: string, query: SearchQuery, limit: number): FoundMatch[] {
  const pattern = searchPattern(query);
  const found: FoundMatch[] = [];
  let [line, lineStart] = [1, 0];
  for (let match = pattern.exec(text); match !== null && found.length < limit; match = pattern.exec(text)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (end === start) pattern.lastIndex = end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1);
    // There is no line behind the last one's end.
    if (start === text.length && end === start && text.endsWith('\n')) break;
    for (let next = text.indexOf('\n', lineStart); next >= 0 && next < start; next = text.indexOf('\n', lineStart)) {
      line++;
      lineStart = next + 1;
    }
    const after = text.indexOf('\n', end);
    const lines = text.slice(lineStart, after < 0 ? text.length : after);
    found.push(foundMatch(lines, line, start - lineStart, end - lineStart));
  }
  return found;
}
