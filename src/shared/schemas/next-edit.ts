import { LIMITS } from '../limits.ts';
import { Path } from './basics.ts';
import { z } from './zod.ts';

const Line = z.string().max(LIMITS.completionSnippetChars);
const Lines = z.array(Line).max(LIMITS.nextEditLines);
const LineNumber = z.number().int().min(1);

/** Lines of a file that were put in the place of others. */
export const LineEdit = z.strictObject({
  /** Of the first line, as the file is now. */
  startLine: LineNumber,
  before: Lines,
  after: Lines,
});

/** What the next edit is to be guessed from. */
export const NextEditRequest = z.strictObject({
  path: Path,
  languageId: z.string().max(64),
  cursorLine: LineNumber,
  /** What the user did in the file, the latest last. */
  edits: z.array(LineEdit).min(1).max(10),
  /** Of the file as it is now, the most telling first. None of them overlap. */
  parts: z
    .array(z.strictObject({ startLine: LineNumber, lines: Lines.min(1) }))
    .min(1)
    .max(20),
});

/** An edit of whole lines. */
export const Replacement = z.strictObject({
  /** Of the first line that goes. */
  startLine: LineNumber,
  /** The lines that go, as the model took them to be; never none. */
  old: Lines.min(1),
  /** The lines that come; none where the old ones are only removed. */
  lines: Lines,
});

export const NextEditResponse = z.strictObject({
  /** `null` when there is nothing worth showing. */
  edit: Replacement.nullable(),
  /** `null` when no model was asked. */
  model: z.string().nullable(),
});

export type LineEdit = z.infer<typeof LineEdit>;
export type NextEditRequest = z.infer<typeof NextEditRequest>;
export type NextEditResponse = z.infer<typeof NextEditResponse>;
export type Replacement = z.infer<typeof Replacement>;
