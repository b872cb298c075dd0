import { LIMITS } from '../limits.ts';
import { Count, Path } from './basics.ts';
import { z } from './zod.ts';

const Place = z.number().int().positive();
const Glob = z.string().min(1).max(LIMITS.searchGlobChars);

/** What is looked for, and where. */
export const SearchQuery = z.strictObject({
  text: z.string().min(1).max(LIMITS.searchQueryChars),
  regex: z.boolean(),
  matchCase: z.boolean(),
  wholeWord: z.boolean(),
  /** Globs as users write them: a name is found in any folder, `./` begins at the root. None: everything. */
  include: z.array(Glob).max(LIMITS.searchGlobs),
  exclude: z.array(Glob).max(LIMITS.searchGlobs),
  /** Leave out what `.gitignore` and the like name. */
  useIgnoreFiles: z.boolean(),
});

/** A place in a text: lines and columns from 1, columns in UTF-16 units as Monaco's. */
export const TextRange = z.strictObject({ line: Place, column: Place, endLine: Place, endColumn: Place });

export const FoundMatch = TextRange.extend({
  /** What stands before it on its first line, or the end of that. */
  before: z.string(),
  /** What matched. */
  text: z.string(),
  /** What stands behind it on its last line, or the begin of that. */
  after: z.string(),
  /** `text` is only the begin of what matched. */
  cut: z.boolean(),
  /** `before` is only the end of what stands there. */
  beforeCut: z.boolean(),
});

export const FoundFile = z.strictObject({
  path: Path,
  /** Opaque stamp of the file as it was searched; `null` for one whose unsaved text was searched. */
  stamp: z.string().nullable(),
  matches: z.array(FoundMatch),
});

export const SearchEvent = z.discriminatedUnion('kind', [
  /** Of the files with unsaved text, those that the search covers. Whoever has the text searches it. */
  z.strictObject({ kind: z.literal('unsaved'), paths: z.array(Path) }),
  /** A file that came before has further matches. */
  z.strictObject({ kind: z.literal('found'), files: z.array(FoundFile) }),
  /** Of the files told of before, those that a rule keeps from models: found for the user, and marked. */
  z.strictObject({ kind: z.literal('kept'), paths: z.array(Path) }),
  z.strictObject({
    kind: z.literal('end'),
    /** Why there may be more. */
    limit: z.enum(['results', 'bytes']).nullable(),
    /** Files whose names are no text, and lines that are too long. */
    skipped: Count,
  }),
]);

/** One change of a text. */
export const TextEdit = TextRange.extend({
  /** What has to stand there for the change to be made. Line ends count as `\n`. */
  expect: z.string().max(LIMITS.replacementChars),
  text: z.string().max(LIMITS.replacementChars),
});

/** A file was changed. */
export const EditedFile = z.strictObject({
  stamp: z.string(),
  /** What takes it back. */
  inverse: z.array(TextEdit),
});

export type SearchQuery = z.infer<typeof SearchQuery>;

export type TextRange = z.infer<typeof TextRange>;

export type FoundMatch = z.infer<typeof FoundMatch>;

export type FoundFile = z.infer<typeof FoundFile>;

export type SearchEvent = z.infer<typeof SearchEvent>;

export type TextEdit = z.infer<typeof TextEdit>;

export type EditedFile = z.infer<typeof EditedFile>;
