import type { TextEdit } from './schemas/search.ts';

/** A text with its changes made, and what takes them back. */
export interface Edited {
  readonly text: string;
  /** In the new text's places. */
  readonly inverse: readonly TextEdit[];
}

/**
 * Make changes in a text, all or none: `null` if one of them expects another text than is there, or two overlap.
 * Lines end with `\n`, and with `\r\n` where the text has them.
 * @param eol how lines of the new texts end
 */
export function applyEdits(text: string, edits: readonly TextEdit[], eol: '\n' | '\r\n' = '\n'): Edited | null {
  const starts = lineStarts(text);
  const offset = (line: number, column: number): number => {
    const start = starts[line - 1];
    return start === undefined ? -1 : start + column - 1;
  };
  const placed = edits
    .map((edit) => ({
      edit,
      from: offset(edit.line, edit.column),
      to: offset(edit.endLine, edit.endColumn),
    }))
    .sort((a, b) => a.from - b.from || a.to - b.to);
  const inverse: TextEdit[] = [];
  let made = '';
  let at = 0;
  let [line, lineStart] = [1, 0];
  /** Add to the new text, and keep count of its lines. */
  const add = (piece: string): void => {
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', end + 1)) {
      line++;
      lineStart = made.length + end + 1;
    }
    made += piece;
  };
  const here = (): { line: number; column: number } => ({ line, column: made.length - lineStart + 1 });
  for (const { edit, from, to } of placed) {
    if (from < at || to < from || to > text.length) return null;
    const old = text.slice(from, to);
    if (normal(old) !== normal(edit.expect)) return null;
    add(text.slice(at, from));
    const begin = here();
    add(eol === '\n' ? edit.text : edit.text.replace(/\r?\n/g, eol));
    const end = here();
    inverse.push({ ...begin, endLine: end.line, endColumn: end.column, expect: edit.text, text: old });
    at = to;
  }
  add(text.slice(at));
  return { text: made, inverse };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

const normal = (text: string): string => text.replace(/\r\n/g, '\n');
