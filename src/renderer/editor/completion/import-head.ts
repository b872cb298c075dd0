/** What imports look like, in the languages whose imports the core can read. */
const IMPORT =
  /^\s*(?:import\b|from\b|use\b|(?:pub\s+)?mod\b|package\b|#\s*include\b)|\bfrom\s+['"]|\brequire\(|^\s*(?:[\w.]+\s+)?"[^"]+"\s*$/;
const MAX_LINES = 200;

/**
 * The begin of a file up to its last import: the same while the user types further down, so that the
 * core need not read it again. Empty if there is no import.
 * @param lines of the file, from its begin; more than enough are looked at
 */
export function importHead(lines: readonly string[], mostChars: number): string {
  const head = lines.slice(0, MAX_LINES);
  const last = head.findLastIndex((line) => IMPORT.test(line));
  if (last < 0) return '';
  // A list in brackets ends a line or so further down.
  const end = head.slice(last + 1, last + 3).findIndex((line) => /^\s*[)};]/.test(line));
  return head
    .slice(0, last + 1 + (end < 0 ? 0 : end + 1))
    .join('\n')
    .slice(0, mostChars);
}
