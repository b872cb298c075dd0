/**
 * About how many tokens a model's tokenizer makes of a text: no two agree, and none is asked. Rather
 * too many than too few: what does not fit is cut off by some servers without a word.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  let letters = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const letter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
    if (letter) {
      // Longer words are several tokens.
      if (letters % LETTERS === 0) tokens++;
      letters++;
      continue;
    }
    letters = 0;
    // A space goes with the word after it; indentation and other signs are a token each, at most.
    if (code !== 32 || at === 0 || text.charCodeAt(at - 1) === 10) tokens++;
  }
  return tokens;
}

const LETTERS = 5;

/**
 * The end of a text that fits, from the begin of a line on. Where something is left out, it is some
 * more than needed, so that the begin stays the same for a while as the text grows: a model server
 * need not read again what begins alike.
 * @param budget tokens
 */
export function endWithin(text: string, budget: number): string {
  const total = estimateTokens(text);
  if (total <= budget) return text;
  const step = Math.max(1, Math.floor(budget / STEPS));
  const surplus = Math.ceil((total - budget) / step) * step;
  let dropped = 0;
  let begin = 0;
  while (dropped < surplus || estimateTokens(text.slice(begin)) > budget) {
    const newline = text.indexOf('\n', begin);
    if (newline < 0) return cutLine(text, budget);
    dropped += estimateTokens(text.slice(begin, newline + 1));
    begin = newline + 1;
  }
  // One endless line is the whole of some files.
  return begin >= text.length ? cutLine(text, budget) : text.slice(begin);
}

const STEPS = 4;

/** The end of a line that is too long by itself. */
function cutLine(text: string, budget: number): string {
  let begin = Math.max(0, text.length - budget * LETTERS);
  while (begin < text.length && estimateTokens(text.slice(begin)) > budget)
    begin += Math.max(1, (text.length - begin) >> 2);
  return text.slice(begin);
}

/** The begin of a text that fits, up to the end of a line where that leaves something. @param budget tokens */
export function beginWithin(text: string, budget: number): string {
  if (estimateTokens(text) <= budget) return text;
  let end = 0;
  let used = 0;
  while (end < text.length) {
    const newline = text.indexOf('\n', end);
    const next = newline < 0 ? text.length : newline + 1;
    used += estimateTokens(text.slice(end, next));
    if (used > budget) break;
    end = next;
  }
  return end > 0 ? text.slice(0, end) : text.slice(0, budget);
}
