import { z } from './zod.ts';

/** As `.editorconfig` calls them. */
export const CHARSETS = ['utf-8', 'utf-8-bom', 'latin1', 'utf-16le', 'utf-16be'] as const;

const Width = z.number().int().min(1).max(16).nullable();

/** How a project wants one of its files written. `null`: it does not say. */
export const Conventions = z.strictObject({
  insertSpaces: z.boolean().nullable(),
  /** Columns of one step. */
  indentSize: Width,
  /** Columns of a tab. */
  tabSize: Width,
  eol: z.enum(['\n', '\r\n']).nullable(),
  /** Of files that are not UTF-8 and have no byte order mark, and of new ones. */
  charset: z.enum(CHARSETS).nullable(),
  trimTrailingWhitespace: z.boolean().nullable(),
  finalNewline: z.boolean().nullable(),
  /** Columns. */
  maxLineLength: z.number().int().min(1).max(1000).nullable(),
  /** Whether the project has a formatter of its own for it, see `files.format`. */
  formatter: z.boolean(),
  /** The files that say so; those of one file are few. */
  sources: z.array(z.string()),
  /** The `.editorconfig` of the folder that says too much to be followed, if one does. */
  refused: z.string().nullable(),
});

export type Charset = (typeof CHARSETS)[number];

export type Conventions = z.infer<typeof Conventions>;
