/** Characters of code that make a token at least: tokenizers make it three to four. */
const CHARS_PER_TOKEN = 3;
/** Tokens that a turn has besides its text: its role and marks. */
export const TURN_TOKENS = 8;
/** Tokens of a picture at most, as far as the providers tell. */
export const PICTURE_TOKENS = 1600;

/**
 * How many tokens a text has at most. An estimate that errs on the high side, as each model has a
 * tokenizer of its own: letters beyond ASCII count as one each, more than they take in most.
 */
export function estimateTokens(text: string): number {
  let other = 0;
  // Not a regular expression: this runs over whole files at each question.
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) other++;
  return Math.ceil((text.length - other) / CHARS_PER_TOKEN) + other;
}
