import { z } from 'zod';
import type { PolicyLayer } from '../../privacy/policy.ts';
import type { Mode } from '../../privacy/mode.ts';
import { AppError } from '../../shared/app-error.ts';
import { ModeSchema } from '../../shared/schemas.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

const KEPT_RECENT = 20;
const Stored = z.looseObject({
  recent: z.array(z.string()).default([]),
  /** By root folder. */
  workspaces: z
    .record(
      z.string(),
      z.looseObject({ mode: ModeSchema.optional(), approvedProviders: z.array(z.string()).optional() }),
    )
    .default({}),
});

/** What the user chose for each workspace. Kept in the user's folder, never in the repository. */
export interface WorkspaceStore {
  /** Root folders, the latest first. */
  recent(): readonly string[];
  addRecent(root: string): Promise<void>;
  setMode(root: string, mode: Mode): Promise<void>;
  /** The user's layer for one workspace. */
  layer(root: string): PolicyLayer;
  /** @param changed called when what was chosen for a workspace changed */
  onChange(changed: () => void): () => void;
}

/** Open the store on `file`, which need not exist. */
export async function openWorkspaceStore(file: string): Promise<WorkspaceStore> {
  const read = await readJsonFile(file);
  const parsed = Stored.safeParse(read.state === 'read' ? read.values : {});
  const readable = read.state !== 'broken' && parsed.success;
  let stored = parsed.success ? parsed.data : Stored.parse({});
  let writes: Promise<unknown> = Promise.resolve();
  const listeners = new Set<() => void>();

  function save(next: typeof stored): Promise<void> {
    const work = writes.then(async () => {
      // A file that could not be read is the user's to mend; replacing it would lose their choices.
      if (!readable) throw new AppError('settings-unreadable', `(${file})`);
      await writeJsonFile(file, next);
    });
    writes = work.catch(() => undefined);
    return work;
  }

  return {
    recent: () => stored.recent,
    addRecent: (root) => {
      stored = { ...stored, recent: [root, ...stored.recent.filter((r) => r !== root)].slice(0, KEPT_RECENT) };
      return save(stored);
    },
    setMode: async (root, mode) => {
      const before = stored;
      stored = { ...stored, workspaces: { ...stored.workspaces, [root]: { ...stored.workspaces[root], mode } } };
      await save(stored).catch((error: unknown) => {
        stored = before;
        throw error;
      });
      for (const changed of listeners) changed();
    },
    layer: (root) => {
      const source = 'your choice for this workspace';
      if (!readable) return { source, authority: 'user', readable: false };
      const own = Object.hasOwn(stored.workspaces, root) ? stored.workspaces[root] : undefined;
      return {
        source,
        authority: 'user',
        readable: true,
        ...(own?.mode === undefined ? {} : { mode: own.mode }),
        ...(own?.approvedProviders === undefined ? {} : { approvedProviders: own.approvedProviders }),
      };
    },
    onChange: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}
