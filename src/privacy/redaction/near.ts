/**
 * Searches that go no further than any value is long. Lines may be as long as a minified program, and
 * a search to the end of one at each name in it would take time that grows with its square.
 */

/** More than the longest value. */
const REACH = 5000;

/** Where `part` stands from a place on; -1 where it is not near. */
export function indexNear(text: string, part: string, from: number): number {
  const at = text.slice(from, from + REACH).indexOf(part);
  return at < 0 ? -1 : from + at;
}

/** Where the line ends that a place is in: before its line break, or far away. */
export function lineEndNear(text: string, from: number): number {
  const end = indexNear(text, '\n', from);
  return end < 0 ? Math.min(text.length, from + REACH) : end;
}

/** Where the line begins that a place is in, or far away. */
export function lineStartNear(text: string, at: number): number {
  const from = Math.max(0, at - REACH);
  return from + text.slice(from, Math.max(from, at)).lastIndexOf('\n') + 1;
}
