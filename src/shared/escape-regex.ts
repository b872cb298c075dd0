/** A text as a regular expression that matches it, for JavaScript and for ripgrep. */
export function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
