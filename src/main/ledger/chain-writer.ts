import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import writeFileAtomic from 'write-file-atomic';
import { NO_LINE, readLine, sealLine, splitLines, type LineBody, type Mark } from './chain.ts';
import { firstLine, headName, headText, lastLine, listParts, partName, runName, type Part } from './chain-files.ts';

/** How much is kept. */
export interface ChainLimits {
  /** A file that has grown beyond is followed by the next. */
  readonly fileBytes: number;
  /** Of all files; the oldest go first. */
  readonly keptBytes: number;
  readonly keptFiles: number;
}

/** Enough for a hundred thousand requests. */
export const CHAIN_LIMITS: ChainLimits = { fileBytes: 4 * 1024 * 1024, keptBytes: 64 * 1024 * 1024, keptFiles: 500 };

/** Writes the run of this process. */
export interface ChainWriter {
  /**
   * Write a line; when it returns the system has it, so that it outlives this process however it ends.
   * Throws when the disk refuses; the next call tries again.
   */
  append(body: LineBody): void;
  /** The last line written; `null` before the first. */
  head(): Mark | null;
  /** Remove all files, other processes' too; the next line begins a new run. Throws when the disk refuses. */
  erase(): Promise<void>;
  /** Put the head on the disk. */
  settled(): Promise<void>;
  /** End the run. Later lines begin another. */
  close(): Promise<void>;
}

interface OpenRun {
  readonly run: string;
  readonly fd: number;
  readonly part: number;
  /** Bytes of whole lines. */
  size: number;
  seq: number;
  hash: string;
}

/** Pause before a head is put on the disk: flushing each line would wear it out. */
const HEAD_DELAY_MS = 1000;
const flush = promisify(fdatasync);

