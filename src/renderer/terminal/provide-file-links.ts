import type { IBuffer, IBufferRange, Terminal } from '@xterm/xterm';
import { LIMITS } from '../../shared/limits.ts';
import { fileLinks } from './file-links.ts';
import { terminalPort } from './terminal-port.ts';

const MAC = /mac/i.test(navigator.userAgent);
/** Rows of one wrapped line that are looked at. */
const ROWS = 30;

/**
 * Make links of names that are files of the folder, with the place after them.
 * @param find which of some names are files: their paths in the folder, or `null`
 */
export function provideFileLinks(
  terminal: Terminal,
  find: (names: readonly string[]) => Promise<readonly (string | null)[]>,
): void {
  terminal.registerLinkProvider({
    provideLinks: (row, done) => {
      const { text, cells } = logicalLine(terminal.buffer.active, row - 1, terminal.cols);
      const links = fileLinks(text).slice(0, LIMITS.terminalLinks);
      if (links.length === 0) {
        done(undefined);
        return;
      }
      find(links.map(({ path }) => path)).then(
        (paths) => {
          done(
            links.flatMap(({ start, end, line, column }, i) => {
              const path = paths[i];
              const range = rangeOf(cells, start, end);
              if (path === null || path === undefined || range === null) return [];
              return [
                {
                  range,
                  text: text.slice(start, end),
                  activate: (event: MouseEvent) => {
                    if (MAC ? event.metaKey : event.ctrlKey) terminalPort().openFile(path, line, column);
                  },
                },
              ];
            }),
          );
        },
        () => {
          done(undefined);
        },
      );
    },
  });
}

interface Cell {
  readonly row: number;
  readonly column: number;
}

/** The line that a row is part of, however the terminal wrapped it, with the cell of each code unit. */
function logicalLine(buffer: IBuffer, row: number, cols: number): { readonly text: string; readonly cells: Cell[] } {
  let first = row;
  while (first > 0 && row - first < ROWS && buffer.getLine(first)?.isWrapped === true) first--;
  let text = '';
  const cells: Cell[] = [];
  for (let at = first; at < first + ROWS; at++) {
    const line = buffer.getLine(at);
    if (!line || (at > first && !line.isWrapped)) break;
    for (let column = 0; column < cols; column++) {
      const cell = line.getCell(column);
      // The second half of a wide character.
      if (!cell || cell.getWidth() === 0) continue;
      const characters = cell.getChars() === '' ? ' ' : cell.getChars();
      text += characters;
      cells.push(...Array.from({ length: characters.length }, () => ({ row: at, column })));
    }
  }
  return { text, cells };
}

/** Counted from 1, the end included. */
function rangeOf(cells: readonly Cell[], start: number, end: number): IBufferRange | null {
  const [from, to] = [cells[start], cells[end - 1]];
  if (!from || !to) return null;
  return { start: { x: from.column + 1, y: from.row + 1 }, end: { x: to.column + 1, y: to.row + 1 } };
}
