import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { PROVIDER_PRESETS } from './provider-presets.ts';
import * as s from './schemas.ts';

/**
 * The IPC contract: the one table of everything that the renderer can ask of the core. The preload,
 * the renderer's bridge and the handlers are all derived from it; nothing else crosses.
 */

interface CallEntry<Q extends z.ZodType, R extends z.ZodType> {
  readonly kind: 'call';
  readonly request: Q;
  readonly response: R;
}
interface StreamEntry<Q extends z.ZodType, E extends z.ZodType> {
  readonly kind: 'stream';
  readonly request: Q;
  readonly event: E;
}
/** One row of the contract. */
export type ContractEntry = CallEntry<z.ZodType, z.ZodType> | StreamEntry<z.ZodType, z.ZodType>;

/** One question, one answer; may be cancelled. */
const call = <Q extends z.ZodType, R extends z.ZodType>(request: Q, response: R): CallEntry<Q, R> => ({
  kind: 'call',
  request,
  response,
});
/** One question, events until the end; with back-pressure, may be cancelled. */
const stream = <Q extends z.ZodType, E extends z.ZodType>(request: Q, event: E): StreamEntry<Q, E> => ({
  kind: 'stream',
  request,
  event,
});

const None = z.strictObject({});
/** A server of the user's at the address that the user saw: were it another by now, the key would go elsewhere. */
const ServerAt = z.strictObject({ serverId: z.string().min(1).max(128), origin: z.string().min(1).max(2048) });
const PathOnly = z.strictObject({ path: s.Path });

