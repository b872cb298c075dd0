/** Lines of a completion at most: longer ghost text is read by nobody. */
const MAX_LINES = 12;

/**
 * What of a model's answer is worth showing at the cursor.
 * - Within a line (code follows the cursor) only the rest of that line.
 * - What the model repeats of the text after the cursor is cut off.
 * - Empty if only white space is left.
 * @param raw what the model said
 * @param suffix the text after the cursor
 */
export function completionText(raw: string, suffix: string): string {
  let text = raw.replace(/\r\n?/g, '\n');
  const restOfLine = suffix.split('\n', 1)[0] ?? '';
  if (restOfLine.trim() !== '') text = text.split('\n', 1)[0] ?? '';
  text = withoutRepeatedSuffix(text, suffix);
  text = text.split('\n').slice(0, MAX_LINES).join('\n').trimEnd();
  return text.trim() === '' ? '' : text;
}

/** Where the answer goes on with the lines that follow anyway, it ends before them. */
function withoutRepeatedSuffix(text: string, suffix: string): string {
  const restOfLine = (suffix.split('\n', 1)[0] ?? '').trimEnd();
  if (restOfLine.trim() !== '' && text.trimEnd().endsWith(restOfLine)) {
    return text.trimEnd().slice(0, -restOfLine.length);
  }
  // Braces alone say nothing: half of all code goes on with one.
  const following = suffix
    .split('\n')
    .slice(1)
    .find((line) => line.trim() !== '');
  if (following === undefined || following.trim().length < 4) return text;
  const lines = text.split('\n');
  const at = lines.findIndex((line, i) => i > 0 && line.trim() === following.trim());
  return at < 0 ? text : lines.slice(0, at).join('\n');
}
