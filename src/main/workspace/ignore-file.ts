import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import { lstat, open, stat } from 'node:fs/promises';
import { msg } from '../../shared/messages/t.ts';

/** What there is under the name of an ignore file. */
export type IgnoreFile =
  | { readonly state: 'none' }
  /** `stamp` is the same as long as the text is; `null` if that cannot be told yet. */
  | { readonly state: 'read'; readonly text: string; readonly stamp: string | null }
  /** `why` as the end of a sentence that begins with the file's name. */
  | { readonly state: 'unread'; readonly why: string };

/** Larger files are not ignore files; a million bytes of rules would make every question slow. */
const MOST_BYTES = 1024 * 1024;
/** A change within the resolution of the disk's clock leaves the times as they were. The coarsest, FAT, has two seconds. */
const SETTLED_NS = 3_000_000_000n;

/**
 * Read an ignore file. Whatever is there and does not make sense counts as unread, so that the
 * caller can close what it was to govern; only true absence is `none`. Never rejects.
 * @param known what was read before; returned as it is when the file has not changed
 */
export async function readIgnoreFile(path: string, known: IgnoreFile | undefined): Promise<IgnoreFile> {
  let info: BigIntStats;
  try {
    info = await lstat(path, { bigint: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? { state: 'none' } : cannotBeRead();
  }
  try {
    if (info.isSymbolicLink()) info = await stat(path, { bigint: true });
    // Asked before opening: opening a pipe would wait for its writer.
    if (!info.isFile()) return { state: 'unread', why: msg('is not a regular file') };
    if (known?.state === 'read' && known.stamp !== null && known.stamp === stampOf(info)) return known;
    return await read(path);
  } catch {
    return cannotBeRead();
  }
}

function cannotBeRead(): IgnoreFile {
  return { state: 'unread', why: msg('cannot be read') };
}

async function read(path: string): Promise<IgnoreFile> {
  // O_NONBLOCK for the pipe that took the file's place meanwhile; Windows has neither.
  const file = await open(path, constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK));
  try {
    const info = await file.stat({ bigint: true });
    if (!info.isFile()) return { state: 'unread', why: msg('is not a regular file') };
    const buffer = Buffer.alloc(MOST_BYTES + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read) {
      read = (await file.read(buffer, length, buffer.length - length, length)).bytesRead;
    }
    if (length > MOST_BYTES) return { state: 'unread', why: msg('is larger than 1 MB') };
    const bytes = buffer.subarray(0, length);
    if (bytes.includes(0)) return { state: 'unread', why: msg('is not text') };
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return { state: 'unread', why: msg('is not UTF-8 text') };
    }
    const latest = info.mtimeNs > info.ctimeNs ? info.mtimeNs : info.ctimeNs;
    const settled = BigInt(Date.now()) * 1_000_000n - latest > SETTLED_NS;
    return { state: 'read', text, stamp: settled ? stampOf(info) : null };
  } finally {
    await file.close();
  }
}

function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}
