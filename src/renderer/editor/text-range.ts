import type { TextRange } from '../../shared/schemas/search.ts';
import { monaco } from './monaco-setup.ts';

export function toMonacoRange({ line, column, endLine, endColumn }: TextRange): monaco.Range {
  return new monaco.Range(line, column, endLine, endColumn);
}

export function fromMonacoRange(range: monaco.IRange): TextRange {
  return {
    line: range.startLineNumber,
    column: range.startColumn,
    endLine: range.endLineNumber,
    endColumn: range.endColumn,
  };
}

/** Lines of a text, counted from 0. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** The lines that a selection has something of; of one that is empty, the one that it is in. */
export function linesOf({ startLineNumber, endLineNumber, endColumn }: monaco.IRange): Lines {
  // A selection up to the begin of a line has nothing of that line.
  const last = endColumn === 1 && endLineNumber > startLineNumber ? endLineNumber - 2 : endLineNumber - 1;
  return { first: startLineNumber - 1, last };
}
