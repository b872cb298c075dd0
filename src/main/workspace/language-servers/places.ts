import { fileURLToPath, pathToFileURL } from 'node:url';
import type { z } from '../../../shared/schemas/zod.ts';
import type { TextRange } from '../../../shared/schemas/search.ts';
import type { Position as LspPosition, Range as LspRange } from './replies.ts';

type Position = z.infer<typeof LspPosition>;
type Range = z.infer<typeof LspRange>;

/** LSP counts from 0, the editor from 1; both count UTF-16 units. */
export function toRange({ start, end }: Range): TextRange {
  return {
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

export function fromRange({ line, column, endLine, endColumn }: TextRange): Range {
  return { start: fromPlace(line, column), end: fromPlace(endLine, endColumn) };
}

export function fromPlace(line: number, column: number): Position {
  return { line: line - 1, character: column - 1 };
}

/** The address of a file, as servers know it. @param full absolute */
export function uriOf(full: string): string {
  return pathToFileURL(full).href;
}

/** The absolute path of an address; `null` for what is no local file. */
export function pathOfUri(uri: string): string | null {
  try {
    const url = new URL(uri);
    if (url.protocol !== 'file:' || (url.host !== '' && url.host !== 'localhost')) return null;
    url.search = '';
    url.hash = '';
    return fileURLToPath(url);
  } catch {
    return null;
  }
}

/** Where a place is in a text whose lines end with `\n`; a place behind the end of its line is at that end. */
export function offsetAt(text: string, { line, character }: Position): number {
  let start = 0;
  for (let i = 0; i < line; i++) {
    const next = text.indexOf('\n', start);
    if (next < 0) return text.length;
    start = next + 1;
  }
  const end = text.indexOf('\n', start);
  return Math.min(start + character, end < 0 ? text.length : end);
}

/** The place of an offset in such a text. */
export function positionAt(text: string, offset: number): Position {
  let line = 0;
  let start = 0;
  for (let next = text.indexOf('\n'); next >= 0 && next < offset; next = text.indexOf('\n', next + 1)) {
    line++;
    start = next + 1;
  }
  return { line, character: offset - start };
}
