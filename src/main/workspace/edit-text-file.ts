import { stat } from 'node:fs/promises';
import { AppError } from '../../shared/app-error.ts';
import { applyEdits } from '../../shared/apply-edits.ts';
import type { EditedFile, TextEdit } from '../../shared/schemas/search.ts';
import { toFileError } from './file-error.ts';
import type { EncodingWanted } from './text-encoding.ts';
import { readExactText, writeTextFile } from './text-file.ts';

/**
 * Which of its states a file is in, without reading it: any write changes it. Opaque.
 * @param path absolute, symbolic links resolved
 */
export async function stampOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].map((part) => part.toString(36)).join(':');
  } catch (error) {
    throw toFileError(error, 'reading');
  }
}

/**
 * Change a text file, all or nothing, and leave the rest of it as it is: each line's end, byte order mark, mode.
 * Throws `file-changed-since-search` if its stamp is another (`null`: whatever it is) or one of the edits expects another text, and what
 * {@link readExactText} and {@link writeTextFile} throw.
 */
export async function editTextFile(
  path: string,
  stamp: string | null,
  edits: readonly TextEdit[],
  wanted: EncodingWanted,
): Promise<EditedFile> {
  if (stamp !== null && (await stampOf(path)) !== stamp) throw new AppError('file-changed-since-search');
  const { text, eol, bom, encoding, version } = await readExactText(path, wanted);
  const edited = applyEdits(text, edits, eol);
  if (edited === null) throw new AppError('file-changed-since-search');
  try {
    // Its line ends are all in the text.
    await writeTextFile(path, { text: edited.text, eol: '\n', bom, encoding }, version);
  } catch (error) {
    if (error instanceof AppError && error.code === 'file-changed-on-disk') {
      throw new AppError('file-changed-since-search', undefined, { cause: error });
    }
    throw error;
  }
  return { stamp: await stampOf(path), inverse: [...edited.inverse] };
}
