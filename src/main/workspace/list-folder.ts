import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '../../shared/app-error.ts';
import { LIMITS } from '../../shared/limits.ts';
import type { FolderListing } from '../../shared/schemas/workspace.ts';
import { toFileError } from './file-error.ts';

/** One folder anywhere, for the folder picker of hosts without dialogs. Hidden folders are left out. */
export async function listFolder(path: string, extension: 'none' | 'gguf'): Promise<FolderListing> {
  try {
    const full = await realpath(resolve(path));
    if (!(await stat(full)).isDirectory()) throw new AppError('not-a-folder');
    const folders: string[] = [];
    const files: string[] = [];
    const entries = await readdir(full, { withFileTypes: true });
    for (const entry of entries.slice(0, LIMITS.folderEntries)) {
      if (entry.name.startsWith('.')) continue;
      const linked = entry.isSymbolicLink() ? await stat(join(full, entry.name)).catch(() => null) : entry;
      if (linked?.isDirectory()) folders.push(entry.name);
      else if (linked?.isFile() && extension !== 'none' && entry.name.toLowerCase().endsWith(`.${extension}`))
        files.push(entry.name);
    }
    const parent = dirname(full);
    return { path: full, parent: parent === full ? null : parent, folders: folders.sort(), files: files.sort() };
  } catch (error) {
    throw toFileError(error, 'reading');
  }
}
