import { readFile, stat } from 'node:fs/promises';
import { AppError } from '../../shared/app-error.ts';
import { LIMITS } from '../../shared/limits.ts';
import type { ImageFile } from '../../shared/schemas/workspace.ts';
import { toFileError } from './file-error.ts';

type Kind = ImageFile['type'];

const ascii = (bytes: Buffer, from: number, to: number): string => bytes.subarray(from, to).toString('latin1');

/** How files of each kind begin. What a file is called says nothing of what is in it. */
const BEGINS: readonly (readonly [Kind, (bytes: Buffer) => boolean])[] = [
  ['image/png', (b) => ascii(b, 0, 8) === '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', (b) => ascii(b, 0, 3) === '\xff\xd8\xff'],
  ['image/gif', (b) => /^GIF8[79]a/.test(ascii(b, 0, 6))],
  ['image/webp', (b) => ascii(b, 0, 4) === 'RIFF' && ascii(b, 8, 12) === 'WEBP'],
  ['image/bmp', (b) => ascii(b, 0, 2) === 'BM'],
  ['image/x-icon', (b) => ascii(b, 0, 4) === '\0\0\x01\0'],
  ['image/avif', (b) => /^ftypavi[fs]/.test(ascii(b, 4, 12))],
  ['image/svg+xml', isSvg],
];

/** An XML text whose first element is `svg`, whatever comments and declarations stand before it. */
function isSvg(bytes: Buffer): boolean {
  const begin = bytes
    .subarray(0, 4096)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  const rest = begin.replace(/^(?:\s+|<\?[^>]*\?>|<!--[^]*?-->|<![^>]*>)+/, '');
  return /^<svg[\s>]/.test(rest);
}

/**
 * Read a picture to be shown as one. Throws `path-not-found`, `not-a-file`, `path-not-permitted`, `image-too-large`,
 * `file-not-an-image`.
 * @param path absolute, symbolic links resolved
 */
export async function readImageFile(path: string): Promise<Omit<ImageFile, 'path'>> {
  try {
    const info = await stat(path);
    if (!info.isFile()) throw new AppError('not-a-file');
    if (info.size > LIMITS.imageFileBytes) throw new AppError('image-too-large');
    const bytes = await readFile(path);
    const type = BEGINS.find(([, begins]) => begins(bytes))?.[0];
    if (type === undefined) throw new AppError('file-not-an-image');
    return { type, base64: bytes.toString('base64'), bytes: bytes.byteLength };
  } catch (error) {
    throw toFileError(error, 'reading');
  }
}
