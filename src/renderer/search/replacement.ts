import type { FoundMatch, SearchQuery } from '../../shared/schemas/search.ts';
import { searchPattern } from './search-pattern.ts';

/**
 * What a match is replaced by, or `null` where that cannot be told: the match is too long, or its expression looks
 * further than the text that is known around it.
 */
export type Replacer = (match: FoundMatch) => string | null;

/**
 * @param replacement for a regular expression with `$1`, `$<name>`, `$&`, `$$`, `\n`, `\t`, and `\u`, `\l`, `\U`, `\L`,
 *   `\E` for the case of what is inserted next; otherwise as it is
 */
export function createReplacer(query: SearchQuery, replacement: string): Replacer {
  if (!query.regex) return ({ cut }) => (cut ? null : replacement);
  const parts = parse(replacement);
  // Case and ends of words have been seen to; what matters is which group has what.
  const pattern = searchPattern({ ...query, wholeWord: false }, true);
  return ({ before, text, after, cut }) => {
    if (cut) return null;
    // With what stands around it first, for what looks ahead and behind.
    for (const [around, at] of [
      [before + text + after, before.length],
      [text, 0],
    ] as const) {
      pattern.lastIndex = at;
      const found = pattern.exec(around.replace(/\r\n/g, '\n'));
      if (found?.[0] === text.replace(/\r\n/g, '\n')) return build(parts, found);
    }
    // Without groups it does not matter how it matched.
    return parts.some((part) => part.kind === 'group') ? null : build(parts, null);
  };
}

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'group'; readonly group: number | string }
  | { readonly kind: 'case'; readonly to: 'u' | 'l' | 'U' | 'L' | 'E' };

const PIECES = /\$(?:(\$)|(&|0)|(\d{1,2})|<([^>]+)>)|\\(?:([ntr\\])|([ulULE]))/g;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\' };

function parse(replacement: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  const text = (piece: string): void => {
    if (piece !== '') parts.push({ kind: 'text', text: piece });
  };
  for (const found of replacement.matchAll(PIECES)) {
    const [whole, dollar, all, number, name, escape, to] = found;
    text(replacement.slice(at, found.index));
    at = found.index + whole.length;
    if (dollar !== undefined) text('$');
    else if (all !== undefined) parts.push({ kind: 'group', group: 0 });
    else if (number !== undefined) parts.push({ kind: 'group', group: Number(number) });
    else if (name !== undefined) parts.push({ kind: 'group', group: name });
    else if (escape !== undefined) text(ESCAPES[escape] ?? '');
    else if (to !== undefined) parts.push({ kind: 'case', to: to as 'u' | 'l' | 'U' | 'L' | 'E' });
  }
  text(replacement.slice(at));
  return parts;
}

function build(parts: readonly Part[], found: RegExpExecArray | null): string {
  let made = '';
  let [first, rest]: ['u' | 'l' | null, 'U' | 'L' | null] = [null, null];
  for (const part of parts) {
    if (part.kind === 'case') {
      if (part.to === 'u' || part.to === 'l') first = part.to;
      else rest = part.to === 'E' ? null : part.to;
      continue;
    }
    let text = part.kind === 'text' ? part.text : valueOf(part.group, found);
    if (part.kind === 'group' && text !== '') {
      if (rest !== null) text = rest === 'U' ? text.toUpperCase() : text.toLowerCase();
      if (first !== null) {
        const head = String.fromCodePoint(text.codePointAt(0) ?? 0);
        text = (first === 'u' ? head.toUpperCase() : head.toLowerCase()) + text.slice(head.length);
        first = null;
      }
    }
    made += text;
  }
  return made;
}

/** A group that is not in the expression stands for itself, as people expect of `$5`. */
function valueOf(group: number | string, found: RegExpExecArray | null): string {
  if (typeof group === 'string') return found?.groups?.[group] ?? '';
  if (found === null || group < found.length) return found?.[group] ?? '';
  // `$12` with one group is that and a `2`.
  const tens = Math.floor(group / 10);
  return group > 9 && tens < found.length ? `${found[tens] ?? ''}${String(group % 10)}` : `$${String(group)}`;
}
