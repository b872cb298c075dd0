import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { access, open, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What stands in a folder while a file of it is replaced. Short: the name of the file may be as long as names can be. */
const TEMPORARY = /^\.codegrex-[0-9a-f]{12}\.tmp$/;

/** Whether this is the name of a file that is there for a moment only. */
export function isTemporary(name: string): boolean {
  return TEMPORARY.test(name);
}

/** A name for such a file in a folder. */
export function temporaryIn(folder: string): string {
  return join(folder, `.codegrex-${randomBytes(6).toString('hex')}.tmp`);
}

/**
 * Replace what a file holds, so that whatever fails leaves the old bytes, and a crash the old or the new ones. Its mode
 * and owner stay, and so do its other names (hard links).
 *
 * `write-file-atomic` was considered: it takes a write that the system cut short, as it does on a disk that is filling
 * up, for a whole one, and it goes on where the owner cannot be kept.
 * @param path absolute, symbolic links resolved
 * @param old what it holds now
 */
export async function replaceFile(path: string, bytes: Uint8Array, old: Uint8Array): Promise<void> {
  await access(path, constants.W_OK);
  const info = await stat(path);
  if (info.nlink === 1) {
    try {
      await replaceByRename(path, bytes, info);
      return;
    } catch (error) {
      if (!mayBeWrittenInPlace(error)) throw error;
    }
  }
  await writeInPlace(path, bytes, old);
}

async function replaceByRename(path: string, bytes: Uint8Array, info: Stats): Promise<void> {
  const temporary = temporaryIn(dirname(path));
  const file = await open(temporary, 'wx', 0o600);
  try {
    try {
      await file.writeFile(bytes);
      await keepOwnerAndMode(file, info);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

async function keepOwnerAndMode(file: FileHandle, info: Stats): Promise<void> {
  if (process.platform === 'win32') return;
  const made = await file.stat();
  if (made.uid !== info.uid || made.gid !== info.gid) await file.chown(info.uid, info.gid);
  await file.chmod(info.mode & 0o7777);
}

/** A folder that takes no new file, an owner that we cannot give, a file that is a mount of its own. */
function mayBeWrittenInPlace(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'EBUSY' || code === 'ENAMETOOLONG';
}

/** Over the old bytes, which are cut off only after the new ones are there: until then they can be put back. */
async function writeInPlace(path: string, bytes: Uint8Array, old: Uint8Array): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await overwrite(file, bytes).catch(async (error: unknown) => {
      await overwrite(file, old);
      throw error;
    });
  } finally {
    await file.close();
  }
}

async function overwrite(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.byteLength;) {
    const { bytesWritten } = await file.write(bytes, at, bytes.byteLength - at, at);
    at += bytesWritten;
  }
  await file.truncate(bytes.byteLength);
  await file.sync();
}
