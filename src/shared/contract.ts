import { z } from 'zod';
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
  'policy.changes': stream(None, s.PolicyView),

  'models.get': call(None, s.ModelsView),
  /** Look again for local servers and ask every provider for its models. */
  'models.refresh': call(None, s.ModelsView),
  'models.addServer': call(
    z.strictObject({
      kind: z.enum(['ollama', 'openai-compatible']),
      label: z.string().max(80),
      baseUrl: z.string().max(2048),
    }),
    s.ModelsView,
  ),
  'models.removeServer': call(z.strictObject({ id: z.string().max(128) }), s.ModelsView),
  'models.addGguf': call(PathOnly, s.ModelsView),
  'models.removeGguf': call(PathOnly, s.ModelsView),
  /** Free the memory of the embedded model. */
  'models.unload': call(z.strictObject({ ref: z.string().max(512) }), s.ModelsView),
  'models.changes': stream(None, s.ModelsView),

  'chat.send': stream(s.ChatRequest, s.ChatEvent),
  /** Forget a conversation's redaction map. */
  'chat.forget': call(z.strictObject({ conversationId: z.string().max(128) }), None),
  'completion.request': call(s.CompletionRequest, s.CompletionResponse),

  'ledger.list': call(None, z.array(s.LedgerEntry)),
  'ledger.sentBytes': call(z.strictObject({ id: z.string().max(128) }), s.SentBytes),
  'ledger.changes': stream(None, s.LedgerEntry),
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
