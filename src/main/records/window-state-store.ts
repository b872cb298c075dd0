import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { createInTurn } from '../../shared/in-turn.ts';
import { WindowState } from '../../shared/schemas/window-state.ts';
import { readJsonFile, writeJsonFile } from '../settings/json-file.ts';
import { folderKey } from './folder-key.ts';
import { isOutside } from './outside-workspace.ts';

/** How the window of each workspace looked last, by its id. In the user's own folder, never in the repository. */
export interface WindowStateStore {
  /** `null`: nothing is known, or what is known is of another version. */
  load(root: string): Promise<WindowState | null>;
  /** Does nothing for a workspace that holds the user's own folder. */
  save(root: string, state: WindowState): Promise<void>;
  /** The folder that was open last; `null`: it was closed, or there was none. */
  last(): Promise<string | null>;
  setLast(id: string | null): Promise<void>;
  /** Remove all of all folders. @returns the roots, and the files that were open there */
  eraseAll(): Promise<string[]>;
}

/** `root` is the workspace's id: the path of its folder, of several all paths. */
const Kept = z.strictObject({ root: z.string(), state: WindowState });
type Kept = z.infer<typeof Kept>;

const Last = z.strictObject({ root: z.string().nullable() });
const LAST = 'last.json';

/** Folders of which it is known; the oldest go first. */
const KEPT_FOLDERS = 100;

/** @param folder in the user's own data folder; created with the first state */
export function createWindowStateStore(folder: string): WindowStateStore {
  const fileOf = (root: string): string => join(folder, `${folderKey(root)}.json`);
  /** One after the other, so that nothing that was removed comes back. */
  const inTurn = createInTurn();

  return {
    load: (root) =>
      inTurn(async () => {
        const kept = await readKept(fileOf(root));
        return kept?.root === root ? kept.state : null;
      }),
    save: (root, state) =>
      inTurn(async () => {
        if (!(await isOutside(dirname(folder), root))) return;
        await writeJsonFile(fileOf(root), { root, state } satisfies Kept);
        const names = await namesIn(folder);
        const others = names.filter((name) => join(folder, name) !== fileOf(root));
        for (const name of others.slice(0, Math.max(0, names.length - KEPT_FOLDERS))) {
          await rm(join(folder, name), { force: true });
        }
      }),
    last: () =>
      inTurn(async () => {
        const read = await readJsonFile(join(folder, LAST));
        const { data } = Last.safeParse(read.state === 'read' ? read.values : {});
        return data?.root ?? null;
      }),
    setLast: (root) =>
      inTurn(async () => {
        const kept = root === null || (await isOutside(dirname(folder), root)) ? root : null;
        await writeJsonFile(join(folder, LAST), { root: kept } satisfies z.infer<typeof Last>);
      }),
    eraseAll: () =>
      inTurn(async () => {
        const all = await Promise.all((await namesIn(folder)).map((name) => readKept(join(folder, name))));
        await rm(folder, { recursive: true, force: true });
        return all
          .filter((kept) => kept !== null)
          .flatMap(({ root, state }) => [
            root,
            ...state.groups.flatMap(({ tabs }) => tabs.flatMap(({ path, title }) => [path ?? '', title])),
          ]);
      }),
  };
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json') && name !== LAST);
}

async function readKept(file: string): Promise<Kept | null> {
  const read = await readJsonFile(file);
  const parsed = read.state === 'read' ? Kept.safeParse(read.values) : undefined;
  return parsed?.success === true ? parsed.data : null;
}
