import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Whether the disk that `root` is on takes names that differ only in case for the same, found out
 * by asking for something there by another spelling; as git does for `core.ignorecase`.
 * @param root absolute, an existing folder
 */
export async function detectIgnoreCase(root: string, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  const byHabit = platform === 'darwin' || platform === 'win32';
  try {
    const entry = (await readdir(root)).find(hasLetter);
    const [folder, name] = entry === undefined ? [dirname(root), basename(root)] : [root, entry];
    if (!hasLetter(name)) return byHabit;
    const [plain, swapped] = await Promise.all([
      stat(join(folder, name), { bigint: true }),
      stat(join(folder, swapCase(name)), { bigint: true }).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }),
    ]);
    return swapped !== null && swapped.ino === plain.ino && swapped.dev === plain.dev;
  } catch {
    return byHabit;
  }
}

function hasLetter(name: string): boolean {
  return /[a-z]/i.test(name);
}

function swapCase(name: string): string {
  return name.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}
