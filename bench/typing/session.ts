import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Stands for the key that goes to the end of the next line. */
export const DOWN = '↓';

const Place = z.strictObject({
  /** Of the file in the project, and of where it was taken from in this repository. */
  path: z.string(),
  before: z.string(),
  after: z.string(),
  /** What stands between them in the end. */
  code: z.string(),
  /** What is typed: a letter, and how long it takes until it is, ms. */
  keys: z.array(z.tuple([z.string().length(1), z.number().int().nonnegative()])),
});
const Recording = z.strictObject({ about: z.string(), places: z.array(Place) });

/** A recorded typing session, and code that it is typed into. */
export type Recording = z.infer<typeof Recording>;

export const RECORDING_FILE = join(import.meta.dirname, 'recording.json');

export async function readRecording(): Promise<Recording> {
  return Recording.parse(JSON.parse(await readFile(RECORDING_FILE, 'utf8')));
}
