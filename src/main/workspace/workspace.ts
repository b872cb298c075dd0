import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { IGNORE_FILE } from '../../privacy/path-rules.ts';
import { AppError } from '../../shared/app-error.ts';
import { LIMITS } from '../../shared/limits.ts';
import type { FileEntry, FileText, MayRead, WorkspaceInfo } from '../../shared/schemas.ts';
import { toFileError } from './file-error.ts';
import { createIgnoreRules } from './ignore-rules.ts';
import { readTextFile, writeTextFile } from './text-file.ts';

/**
 * One open folder. Paths are relative to its root with `/`. Every path is resolved through symbolic
 * links first; what ends up outside the root is refused.
 */
export interface Workspace {
  readonly info: WorkspaceInfo;
  /** Entries of one folder, folders first, by name. */
  list(folder: string): Promise<FileEntry[]>;
  read(path: string): Promise<FileText>;
  /** See {@link writeTextFile}. */
  write(path: string, file: Pick<FileText, 'text' | 'eol' | 'bom'>, expected: string | null): Promise<string>;
  /** The one question that every surface asks before a file's text goes to any model. */
  mayRead(path: string): Promise<MayRead>;
  /** Absolute path, for watching; does not need to exist. */
  absolute(path: string): string;
}

/** Open a folder. Throws `path-not-found`, `not-a-folder`, `path-not-permitted`. */
export async function openWorkspace(folder: string): Promise<Workspace> {
  let root: string;
  try {
    root = await realpath(resolve(folder));
    if (!(await stat(root)).isDirectory()) throw new AppError('not-a-folder');
    await readdir(root);
  } catch (error) {
    throw toFileError(error, 'reading');
  }
  const rules = createIgnoreRules(root);

  function absolute(path: string): string {
    if (isAbsolute(path)) throw new AppError('path-outside-workspace');
    const full = resolve(root, path);
    if (!isWithin(root, full)) throw new AppError('path-outside-workspace');
    return full;
  }

  /** Through symbolic links; of a path that does not exist yet, its folder. */
  async function real(path: string, mustExist: boolean): Promise<string> {
    const full = absolute(path);
    try {
      const found = await realpath(full).catch(async (error: unknown) => {
        if (mustExist || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        return join(await realpath(dirname(full)), basename(full));
      });
      if (!isWithin(root, found)) throw new AppError('path-outside-workspace', 'It is a link to another place.');
      return found;
    } catch (error) {
      throw toFileError(error, 'reading');
    }
  }

  async function verdict(path: string): Promise<MayRead> {
    const clean = slashed(relative(root, absolute(path)));
    let target: string;
    try {
      target = slashed(relative(root, await real(clean, false)));
    } catch (error) {
      return { allowed: false, rule: error instanceof AppError ? error.message : 'It cannot be read' };
    }
    // Both names count: a link may not lend an ignored file another name, nor the other way round.
    for (const name of new Set([clean, target])) {
      // The rules may be read; what a link of that name leads to is another matter.
      if (basename(name) === IGNORE_FILE) continue;
      const { ignored, rule } = (await rules.forFolder(folderOf(name))).explain(name);
      if (ignored) return { allowed: false, rule };
    }
    return { allowed: true, rule: null };
  }

  return {
    info: { root, name: basename(root) || root },
    absolute,
    list: async (folder) => {
      const full = await real(folder === '' ? '.' : folder, true);
      try {
        const entries = await readdir(full, { withFileTypes: true });
        const here = slashed(relative(root, full));
        const explained = await rules.forFolder(here);
        const listed = await Promise.all(
          entries.slice(0, LIMITS.folderEntries).map(async (entry): Promise<FileEntry> => {
            const symlink = entry.isSymbolicLink();
            const kind = symlink ? await kindOf(join(full, entry.name)) : kindFrom(entry);
            const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
            const tested = kind === 'folder' ? `${path}/` : path;
            return { path, name: entry.name, kind, symlink, ignored: explained.explain(tested).ignored };
          }),
        );
        return listed.sort(
          (a, b) => Number(b.kind === 'folder') - Number(a.kind === 'folder') || collator.compare(a.name, b.name),
        );
      } catch (error) {
        throw toFileError(error, 'reading');
      }
    },
    read: async (path) => ({ path, ...(await readTextFile(await real(path, true))) }),
    write: async (path, file, expected) => writeTextFile(await real(path, expected !== null), file, expected),
    mayRead: verdict,
  };
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Whether `path` is `folder` or within it; both absolute. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function slashed(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

function kindFrom(entry: { isDirectory(): boolean; isFile(): boolean }): FileEntry['kind'] {
  return entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'other';
}

async function kindOf(path: string): Promise<FileEntry['kind']> {
  return stat(path).then(kindFrom, () => 'other' as const);
}
