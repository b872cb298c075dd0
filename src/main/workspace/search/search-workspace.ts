import { once } from 'node:events';
import { AppError } from '../../../shared/app-error.ts';
import { LIMITS } from '../../../shared/limits.ts';
import type { FoundFile, FoundMatch, SearchEvent, SearchQuery } from '../../../shared/schemas/search.ts';
import type { TextEncoding } from '../../../shared/text-encodings.ts';
import { withChild } from '../child-output.ts';
import { RIPGREP } from '../ripgrep.ts';
import type { Workspace } from '../workspace.ts';
import { createFileEncodings, type FileEncodings } from './file-encodings.ts';
import { encodingsToSearch, patternArguments, queryWithin, scopeArguments } from './ripgrep-arguments.ts';
import { createOutputReader, type FoundLines } from './ripgrep-output.ts';
import { searchError } from './search-error.ts';

/** One search, and who hears of it. */
export interface Search {
  readonly query: SearchQuery;
  /** Files whose unsaved text the caller searches itself. */
  readonly unsaved: readonly string[];
  readonly emit: (event: SearchEvent) => Promise<void>;
  /** Ends the search, and the program that does it. */
  readonly signal: AbortSignal;
}

/** The user may have one for other uses; what is asked for here is all that holds. */
const ENV = { RIPGREP_CONFIG_PATH: '' };
const COMPLAINT_CHARS = 20_000;

/**
 * Search the text of a workspace's files with ripgrep, for the user: what is kept from models is found, and marked.
 * Throws `search-pattern-invalid`, `search-glob-invalid`, `search-failed`.
 */
export async function searchWorkspace(workspace: Workspace, search: Search): Promise<void> {
  const end: EndEvent = { kind: 'end', limit: null, skipped: 0 };
  const passes = [...encodingsToSearch(search.query, await workspace.otherEncodings()), null];
  let room: number = LIMITS.searchResults;
  for (const { alone, prefix, name } of workspace.folders) {
    const query = prefix === '' ? search.query : queryWithin(search.query, name);
    if (query === null) continue;
    const emit = (event: SearchEvent): Promise<void> => {
      if (event.kind !== 'end') return search.emit(withPrefix(event, prefix));
      end.skipped += event.skipped;
      end.limit ??= event.limit;
      return Promise.resolve();
    };
    const unsaved = search.unsaved.flatMap((path) => (path.startsWith(prefix) ? [path.slice(prefix.length)] : []));
    const encodings = createFileEncodings((path) => workspace.read(prefix + path));
    room = await searchFolder(alone, { ...search, query, unsaved, emit, passes, encodings }, room);
    if (end.limit !== null) break;
  }
  await search.emit(end);
}

type EndEvent = Extract<SearchEvent, { kind: 'end' }>;

/** What was found in a folder, as the whole workspace names it. */
function withPrefix(event: Exclude<SearchEvent, EndEvent>, prefix: string): SearchEvent {
  if (prefix === '') return event;
  if (event.kind === 'found')
    return { ...event, files: event.files.map((file) => ({ ...file, path: prefix + file.path })) };
  return { ...event, paths: event.paths.map((path) => prefix + path) };
}

interface FolderSearch extends Search {
  /** The encodings to look in, one after the other; `null`, the last, takes files as UTF-8. */
  readonly passes: readonly (TextEncoding | null)[];
  readonly encodings: FileEncodings;
}

/** @param room how many matches may be told @returns how many may be told of the next folder */
async function searchFolder(workspace: Workspace, search: FolderSearch, room: number): Promise<number> {
  // Either end of the two ends the other.
  const both = new AbortController();
  const signal = AbortSignal.any([search.signal, both.signal]);
  const parts = { ...search, signal };
  try {
    const [left] = await Promise.all([searchDisk(workspace, parts, room), tellUnsaved(workspace, parts)]);
    return left;
  } catch (error) {
    both.abort(error);
    search.signal.throwIfAborted();
    throw error instanceof AppError ? error : new AppError('search-failed', undefined, { cause: error });
  }
}