export const CONTRACT = {
  'app.info': call(None, s.AppInfo),
  /** Open a link in the system's browser, after a confirmation in the renderer. http(s) only. */
  'app.openLink': call(z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(2048) }), None),

  'workspace.open': call(PathOnly, s.WorkspaceInfo),
  'workspace.close': call(None, None),
  'workspace.current': call(None, s.WorkspaceInfo.nullable()),
  'workspace.recent': call(None, z.array(s.WorkspaceInfo)),
  /** Native dialogs; `null` when dismissed, `not-supported-by-host` where the host has none. */
  'dialog.pickFolder': call(None, s.Path.nullable()),
  'dialog.pickGguf': call(None, s.Path.nullable()),
  /** The renderer's own picker, where the host has no dialogs. */
  'dialog.listFolder': call(z.strictObject({ path: s.Path, extension: z.enum(['none', 'gguf']) }), s.FolderListing),

  'files.list': call(z.strictObject({ path: s.FolderPath }), z.array(s.FileEntry)),
  'files.read': call(PathOnly, s.FileText),
  'files.write': call(
    z.strictObject({
      path: s.Path,
      text: z.string(),
      eol: z.enum(['\n', '\r\n']),
      bom: z.boolean(),
      /** The version last read, `null` for a new file; a mismatch is `file-changed-on-disk`. */
      expectedVersion: z.string().max(128).nullable(),
    }),
    z.strictObject({ version: z.string() }),
  ),
  /** Every file for quick open, relative paths; respects .gitignore. */
  'files.all': call(None, z.strictObject({ paths: z.array(z.string()), truncated: z.boolean() })),
  'files.mayRead': call(PathOnly, s.MayRead),
  /** Folders shown and files open in this window: only these are watched. Replaces the last set. */
  'files.watch': call(
    z.strictObject({ folders: z.array(s.FolderPath).max(5000), files: z.array(s.Path).max(1000) }),
    None,
  ),
  'files.changes': stream(None, s.FileChange),

  'settings.get': call(None, s.SettingsView),
  'settings.update': call(z.strictObject({ values: s.Settings.partial() }), s.SettingsView),
  'settings.changes': stream(None, s.SettingsView),

  'policy.get': call(None, s.PolicyView),
  'policy.setMode': call(z.strictObject({ mode: s.ModeSchema }), s.PolicyView),
  /** Trust the open folder, or no longer. */
  'policy.setTrust': call(z.strictObject({ trusted: z.boolean() }), s.PolicyView),
  /** Let chat go to a provider's cloud under Sensitive, for the open folder. */
  'policy.approveProvider': call(
    z.strictObject({ providerId: z.string().min(1).max(128), approved: z.boolean() }),
    s.PolicyView,
  ),
  /** Whether the user sees what goes to a provider before it goes, for the open folder. */
  'policy.setPreview': call(z.strictObject({ providerId: z.string().min(1).max(128), on: z.boolean() }), s.PolicyView),
  'policy.changes': stream(None, s.PolicyView),
  /** Whether child processes run without network here; tried once, at the first question. */
  'policy.isolation': call(None, s.IsolationView),
  /** Try what Offline must prevent, whatever the mode is now; nothing leaves the machine. */
  'policy.verifyOffline': call(None, z.array(s.OfflineCheck)),

  'redaction.get': call(None, s.RedactionView),
  'redaction.changes': stream(None, s.RedactionView),
  /** Replace what the user chose about redaction for the open folder. */
  'redaction.setForFolder': call(z.strictObject({ redaction: s.FolderRedaction }), s.RedactionView),
  /** Why a rule would be refused; `null` if it can be used. */
  'redaction.check': call(
    z.strictObject({ kind: s.RuleKindSchema, rule: z.string().max(LIMITS.redactionRuleChars) }),
    z.strictObject({ reason: z.string().nullable() }),
  ),
  /** Redact a text by the rules in force, to look at. Neither sent nor kept. */
  'redaction.try': call(z.strictObject({ text: z.string().max(LIMITS.redactionTrialChars) }), s.TriedRedaction),

  'models.get': call(None, s.ModelsView),
  /** Look again for local servers and ask every provider for its models. */
  'models.refresh': call(None, s.ModelsView),
  /** `address-not-agreed` for a cloud address that no provider documents, unless `agreed` says that the user agreed. */
  'models.addServer': call(
    z.strictObject({
      kind: s.ServerKindSchema,
      /** Empty: the name of the host. */
      label: z.string().max(80),
      baseUrl: z.string().max(2048),
      /** The models to offer, where the server's own list is none or the wrong one. */
      models: s.ModelNames.optional(),
      /** The user agrees that requests leave for this address. */
      agreed: z.boolean().optional(),
    }),
    s.ModelsView,
  ),
  /** The user agrees that requests leave for the server's address. */
  'models.agreeServer': call(z.strictObject({ id: z.string().max(128) }), s.ModelsView),
  'models.removeServer': call(z.strictObject({ id: z.string().max(128) }), s.ModelsView),
  'models.addGguf': call(PathOnly, s.ModelsView),
  'models.removeGguf': call(PathOnly, s.ModelsView),
  /** Free the memory of the embedded model. */
  'models.unload': call(z.strictObject({ ref: z.string().max(512) }), s.ModelsView),
  /** Choose a model for the open folder alone; without one, the user's settings hold again. */
  'models.chooseHere': call(
    z.strictObject({ task: z.enum(['chat', 'completion']), ref: z.string().min(1).max(512).nullable() }),
    s.ModelsView,
  ),
  'models.changes': stream(None, s.ModelsView),

  'usage.get': call(None, s.UsageView),
  'usage.changes': stream(None, s.UsageView),

  /** All stored keys, by what may be told of them. Asks no keychain. */
  'keys.status': call(None, z.array(s.KeyStatus)),
  /** There is no way back: no entry answers with a key. */
  'keys.set': call(ServerAt.extend({ key: s.Key }), z.array(s.KeyStatus)),
  /** A key for a provider of the presets, which is added where it is not there yet. */
  'keys.addProvider': call(
    z.strictObject({
      preset: z.enum(PROVIDER_PRESETS.map(({ id }) => id)),
      /** Where each customer has an address of their own; `null` for the preset's. */
      baseUrl: z.string().max(2048).nullable(),
      key: s.Key,
    }),
    z.array(s.KeyStatus),
  ),
  'keys.clear': call(ServerAt, z.array(s.KeyStatus)),
  /** Ask the provider for its models with the stored key; a failure says what is wrong. */
  'keys.test': call(
    z.strictObject({ serverId: z.string().min(1).max(128) }),
    z.strictObject({ models: z.number().int().nonnegative() }),
  ),

  'chat.send': stream(s.ChatRequest, s.ChatEvent),
  /** Send what was shown, or not. False if nothing waits for it any more. */
  'chat.answerPreview': call(
    z.strictObject({ previewId: z.string().max(128), send: z.boolean() }),
    z.strictObject({ waiting: z.boolean() }),
  ),
  /** Forget a conversation's redaction map. */
  'chat.forget': call(z.strictObject({ conversationId: z.string().max(128) }), None),
  'completion.request': call(s.CompletionRequest, s.CompletionResponse),
  /** Count how completions of a model fared. Kept on this machine, never sent. */
  'completion.count': call(z.strictObject({ model: z.string().min(1).max(512), counts: s.CompletionCounts }), None),
  'completion.stats': call(None, s.CompletionStats),

  'ledger.list': call(None, z.array(s.LedgerEntry)),
  'ledger.sentBytes': call(z.strictObject({ id: z.string().max(128) }), s.SentBytes),
  'ledger.changes': stream(None, s.LedgerEntry),
  /** Check the chain on disk from end to end. */
  'ledger.verify': call(None, s.LedgerCheck),
  /** Write the record into a new file in a folder that the user picked; absolute. */
  'ledger.exportTo': call(z.strictObject({ folder: s.Path, format: z.enum(['csv', 'json']) }), PathOnly),

  'history.get': call(None, s.HistoryView),
  /** Anything but `workspace` removes what is on disk for this folder; `off` what is in memory too. */
  'history.choose': call(z.strictObject({ choice: s.ChatHistory }), s.HistoryView),
  /** The latest first. */
  'history.list': call(None, z.array(s.ConversationInfo)),
  'history.open': call(z.strictObject({ id: z.uuid() }), s.Conversation),
  /** Keep a conversation as the choice in force says; that may be not at all. */
  'history.save': call(s.Conversation, None),
  'history.delete': call(z.strictObject({ id: z.uuid() }), None),

  /** Remove conversations, record, recent folders and approvals, then look for what is left of them. */
  'records.erase': call(z.strictObject({ settings: z.boolean() }), s.EraseReport),

  /** The samples kept so far; none unless the user opted in. */
  'telemetry.pending': call(None, z.array(s.TelemetryEvent)),
  'telemetry.exportTo': call(z.strictObject({ folder: s.Path }), PathOnly),
} as const satisfies Record<string, ContractEntry>;

export type Contract = typeof CONTRACT;
/** Name of a contract entry. */
export type EntryName = keyof Contract;
/** Names of the entries that answer once. */
export type CallName = { [N in EntryName]: Contract[N]['kind'] extends 'call' ? N : never }[EntryName];
/** Names of the entries that stream events. */
export type StreamName = Exclude<EntryName, CallName>;
/** What the renderer sends for an entry. */
export type RequestOf<N extends EntryName> = z.infer<Contract[N]['request']>;
/** What a call answers. */
export type ResponseOf<N extends CallName> = z.infer<Contract[N]['response']>;
/** What a stream emits. */
export type EventOf<N extends StreamName> = z.infer<Contract[N]['event']>;
