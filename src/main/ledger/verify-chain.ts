import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NO_LINE, readLine, splitLines, type ChainLine, type Mark } from './chain.ts';
import { listParts, partName, readHeads, type Part } from './chain-files.ts';
import { t } from '../../shared/messages/t.ts';

/** Where and how the record differs from what was written. */
export interface ChainProblem {
  /** A file's name within the folder. */
  readonly file: string;
  /** From 1; `null` where a whole file is concerned. */
  readonly line: number | null;
  readonly what: string;
}

/** What a look at all files found. */
export interface ChainCheck {
  readonly intact: boolean;
  /** The first of each run, in order of time. */
  readonly problems: readonly ChainProblem[];
  /** What is worth knowing and no sign of a change: a process that was killed, lines dropped to make room. */
  readonly notes: readonly string[];
  /** Lines that record requests. */
  readonly entries: number;
  readonly files: number;
  /** Hash of the last line of the latest run; `null` when there is none. */
  readonly head: string | null;
}

/** What the one who checks knows beforehand. */
export interface KnownMarks {
  /** A hash noted earlier, or its first letters (at least 8): its line must be there. */
  readonly anchor?: string;
  /** A line that this process wrote itself. */
  readonly own?: Mark | null;
}

/**
 * Check the chain in `folder` from end to end.
 *
 * There is no secret in it, on purpose: a key on this machine would be as much at hand as the files.
 * So this is what it shows. A line edited, removed, inserted or moved breaks the chain at that line.
 * An end that was cut off shows by the head written down beside it, or by the next run, which names
 * it. A removed file or run shows by the runs that came after it. What it cannot show: whoever may
 * write to the folder can write the last run anew with right hashes, heads included, or remove it
 * whole, and can do so for all runs if they take all. Against that helps a head noted elsewhere
 * (it is on show in the app): with it as `anchor`, all lines up to it are as they were then.
 */
export async function verifyChain(folder: string, known: KnownMarks = {}): Promise<ChainCheck> {
  for (let tries = 2; ; tries--) {
    try {
      return await verifyOnce(folder, known);
    } catch (error) {
      // Another process may drop or delete a file in the middle of this: look again.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || tries === 0) throw error;
    }
  }
}

async function verifyOnce(folder: string, known: KnownMarks): Promise<ChainCheck> {
  const heads = readHeads(folder);
  const parts = listParts(folder);
  const files = new Map<string, Part[]>();
  for (const part of parts) files.set(part.run, [...(files.get(part.run) ?? []), part]);
  const problems: ChainProblem[] = [];
  const notes: string[] = [];
  const found: Found = { runs: new Map(), dropped: new Map(), before: [], entries: 0, erased: false };
  let head: string | null = null;

  const anchor = known.anchor?.toLowerCase();
  let anchored = anchor === undefined;
  for (const [run, own] of files) {
    const result = await readRun(folder, own, found, ({ hash }) => {
      anchored ||= anchor !== undefined && anchor.length >= 8 && hash.startsWith(anchor);
    });
    notes.push(...result.notes);
    head = result.last?.hash ?? head;
    const written = heads.get(run);
    if (result.problem !== null) problems.push(result.problem);
    else if (written != null && !holds(found, written)) {
      const from = (result.last?.seq ?? -1) + 1;
      problems.push({
        file: own.at(-1)?.name ?? run,
        line: null,
        what: t('its end is missing from number {from} on: cut off, or put back from an older copy', { from }),
      });
    }
  }
  for (const run of heads.keys()) {
    if (!files.has(run)) problems.push({ file: partName(run, 1), line: null, what: t('the file is missing') });
  }
  for (const { by, mark } of found.before) {
    if (holds(found, mark) || problems.some((p) => p.file.startsWith(mark.run))) continue;
    const what = files.has(mark.run)
      ? t('number {seq}, on which {by} follows, is missing or was changed', { seq: mark.seq, by })
      : t('the file, on which {by} follows, is missing', { by });
    problems.push({ file: files.get(mark.run)?.[0]?.name ?? partName(mark.run, 1), line: null, what });
  }
  const { own } = known;
  if (own != null) {
    if (holds(found, own)) head = own.hash;
    else if (!problems.some((p) => p.file.startsWith(own.run))) {
      problems.push({
        file: partName(own.run, 1),
        line: null,
        what: t('what this session wrote is not there any more'),
      });
    }
  }
  if (!anchored) problems.push({ file: folder, line: null, what: t('no line has the hash that was noted') });
  if (found.dropped.size > 0) notes.push(t('The oldest lines were dropped to make room, and the chain says so.'));
  if (found.erased) notes.push(t('The user had the record deleted; it begins anew after that.'));
  return { intact: problems.length === 0, problems, notes, entries: found.entries, files: parts.length, head };
}

