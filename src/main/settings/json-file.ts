import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { AppError } from '../../shared/app-error.ts';

/** What a JSON file held. `broken`: there is a file, and it is not a JSON object. */
export type JsonFile =
  | { readonly state: 'missing' }
  | { readonly state: 'broken' }
  | { readonly state: 'read'; readonly values: Readonly<Record<string, unknown>> };

/** Read a JSON object. Never rejects. */
export async function readJsonFile(file: string): Promise<JsonFile> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return { state: (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'broken' };
  }
  return parseJsonObject(text);
}

/** What the text of a file holds. Never throws. */
export function parseJsonObject(text: string): Exclude<JsonFile, { state: 'missing' }> {
  try {
    const values: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof values !== 'object' || values === null || Array.isArray(values)) return { state: 'broken' };
    return { state: 'read', values: values as Record<string, unknown> };
  } catch {
    return { state: 'broken' };
  }
}

/** Replace the file at once and whole, readable by its owner only. Throws `write-failed`. */
export function writeJsonFile(file: string, values: object): Promise<void> {
  return writeTextFile(file, `${JSON.stringify(values, null, '\t')}\n`);
}

/** The same for a text as it is. Throws `write-failed`. */
export async function writeTextFile(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFileAtomic(file, text, { mode: 0o600 });
  } catch (error) {
    throw new AppError('write-failed', undefined, { cause: error });
  }
}
