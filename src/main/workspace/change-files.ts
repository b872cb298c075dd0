import { constants, type Stats } from 'node:fs';
import { cp, lstat, mkdir, open, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../shared/app-error.ts';
import { copyName, nameProblem, type Platform } from '../../shared/file-name.ts';
import { toFileError } from './file-error.ts';
import { temporaryIn } from './replace-file.ts';
import { isWithin, type WorkspacePaths } from './workspace-paths.ts';
import { t } from '../../shared/messages/t.ts';

/** Puts a file or folder where the user can get it back from; absolute path. Rejects where it cannot. */
export type Trash = (path: string) => Promise<void>;

/**
 * What a user does to the files of one workspace. Folders on the way to a path are resolved through symbolic links, and
 * one that leads out is refused; a link at its end is itself what is moved, copied or deleted, never what it leads to.
 */
export interface FileChanges {
  /**
   * Make an empty file or a folder, and what folders lead there. Throws `path-exists`, `name-invalid`.
   * @returns the folders that had to be made for it, the outermost first
   */
  create(path: string, kind: 'file' | 'folder'): Promise<string[]>;
  /** Make the folders that lead to a path. @returns those that were not there, the outermost first */
  createParents(path: string): Promise<string[]>;
  /**
   * Give a file or folder another path. Throws `path-exists`, `name-invalid`, `move-into-itself`.
   * @param trash where what is there already goes to; it is deleted if that cannot be done. `null`: it stays
   */
  move(from: string, to: string, trash: Trash | null): Promise<void>;
  /** Copy into a folder, under a name that is free there. @returns its path */
  copy(from: string, folder: string): Promise<string>;
  /** @param trash where it goes to, or `trash-unavailable` is thrown; `null` deletes it for good */
  remove(path: string, trash: Trash | null): Promise<void>;
  /** Delete an empty file or folder; throws `path-not-empty`. */
  removeEmpty(path: string): Promise<void>;
}

interface Place {
  /** Absolute; folders on the way are resolved, the last part is not. */
  readonly full: string;
  readonly name: string;
}

export function createFileChanges(paths: WorkspacePaths): FileChanges {
  /** Where a path lies, as a thing of its own. Throws for the workspace's root. */
  async function placeOf(path: string): Promise<Place> {
    const clean = paths.clean(path);
    if (clean === '') throw new AppError('path-not-permitted', t('This is the open folder itself.'));
    const name = basename(clean);
    const folder = await paths.real(dirname(clean), true);
    return { full: join(folder, name), name };
  }

  /** The same for what is to be made: its name has to be one. */
  async function newPlace(path: string): Promise<Place> {
    checkNames(paths.clean(path));
    return placeOf(path);
  }

  async function createParents(path: string): Promise<string[]> {
    const parts = paths.clean(path).split('/').slice(0, -1);
    const made: string[] = [];
    for (const [at] of parts.entries()) {
      const folder = parts.slice(0, at + 1).join('/');
      const { kind } = await paths.locate(folder);
      if (kind === 'folder') continue;
      if (kind !== 'none') throw new AppError('not-a-folder');
      checkNames(folder);
      await mkdir((await placeOf(folder)).full);
      made.push(folder);
    }
    return made;
  }

  return {
    createParents: (path) => asFileErrors(() => createParents(path)),
    create: (path, kind) =>
      asFileErrors(async () => {
        checkNames(paths.clean(path));
        const made = await createParents(path);
        const { full } = await placeOf(path);
        if (kind === 'folder') await mkdir(full);
        else await (await open(full, 'wx')).close();
        return made;
      }),
    move: (from, to, trash) =>
      asFileErrors(async () => {
        const source = await placeOf(from);
        const moved = await lstat(source.full);
        await createParents(to);
        const target = await newPlace(to);
        if (target.full === source.full) return;
        if (isWithin(source.full, target.full)) throw new AppError('move-into-itself');
        const there = await statOrNull(target.full);
        if (there === null || isSameByCase(source.full, moved, target.full, there)) {
          await relocate(source.full, target.full);
          return;
        }
        if (trash === null) throw new AppError('path-exists');
        if (isWithin(target.full, source.full)) throw new AppError('move-into-itself');
        await moveOver(source.full, target.full, trash);
      }),
    copy: (from, folder) =>
      asFileErrors(async () => {
        const source = await placeOf(from);
        const isFolder = (await lstat(source.full)).isDirectory();
        const into = await paths.real(folder === '' ? '.' : folder, true);
        if (isFolder && isWithin(source.full, into)) throw new AppError('move-into-itself');
        let { name } = source;
        while ((await statOrNull(join(into, name))) !== null) name = copyName(name, isFolder);
        checkNames(name);
        await copyTo(source.full, join(into, name));
        return folder === '' ? name : `${paths.clean(folder)}/${name}`;
      }),
    remove: (path, trash) =>
      asFileErrors(async () => {
        const { full } = await placeOf(path);
        await lstat(full);
        if (trash === null) await rm(full, { recursive: true });
        else await toTrash(full, trash);
      }),
    removeEmpty: (path) =>
      asFileErrors(async () => {
        const { full } = await placeOf(path);
        const info = await lstat(full);
        if (info.isDirectory()) await rmdir(full);
        else if (info.isFile() && info.size === 0) await unlink(full);
        else throw new AppError('path-not-empty');
      }),
  };
}

async function asFileErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTEMPTY')
      throw new AppError('path-not-empty', undefined, { cause: error });
    throw toFileError(error, 'changing');
  }
}

function checkNames(path: string): void {
  for (const name of path.split('/')) {
    const problem = nameProblem(name, process.platform as Platform);
    if (problem !== null) throw new AppError('name-invalid', problem);
  }
}

function statOrNull(full: string): Promise<Stats | null> {
  return lstat(full).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  });
}

/** Where names that differ in case are the same, giving one another case finds itself. */
function isSameByCase(from: string, moved: Stats, to: string, there: Stats): boolean {
  return from.toLowerCase() === to.toLowerCase() && moved.ino === there.ino && moved.dev === there.dev;
}

/** Rename; to another file system, copy and delete. */
async function relocate(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyTo(from, to);
    await rm(from, { recursive: true });
  }
}

/** Whatever fails, what was there is there again, or in the trash. */
async function moveOver(from: string, to: string, trash: Trash): Promise<void> {
  const aside = temporaryIn(dirname(to));
  const kept = await toTrash(to, trash).then(
    () => true,
    () => false,
  );
  if (kept) {
    await relocate(from, to);
    return;
  }
  await rename(to, aside);
  try {
    await relocate(from, to);
  } catch (error) {
    await rename(aside, to);
    throw error;
  }
  await rm(aside, { recursive: true });
}

async function toTrash(full: string, trash: Trash): Promise<void> {
  try {
    await trash(full);
  } catch (error) {
    throw new AppError('trash-unavailable', undefined, { cause: error });
  }
  if ((await statOrNull(full)) !== null) throw new AppError('trash-unavailable');
}

/** Copy what is there, links as links. Half a copy is none. */
async function copyTo(from: string, to: string): Promise<void> {
  try {
    await cp(from, to, {
      recursive: true,
      force: false,
      errorOnExist: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_FS_CP_EEXIST') await rm(to, { recursive: true, force: true });
    throw error;
  }
}