interface Found {
  /** Hashes by sequence number, by run. */
  readonly runs: Map<string, Map<number, string>>;
  /** Up to which line runs were dropped. */
  readonly dropped: Map<string, Mark>;
  /** What must have been there before, and by what it is named. */
  readonly before: { readonly by: string; readonly mark: Mark }[];
  entries: number;
  erased: boolean;
}

/** Whether the line is there, or was dropped in order. */
function holds({ runs, dropped }: Found, { run, seq, hash }: Mark): boolean {
  const here = runs.get(run)?.get(seq);
  if (here !== undefined) return here === hash;
  const through = dropped.get(run);
  return through !== undefined && (through.seq > seq || (through.seq === seq && through.hash === hash));
}

/** Check one run from its first file to its first problem, and note what it says of others. */
async function readRun(
  folder: string,
  files: readonly Part[],
  found: Found,
  onLine: (line: ChainLine) => void,
): Promise<{ problem: ChainProblem | null; notes: string[]; last: ChainLine | null }> {
  const hashes = new Map<number, string>();
  const notes: string[] = [];
  let last: ChainLine | null = null;
  const broken = (file: string, line: number | null, what: string) => ({ problem: { file, line, what }, notes, last });
  for (const [index, { run, name, part }] of files.entries()) {
    found.runs.set(run, hashes);
    const before = files[index - 1]?.part;
    if (before !== undefined && part !== before + 1) return broken(name, null, t('the file before it is missing'));
    const { lines, rest } = splitLines(await readFile(join(folder, name)));
    for (const [number, text] of lines.entries()) {
      const line = readLine(text);
      const wrong =
        line === null
          ? t('the line was changed: it does not agree with its own hash')
          : misplaced(line, last, run, part);
      if (line === null || wrong !== null) return broken(name, number + 1, wrong ?? '');
      if (last === null && line.seq > 0) {
        // The run begins in the middle: what was before must have been dropped in order.
        found.before.push({ by: name, mark: { run, seq: line.seq - 1, hash: line.prev } });
      }
      last = line;
      hashes.set(line.seq, line.hash);
      onLine(line);
      take(line, name, found);
    }
    if (rest.length === 0) continue;
    // Only what was being written when the process died may be unfinished.
    if (index < files.length - 1 || last?.body.kind === 'close') {
      return broken(name, lines.length + 1, t('the line is unfinished, though others were written after it'));
    }
    notes.push(
      t('{name} ends in an unfinished line: CodeGrex was stopped while it wrote. Nothing before it is affected.', {
        name,
      }),
    );
  }
  return { problem: null, notes, last };
}

/** Why a line cannot stand after `last`, the first one of a file with number `part` if that is `null`. */
function misplaced(line: ChainLine, last: ChainLine | null, run: string, part: number): string | null {
  const { seq, prev, body } = line;
  if (last !== null) {
    if (seq !== last.seq + 1 || prev !== last.hash) {
      return t('the line does not follow on the one before: lines were removed, inserted or moved');
    }
    return last.body.kind === 'close' ? t('the line was added after the end') : null;
  }
  const opens = body.kind === 'open';
  if (opens !== (seq === 0) || opens !== (prev === NO_LINE) || opens !== (part === 1)) {
    return t('the lines before it are missing');
  }
  return opens && body.run !== run ? t('the line belongs to another file') : null;
}

function take({ body }: ChainLine, file: string, found: Found): void {
  switch (body.kind) {
    case 'open':
      found.before.push(...body.after.map((mark) => ({ by: file, mark })));
      break;
    case 'entry':
      found.entries++;
      break;
    case 'dropped':
      for (const mark of body.through) {
        const known = found.dropped.get(mark.run);
        if (known === undefined || known.seq < mark.seq) found.dropped.set(mark.run, mark);
      }
      break;
    case 'erased':
      found.erased = true;
      break;
    case 'close':
      break;
  }
}
