import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { USER_SOURCES, type PolicyLayer } from '../../privacy/policy.ts';
import { stricter, type Mode } from '../../privacy/mode.ts';
import { AppError } from '../../shared/app-error.ts';
import { createInTurn } from '../../shared/in-turn.ts';
import { ChatHistory } from '../../shared/schemas/history.ts';
import { FolderRedaction } from '../../shared/schemas/settings.ts';
import { ModeSchema } from '../../shared/schemas/basics.ts';
import { definedOnly } from './defined-only.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

const KEPT_RECENT = 20;
const ModelRef = z.string().max(512);
const Stored = z.looseObject({
  recent: z.array(z.string()).default([]),
  /** By id. Trust is by folder. */
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
        redaction: FolderRedaction.optional(),
        terminalCapture: z.boolean().optional(),
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
  readonly redaction?: FolderRedaction;
  readonly terminalCapture?: boolean;
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

/** While the user chose nothing for a folder. */
const NO_REDACTION_CHOICE: FolderRedaction = {
  allow: [],
  patterns: [],
  privateAddresses: 'as-settings',
  leaveTestCards: 'as-settings',
};
const CHOSEN = { 'as-settings': undefined, yes: true, no: false } as const;

/** What of a choice has more redacted; `undefined` if nothing has. */
function strictPart(redaction: FolderRedaction | undefined): FolderRedaction | undefined {
  if (redaction === undefined) return undefined;
  const { patterns, privateAddresses, leaveTestCards } = redaction;
  const strict: FolderRedaction = {
    allow: [],
    patterns,
    privateAddresses: privateAddresses === 'yes' ? 'yes' : 'as-settings',
    leaveTestCards: leaveTestCards === 'no' ? 'no' : 'as-settings',
  };
  return isDeepStrictEqual(strict, NO_REDACTION_CHOICE) ? undefined : strict;
}

function asPolicy(redaction: FolderRedaction | undefined) {
  if (redaction === undefined) return {};
  const { allow, patterns, privateAddresses, leaveTestCards } = redaction;
  return {
    rules: { allow, patterns },
    ...definedOnly({ privateAddresses: CHOSEN[privateAddresses], leaveTestCards: CHOSEN[leaveTestCards] }),
  };
}

/** What the user chose for each workspace, by its id. Kept in the user's folder, never in the repository. */
export interface WorkspaceStore {
  /** The latest first. */
  recent(): readonly string[];
  addRecent(id: string): Promise<void>;
  /** Change what is chosen for one workspace. */
  choose(id: string, choice: WorkspaceChoice): Promise<void>;
  /**
   * Folders are added to a workspace, or taken from it: what makes it more private goes along.
   * @param usual the mode of a folder that nothing was chosen for; one that is no stricter does not go along
   */
  inherit(from: string, to: string, usual: Mode): Promise<void>;
  /** Of one folder. */
  isTrusted(root: string): boolean;
  models(id: string): WorkspaceModels;
  /** `null`: the user did not choose. */
  chatHistory(id: string): HistoryChoice | null;
  /** What the user chose about redaction. */
  redaction(id: string): FolderRedaction;
  /** Whether what terminals print may be asked about. */
  terminalCapture(id: string): boolean;
  /**
   * Forget recent folders, approvals, trust and choices of history; without these a folder is more private, not less.
   * @param keepStrict leave the mode of each folder and what is redacted there, so that none becomes less private
   * @returns the folders forgotten, and those of which something is left
   */
  forget(keepStrict: boolean): Promise<{ readonly forgotten: readonly string[]; readonly kept: readonly string[] }>;
  /** The user's layer for one workspace. */
  layer(id: string): PolicyLayer;
  /** What was chosen for a folder alone, as it tightens what holds for several. */
  strictLayer(root: string): PolicyLayer;
  /** @param changed called when what was chosen for a workspace changed */
  onChange(changed: () => void): () => void;
}

/** Open the store on `file`, which need not exist. */
export async function openWorkspaceStore(file: string): Promise<WorkspaceStore> {
  const read = await readJsonFile(file);
  const parsed = Stored.safeParse(read.state === 'read' ? read.values : {});
  const readable = read.state !== 'broken' && parsed.success;
  let stored = parsed.success ? parsed.data : Stored.parse({});
  const inTurn = createInTurn();
  const listeners = new Set<() => void>();

  function save(next: typeof stored): Promise<void> {
    return inTurn(async () => {
      // A file that could not be read is the user's to mend; replacing it would lose their choices.
      if (!readable) throw new AppError('settings-unreadable', `(${file})`);
      await writeJsonFile(file, next);
    });
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

  const withChoice = (id: string, choice: WorkspaceChoice): typeof stored => ({
    ...stored,
    workspaces: { ...stored.workspaces, [id]: { ...own(id), ...choice } },
  });

  return {
    recent: () => stored.recent,
    addRecent: (root) => {
      stored = { ...stored, recent: [root, ...stored.recent.filter((r) => r !== root)].slice(0, KEPT_RECENT) };
      return save(stored);
    },
    choose: (id, choice) => change(withChoice(id, choice)),
    inherit: async (from, to, usual) => {
      const { mode, redaction, models } = own(from) ?? {};
      const there = own(to);
      const now = there?.mode ?? usual;
      const kept = definedOnly({
        mode: mode !== undefined && stricter(mode, now) !== now ? mode : undefined,
        redaction: there?.redaction ?? strictPart(redaction),
        models: there?.models ?? models,
      });
      if (Object.keys(kept).length > 0) await change(withChoice(to, kept));
    },
    isTrusted: (root) => readable && own(root)?.trusted === true,
    models: (root) => own(root)?.models ?? {},
    chatHistory: (root) => own(root)?.chatHistory ?? null,
    redaction: (root) => own(root)?.redaction ?? NO_REDACTION_CHOICE,
    terminalCapture: (root) => readable && own(root)?.terminalCapture === true,
    forget: async (keepStrict) => {
      const strict = Object.entries(stored.workspaces).flatMap(([root, { mode, redaction }]) => {
        const left = definedOnly({ mode, redaction: strictPart(redaction) });
        return keepStrict && Object.keys(left).length > 0 ? [[root, left] as const] : [];
      });
      const kept = strict.map(([root]) => root);
      const known = new Set([...stored.recent, ...Object.keys(stored.workspaces)]);
      await change({ recent: [], workspaces: Object.fromEntries(strict) });
      return { forgotten: [...known].filter((root) => !kept.includes(root)), kept };
    },
    layer: (id) => {
      const source = USER_SOURCES.folder;
      if (!readable) return { source, authority: 'user', readable: false };
      const { mode, approvedProviders, previewOff, redaction } = own(id) ?? {};
      return {
        source,
        authority: 'user',
        readable: true,
        ...definedOnly({ mode, approvedProviders, previewOff }),
        ...asPolicy(redaction),
      };
    },
    strictLayer: (root) => {
      const source = `your choice for ${root}`;
      if (!readable) return { source, authority: 'workspace', readable: false };
      const { mode, redaction } = own(root) ?? {};
      return {
        source,
        authority: 'workspace',
        readable: true,
        ...definedOnly({ mode }),
        ...asPolicy(strictPart(redaction)),
      };
    },
    onChange: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}
