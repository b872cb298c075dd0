import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../settings/json-file.ts';

/** What is remembered of a key in the keychain, so that it need not be asked. */
export interface KeyNote {
  readonly serverId: string;
  readonly origin: string;
  readonly lastFour: string;
  /** Removed by the user, and still to be removed from the keychain, which could not be asked then. */
  readonly leaving: boolean;
}

const Stored = z.object({
  keys: z.array(
    z.object({
      serverId: z.string(),
      origin: z.string(),
      lastFour: z.string().max(4),
      leaving: z.boolean().default(false),
    }),
  ),
});

/** Which keys the keychain holds; no key is in it. */
export interface KeyIndex {
  all(): readonly KeyNote[];
  /** Replace all. Throws `write-failed`. */
  replace(notes: readonly KeyNote[]): Promise<void>;
}

/**
 * Open the index at `file`, which need not exist. One that cannot be read counts as empty and is
 * written anew with the next key: the keys themselves are in the keychain.
 */
export async function openKeyIndex(file: string): Promise<KeyIndex> {
  const read = await readJsonFile(file);
  const parsed = Stored.safeParse(read.state === 'read' ? read.values : {});
  let notes: readonly KeyNote[] = parsed.success ? parsed.data.keys : [];
  return {
    all: () => notes,
    replace: async (next) => {
      if (next.length === 0) await rm(file, { force: true });
      else await writeJsonFile(file, { keys: next });
      notes = next;
    },
  };
}
