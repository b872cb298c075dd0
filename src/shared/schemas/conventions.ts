import { z } from './zod.ts';

const Width = z.number().int().min(1).max(16).nullable();

/** How a project wants one of its files written. `null`: it does not say. */
export const Conventions = z.strictObject({
  insertSpaces: z.boolean().nullable(),
  /** Columns of one step. */
  indentSize: Width,
  /** Columns of a tab. */
  tabSize: Width,
  eol: z.enum(['\n', '\r\n']).nullable(),
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

export type Conventions = z.infer<typeof Conventions>;
