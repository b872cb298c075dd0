import { diffArrays } from 'diff';

/** Comparing lines that differ all over takes long, and then no line's end is worth keeping. */
const MOST_EDITS = 1000;

/** A text as an editor has it: lines end with `\n`. */
export function plainText(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/**
 * Give a text the line ends of another version of it. Where that one ends its lines in both
 * ways, each line that is not changed keeps its own, so that staging one line changes no other.
 * @param text as {@link plainText} has it
 * @param other as it is in the repository, without a byte order mark
 */
export function likeOther(text: string, other: string): string {
  const crlf = other.match(/\r\n/g)?.length ?? 0;
  const lf = (other.match(/\n/g)?.length ?? 0) - crlf;
  if (crlf === 0) return text;
  if (lf === 0) return text.replaceAll('\n', '\r\n');
  return withEndsOf(text, other, crlf > lf ? '\r\n' : '\n');
}

function withEndsOf(text: string, other: string, most: string): string {
  const before = linesOf(other);
  const after = linesOf(text);
  const changes = diffArrays(
    before.map(({ line }) => line),
    after.map(({ line }) => line),
    { maxEditLength: MOST_EDITS },
  );
  if (changes === undefined) return text.replaceAll('\n', most);
  const endsBefore = before.map(({ end }) => (end === '' ? most : end));
  const ends: string[] = [];
  let at = 0;
  let replaced: readonly string[] = [];
  for (const { value, added, removed } of changes) {
    const here = endsBefore.slice(at, at + value.length);
    if (added) ends.push(...value.map((_line, i) => replaced[i] ?? most));
    else at += value.length;
    if (!added && !removed) ends.push(...here);
    replaced = removed ? here : [];
  }
  // The last line has an end or none as the new text has it.
  return after.map(({ line, end }, i) => line + (end === '' ? '' : (ends[i] ?? most))).join('');
}

function linesOf(text: string): { readonly line: string; readonly end: string }[] {
  return text
    .split(/(?<=\n)/)
    .filter((whole) => whole !== '')
    .map((whole) => {
      const end = /\r?\n$/.exec(whole)?.[0] ?? '';
      return { line: whole.slice(0, whole.length - end.length), end };
    });
}
