import { AppError } from '../../../shared/app-error.ts';
import type { ChatEvent, ContextChip } from '../../../shared/schemas/chat-and-completion.ts';
import type { Readable } from './readable.ts';
import { t } from '../../../shared/messages/t.ts';

/** What became of each chip, as told to the user. */
export type ContextReport = Extract<ChatEvent, { type: 'started' }>['context'];

/** One chip as text for the model. Throws AppError where nothing of it may or can be read. */
interface Gathered {
  /** Each can be left out by itself where a model has no room. */
  readonly parts: readonly { readonly name: string; readonly text: string }[];
  /** For the report: what of it was left out and why; `null` if nothing was. */
  readonly leftOut: string | null;
}

/** One kind of context. */
export interface ContextSource<C extends ContextChip> {
  /** How the chip is called in reports. */
  readonly label: (chip: C) => string;
  /** What is left out first where a model has no room: the higher, the sooner. What the user pointed at is 0. */
  readonly rank: number;
  readonly gather: (chip: C, readable: Readable) => Promise<Gathered>;
}

/** Characters of one file taken; beyond that a local model's context is full anyway. */
const FILE_CHARS = 200_000;
/** Characters of all files of a folder. */
const FOLDER_CHARS = 400_000;
const FOUND_LINES = 200;
const NAMES = 2000;
const COMMITS = 20;

const one = (name: string, text: string, leftOut: string | null = null): Gathered => ({
  parts: [{ name, text }],
  leftOut,
});
const keptNote = (kept: number): string | null =>
  kept === 0 ? null : t('{kept, plural, one {# file is} other {# files are}} kept from models by rules.', { kept });
const join = (...notes: (string | null)[]): string | null => notes.filter((n) => n !== null).join(' ') || null;

/**
 * Every surface from which a question takes text. A new kind of chip does not compile without an
 * entry here, and gets at the workspace only through {@link Readable}.
 */
