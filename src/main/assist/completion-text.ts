/** Lines of a completion at most: longer ghost text is read by nobody. */
const MAX_LINES = 12;

/**
 * What of a model's answer is worth showing at the cursor.
 * - Within a line (code follows the cursor) only the rest of that line.
 * - What the model repeats of the text after the cursor is cut off.
 * - Empty if only white space is left.
 * @param raw what the model said
 * @param prefix the text before the cursor
 * @param suffix the text after it
 */
export function completionText(raw: string, prefix: string, suffix: string): string {
  let text = withPlainLineEnds(raw);
  const after = withPlainLineEnds(suffix);
  const restOfLine = after.split('\n', 1)[0] ?? '';
  if (restOfLine.trim() !== '') text = text.split('\n', 1)[0] ?? '';
  text = withoutRepeatedSuffix(text, /(?:^|[\r\n])[^\S\r\n]*$/.test(prefix), after);
  text = text.split('\n').slice(0, MAX_LINES).join('\n').trimEnd();
  return text.trim() === '' ? '' : text;
}

function withPlainLineEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/**
 * Where the answer goes on with the lines that follow anyway, it ends before them.
 * @param fresh nothing but white space is before the cursor: the answer begins with a whole line
 */
function withoutRepeatedSuffix(text: string, fresh: boolean, suffix: string): string {
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
  const at = lines.findIndex((line, i) => (i > 0 || fresh) && line.trim() === following.trim());
  return at < 0 ? text : lines.slice(0, at).join('\n');
}