/** Write into `folder`, which is created with the first line. */
export function createChainWriter(folder: string, limits: ChainLimits = CHAIN_LIMITS): ChainWriter {
  let open: OpenRun | null = null;
  let timer: NodeJS.Timeout | undefined;
  let heads: Promise<void> = Promise.resolve();

  function create(run: string, part: number): number {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return openSync(join(folder, partName(run, part)), 'wx', 0o600);
  }

  function write(to: OpenRun, body: LineBody): void {
    const { text, hash } = sealLine(to.seq + 1, to.hash, body);
    const bytes = Buffer.from(`${text}\n`);
    try {
      for (let done = 0; done < bytes.length;) {
        done += writeSync(to.fd, bytes, done, bytes.length - done, to.size + done);
      }
    } catch (error) {
      // Half a line must not stay: the next one would be longer or shorter.
      ftruncateSync(to.fd, to.size);
      throw error;
    }
    to.size += bytes.length;
    to.seq++;
    to.hash = hash;
  }

  function begin(): OpenRun {
    const after = endsOf(folder);
    const run = runName(new Date(), randomBytes(4).toString('hex'));
    const begun: OpenRun = { run, fd: create(run, 1), part: 1, size: 0, seq: -1, hash: NO_LINE };
    write(begun, { kind: 'open', run, time: new Date().toISOString(), after });
    return begun;
  }

  /** The run to write to: a new one where there is none, or where its file was removed under it. */
  function current(): OpenRun {
    if (open !== null && fstatSync(open.fd).nlink === 0) {
      closeSync(open.fd);
      open = null;
    }
    if (open === null) {
      open = begin();
      makeRoom(open);
    } else if (open.size > limits.fileBytes) {
      const next: OpenRun = { ...open, fd: create(open.run, open.part + 1), part: open.part + 1, size: 0 };
      // The head flushes the latest file only.
      fdatasyncSync(open.fd);
      closeSync(open.fd);
      open = next;
      makeRoom(open);
    }
    return open;
  }

  /** Drop the oldest files beyond the limits; the chain says so before they go. */
  function makeRoom(mine: OpenRun): void {
    const parts = listParts(folder);
    const dropped: Part[] = [];
    let bytes = parts.reduce((sum, p) => sum + p.bytes, 0);
    while (bytes > limits.keptBytes || parts.length > limits.keptFiles) {
      const oldest = parts[0];
      if (oldest === undefined || (oldest.run === mine.run && oldest.part === mine.part)) break;
      parts.shift();
      dropped.push(oldest);
      bytes -= oldest.bytes;
    }
    if (dropped.length === 0) return;
    write(mine, { kind: 'dropped', through: marksOf(folder, dropped, parts) });
    const kept = new Set(parts.map((p) => p.run));
    for (const { name, run } of dropped) {
      rmSync(join(folder, name), { force: true });
      if (!kept.has(run)) rmSync(join(folder, headName(run)), { force: true });
    }
  }

  /** What was flushed is written down as the head, never what was not: a power cut must not look like a cut end. */
  function putHead(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    heads = heads
      .then(async () => {
        if (open === null) return;
        const { fd, run, seq, hash } = open;
        await flush(fd);
        // Where the file was removed meanwhile, a head beside it would tell of a loss.
        if (fstatSync(fd).nlink === 0) return;
        await writeFileAtomic(join(folder, headName(run)), headText({ run, seq, hash }), { mode: 0o600, fsync: false });
      })
      // Without a head a cut end is not seen; the lines themselves are there.
      .catch(() => undefined);
    return heads;
  }

  async function end(): Promise<void> {
    await putHead();
    if (open !== null) closeSync(open.fd);
    open = null;
  }

  return {
    append: (body) => {
      write(current(), body);
      if (timer !== undefined) return;
      timer = setTimeout(() => void putHead(), HEAD_DELAY_MS);
      timer.unref();
    },
    head: () => (open === null ? null : { run: open.run, seq: open.seq, hash: open.hash }),
    settled: putHead,
    erase: async () => {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
    close: async () => {
      try {
        if (open !== null) write(open, { kind: 'close', time: new Date().toISOString() });
      } catch {
        // It looks as if the process had been ended, which does no harm.
      }
      await end();
    },
  };
}

/** The ends of the runs that no other run names as before it. */
function endsOf(folder: string): Mark[] {
  const parts = listParts(folder);
  const named = new Set(opensOf(folder, parts).flatMap((open) => open.after.map(keyOf)));
  const ends = new Map<string, Mark>();
  for (const { run, name } of parts) {
    const last = lastLine(join(folder, name));
    if (last !== null) ends.set(run, { run, seq: last.seq, hash: last.hash });
  }
  return [...ends.values()].filter((mark) => !named.has(keyOf(mark)));
}

function opensOf(folder: string, parts: readonly Part[]): Extract<LineBody, { kind: 'open' }>[] {
  return parts.flatMap(({ part, name }) => {
    const body = part === 1 ? firstLine(join(folder, name))?.body : undefined;
    return body?.kind === 'open' ? [body] : [];
  });
}

/**
 * Marks for files about to be dropped: the last line of each run in them, and what they themselves
 * say of files dropped earlier, as long as something that is kept still leads there.
 */
function marksOf(folder: string, dropped: readonly Part[], kept: readonly Part[]): Mark[] {
  const wanted = new Set(kept.map((p) => p.run));
  for (const { after } of opensOf(folder, kept)) for (const { run } of after) wanted.add(run);
  const marks = new Map<string, Mark>();
  const add = (mark: Mark): void => {
    const known = marks.get(mark.run);
    if (known === undefined || known.seq < mark.seq) marks.set(mark.run, mark);
  };
  for (const { name, run } of dropped) {
    const lines = splitLines(readFileSync(join(folder, name))).lines.map(readLine);
    for (const line of lines) {
      if (line?.body.kind === 'dropped') line.body.through.filter((m) => wanted.has(m.run)).forEach(add);
    }
    const last = lines.at(-1);
    if (last != null && wanted.has(run)) add({ run, seq: last.seq, hash: last.hash });
  }
  return [...marks.values()];
}

function keyOf({ run, seq, hash }: Mark): string {
  return `${run} ${String(seq)} ${hash}`;
}
