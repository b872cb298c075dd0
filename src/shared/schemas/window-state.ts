import { Count, Id, Path } from './basics.ts';
import { TextEncodingSchema } from './workspace.ts';
import { z } from './zod.ts';

const Line = z.number().int().positive();

/** Where the cursor is in a file, and what is at the top of its editor; from 1. */
export const FilePlace = z.strictObject({ line: Line, column: Line, top: Line });

const SavedTab = z.strictObject({
  id: z.string().min(1).max(10_000),
  kind: Id,
  title: z.string().max(10_000),
  path: Path.nullable(),
  holds: z.boolean(),
  /** JSON, for the kind of tab to read. */
  params: z.string().max(100_000),
  preview: z.boolean(),
  pinned: z.boolean(),
  place: FilePlace.nullable(),
});

const SavedGroup = z.strictObject({
  id: Id,
  tabs: z.array(SavedTab).max(2000),
  active: z.string().max(10_000).nullable(),
  /** Ids of its tabs, the latest first. */
  recent: z.array(z.string().max(10_000)).max(2000),
});

const SavedPlace = z.strictObject({ open: z.boolean(), view: Id, size: Count.max(100_000) });

/** How a folder's window looked last: names of files and places in them, and nothing of what is in the files. */
export const WindowState = z.strictObject({
  groups: z.array(SavedGroup).min(1).max(100),
  active: Id,
  /** How the groups lie beside each other: JSON, as the dock writes it. */
  grid: z.string().max(1_000_000),
  places: z.strictObject({ side: SavedPlace, secondary: SavedPlace, panel: SavedPlace }),
  /** Of the files that do not tell theirs. */
  encodings: z
    .array(z.strictObject({ path: Path, encoding: TextEncodingSchema }))
    .max(2000)
    .exactOptional(),
});

/** A text that is not saved, and what it is a change of. */
export const Backup = z.strictObject({
  path: Path,
  /** Lines end with `\n`. */
  text: z.string(),
  eol: z.enum(['\n', '\r\n']),
  bom: z.boolean(),
  /** UTF-8 unless it says another. */
  encoding: TextEncodingSchema.exactOptional(),
  /** The version of the file that was read last. */
  version: z.string().max(128),
});

export type FilePlace = z.infer<typeof FilePlace>;

export type WindowState = z.infer<typeof WindowState>;

export type Backup = z.infer<typeof Backup>;
