import { create } from 'zustand';
import { AppError } from '../../shared/app-error.ts';
import type { TextEdit } from '../../shared/schemas/search.ts';
import { call } from '../bridge/bridge.ts';
import { messageOf } from '../ui/notifications.tsx';
import { createReplacer } from './replacement.ts';
import { openTexts, runSearch, useSearch, type ResultFile, type ResultMatch } from './search-store.ts';

/** Changes to one file. */
export interface FileEdits {
  readonly path: string;
  /** Of the file on disk; `null` where an open file's text was searched or changed. */
  readonly stamp: string | null;
  readonly edits: readonly TextEdit[];
}

/** How a replacement, or its undoing, went. */
export interface Outcome {
  readonly kind: 'replaced' | 'undone';
  readonly matches: number;
  readonly files: number;
  /** Open files that had unsaved text before: changed, and left for the user to save. */
  readonly unsaved: readonly string[];
  readonly failed: readonly { readonly path: string; readonly why: string }[];
}

interface ReplaceState {
  readonly busy: boolean;
  readonly outcome: Outcome | null;
  /** Replacements that can be taken back, the latest last. */
  readonly done: readonly (readonly FileEdits[])[];
}

/** What was replaced, and what takes it back. In memory only. */
export const useReplace = create<ReplaceState>(() => ({ busy: false, outcome: null, done: [] }));

/** Another folder is open: nothing in it was replaced. */
export function forgetReplacements(): void {
  useReplace.setState({ outcome: null, done: [] });
}

/** Replacements that can be taken back. */
const KEPT = 20;
/** Files under way at a time. */
const AT_ONCE = 8;

/**
 * The changes that replacing makes in a file, those of matches that are left out excepted.
 * @returns also how many matches cannot be replaced, as they are too long or cannot be told
 */
export function editsOf(
  file: ResultFile,
  matches: readonly ResultMatch[],
): FileEdits & { readonly impossible: number } {
  const { searched, fields, leftOut } = useSearch.getState();
  const replacer = searched === null ? (): null => null : createReplacer(searched, fields.replacement);
  let impossible = 0;
  const edits = matches
    .filter(({ id }) => !leftOut.has(id))
    .flatMap((match) => {
      const text = replacer(match);
      if (text === null) {
        impossible++;
        return [];
      }
      const { line, column, endLine, endColumn, text: expected } = match;
      return [{ line, column, endLine, endColumn, expect: expected, text }];
    });
  return { path: file.path, stamp: file.stamp, edits, impossible };
}

/** Replace matches as one step that {@link undoReplace} takes back. @param only these matches of that file; all, unless given */
export async function replaceMatches(only?: {
  readonly file: ResultFile;
  readonly matches: readonly ResultMatch[];
}): Promise<void> {
  const { files } = useSearch.getState();
  const chosen = only ? [only] : files.map((file) => ({ file, matches: file.matches }));
  const changes = chosen.map(({ file, matches }) => editsOf(file, matches));
  const failed = changes
    .filter(({ impossible }) => impossible > 0)
    .map(({ path }) => ({ path, why: new AppError('match-too-long').message }));
  await make('replaced', changes, failed);
}

/** Take the last replacement back, in all its files. */
export async function undoReplace(): Promise<void> {
  const last = useReplace.getState().done.at(-1);
  if (!last || useReplace.getState().busy) return;
  useReplace.setState(({ done }) => ({ done: done.filter((each) => each !== last) }));
  await make('undone', last, []);
}

async function make(kind: Outcome['kind'], all: readonly FileEdits[], before: Outcome['failed']): Promise<void> {
  if (useReplace.getState().busy) return;
  useReplace.setState({ busy: true, outcome: null });
  const waiting = all.filter(({ edits }) => edits.length > 0);
  const failed = [...before];
  const unsaved: string[] = [];
  const inverse: FileEdits[] = [];
  let matches = 0;
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        const changed = await change(next);
        if (changed.leftUnsaved) unsaved.push(next.path);
        inverse.push({ path: next.path, stamp: changed.stamp, edits: changed.inverse });
        matches += next.edits.length;
      } catch (error) {
        failed.push({ path: next.path, why: messageOf(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  useReplace.setState(({ done }) => ({
    busy: false,
    outcome: { kind, matches, files: inverse.length, unsaved, failed },
    done: kind === 'replaced' && inverse.length > 0 ? [...done, inverse].slice(-KEPT) : done,
  }));
  if (useSearch.getState().searched !== null) await runSearch();
}

interface Changed {
  readonly stamp: string | null;
  readonly inverse: readonly TextEdit[];
  readonly leftUnsaved: boolean;
}

/** Change one file: in the editor where it is open, so that it can be undone there too, and otherwise on disk. */
async function change({ path, stamp, edits }: FileEdits): Promise<Changed> {
  const documents = openTexts();
  if (documents.text(path) !== null) {
    const wasUnsaved = documents.unsaved().includes(path);
    const inverse = documents.edit(path, edits);
    if (inverse === null) throw new AppError('file-changed-since-search');
    // Text that the user has not saved yet stays theirs to save.
    const saved = !wasUnsaved && (await documents.save(path));
    return { stamp: null, inverse, leftUnsaved: !saved };
  }
  const { stamp: next, inverse } = await call('search.replace', { path, stamp, edits: [...edits] });
  return { stamp: next, inverse, leftUnsaved: false };
}
