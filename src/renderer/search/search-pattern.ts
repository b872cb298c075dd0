import { escapeRegex } from '../../shared/escape-regex.ts';
import type { SearchQuery } from '../../shared/schemas/search.ts';

type Pattern = Pick<SearchQuery, 'text' | 'regex' | 'matchCase' | 'wholeWord'>;

/** What the core's search looks for, as an expression of JavaScript's, with the flags `g` and `m`. Throws a SyntaxError. */
export function searchPattern({ text, regex, matchCase, wholeWord }: Pattern, sticky = false): RegExp {
  const source = regex ? text : escapeRegex(text);
  // As ripgrep has it: no letter, digit or `_` next to it.
  const whole = wholeWord ? `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])` : source;
  const flags = `gm${matchCase ? '' : 'i'}${sticky ? 'y' : ''}`;
  try {
    return new RegExp(whole, `${flags}u`);
  } catch (error) {
    // Not all that people write is valid under `u`, such as `\-`. Words need it.
    if (wholeWord) return new RegExp(`(?<!\\w)(?:${source})(?!\\w)`, flags);
    if (!regex) throw error;
    return new RegExp(whole, flags);
  }
}

/** Why a query is no regular expression; `null` if it is one. */
export function patternProblem(pattern: Pattern): string | null {
  if (!pattern.regex) return null;
  try {
    searchPattern(pattern);
    return null;
  } catch (error) {
    // `Invalid regular expression: /…/flags: reason`
    return error instanceof Error ? error.message.slice(error.message.lastIndexOf(': ') + 2) : '';
  }
}
