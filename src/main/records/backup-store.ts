import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/app-error.ts';
import { createInTurn } from '../../shared/in-turn.ts';
import { Backup } from '../../shared/schemas/window-state.ts';
import { readJsonFile, writeJsonFile } from '../settings/json-file.ts';
import { folderKey } from './folder-key.ts';
import { isOutside } from './outside-workspace.ts';

/** Who has a text: a window, and its connection, of which it may have another after a crash. */
export interface BackupOwner {
  readonly window: string;
  readonly session: string;
}

/**
 * Unsaved texts, kept so that a crash loses none. They lie in the user's own folder, readable by its owner only, one
 * file each, written whole or not at all. Each belongs to the window that has the text; when a window is gone the next
 * one on the same folder takes its texts over.
 */
export interface BackupStore {
  /** The texts of a folder that no living window has; they are `owner`'s from now on. Of one file the latest. */
  take(root: string, owner: BackupOwner): Promise<Backup[]>;
  /** Throws `backup-inside-workspace` where the disk is no place for a folder's texts. */
  write(root: string, owner: BackupOwner, backup: Backup): Promise<void>;
  /** The text is saved, or given up. */
  remove(root: string, owner: BackupOwner, path: string): Promise<void>;
  /** The connection is gone; its texts stay, for the window that has them or the next one. */
  release(session: string): void;
  /** Remove all of all folders. @returns what was removed */
  eraseAll(): Promise<Backup[]>;
}

/** `root` is the workspace's id: the path of its folder, of several all paths. */
const Kept = z.strictObject({ root: z.string(), saved: z.number(), backup: Backup });
type Kept = z.infer<typeof Kept>;

/** @param folder in the user's own data folder; created with the first text */
export function createBackupStore(folder: string): BackupStore {
  /** Files of living windows, by their names, with whose they are. */
  const owners = new Map<string, BackupOwner>();
  /** One after the other, so that nothing that was removed comes back. */
  const inTurn = createInTurn();

  const folderOf = (root: string): string => join(folder, folderKey(root));
  /** Two windows may have another text of one file each. */
  const fileOf = (root: string, { window }: BackupOwner, path: string): string => {
    const begin = join(folderOf(root), folderKey(path));
    const own = [...owners].find(([file, whose]) => whose.window === window && file.startsWith(begin));
    return own?.[0] ?? `${begin}-${folderKey(window)}.json`;
  };

  return {
    take: (root, owner) =>
      inTurn(async () => {
        const found = new Map<string, { readonly file: string; readonly kept: Kept }>();
        for (const file of await filesIn(folderOf(root))) {
          const whose = owners.get(file);
          if (whose !== undefined && whose.window !== owner.window) continue;
          const kept = await readKept(file);
          // Two roots may, however unlikely, share a folder's name.
          if (kept?.root !== root) continue;
          const known = found.get(kept.backup.path);
          if (!known || known.kept.saved < kept.saved) found.set(kept.backup.path, { file, kept });
        }
        for (const { file } of found.values()) owners.set(file, owner);
        return [...found.values()].map(({ kept }) => kept.backup);
      }),
    write: (root, owner, backup) =>
      inTurn(async () => {
        if (!(await isOutside(dirname(folder), root))) throw new AppError('backup-inside-workspace');
        const file = fileOf(root, owner, backup.path);
        owners.set(file, owner);
        await mkdir(folderOf(root), { recursive: true, mode: 0o700 });
        await writeJsonFile(file, { root, saved: Date.now(), backup } satisfies Kept);
      }),
    remove: (root, owner, path) =>
      inTurn(async () => {
        const file = fileOf(root, owner, path);
        owners.delete(file);
        await rm(file, { force: true });
      }),
    release: (session) => {
      for (const [file, whose] of owners) if (whose.session === session) owners.delete(file);
    },
    eraseAll: () =>
      inTurn(async () => {
        const removed: Backup[] = [];
        for (const name of await readdir(folder).catch(() => [])) {
          for (const file of await filesIn(join(folder, name))) {
            const kept = await readKept(file);
            if (kept !== null) removed.push(kept.backup);
          }
        }
        owners.clear();
        await rm(folder, { recursive: true, force: true });
        return removed;
      }),
  };
}

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
}

async function readKept(file: string): Promise<Kept | null> {
  const read = await readJsonFile(file);
  const parsed = read.state === 'read' ? Kept.safeParse(read.values) : undefined;
  return parsed?.success === true ? parsed.data : null;
}
