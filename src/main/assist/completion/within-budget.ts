import { estimateTokens } from '../../providers/estimate-tokens.ts';

/**
 * The end of a text that fits, from the begin of a line on. Where something is left out, it is some
 * more than needed, so that the begin stays the same for a while as the text grows: a model server
 * need not read again what begins alike.
 * @param budget tokens
 */
export function endWithin(text: string, budget: number): string {
  if (estimateTokens(text) <= budget) return text;
  // Line by line it is somewhat more, never less.
  const lines = text.split(/(?<=\n)/).map((line) => ({ line, tokens: estimateTokens(line) }));
  const total = lines.reduce((sum, { tokens }) => sum + tokens, 0);
  const step = Math.max(1, Math.floor(budget / STEPS));
  let surplus = Math.ceil((total - budget) / step) * step;
  const first = lines.findIndex(({ tokens }) => {
    if (surplus <= 0) return true;
    surplus -= tokens;
    return false;
  });
  const kept = first < 0 ? [] : lines.slice(first);
  // One endless line is the whole of some files.
  return kept.length === 0 ? cutLine(text, budget) : kept.map(({ line }) => line).join('');
}

const STEPS = 4;

/** The end of a line that is too long by itself. */
function cutLine(text: string, budget: number): string {
  let begin = 0;
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