export const CONTEXT_SOURCES: {
  readonly [K in ContextChip['kind']]: ContextSource<Extract<ContextChip, { kind: K }>>;
} = {
  file: {
    label: ({ path }) => path,
    rank: 1,
    gather: async ({ path }, readable) => {
      const text = await readable.text(path);
      return one(path, fileText(path, text), cutNote(text));
    },
  },
  selection: {
    label: ({ path }) => path,
    rank: 0,
    gather: async ({ path, startLine, endLine, text }, readable) => {
      await readable.assertReadable(path);
      return one(path, `Lines ${String(startLine)} to ${String(endLine)} of ${path}:\n${fenced(text)}`);
    },
  },
  folder: {
    label: ({ path }) => (path === '' ? t('the whole folder') : `${path}/`),
    rank: 4,
    gather: async ({ path }, readable) => {
      const { items, kept } = await readable.files(path);
      const parts: { name: string; text: string }[] = [];
      let cut = 0;
      let room = FOLDER_CHARS;
      let unread = 0;
      for (const file of items) {
        // Binary, too large or gone meanwhile: such a file says nothing to a model.
        const text = room <= 0 ? null : await readable.text(file).catch(() => null);
        if (text === null || text.length > room) unread++;
        else {
          room -= text.length;
          parts.push({ name: file, text: fileText(file, text) });
          if (cutNote(text) !== null) cut++;
        }
      }
      if (parts.length === 0)
        throw new AppError('refused-by-ignore', keptNote(kept) ?? t('There is no text in this folder.'));
      const note = unread === 0 ? null : t('{unread} binary or too large, or beyond the room there is.', { unread });
      const cuts =
        cut === 0 ? null : t('The end of {cut, plural, one {# long file} other {# long files}} is left out.', { cut });
      return { parts, leftOut: join(keptNote(kept), note, cuts) };
    },
  },
  names: {
    label: ({ path }) => (path === '' ? t('file names') : t('file names of {path}/', { path })),
    rank: 5,
    gather: async ({ path }, readable) => {
      const { items, kept } = await readable.files(path);
      const shown = items.slice(0, NAMES);
      const note = items.length > NAMES ? t('Only the first {NAMES} names are taken.', { NAMES }) : null;
      return one('file names', `Files:\n${fenced(shown.join('\n'))}`, join(keptNote(kept), note));
    },
  },
  search: {
    label: ({ query }) => t('search for “{query}”', { query: query.slice(0, 40) }),
    rank: 3,
    gather: async ({ query }, readable) => {
      const { items, kept } = await readable.search(query);
      const lines = items.slice(0, FOUND_LINES).map(({ path, line, text }) => `${path}:${String(line)}: ${text}`);
      const note =
        items.length > FOUND_LINES
          ? t('Only the first {FOUNDLINES} lines are taken.', { FOUNDLINES: FOUND_LINES })
          : null;
      const text = lines.length === 0 ? 'Nothing was found.' : fenced(lines.join('\n'));
      return one('lines found', `Lines with ${JSON.stringify(query)}:\n${text}`, join(keptNote(kept), note));
    },
  },
  changes: {
    label: () => t('uncommitted changes'),
    rank: 2,
    gather: ({ folder }, readable) => changes(readable, 'all', 'Uncommitted changes', folder),
  },
  staged: {
    label: () => t('staged changes'),
    rank: 2,
    gather: ({ folder }, readable) => changes(readable, 'staged', 'Changes staged for the next commit', folder),
  },
  commits: {
    label: () => t('recent commits'),
    rank: 5,
    gather: async ({ folder }, readable) =>
      one('commits', `Recent commits:\n${fenced((await readable.commits(COMMITS, folder)).trimEnd())}`),
  },
  problems: {
    label: ({ path }) => t('problems in {path}', { path }),
    rank: 0,
    gather: async ({ path, items }, readable) => {
      await readable.assertReadable(path);
      const lines = items.map(({ line, message }) => `${path}:${String(line)}: ${message}`);
      return one(path, `Problems:\n${fenced(lines.join('\n'))}`);
    },
  },
  terminalSelection: {
    label: ({ name }) => t('selection in {name}', { name }),
    rank: 0,
    // The user pointed at it; what is secret in it is redacted for a cloud like the rest.
    gather: ({ name, text }) => Promise.resolve(one('terminal', `From the terminal “${name}”:\n${fenced(text)}`)),
  },
  terminalOutput: {
    label: ({ name }) => t('output of {name}', { name }),
    rank: 1,
    gather: ({ terminal }, readable) => {
      const { name, text } = readable.terminalOutput(terminal);
      return Promise.resolve(one('terminal', `The end of what the terminal “${name}” printed:\n${fenced(text)}`));
    },
  },
  edits: {
    label: () => t('recent edits'),
    rank: 2,
    gather: async ({ items }, readable) => {
      const { items: allowed, kept } = await readable.permitted(items, (item) => item.path);
      if (allowed.length === 0) throw new AppError('refused-by-ignore', keptNote(kept) ?? t('There are none.'));
      const parts = allowed.map(
        ({ path, startLine, text }) => `${path} from line ${String(startLine)}:\n${fenced(text)}`,
      );
      return one('edits', `Recently edited:\n${parts.join('\n')}`, keptNote(kept));
    },
  },
};

async function changes(
  readable: Readable,
  which: 'all' | 'staged',
  title: string,
  folder: string | undefined,
): Promise<Gathered> {
  const { items, kept } = await readable.changes(which, folder);
  const diff = items.join('\n');
  const text = diff === '' ? 'Nothing is changed.' : fenced(diff.slice(0, FILE_CHARS));
  const note = diff.length > FILE_CHARS ? t('The diff is cut.') : null;
  return one('changes', `${title}:\n${text}`, join(keptNote(kept), note));
}

function cutNote(text: string): string | null {
  return text.length > FILE_CHARS
    ? t('The end is left out: the file has more than {FILECHARS} characters.', { FILECHARS: FILE_CHARS })
    : null;
}

function fileText(path: string, text: string): string {
  const cut = text.length > FILE_CHARS ? `${text.slice(0, FILE_CHARS)}\n[the rest of the file is left out]` : text;
  return `File ${path}:\n${fenced(cut)}`;
}

/** A fence longer than any within, so that the text cannot end it. */
function fenced(text: string): string {
  let longest = 2;
  for (const [run] of text.matchAll(/`{3,}/g)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
