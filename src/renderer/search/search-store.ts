import { create } from 'zustand';
import type { FoundFile, FoundMatch, SearchQuery } from '../../shared/schemas/search.ts';
import { AppError } from '../../shared/app-error.ts';
import { stream } from '../bridge/bridge.ts';
import { messageOf } from '../ui/notifications.tsx';
import type { OpenDocuments } from '../ui/open-documents.ts';
import { EMPTY_FIELDS, queryOf, type SearchFields } from './search-fields.ts';
import { patternProblem } from './search-pattern.ts';
import { searchUnsaved } from './search-unsaved.ts';
import { t } from '../../shared/messages/t.ts';

/** A match in the list. */
export interface ResultMatch extends FoundMatch {
  /** Its file and place. */
  readonly id: string;
}

/** A file with matches. */
export interface ResultFile extends Omit<FoundFile, 'matches'> {
  /** Kept from models by a rule. */
  readonly kept: boolean;
  readonly matches: readonly ResultMatch[];
}

interface SearchState {
  readonly fields: SearchFields;
  /** Whether the fields for replacing, and those for which files, are on show. */
  readonly replacing: boolean;
  readonly filtering: boolean;
  readonly running: boolean;
  /** What the results are of; `null` before the first search. */
  readonly searched: SearchQuery | null;
  /** By path. */
  readonly files: readonly ResultFile[];
  /** Why there are no or fewer results. */
  readonly error: string | null;
  /** What could not be looked at, or why there may be more. */
  readonly notes: readonly string[];
  /** Ids of matches that are not to be replaced. */
  readonly leftOut: ReadonlySet<string>;
  /** The match that was opened last. */
  readonly current: string | null;
  /** What was looked for before, the latest last. In memory only. */
  readonly history: readonly string[];
}

const NOTHING = { searched: null, files: [], error: null, notes: [], leftOut: new Set<string>(), current: null };

/** What is looked for in the folder, and what was found. */
export const useSearch = create<SearchState>(() => ({
  ...NOTHING,
  fields: EMPTY_FIELDS,
  replacing: false,
  filtering: false,
  running: false,
  history: [],
}));

const HISTORY = 50;
/** Typing goes on for so long before a search begins, ms. */
const TYPING_MS = 300;
/** New results are drawn so often, ms: each time the whole list is made. */
const DRAW_MS = 120;
/** The results of the search before stay for so long, so that the list does not flicker at each letter, ms. */
const STALE_MS = 400;

let documents: OpenDocuments | null = null;
let stopRunning: AbortController | null = null;
let typing: ReturnType<typeof setTimeout> | undefined;
/** Files of the last search whose unsaved text belongs to it. */
const covered = new Set<string>();
/** Files of the last search that are kept from models. */
const kept = new Set<string>();

/** Give the search the texts of open files. Call once. */
export function startSearch(open: OpenDocuments): void {
  documents = open;
  let due = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  open.onEdit((path) => {
    due.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const paths = due;
      due = new Set();
      for (const each of paths) void searchAgain(each);
    }, TYPING_MS);
  });
}

/** The texts of open files. */
export function openTexts(): OpenDocuments {
  if (!documents) throw new Error('startSearch has run');
  return documents;
}

/** Change what is looked for; the search begins once typing rests. */
export function changeFields(change: Partial<SearchFields>): void {
  useSearch.setState(({ fields }) => ({ fields: { ...fields, ...change } }));
  clearTimeout(typing);
  // What matches are replaced by changes nothing about them.
  if (Object.keys(change).every((key) => key === 'replacement')) return;
  typing = setTimeout(() => void runSearch(), TYPING_MS);
}

/** Remember what is looked for, to be had again with the arrow keys. */
export function rememberQuery(): void {
  const { fields, history } = useSearch.getState();
  if (fields.text === '') return;
  useSearch.setState({ history: [...history.filter((text) => text !== fields.text), fields.text].slice(-HISTORY) });
}

/** Stop the search that runs; what was found stays. */
export function stopSearch(): void {
  clearTimeout(typing);
  stopRunning?.abort();
}

/** Forget the results, and what is looked for. */
export function clearSearch(): void {
  stopSearch();
  useSearch.setState(({ fields }) => ({
    ...NOTHING,
    running: false,
    fields: { ...fields, text: '', replacement: '', include: '', exclude: '' },
  }));
}

/** Another folder is open: what was found is not in it. What is looked for stays. */
export function forgetResults(): void {
  stopSearch();
  useSearch.setState({ ...NOTHING, running: false });
}

/** Search for what is in the fields now; what ran before is stopped. */
export async function runSearch(): Promise<void> {
  stopSearch();
  const query = queryOf(useSearch.getState().fields);
  const problem = query === null ? null : patternProblem(query);
  if (query === null || problem !== null) {
    const error =
      problem === null
        ? null
        : new AppError('search-pattern-invalid', t('The reason: {problem}.', { problem })).message;
    useSearch.setState({ ...NOTHING, running: false, error });
    return;
  }
  const stop = new AbortController();
  stopRunning = stop;
  const results = collectResults(query, stop.signal);
  useSearch.setState({ running: true, error: null, notes: [] });
  covered.clear();
  kept.clear();
  const unsaved: Promise<void>[] = [];
  let error: string | null = null;
  try {
    await stream(
      'search.text',
      { query, unsaved: openTexts().unsaved().slice(0, 1000) },
      (event) => {
        if (event.kind === 'found') results.add(event.files);
        else if (event.kind === 'unsaved') {
          for (const path of event.paths) {
            covered.add(path);
            unsaved.push(addUnsaved(path, query, results));
          }
        } else if (event.kind === 'kept') {
          for (const path of event.paths) kept.add(path);
          results.drawSoon();
        } else {
          if (event.limit === 'results') results.note(t('There are more matches than are shown. Narrow the search.'));
          if (event.limit === 'bytes')
            results.note(t('The matching lines are too long to show all. Narrow the search.'));
          if (event.skipped > 0) results.note(skippedText(event.skipped));
        }
      },
      stop.signal,
    );
    await Promise.all(unsaved);
  } catch (thrown) {
    if (!stop.signal.aborted) error = messageOf(thrown);
  }
  results.finish(error);
}

