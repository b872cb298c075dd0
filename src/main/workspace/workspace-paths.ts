import { lstat, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { AppError } from '../../shared/app-error.ts';
import { toFileError } from './file-error.ts';
import { t } from '../../shared/messages/t.ts';

/** Where a path leads. */
export interface Place {
  /** Relative to the root, with `/`, through all links; `''` for the root. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'other' | 'none';
}

/**
 * The paths of one workspace: relative to its root, with `/`. Every path is resolved through
 * symbolic links; what ends up outside the root is refused with `path-outside-workspace`.
 */
export interface WorkspacePaths {
  /** Absolute path; links are not looked at, nor need it exist. */
  readonly absolute: (path: string) => string;
  /** Of an absolute path within the root; `''` for the root. */
  relative(full: string): string;
  /** The path without `.`, `..` and doubled slashes. */
  clean(path: string): string;
  /**
   * Absolute and through symbolic links; of a path that does not exist yet, its folder. Throws
   * `path-not-found`, `path-not-permitted`.
   */
  real(path: string, mustExist: boolean): Promise<string>;
  /**
   * Where a path leads. Of one that does not exist, what exists of it is resolved; a link that leads
   * nowhere or in a circle is an error.
   */
  locate(path: string): Promise<Place>;
}

/** @param root absolute, symbolic links resolved */
export function createWorkspacePaths(root: string): WorkspacePaths {
  function absolute(path: string): string {
    if (isAbsolute(path)) throw new AppError('path-outside-workspace');
    const full = resolve(root, path);
    if (!isWithin(root, full)) throw new AppError('path-outside-workspace');
    return full;
  }

  function insideOnly(found: string): string {
    if (!isWithin(root, found)) throw new AppError('path-outside-workspace', t('It is a link to another place.'));
    return found;
  }

  const fromRoot = (full: string): string => slashed(relative(root, full));

  async function locateFull(full: string): Promise<Place> {
    try {
      // Both follow all links; asked at once, as every completion waits for this.
      const [found, entry] = await Promise.all([realpath(full).then(insideOnly), stat(full)]);
      return { path: fromRoot(found), kind: kindOf(entry) };
    } catch (error) {
      if (!isMissing(error) || full === root) throw error;
      const there = await lstat(full).catch((missing: unknown) => {
        if (isMissing(missing)) return null;
        throw missing;
      });
      if (there) throw new AppError('path-not-found', t('It is a link that leads nowhere.'), { cause: error });
    }
    const parent = await locateFull(dirname(full));
    const name = basename(full);
    return { path: parent.path === '' ? name : `${parent.path}/${name}`, kind: 'none' };
  }

  return {
    absolute,
    relative: fromRoot,
    clean: (path) => fromRoot(absolute(path)),
    real: async (path, mustExist) => {
      const full = absolute(path);
      try {
        const found = await realpath(full).catch(async (error: unknown) => {
          if (mustExist || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
          return join(await realpath(dirname(full)), basename(full));
        });
        return insideOnly(found);
      } catch (error) {
        throw toFileError(error, 'reading');
      }
    },
    locate: async (path) => {
      try {
        return await locateFull(absolute(path));
      } catch (error) {
        throw toFileError(error, 'reading');
      }
    },
  };
}

/** Whether `path` is `folder` or within it; both absolute. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** What an entry of a folder or a stat says it is. */
export function kindOf(entry: { isDirectory(): boolean; isFile(): boolean }): 'file' | 'folder' | 'other' {
  return entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'other';
}

export function slashed(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