async function searchDisk(
  workspace: Workspace,
  { query, unsaved, emit, signal, passes, encodings }: FolderSearch,
  allowed: number,
): Promise<number> {
  const teller = createTeller(workspace, emit);
  const elsewhere = new Set(unsaved);
  let limit: 'results' | 'bytes' | null = null;
  let room = allowed;
  let bytes = 0;
  let tooLong = 0;
  const skipped = new Set<string>();
  let complaint = '';

  /** The matches by file, as many as there is room for. */
  async function gather(found: readonly FoundLines[], pass: TextEncoding | null): Promise<Map<string, FoundMatch[]>> {
    const files = new Map<string, FoundMatch[]>();
    for (const lines of found) {
      const { path, unnamed } = lines;
      if (unnamed) skipped.add(path);
      if (unnamed || elsewhere.has(path) || !(await encodings.belongsTo(path, pass))) continue;
      const matches = lines.matches(lines.inOtherEncoding ? await encodings.decoderOf(path) : null);
      const taken = matches.slice(0, room);
      room -= taken.length;
      if (taken.length < matches.length) limit = 'results';
      if (taken.length > 0) files.set(path, [...(files.get(path) ?? []), ...taken]);
    }
    return files;
  }

  const options = {
    cwd: workspace.absolute('.'),
    env: ENV,
    signal,
    onError: (text: string) => {
      if (complaint.length < COMPLAINT_CHARS) complaint += text;
    },
  };
  /** @returns whether there is room for what another pass finds */
  async function look(pass: TextEncoding | null): Promise<boolean> {
    const reader = createOutputReader();
    const args = [
      ...scopeArguments(query),
      ...(pass === null ? [] : [`--encoding=${pass}`]),
      ...patternArguments(query),
    ];
    await withChild(RIPGREP, args, options, async (child, stop) => {
      const closed = once(child, 'close') as Promise<[number | null]>;
      try {
        for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
          signal.throwIfAborted();
          bytes += chunk.byteLength;
          const files = await gather(reader.read(chunk), pass);
          if (files.size > 0) await teller.tell(files);
          if (limit === null && bytes > LIMITS.searchOutputBytes) limit = 'bytes';
          if (limit !== null) break;
        }
      } finally {
        if (limit !== null || signal.aborted) stop();
        // Whatever else went wrong: nobody reads on.
        child.stdout.destroy();
      }
      const [exitCode] = await closed;
      signal.throwIfAborted();
      // Files that cannot be read also end in 2, and are not complained of.
      if (limit === null && exitCode !== 0 && exitCode !== 1 && complaint.trim() !== '') throw searchError(complaint);
    });
    // Each pass comes upon the same lines.
    tooLong = Math.max(tooLong, reader.tooLong);
    return limit === null;
  }
  for (const pass of passes) if (!(await look(pass))) break;
  await teller.told();
  await emit({ kind: 'end', limit, skipped: skipped.size + tooLong });
  return room;
}

/** Tells of files that were found, with what has to be asked of each. */
interface Teller {
  /** Waits while much is untold, and the program that searches with it. */
  tell(files: ReadonlyMap<string, FoundMatch[]>): Promise<void>;
  /** Resolves once all is told. */
  told(): Promise<void>;
}

/** Batches that wait to be told. */
const MOST_UNTOLD = 16;
const MARKS_AFTER_MS = 1000;

/**
 * Results are told as they come. Which of them are kept from models takes about as long to find out as the search
 * itself, and would slow it down; so it follows, after a while in a search that takes long.
 */
function createTeller(workspace: Workspace, emit: Search['emit']): Teller {
  const isKept = workspace.marks();
  let untold = 0;
  let telling: Promise<void> = Promise.resolve();
  let begin: () => void = () => undefined;
  let marking = new Promise<void>((resolve) => (begin = resolve));
  const timer = setTimeout(begin, MARKS_AFTER_MS);
  timer.unref();

  async function mark(paths: readonly string[]): Promise<void> {
    const kept = await keptOf(paths, isKept);
    if (kept.length > 0) await emit({ kind: 'kept', paths: kept });
  }
  return {
    tell: async (files) => {
      untold++;
      telling = Promise.all([stamped(workspace, files), telling]).then(async ([found]) => {
        await emit({ kind: 'found', files: found });
        untold--;
        marking = marking.then(() => mark(found.map(({ path }) => path)));
        marking.catch(() => undefined);
      });
      // Whoever waits for it next hears of it.
      telling.catch(() => undefined);
      if (untold >= MOST_UNTOLD) await telling;
    },
    told: async () => {
      await telling;
      clearTimeout(timer);
      begin();
      await marking;
    },
  };
}

async function stamped(workspace: Workspace, files: ReadonlyMap<string, FoundMatch[]>): Promise<FoundFile[]> {
  const found = await Promise.all(
    Array.from(files, async ([path, matches]) => ({
      path,
      stamp: await workspace.stamp(path).catch(() => null),
      matches,
    })),
  );
  // Those without a stamp were removed meanwhile.
  return found.filter(({ stamp }) => stamp !== null);
}

async function keptOf(paths: readonly string[], isKept: (path: string) => Promise<boolean>): Promise<string[]> {
  const kept = await Promise.all(paths.map(isKept));
  return paths.filter((_, i) => kept[i] === true);
}

/** Which of the files with unsaved text lie where the search looks: ripgrep lists all, by the very same rules. */
async function tellUnsaved(workspace: Workspace, { query, unsaved, emit, signal }: Search): Promise<void> {
  if (unsaved.length === 0) return;
  const sought = new Set(unsaved);
  const covered: string[] = [];
  const args = ['--files', '--null', ...scopeArguments(query)];
  await withChild(RIPGREP, args, { cwd: workspace.absolute('.'), env: ENV, signal }, async (child, stop) => {
    let rest = '';
    child.stdout.setEncoding('utf8');
    try {
      for await (const chunk of child.stdout as AsyncIterable<string>) {
        const names = (rest + chunk).split('\0');
        rest = names.pop() ?? '';
        for (const name of names) if (sought.delete(name)) covered.push(name);
        if (sought.size === 0) break;
      }
    } finally {
      stop();
    }
  });
  signal.throwIfAborted();
  await emit({ kind: 'unsaved', paths: covered });
  const kept = await keptOf(covered, workspace.marks());
  if (kept.length > 0) await emit({ kind: 'kept', paths: kept });
}