function skippedText(count: number): string {
  return t(
    '{count, plural, =1 {One place was} other {# places were}} left out: a line is too long to show, or a file’s name is no text.',
    { count },
  );
}

async function addUnsaved(path: string, query: SearchQuery, results: Results): Promise<void> {
  const text = openTexts().text(path);
  if (text === null) return;
  const matches = await searchUnsaved(text, query);
  if (matches === null) results.note(t('The expression takes too long on the unsaved text of {path}.', { path }));
  else results.add([{ path, stamp: null, matches: [...matches] }]);
}

/** The text of an open file changed: what was found in it is found again. */
async function searchAgain(path: string): Promise<void> {
  const before = useSearch.getState();
  const known = covered.has(path) || before.files.some((f) => f.path === path);
  const text = openTexts().text(path);
  if (before.searched === null || before.running || !known || text === null) return;
  const matches = await searchUnsaved(text, before.searched);
  const { searched, running, files } = useSearch.getState();
  if (matches === null || searched !== before.searched || running) return;
  covered.add(path);
  const others = files.filter((f) => f.path !== path);
  const again = matches.length === 0 ? [] : [toResult({ path, stamp: null, matches: [...matches] })];
  useSearch.setState({ files: sorted([...others, ...again]) });
}

interface Results {
  add(files: readonly FoundFile[]): void;
  note(text: string): void;
  /** More is known of what was added. */
  drawSoon(): void;
  finish(error: string | null): void;
}

/** Gathers results, and shows them now and then. Those of a search that was stopped for another are dropped. */
function collectResults(query: SearchQuery, signal: AbortSignal): Results {
  const files = new Map<string, ResultFile>();
  const notes: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown = false;
  const latest = (): boolean => stopRunning?.signal === signal;
  const draw = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (!latest()) return;
    useSearch.setState(({ leftOut, current, searched }) => ({
      files: sorted(Array.from(files.values(), (file) => (kept.has(file.path) ? { ...file, kept: true } : file))),
      searched: query,
      notes: [...notes],
      // The same search again keeps what was chosen.
      leftOut: shown || sameQuery(searched, query) ? leftOut : new Set(),
      current: shown || sameQuery(searched, query) ? current : null,
    }));
    shown = true;
  };
  timer = setTimeout(draw, STALE_MS);
  const drawSoon = (): void => {
    timer ??= setTimeout(draw, DRAW_MS);
  };
  return {
    add: (found) => {
      for (const file of found) {
        if (file.matches.length === 0) continue;
        const before = files.get(file.path);
        const next = toResult(file);
        files.set(file.path, before ? { ...next, matches: [...before.matches, ...next.matches] } : next);
      }
      // The first are shown at once.
      if (!shown) draw();
      else drawSoon();
    },
    drawSoon,
    note: (text) => {
      notes.push(text);
    },
    finish: (error) => {
      if (!latest()) return;
      if (signal.aborted) notes.push(t('The search was stopped before its end.'));
      draw();
      useSearch.setState(error === null ? { running: false } : { running: false, error });
    },
  };
}

function toResult(file: FoundFile): ResultFile {
  return {
    ...file,
    kept: kept.has(file.path),
    matches: file.matches.map((match) => ({
      ...match,
      id: `${file.path}\0${String(match.line)}:${String(match.column)}`,
    })),
  };
}

function sorted(files: ResultFile[]): ResultFile[] {
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function sameQuery(a: SearchQuery | null, b: SearchQuery): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Take a file or a match off the list. @param id a file's path or a match's id */
export function dismiss(id: string): void {
  useSearch.setState(({ files }) => ({
    files: files.flatMap((file) => {
      if (file.path === id) return [];
      if (!file.matches.some((m) => m.id === id)) return [file];
      const matches = file.matches.filter((m) => m.id !== id);
      return matches.length === 0 ? [] : [{ ...file, matches }];
    }),
  }));
}

/** Choose whether matches are replaced. */
export function setLeftOut(ids: readonly string[], out: boolean): void {
  useSearch.setState(({ leftOut }) => {
    const next = new Set(leftOut);
    for (const id of ids) {
      if (out) next.add(id);
      else next.delete(id);
    }
    return { leftOut: next };
  });
}

/** The match after the one that was opened last, or before it; round and round. `null` without results. */
export function stepMatch(step: 1 | -1): { readonly file: ResultFile; readonly match: ResultMatch } | null {
  const { files, current } = useSearch.getState();
  const all = files.flatMap((file) => file.matches.map((match) => ({ file, match })));
  const at = all.findIndex(({ match }) => match.id === current);
  const next = at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length;
  return all[next] ?? null;
}
