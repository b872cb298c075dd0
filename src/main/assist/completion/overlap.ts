/**
 * A completion without what it repeats of the text after the cursor: the longest end of it with which
 * that text begins. Brackets alone are left, as they may be needed twice; {@link closingOf} knows.
 */
export function withoutOverlap(text: string, suffix: string): string {
  const after = suffix.trimStart();
  const kept = text.trimEnd();
  if (after === '' || kept === '') return text;
  const below = (suffix.split('\n', 1)[0] ?? '').trim() === '';
  const indentation = /\n[^\S\n]*$/.exec(suffix.slice(0, suffix.length - after.length))?.[0];
  for (let length = Math.min(kept.length, after.length); length > 0; length--) {
    const head = after.slice(0, length);
    if (!kept.endsWith(head) || !/[^\s()[\]{}]/.test(head)) continue;
    // A letter or two in common with the next line is chance, unless they stand on the cursor's own line.
    if (head.trim().length < 3 && (below || !sameLine(suffix, head))) continue;
    // The line that follows can only be said again as a line, as far to the right.
    if (below && /\n[^\S\n]*$/.exec(kept.slice(0, -length))?.[0] !== indentation) continue;
    // A word's end that is the next word's begin is chance too.
    if (/^\w/.test(head) && /\w$/.test(kept.slice(0, -length))) continue;
    return kept.slice(0, -length);
  }
  return text;
}

/** Whether it is what the cursor's line goes on with, but for closers. */
function sameLine(suffix: string, head: string): boolean {
  const line = (suffix.split('\n', 1)[0] ?? '').trim();
  return line.startsWith(head.trim()) && /^[\s)\]}>;,]*$/.test(line.slice(head.trim().length));
}
