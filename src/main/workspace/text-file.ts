import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, readFile, stat, writeFile } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { AppError } from '../../shared/app-error.ts';
import { LIMITS } from '../../shared/limits.ts';
import type { FileText } from '../../shared/schemas/workspace.ts';
import { toFileError } from './file-error.ts';

/** A text as the editor has it: lines end with `\n`, no byte order mark. */
type Text = Omit<FileText, 'path'>;

const BOM = '\uFEFF';

/**
 * Read a text file. Throws `path-not-found`, `not-a-file`, `path-not-permitted`, `file-too-large`,
 * `file-is-binary` (which includes text that is not UTF-8: saving it would destroy it).
 * @param path absolute, symbolic links resolved
 */
export async function readTextFile(path: string): Promise<Text> {
  const { text, ...file } = await readExactText(path);
  return { ...file, text: text.replace(/\r\n?/g, '\n'), readOnly: !(await writable(path)) };
}

/** The same with each line's end as it is. `eol` is that of most lines. */
export async function readExactText(path: string): Promise<Omit<Text, 'readOnly'>> {
  try {
    const info = await stat(path);
    if (!info.isFile()) throw new AppError('not-a-file');
    if (info.size > LIMITS.textFileBytes) {
      const [size, most] = [info.size, LIMITS.textFileBytes].map((n) => String(Math.round(n / 1024 / 1024)));
      throw new AppError('file-too-large', `It has ${String(size)} MB; up to ${String(most)} MB can be opened.`);
    }
    if (await beginsBinary(path)) throw new AppError('file-is-binary');
    const bytes = await readFile(path);
    const decoded = decode(bytes);
    const bom = decoded.startsWith(BOM);
    const crlf = decoded.match(/\r\n/g)?.length ?? 0;
    const lf = (decoded.match(/\n/g)?.length ?? 0) - crlf;
    return {
      text: bom ? decoded.slice(1) : decoded,
      eol: crlf > lf ? '\r\n' : '\n',
      bom,
      version: versionOf(bytes),
    };
  } catch (error) {
    throw toFileError(error, 'reading');
  }
}

/**
 * Write a text file whole, so that a crash leaves the old or the new text. Throws
 * `file-changed-on-disk` if it is not as last read, `path-not-found` if it is gone.
 * @param expected the version last read; `null` for a file that must not exist yet
 * @returns the new version
 */
export async function writeTextFile(
  path: string,
  { text, eol, bom }: Pick<FileText, 'text' | 'eol' | 'bom'>,
  expected: string | null,
): Promise<string> {
  const bytes = Buffer.from((bom ? BOM : '') + (eol === '\n' ? text : text.replace(/\n/g, eol)), 'utf8');
  if (bytes.byteLength > LIMITS.textFileBytes) throw new AppError('file-too-large');
  try {
    if (expected === null) {
      await writeFile(path, bytes, { flag: 'wx' });
    } else {
      const now = versionOf(await readFile(path));
      if (now !== expected) throw new AppError('file-changed-on-disk');
      await replace(path, bytes);
    }
    return versionOf(bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new AppError('file-changed-on-disk');
    throw toFileError(error, 'writing');
  }
}

async function replace(path: string, bytes: Buffer): Promise<void> {
  // A file that we may write in a folder that we may not can only be written in place.
  await access(path, constants.W_OK);
  try {
    await writeFileAtomic(path, bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    await writeFile(path, bytes);
  }
}

function versionOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

/** Git's heuristic: a NUL among the first 8000 bytes. */
async function beginsBinary(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8000), 0, 8000, 0);
    return buffer.subarray(0, bytesRead).includes(0);
  } finally {
    await file.close();
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new AppError('file-is-binary', 'It is not UTF-8 text.', { cause: error });
  }
}

async function writable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
