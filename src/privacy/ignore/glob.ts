import { readByteSet } from './byte-set.ts';

/**
 * Git's wildcards over bytes, matched by following all readings of the pattern at once: the time is
 * at most the length of the text times that of the pattern, however the stars are set.
 */

type Token =
  | { readonly kind: 'byte'; readonly byte: number }
  /** `?` and `[...]`; never a slash. */
  | { readonly kind: 'set'; readonly has: Uint8Array }
  /** `*`: any run within one name. */
  | { readonly kind: 'star' }
  /** `**`: any run. */
  | { readonly kind: 'stars' }
  /** `**` and the slash after it: nothing, or any run that ends with a slash. */
  | { readonly kind: 'folders' };

/** A compiled pattern. */
export interface Glob {
  readonly tokens: readonly Token[];
  /** A shorter text cannot match. */
  readonly leastBytes: number;
}

/** Counts what matching costs: one for each byte of text in each reading. */
export interface StepCount {
  steps: number;
}

const SLASH = 0x2f;
const SPECIAL = /[*?[\\]/;

/** How many characters `pattern` begins with that stand for themselves. */
export function literalLength(pattern: string): number {
  const first = pattern.search(SPECIAL);
  return first < 0 ? pattern.length : first;
}

/**
 * Compile a pattern; `null` for one that matches nothing, such as one with an unclosed `[`.
 * @param pattern bytes
 * @param ignoreCase the text will be in lower case. As in git, a letter after a backslash keeps its
 *   case, so `\A` then matches nothing.
 * @param preceded the character before the pattern when only a part of one is given; `**` has its
 *   meaning only at the beginning and after a slash
 */
export function compileGlob(pattern: string, ignoreCase: boolean, preceded: string): Glob | null {
  const tokens: Token[] = [];
  const folded = ignoreCase ? pattern.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : pattern;
  let at = 0;
  while (at < pattern.length) {
    const character = pattern[at];
    if (character === '*') {
      let end = at + 1;
      while (pattern[end] === '*') end++;
      const before = at === 0 ? preceded : pattern[at - 1];
      const wide = end - at > 1 && (before === '' || before === '/');
      const escapedSlash = pattern.startsWith('\\/', end);
      if (wide && pattern[end] === '/') {
        tokens.push({ kind: 'folders' });
        end++;
      } else if (wide && (end === pattern.length || escapedSlash)) tokens.push({ kind: 'stars' });
      else tokens.push({ kind: 'star' });
      at = end;
    } else if (character === '[') {
      const set = readByteSet(pattern, at + 1, ignoreCase);
      if (set === null) return null;
      tokens.push({ kind: 'set', has: set.has });
      at = set.end;
    } else if (character === '?') {
      tokens.push({ kind: 'set', has: ANY_BUT_SLASH });
      at++;
    } else if (character === '\\') {
      if (at + 1 === pattern.length) return null;
      tokens.push({ kind: 'byte', byte: pattern.charCodeAt(at + 1) });
      at += 2;
    } else {
      tokens.push({ kind: 'byte', byte: folded.charCodeAt(at) });
      at++;
    }
  }
  return { tokens, leastBytes: tokens.filter((t) => t.kind === 'byte' || t.kind === 'set').length };
}

const ANY_BUT_SLASH = new Uint8Array(256).fill(1);
ANY_BUT_SLASH[SLASH] = 0;

/** Whether the whole of `text` (bytes) matches. */
export function matchGlob({ tokens, leastBytes }: Glob, text: string, count?: StepCount): boolean {
  if (text.length < leastBytes) return false;
  // One flag for each place in the pattern that some reading has come to.
  let now = new Uint8Array(tokens.length + 1);
  let next = new Uint8Array(tokens.length + 1);
  let lowest = 0;
  let highest = enter(now, 0, tokens);
  for (let i = 0; i < text.length; i++) {
    const byte = text.charCodeAt(i);
    let low = tokens.length + 1;
    let high = -1;
    for (let place = lowest; place <= highest; place++) {
      const token = tokens[place];
      if (now[place] === 0 || token === undefined) continue;
      if (count) count.steps++;
      let to = -1;
      switch (token.kind) {
        case 'byte':
          if (token.byte === byte) to = place + 1;
          break;
        case 'set':
          if (token.has[byte] === 1) to = place + 1;
          break;
        case 'star':
          if (byte !== SLASH) to = place;
          break;
        case 'stars':
          to = place;
          break;
        case 'folders':
          // Within a run only a slash leads on.
          next[place] = 1;
          low = Math.min(low, place);
          high = Math.max(high, place);
          if (byte === SLASH) to = place + 1;
          break;
      }
      if (to < 0) continue;
      low = Math.min(low, to);
      high = Math.max(high, enter(next, to, tokens));
    }
    if (high < 0) return false;
    now.fill(0, lowest, highest + 1);
    [now, next] = [next, now];
    [lowest, highest] = [low, high];
  }
  return now[tokens.length] === 1;
}

/** Come to a place, and past what may match nothing. Returns the last place reached. */
function enter(states: Uint8Array, place: number, tokens: readonly Token[]): number {
  let at = place;
  states[at] = 1;
  for (
    let kind = tokens[at]?.kind;
    kind === 'star' || kind === 'stars' || kind === 'folders';
    kind = tokens[at]?.kind
  ) {
    at++;
    states[at] = 1;
  }
  return at;
}
