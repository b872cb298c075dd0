import type { LineEdit, NextEditRequest, Replacement } from '../../../shared/schemas/next-edit.ts';

/** A part of the file as the model was shown it. */
export type Part = NextEditRequest['parts'][number];

/** What an answer is read against. */
export interface EditFrame {
  readonly parts: readonly Part[];
  readonly cursorLine: number;
  /** What the user has just done. */
  readonly edits: readonly LineEdit[];
}

/** The form of an answer; the one of merge conflicts, which models know. */
export const MARKS = { search: '<<<<<<< SEARCH', middle: '=======', replace: '>>>>>>> REPLACE' } as const;
/** What a model says when no edit follows. */
export const NO_EDIT = 'NONE';

/** A suggestion that is longer is nothing to take at a glance. */
const MOST_LINES = 30;
const MOST_CHARS = 3000;
/** What stands for a value that was kept from a cloud. */
const PLACEHOLDER = /REDACTED_[A-Z]/;

/** Whether nothing more of an answer need be waited for: it has ended, or is no edit whatever follows. */
export function isComplete(answer: string): boolean {
  const text = answer.trimStart();
  if (text.startsWith(NO_EDIT) || text.includes(`\n${MARKS.replace}`)) return true;
  const begin = text.startsWith('```') ? text.replace(/^```[^\n]*(\n|$)/, '') : text;
  const mayBecome = [MARKS.search, NO_EDIT, '```'].some((mark) => mark.startsWith(begin) || begin.startsWith(mark));
  return !mayBecome;
}

/**
 * The edit that an answer asks for; `null` unless it is exactly one, in the form that was asked for,
 * of lines that the model was shown, and changes something. Never throws.
 */
export function readEdit(answer: string, { parts, cursorLine, edits }: EditFrame): Replacement | null {
  const block = blockOf(answer);
  if (block === null) return null;
  const startLine = placeOf(block.search, parts, cursorLine);
  if (startLine === null) return null;
  const edit = smallest({ startLine, old: block.search, lines: block.replace });
  if (edit === null || edit.old.length > MOST_LINES || edit.lines.length > MOST_LINES) return null;
  const [old, text] = [edit.old.join('\n'), edit.lines.join('\n')];
  if (text.length > MOST_CHARS || old.length > MOST_CHARS) return null;
  if (PLACEHOLDER.test(text) && !PLACEHOLDER.test(old)) return null;
  if (edits.some((made) => isUndone(made, old, text))) return null;
  return { startLine: edit.startLine, old: [...edit.old], lines: [...edit.lines] };
}

interface Block {
  readonly search: readonly string[];
  readonly replace: readonly string[];
}

/** The one block that an answer consists of, in fences or not. */
function blockOf(answer: string): Block | null {
  const lines = answer.replace(/\r\n?/g, '\n').trim().split('\n');
  if (lines[0]?.startsWith('```') && lines.at(-1) === '```') {
    lines.shift();
    lines.pop();
  }
  // What comes after the end was said for nobody; a second block is a second edit.
  const [first, last] = [lines.shift()?.trimEnd(), lines.pop()?.trimEnd()];
  if (first !== MARKS.search || last !== MARKS.replace) return null;
  const marks = lines.flatMap((line, i) => (/^(<{7}|={7}|>{7})(\s|$)/.test(line) ? [i] : []));
  const [middle = -1] = marks;
  if (marks.length !== 1 || lines[middle]?.trimEnd() !== MARKS.middle) return null;
  const search = lines.slice(0, middle);
  return search.length === 0 ? null : { search, replace: lines.slice(middle + 1) };
}

/** Where lines stand in what was shown, white space at their ends aside: the next place below the cursor, else the nearest. */
function placeOf(search: readonly string[], parts: readonly Part[], cursorLine: number): number | null {
  if (search.every((line) => line.trim() === '')) return null;
  const places = parts.flatMap(({ startLine, lines }) =>
    lines.flatMap((_, at) =>
      search.every((line, i) => lines[at + i]?.trimEnd() === line.trimEnd()) ? [startLine + at] : [],
    ),
  );
  const below = places.filter((line) => line >= cursorLine);
  if (below.length > 0) return Math.min(...below);
  return places.length > 0 ? Math.max(...places) : null;
}

interface Change {
  readonly startLine: number;
  readonly old: readonly string[];
  readonly lines: readonly string[];
}

/** Without the lines that stay as they are, but for one where it only adds; `null` if all do. */
function smallest({ startLine, old, lines }: Change): Change | null {
  const same = (a: string | undefined, b: string | undefined): boolean =>
    a !== undefined && a.trimEnd() === b?.trimEnd();
  const shorter = Math.min(old.length, lines.length);
  let head = 0;
  while (head < shorter && same(old[head], lines[head])) head++;
  if (head === old.length && head === lines.length) return null;
  let tail = 0;
  while (tail < shorter - head && same(old.at(-1 - tail), lines.at(-1 - tail))) tail++;
  if (head + tail === old.length) {
    if (head > 0) head--;
    else tail--;
  }
  return {
    startLine: startLine + head,
    old: old.slice(head, old.length - tail),
    lines: lines.slice(head, lines.length - tail),
  };
}

/** Whether an edit takes back what the user has just done. */
function isUndone({ before, after }: LineEdit, old: string, text: string): boolean {
  const [was, is] = [before.join('\n'), after.join('\n')];
  if (was.trim() === '') return is.trim() !== '' && old.includes(is) && !text.includes(is);
  return old.includes(is) && text.includes(was) && !text.includes(is);
}
