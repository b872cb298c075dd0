import { foundMatch } from '../../../shared/found-match.ts';
import { LIMITS } from '../../../shared/limits.ts';
import type { FoundMatch } from '../../../shared/schemas/search.ts';
import type { Decoder } from '../text-encoding.ts';

/** ripgrep writes what is no UTF-8 in base64. */
type Data = { readonly text: string } | { readonly bytes: string };

type Message =
  | { readonly type: 'begin' | 'end' | 'summary' | 'context' }
  | {
      readonly type: 'match';
      readonly data: {
        readonly path: Data;
        readonly lines: Data;
        readonly line_number: number;
        readonly submatches: readonly { readonly start: number; readonly end: number }[];
      };
    };

/** What a message of ripgrep's says of one or some lines of a file. */
export interface FoundLines {
  /** Relative to the root. */
  readonly path: string;
  /** The name is no text, so that the file cannot be opened by it; `path` is something else then. */
  readonly unnamed: boolean;
  /** The lines are not UTF-8. */
  readonly inOtherEncoding: boolean;
  /** @param decode reads lines that are not UTF-8 */
  matches(decode: Decoder | null): FoundMatch[];
}

/** Cuts ripgrep's output into messages and reads them. A message that is too long is counted and left out. */
export interface OutputReader {
  /** Messages with matches that end in this chunk. */
  read(chunk: Buffer): FoundLines[];
  /** Messages that were too long so far. */
  readonly tooLong: number;
}

export function createOutputReader(): OutputReader {
  let rest: Buffer[] = [];
  let size = 0;
  let tooLong = 0;

  /** Add to the message that is still without an end. */
  const hold = (part: Buffer): void => {
    size += part.byteLength;
    if (size <= LIMITS.searchLineBytes) rest.push(part);
    else rest = [];
  };
  const take = (): FoundLines | null => {
    const line = Buffer.concat(rest).toString('utf8');
    const fits = size <= LIMITS.searchLineBytes;
    rest = [];
    size = 0;
    if (fits) return line === '' ? null : readMessage(line);
    tooLong++;
    return null;
  };
  return {
    get tooLong() {
      return tooLong;
    },
    read: (chunk) => {
      const found: FoundLines[] = [];
      let from = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
        hold(chunk.subarray(from, end));
        const message = take();
        if (message) found.push(message);
        from = end + 1;
      }
      if (from < chunk.byteLength) hold(chunk.subarray(from));
      return found;
    },
  };
}

function readMessage(line: string): FoundLines | null {
  // Most messages only say where a file begins and ends.
  if (!line.startsWith('{"type":"match"')) return null;
  const message = JSON.parse(line) as Message;
  if (message.type !== 'match') return null;
  const { path, lines, line_number, submatches } = message.data;
  return {
    path: 'text' in path ? path.text.replace(/^\.\//, '') : path.bytes,
    unnamed: !('text' in path),
    inOtherEncoding: !('text' in lines),
    matches: (decode) => {
      const { text, place } = textOf(lines, decode);
      return submatches.map(({ start, end }) => foundMatch(text, line_number, place(start), place(end)));
    },
  };
}

/** The text, and what turns places in its bytes into places in it. */
function textOf(
  data: Data,
  decode: Decoder | null,
): { readonly text: string; readonly place: (bytes: number) => number } {
  const bytes = 'text' in data ? Buffer.from(data.text, 'utf8') : Buffer.from(data.bytes, 'base64');
  const textIn: Decoder = decode ?? ((part) => part.toString('utf8'));
  const text = 'text' in data ? data.text : textIn(bytes);
  if (text.length === bytes.byteLength) return { text, place: (at) => at };
  // Matches come in order, so that each part is measured once.
  let [known, length] = [0, 0];
  return {
    text,
    place: (at) => {
      if (at < known) [known, length] = [0, 0];
      length += textIn(bytes.subarray(known, at)).length;
      known = at;
      return length;
    },
  };
}
