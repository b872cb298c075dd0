import { z } from 'zod';
import type { PolicyLayer } from '../../privacy/policy.ts';
import type { Mode } from '../../privacy/mode.ts';
import { AppError } from '../../shared/app-error.ts';
import { ChatHistory, ModeSchema } from '../../shared/schemas.ts';
import { definedOnly } from './defined-only.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

const KEPT_RECENT = 20;
const ModelRef = z.string().max(512);
const Stored = z.looseObject({
  recent: z.array(z.string()).default([]),
  /** By root folder. */
  workspaces: z
    .record(
      z.string(),
      z.looseObject({
        mode: ModeSchema.optional(),
        /** The user trusts the files in it. */
        trusted: z.boolean().optional(),
        approvedProviders: z.array(z.string()).optional(),
        previewOff: z.array(z.string()).optional(),
        /** Models of this folder; left out for the user's own. */
        models: z.object({ chat: ModelRef.optional(), completion: ModelRef.optional() }).optional(),
        chatHistory: z.strictObject({ choice: ChatHistory, chosenIn: ModeSchema }).optional(),
      }),
    )
    .default({}),
});

/** What can be chosen for one workspace; what is left out stays. */
export interface WorkspaceChoice {
  readonly mode?: Mode;
  readonly trusted?: boolean;
  readonly approvedProviders?: string[];
  readonly previewOff?: string[];
  readonly chatHistory?: HistoryChoice;
  readonly models?: WorkspaceModels;
}

/** Models chosen for one folder; left out: as in the user's settings. */
export interface WorkspaceModels {
  readonly chat?: string | undefined;
  readonly completion?: string | undefined;
}

/** Where a workspace's conversations are kept, and the mode in force when the user chose it. */
export interface HistoryChoice {
  readonly choice: ChatHistory;
  readonly chosenIn: Mode;
}

/** What the user chose for each workspace. Kept in the user's folder, never in the repository. */
export interface WorkspaceStore {
  /** Root folders, the latest first. */
  recent(): readonly string[];
  addRecent(root: string): Promise<void>;
  /** Change what is chosen for one workspace. */
  choose(root: string, choice: WorkspaceChoice): Promise<void>;
  isTrusted(root: string): boolean;
  models(root: string): WorkspaceModels;
  /** `null`: the user did not choose. */
  chatHistory(root: string): HistoryChoice | null;
  /**
   * Forget recent folders, approvals, trust and choices of history; without these a folder is more private, not less.
   * @param keepModes leave the mode of each folder, so that none becomes less private
   * @returns the folders forgotten, and those of which the mode is left
   */
  forget(keepModes: boolean): Promise<{ readonly forgotten: readonly string[]; readonly kept: readonly string[] }>;
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

  // A folder may be called `__proto__`.
  const own = (root: string): (typeof stored)['workspaces'][string] | undefined =>
    Object.hasOwn(stored.workspaces, root) ? stored.workspaces[root] : undefined;
  async function change(next: typeof stored): Promise<void> {
    const before = stored;
    stored = next;
    await save(next).catch((error: unknown) => {
      stored = before;
      throw error;
    });
    for (const changed of listeners) changed();
  }

  return {
    recent: () => stored.recent,
    addRecent: (root) => {
      stored = { ...stored, recent: [root, ...stored.recent.filter((r) => r !== root)].slice(0, KEPT_RECENT) };
      return save(stored);
    },
    choose: (root, choice) =>
      change({ ...stored, workspaces: { ...stored.workspaces, [root]: { ...own(root), ...choice } } }),
    isTrusted: (root) => readable && own(root)?.trusted === true,
    models: (root) => own(root)?.models ?? {},
    chatHistory: (root) => own(root)?.chatHistory ?? null,
    forget: async (keepModes) => {
      const modes = Object.entries(stored.workspaces).flatMap(([root, { mode }]) =>
        keepModes && mode !== undefined ? [[root, { mode }] as const] : [],
      );
      const kept = modes.map(([root]) => root);
      const known = new Set([...stored.recent, ...Object.keys(stored.workspaces)]);
      await change({ recent: [], workspaces: Object.fromEntries(modes) });
      return { forgotten: [...known].filter((root) => !kept.includes(root)), kept };
    },
    layer: (root) => {
      const source = 'your choice for this workspace';
      if (!readable) return { source, authority: 'user', readable: false };
      const { mode, approvedProviders, previewOff } = own(root) ?? {};
      return { source, authority: 'user', readable: true, ...definedOnly({ mode, approvedProviders, previewOff }) };
    },
    onChange: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}
