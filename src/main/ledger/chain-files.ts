import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readLine, splitLines, type ChainLine, type Mark } from './chain.ts';

/**
 * The files of a chain. Each process writes a run of its own, `<begin>-<random>.<part>.jsonl`, so
 * that two of them on one folder never write one file and need no lock; the first line of a run
 * names the ends of the runs before it, which ties the runs together as lines are tied within one.
 * Beside a run lies `<run>.head`, the last line known to be on the disk.
 */

/** One file of a run. */
export interface Part {
  readonly run: string;
  /** From 1. */
  readonly part: number;
  readonly name: string;
  readonly bytes: number;
}

const NAME = /^(\d{8}T\d{9}Z-[0-9a-f]{8})\.(\d{4,})\.jsonl$/;
const HEAD_NAME = /^(\d{8}T\d{9}Z-[0-9a-f]{8})\.head$/;

/** The name of a file. Names in order are the order of time. */
export function partName(run: string, part: number): string {
  return `${run}.${String(part).padStart(4, '0')}.jsonl`;
}

/** A run's name, from when it began and random letters. */
export function runName(begin: Date, random: string): string {
  return `${begin.toISOString().replace(/[-:.]/g, '')}-${random}`;
}

/** Where the last line known to be on the disk is written down. */
export function headName(run: string): string {
  return `${run}.head`;
}

/** All files, the oldest first; of a folder that is not there, none. */
export function listParts(folder: string): Part[] {
  const parts: Part[] = [];
  for (const name of namesIn(folder)) {
    const [, run, part] = NAME.exec(name) ?? [];
    if (run === undefined || part === undefined) continue;
    const stat = statSync(join(folder, name), { throwIfNoEntry: false });
    if (stat?.isFile() === true) parts.push({ run, part: Number(part), name, bytes: stat.size });
  }
  return parts.sort((a, b) => (a.run === b.run ? a.part - b.part : a.run < b.run ? -1 : 1));
}

/** The heads written down, by run; `null` for one that cannot be read. */
export function readHeads(folder: string): Map<string, Mark | null> {
  const heads = new Map<string, Mark | null>();
  for (const name of namesIn(folder)) {
    const run = HEAD_NAME.exec(name)?.[1];
    if (run !== undefined) heads.set(run, readHead(join(folder, name), run));
  }
  return heads;
}

/** The text of a head file. */
export function headText({ seq, hash }: Mark): string {
  return `${String(seq)} ${hash}\n`;
}

function readHead(file: string, run: string): Mark | null {
  try {
    const [, seq, hash] = /^(\d{1,15}) ([0-9a-f]{64})\n$/.exec(readFileSync(file, 'latin1')) ?? [];
    return hash === undefined ? null : { run, seq: Number(seq), hash };
  } catch {
    return null;
  }
}

/** The first line of a file, or `null`. */
export function firstLine(file: string): ChainLine | null {
  return readPiece(file, (fd, size, read) => {
    for (let take = 4096; ; take *= 16) {
      const piece = read(fd, 0, Math.min(take, size));
      const end = piece.indexOf(10);
      if (end >= 0) return readLine(piece.subarray(0, end));
      if (take >= size) return null;
    }
  });
}

/** The last line of a file that is complete, or `null`. */
export function lastLine(file: string): ChainLine | null {
  return readPiece(file, (fd, size, read) => {
    for (let take = 8192; ; take *= 16) {
      const from = Math.max(0, size - take);
      const { lines } = splitLines(read(fd, from, size - from));
      // Unless it begins the file, the first piece may be the end of a longer line.
      const last = from === 0 || lines.length > 1 ? lines.at(-1) : undefined;
      if (last !== undefined) return readLine(last);
      if (from === 0) return null;
    }
  });
}

function readPiece<T>(
  file: string,
  work: (fd: number, size: number, read: (fd: number, from: number, length: number) => Buffer) => T,
): T | null {
  let fd: number | undefined;
  try {
    fd = openSync(file, 'r');
    return work(fd, fstatSync(fd).size, (open, from, length) => {
      const piece = Buffer.alloc(length);
      return piece.subarray(0, readSync(open, piece, 0, length, from));
    });
  } catch {
    return null;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
