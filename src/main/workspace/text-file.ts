import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, readFile, stat, unlink } from 'node:fs/promises';
import { AppError } from '../../shared/app-error.ts';
import { LIMITS } from '../../shared/limits.ts';
import type { FileText } from '../../shared/schemas/workspace.ts';
import { toFileError } from './file-error.ts';
import { replaceFile } from './replace-file.ts';
import { t } from '../../shared/messages/t.ts';

/** A text as the editor has it: lines end with `\n`, no byte order mark. */
type Text = Omit<FileText, 'path'>;

/** What is written, and how. */
export type TextToWrite = Pick<FileText, 'text' | 'eol' | 'bom'> & Partial<Pick<FileText, 'encoding'>>;

type Encoding = FileText['encoding'];

const BOM = '\uFEFF';

/**
 * Read a text file. Throws `path-not-found`, `not-a-file`, `path-not-permitted`, `file-too-large`,
 * `file-is-binary` (which includes text that is neither UTF-8 nor UTF-16 with its mark: saving it would destroy it).
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
    const encoding = encodingOf(bytes);
    const decoded = decode(bytes, encoding);
    const bom = decoded.startsWith(BOM);
    const crlf = decoded.match(/\r\n/g)?.length ?? 0;
    const lf = (decoded.match(/\n/g)?.length ?? 0) - crlf;
    return {
      text: bom ? decoded.slice(1) : decoded,
      eol: crlf > lf ? '\r\n' : '\n',
      bom,
      encoding,
      version: versionOf(bytes),
    };
  } catch (error) {
    throw toFileError(error, 'reading');
  }
}

/**
 * Write a text file whole, so that a crash leaves the old or the new text. Throws
 * `file-changed-on-disk` if it is not as last read, `path-not-found` if it is gone.
 * @param file without an encoding it is UTF-8
 * @param expected the version last read; `null` for a file that must not exist yet
 * @returns the new version
 */
export async function writeTextFile(path: string, file: TextToWrite, expected: string | null): Promise<string> {
  const bytes = encode(file);
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

/** Git's heuristic: a NUL among the first 8000 bytes, unless they say that they are UTF-16. */
async function beginsBinary(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8000), 0, 8000, 0);
    const begin = buffer.subarray(0, bytesRead);
    return encodingOf(begin) === 'utf-8' && begin.includes(0);
  } finally {
    await file.close();
  }
}

/** By the mark at its begin: UTF-16 without one cannot be told from what is no text. */
function encodingOf(bytes: Uint8Array): Encoding {
  const [first, second, third, fourth] = bytes;
  // UTF-32 begins with the same two bytes.
  if (first === 0xff && second === 0xfe && !(third === 0 && fourth === 0)) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

function decode(bytes: Uint8Array, encoding: Encoding): string {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    const what = encoding === 'utf-8' ? t('It is not UTF-8 text.') : t('It is not whole UTF-16 text.');
    throw new AppError('file-is-binary', what, { cause: error });
  }
}

function encode({ text, eol, bom, encoding = 'utf-8' }: TextToWrite): Buffer {
  const whole = (bom ? BOM : '') + (eol === '\n' ? text : text.replace(/\n/g, eol));
  if (encoding === 'utf-8') return Buffer.from(whole, 'utf8');
  const bytes = Buffer.from(whole, 'utf16le');
  return encoding === 'utf-16be' ? bytes.swap16() : bytes;
}

async function writable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
