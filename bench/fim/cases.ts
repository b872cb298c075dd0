import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What a case leaves out. */
export const KINDS = ['rest of a line', 'a line', 'a block'] as const;

/** A place in code with a piece left out. */
export interface FimCase {
  readonly kind: (typeof KINDS)[number];
  /** Relative to the repository. */
  readonly path: string;
  readonly prefix: string;
  readonly middle: string;
  readonly suffix: string;
}

/** Shorter pieces can be guessed, longer ones nobody writes in the same words. */
const [LEAST_CHARS, MOST_CHARS] = [8, 300];
const MOST_LINES = 6;

/** Places in this repository's own code, tests aside: always the same for the same code. */
export async function ownCases(root: string, count: number): Promise<FimCase[]> {
  const { stdout } = await promisify(execFile)('git', ['ls-files', 'src/*.ts', 'src/*.tsx'], { cwd: root });
  const paths = stdout.split('\n').filter((path) => path !== '' && !/\.test\.tsx?$/.test(path));
  const cases: FimCase[] = [];
  // Files in an order that mixes the folders, so that few cases are of all parts.
  const mixed = paths.map((path) => ({ path, rank: hash(path) })).sort((a, b) => a.rank - b.rank);
  for (const { path, rank } of mixed) {
    if (cases.length >= count) break;
    const kind = KINDS[cases.length % KINDS.length] ?? 'a line';
    const all = casesIn(path, await readFile(join(root, path), 'utf8'), kind);
    const one = all[rank % Math.max(1, all.length)];
    if (one !== undefined) cases.push(one);
  }
  return cases;
}

/** All places of one kind in a file. */
export function casesIn(path: string, text: string, kind: FimCase['kind']): FimCase[] {
  const lines = text.split('\n');
  const cases: FimCase[] = [];
  let offset = 0;
  for (const [index, line] of lines.entries()) {
    const span = spanAt(lines, index, kind);
    if (span !== null) {
      const [start, end] = [offset + span.start, offset + span.end];
      const middle = text.slice(start, end);
      if (middle.trim().length >= LEAST_CHARS && middle.length <= MOST_CHARS) {
        cases.push({ kind, path, prefix: text.slice(0, start), middle, suffix: text.slice(end) });
      }
    }
    offset += line.length + 1;
  }
  return cases;
}

/** Where the piece is that a line gives, in characters from the line's begin; `null` if it gives none. */
function spanAt(lines: readonly string[], index: number, kind: FimCase['kind']): { start: number; end: number } | null {
  const line = lines[index] ?? '';
  const indent = /^ */.exec(line)?.[0].length ?? 0;
  // Comments and imports are not what models are asked for.
  if (indent === 0 || /^\s*(?:\/?\*|\/\/|import\b)/.test(line)) return null;
  switch (kind) {
    case 'rest of a line': {
      const cut = /(?: = |\breturn |\()(?=\S)/.exec(line.slice(indent));
      return cut === null ? null : { start: indent + cut.index + cut[0].length, end: line.length };
    }
    case 'a line':
      return /^\s*[)\]}]/.test(line) ? null : { start: indent, end: line.length };
    case 'a block': {
      if (!line.endsWith('{')) return null;
      const close = lines.findIndex((other, i) => i > index && other.startsWith(`${' '.repeat(indent)}}`));
      const inside = lines.slice(index + 1, close);
      if (close < 0 || inside.length < 2 || inside.length > MOST_LINES) return null;
      const inner = /^ */.exec(inside[0] ?? '')?.[0].length ?? 0;
      return { start: line.length + 1 + inner, end: line.length + inside.join('\n').length + 1 };
    }
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}
