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
