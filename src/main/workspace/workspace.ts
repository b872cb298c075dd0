import { readdir, realpath } from 'node:fs/promises';
import { posix, resolve } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import { ignoreFileNames } from '../../privacy/ignore/ignore-settings.ts';
import { AppError } from '../../shared/app-error.ts';
import { LIMITS } from '../../shared/limits.ts';
import { isUtf16, tellsEncoding, type TextEncoding } from '../../shared/text-encodings.ts';
import type { EditedFile, TextEdit } from '../../shared/schemas/search.ts';
import type { FileEntry, FileText, ImageFile, MayRead, WorkspaceInfo } from '../../shared/schemas/workspace.ts';
import { EDITOR_CONFIG, editorConfigIn, encodingsNamedIn } from './conventions/editor-config.ts';
import { createFileChanges, type FileChanges } from './change-files.ts';
import { editTextFile, stampOf } from './edit-text-file.ts';
import { toFileError } from './file-error.ts';
import { readImageFile } from './image-file.ts';
import { joinGuards } from './join-guards.ts';
import { openReadGuard, type Guard, type ReadGuardOptions } from './read-guard.ts';
import { sortInSlices } from './sort-in-slices.ts';
import type { EncodingWanted, UsualEncoding } from './text-encoding.ts';
import { readTextFile, writeTextFile, type TextToWrite } from './text-file.ts';
import { workspaceInfo } from './workspace-info.ts';
import { isWithin, kindOf } from './workspace-paths.ts';
import { t } from '../../shared/messages/t.ts';

export { isWithin } from './workspace-paths.ts';

/** A folder of a workspace. */
export interface WorkspaceFolder {
  readonly name: string;
  /** Absolute, symbolic links resolved. */
  readonly root: string;
  /** What paths in it begin with: `''` where it is the only one, its name and `/` where it is not. */
  readonly prefix: string;
  /** The folder by itself: paths begin at its root. Rules are told as the whole workspace tells them. */
  readonly alone: Workspace;
}

/**
 * One open folder, or several. Paths are relative to its root with `/`; of several folders, each begins with the name
 * of one. Every path is resolved through symbolic links first; what ends up outside its folder is refused.
 */
export interface Workspace {
  readonly info: WorkspaceInfo;
  /** At least one. */
  readonly folders: readonly WorkspaceFolder[];
  /** The folder that a path lies in, and its path there. Throws as {@link clean}, and for what the folders are in. */
  inFolder(path: string): { readonly folder: WorkspaceFolder; readonly path: string };
  /** The path of an absolute one; `null` if it is in no folder. Links are not looked at. */
  pathOf(full: string): string | null;
  /** Entries of one folder, folders first, by name; and how many there are beyond `LIMITS.folderEntries`. */
  list(folder: string): Promise<{ readonly entries: FileEntry[]; readonly leftOut: number }>;
  /**
   * A text file, as {@link decodeText} reads it.
   * @param encoding read it in that from now on, until the folder is closed
   */
  read(path: string, encoding?: TextEncoding): Promise<FileText>;
  /** How a file is read that does not tell its encoding. */
  encodingOf(path: string): EncodingWanted;
  /** In which encodings besides UTF-8 such files may be, those that only an `.editorconfig` below a root names not among them. */
  otherEncodings(): Promise<TextEncoding[]>;
  /** See {@link readImageFile}. */
  readImage(path: string): Promise<ImageFile>;
  /** See {@link writeTextFile}. The folders of a file that must not exist yet are made. */
  write(path: string, file: TextToWrite, expected: string | null): Promise<string>;
  readonly changes: FileChanges;
  /** Which of its states a file is in; opaque. */
  stamp(path: string): Promise<string>;
  /** See {@link editTextFile}. */
  edit(path: string, stamp: string | null, edits: readonly TextEdit[]): Promise<EditedFile>;
  /** The one question that every surface asks before a file's text goes to any model. */
  mayRead(path: string): Promise<MayRead>;
  /** The same for many paths at one look, in their order. */
  mayReadAll(paths: readonly string[]): Promise<MayRead[]>;
  /**
   * Tells for one task which files are kept from models, to mark them as {@link list} does: of paths without links in
   * them, each ignore file being looked at once. Not for what goes to a model.
   */
  marks(): (path: string) => Promise<boolean>;
  /** The path without `.`, `..` and doubled slashes. Throws `path-outside-workspace`. */
  clean(path: string): string;
  /** Absolute path, for watching; does not need to exist. */
  absolute(path: string): string;
  /** Names of the files that hold ignore rules at present. */
  ignoreFileNames(): readonly string[];
}

