import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, readFile, stat, unlink } from 'node:fs/promises';
import { AppError } from '../../shared/app-error.ts';
import { LIMITS } from '../../shared/limits.ts';
import type { FileText } from '../../shared/schemas/workspace.ts';
import { toFileError } from './file-error.ts';
import { replaceFile } from './replace-file.ts';
import { beginsBinary, decodeText, encodeText, LOOKED_AT, type EncodingWanted } from './text-encoding.ts';
import { t } from '../../shared/messages/t.ts';

/** A text as the editor has it: lines end with `\n`, no byte order mark. */
type Text = Omit<FileText, 'path'>;

/** What is written, and how. */
export type TextToWrite = Pick<FileText, 'text' | 'eol' | 'bom'> & Partial<Pick<FileText, 'encoding'>>;

/**
 * Read a text file. Throws `path-not-found`, `not-a-file`, `path-not-permitted`, `file-too-large`, and what
 * {@link decodeText} throws.
 * @param path absolute, symbolic links resolved
 */
export async function readTextFile(path: string, wanted: EncodingWanted): Promise<Text> {
  const { text, ...file } = await readExactText(path, wanted);
  return { ...file, text: text.replace(/\r\n?/g, '\n'), readOnly: !(await writable(path)) };
}

/** The same with each line's end as it is. `eol` is that of most lines. */
export async function readExactText(path: string, wanted: EncodingWanted): Promise<Omit<Text, 'readOnly'>> {
  try {
    const info = await stat(path);
    if (!info.isFile()) throw new AppError('not-a-file');
    if (info.size > LIMITS.textFileBytes) {
      const inMb = (bytes: number): string => String(Math.round(bytes / 1024 / 1024));
      const [size, most] = [inMb(info.size), inMb(LIMITS.textFileBytes)];
      throw new AppError('file-too-large', t('It has {size} MB; up to {most} MB can be opened.', { size, most }));
    }
    if (await looksBinary(path, wanted)) throw new AppError('file-is-binary');
    const bytes = await readFile(path);
    const decoded = await decodeText(bytes, wanted);
    const crlf = decoded.text.match(/\r\n/g)?.length ?? 0;
    const lf = (decoded.text.match(/\n/g)?.length ?? 0) - crlf;
    return { ...decoded, eol: crlf > lf ? '\r\n' : '\n', version: versionOf(bytes) };
  } catch (error) {
    throw toFileError(error, 'reading');
  }
}

/**
 * Write a text file whole, so that a crash leaves the old or the new text. Throws
 * `file-changed-on-disk` if it is not as last read, `path-not-found` if it is gone, `text-not-in-encoding`.
 * @param file without an encoding it is UTF-8
 * @param expected the version last read; `null` for a file that must not exist yet
 * @returns the new version
 */
export async function writeTextFile(path: string, file: TextToWrite, expected: string | null): Promise<string> {
  const { text, eol, bom, encoding = 'utf-8' } = file;
  const bytes = await encodeText({ text: eol === '\n' ? text : text.replace(/\n/g, eol), bom, encoding });
  if (bytes.byteLength > LIMITS.textFileBytes) throw new AppError('file-too-large');
  try {
    if (expected === null) {
      await writeNew(path, bytes);
    } else {
      const now = await readFile(path);
      if (versionOf(now) !== expected) throw new AppError('file-changed-on-disk');
      await replaceFile(path, bytes, now);
    }
    return versionOf(bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new AppError('file-changed-on-disk');
    const known = toFileError(error, 'writing');
    if (known.code !== 'path-not-permitted') throw known;
    throw new AppError(known.code, t('Your text is still here: change the permissions and save again.'), {
      cause: error,
    });
  }
}

/** Half a file is none. */
async function writeNew(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } catch (error) {
    await unlink(path).catch(() => undefined);
    throw error;
  } finally {
    await file.close();
  }
}

function versionOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

/** Whether the begin of a file is of none that is a text, so that not all of it need be read. */
async function looksBinary(path: string, wanted: EncodingWanted): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LOOKED_AT), 0, LOOKED_AT, 0);
    return await beginsBinary(buffer.subarray(0, bytesRead), wanted);
  } finally {
    await file.close();
  }
}

async function writable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