/** What decides about files besides the workspace's own. */
export interface WorkspaceOptions extends ReadGuardOptions {
  /** The user's encoding; asked each time. UTF-8 unless given. */
  readonly encoding?: () => TextEncoding;
}

/**
 * Open a folder, or several. Throws `path-not-found`, `not-a-folder`, `path-not-permitted`, `folders-overlap`.
 * @param where absolute, at least one; one that is named twice is open once
 */
export async function openWorkspace(
  where: string | readonly string[],
  options: WorkspaceOptions = {},
): Promise<Workspace> {
  const given = typeof where === 'string' ? [where] : where;
  const real = await Promise.all(given.map((folder) => realpath(resolve(folder)).catch(() => folder)));
  const roots = [...new Set(real)].sort();
  if (roots.some((root) => roots.some((other) => other !== root && isWithin(root, other))))
    throw new AppError('folders-overlap');
  const info = workspaceInfo(roots);
  const several = roots.length > 1;
  const guards = await Promise.all(
    info.folders.map(async ({ name, root }) => {
      const prefix = several ? `${name}/` : '';
      return { name, prefix, guard: await openReadGuard(root, { ...options, prefix }) };
    }),
  );
  const [first] = guards;
  if (!several && first) return workspaceOn(first.guard, info, null, options);
  const folders = guards.map(({ guard, ...folder }): WorkspaceFolder => {
    const { root } = guard;
    return { ...folder, root, alone: workspaceOn(guard, workspaceInfo([root]), null, options) };
  });
  return workspaceOn(joinGuards(guards), info, folders, options);
}

/** @param several the folders of the guard; `null`: the workspace itself is the only one */
function workspaceOn(
  guard: Guard,
  info: WorkspaceInfo,
  several: readonly WorkspaceFolder[] | null,
  { encoding: usersEncoding = () => 'utf-8' }: WorkspaceOptions,
): Workspace {
  const { paths } = guard;
  const changes = createFileChanges(paths);

  async function entryOf(entry: Entry, place: string, ignored: (path: string) => boolean): Promise<FileEntry> {
    const { name } = entry;
    const path = place === '' ? name : `${place}/${name}`;
    if (!entry.isSymbolicLink()) {
      const kind = kindOf(entry);
      return { path, name, kind, symlink: false, ignored: ignored(kind === 'folder' ? `${name}/` : name) };
    }
    // Where a link leads is a question of its own; one that leads out or nowhere is kept from models too.
    const [target, { allowed }] = await Promise.all([paths.locate(path).catch(() => null), guard.mayRead(path)]);
    const kind = target === null || target.kind === 'none' ? 'other' : target.kind;
    return { path, name, kind, symlink: true, ignored: !allowed };
  }

  /** Encodings of files that do not tell theirs, which the user chose or saved them in. */
  const chosen = new Map<string, TextEncoding>();
  function remember(path: string, file: Pick<FileText, 'encoding' | 'bom'>): void {
    if (tellsEncoding(file)) chosen.delete(cleaned(path));
    else chosen.set(cleaned(path), file.encoding);
  }

  async function usualEncoding(path: string): Promise<UsualEncoding> {
    const { folder, path: within } = workspace.inFolder(path);
    // What says it cannot say it of itself.
    if (posix.basename(within) === EDITOR_CONFIG) return { encoding: 'utf-8', bom: false };
    const said = (await editorConfigIn(folder.alone, within)).encoding;
    if (said !== null) return said;
    const encoding = usersEncoding();
    return { encoding, bom: isUtf16(encoding) };
  }

  const cleaned = (path: string): string => paths.clean(path === '' ? '.' : path);
  const folders: readonly WorkspaceFolder[] =
    several ??
    info.folders.map(({ name, root }) => ({
      name,
      root,
      prefix: '',
      get alone() {
        return workspace;
      },
    }));
  const workspace: Workspace = {
    info,
    folders,
    inFolder: (path) => {
      const clean = cleaned(path);
      const folder = folders.find(({ prefix }) => `${clean}/`.startsWith(prefix));
      if (!folder) throw new AppError('path-not-permitted', t('It is in none of the open folders.'));
      return { folder, path: clean.slice(folder.prefix.length) };
    },
    pathOf: (full) => (folders.some(({ root }) => isWithin(root, full)) ? paths.relative(full) : null),
    clean: (path) => paths.clean(path),
    absolute: (path) => paths.absolute(path),
    ignoreFileNames: () => ignoreFileNames(guard.settings()),
    list: async (folderPath) => {
      const place = cleaned(folderPath);
      if (place === '' && several !== null) return { entries: several.map(asEntry), leftOut: 0 };
      const full = await paths.real(place === '' ? '.' : place, true);
      try {
        const entries = await readdir(full, { withFileTypes: true });
        // By both names of a folder reached through a link, as in mayRead.
        const names = [...new Set([place, paths.relative(full)])];
        const look = guard.look();
        const explained = await Promise.all(
          names.map(async (at) => ({ prefix: at === '' ? '' : `${at}/`, rules: await look.forFolder(at) })),
        );
        const ignored = (name: string): boolean =>
          explained.some(({ prefix, rules }) => rules.explain(`${prefix}${name}`).ignored);
        const some = entries.slice(0, LIMITS.folderEntries);
        const listed: FileEntry[] = [];
        for (let at = 0; at < some.length; at += AT_ONCE) {
          const slice = some.slice(at, at + AT_ONCE).map((entry) => entryOf(entry, place, ignored));
          listed.push(...(await Promise.all(slice)));
          // Others wait for this process too.
          await otherWork();
        }
        return { entries: await sortInSlices(listed, foldersFirst), leftOut: entries.length - some.length };
      } catch (error) {
        throw toFileError(error, 'reading');
      }
    },
    read: async (path, encoding) => {
      const wanted = workspace.encodingOf(path);
      const file = await readTextFile(
        await paths.real(path, true),
        encoding === undefined ? wanted : { ...wanted, chosen: encoding },
      );
      if (encoding !== undefined) remember(path, file);
      return { path, ...file };
    },
    encodingOf: (path) => ({ chosen: chosen.get(cleaned(path)), usual: () => usualEncoding(path) }),
    otherEncodings: async () => {
      const named = await Promise.all(folders.map(({ alone }) => encodingsNamedIn(alone)));
      const all = new Set([usersEncoding(), ...chosen.values(), ...named.flat()]);
      all.delete('utf-8');
      return [...all];
    },
    readImage: async (path) => ({ path, ...(await readImageFile(await paths.real(path, true))) }),
    write: async (path, file, expected) => {
      if (expected === null) await changes.createParents(path);
      const version = await writeTextFile(await paths.real(path, expected !== null), file, expected);
      remember(path, { encoding: 'utf-8', ...file });
      return version;
    },
    changes,
    stamp: (path) => stampOf(paths.absolute(path)),
    edit: async (path, stamp, edits) =>
      editTextFile(await paths.real(path, true), stamp, edits, workspace.encodingOf(path)),
    mayRead: (path) => guard.mayRead(path),
    mayReadAll: (all) => guard.mayReadAll(all),
    marks: () => {
      const look = guard.look();
      return async (path) =>
        (await look.forFolder(path.slice(0, Math.max(0, path.lastIndexOf('/'))))).explain(path).ignored;
    },
  };
  return workspace;
}

/** A folder of several, as what they are in lists it. */
function asEntry({ name }: WorkspaceFolder): FileEntry {
  return { path: name, name, kind: 'folder', symlink: false, ignored: false };
}

type Entry = Pick<FileEntry, 'name'> & {
  isDirectory(): boolean;
  isFile(): boolean;
  isSymbolicLink(): boolean;
};

/** Entries looked at before other work has its turn. */
const AT_ONCE = 1000;

function foldersFirst(a: FileEntry, b: FileEntry): number {
  return Number(b.kind === 'folder') - Number(a.kind === 'folder') || collator.compare(a.name, b.name);
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
