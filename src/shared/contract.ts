import { z } from './schemas/zod.ts';
import { LIMITS } from './limits.ts';
import { PROVIDER_PRESETS } from './provider-presets.ts';
import { Count, FolderPath, ModeSchema, Path } from './schemas/basics.ts';
import {
  ChatEvent,
  ChatRequest,
  CompletionCounts,
  CountedTask,
  CompletionRequest,
  ImportsHint,
  CompletionResponse,
  CompletionStats,
} from './schemas/chat-and-completion.ts';
import { ChatHistory, Conversation, ConversationInfo, EraseReport, HistoryView } from './schemas/history.ts';
import { ColorThemeText, KeybindingsText, SnippetsText } from './schemas/keybindings.ts';
import { Key, KeyStatus } from './schemas/keys.ts';
import { LedgerCheck, LedgerEntry, SentBytes } from './schemas/ledger.ts';
import { ModelsView, UsageView } from './schemas/models.ts';
import { PullEvent, SuggestionsView, TypedModelName } from './schemas/ollama.ts';
import {
  FolderRedaction,
  IsolationView,
  ModelNames,
  OfflineCheck,
  PolicyView,
  RedactionView,
  RuleKindSchema,
  ServerKindSchema,
  SettingName,
  Settings,
  SettingsLayer,
  SettingsText,
  SettingsView,
  TriedRedaction,
} from './schemas/settings.ts';
import {
  FoundSymbol,
  LanguageAnswer,
  LanguageAsk,
  LanguageChange,
  LanguageDocument,
  LanguageEvent,
} from './schemas/language.ts';
import {
  GitBlame,
  GitBranch,
  GitChange,
  GitCommit,
  GitCommitRequest,
  GitHash,
  GitMessage,
  GitStash,
  GitStatus,
  GitSync,
  GitSyncEvent,
  GitText,
  GitVersion,
  RefName,
} from './schemas/git.ts';
import { VsCodeProfile } from './schemas/vscode.ts';
import { EditedFile, SearchEvent, SearchQuery, TextEdit } from './schemas/search.ts';
import { Conventions } from './schemas/conventions.ts';
import { CodeSymbol } from './schemas/symbols.ts';
import { ShellProfiles, TerminalEvent, TerminalId, TerminalRequest, TerminalSize } from './schemas/terminal.ts';
import { TaskEvent, TaskList, TaskRequest } from './schemas/tasks.ts';
import { TelemetryEvent } from './schemas/telemetry.ts';
import { NextEditRequest, NextEditResponse } from './schemas/next-edit.ts';
import { Backup, WindowState } from './schemas/window-state.ts';
import {
  AppInfo,
  FileChange,
  FileText,
  FolderEntries,
  FolderListing,
  ImageFile,
  MayRead,
  TextEncodingSchema,
  WorkspaceId,
  WorkspaceInfo,
} from './schemas/workspace.ts';

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
/** A model of one Ollama server, by the name it has there. */
const ModelAt = z.strictObject({ serverId: z.string().min(1).max(128), model: TypedModelName });
const PathOnly = z.strictObject({ path: Path });
const GitFolder = z.string().min(1).max(LIMITS.pathChars);
const GitPaths = z.strictObject({ paths: z.array(Path).min(1).max(LIMITS.gitChanges) });

export const CONTRACT = {
  'app.info': call(None, AppInfo),
  /** Open a link in the system's browser, after a confirmation in the renderer. http(s) only. */
  'app.openLink': call(z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(2048) }), None),

  /** Open a folder, or several together, in place of what is open; absolute. */
  'workspace.open': call(z.strictObject({ paths: z.array(Path).min(1).max(LIMITS.windowFolders) }), WorkspaceInfo),
  /** Have other folders open than now, but for the choices that keep things private, which stay. */
  'workspace.setFolders': call(
    z.strictObject({ paths: z.array(Path).min(1).max(LIMITS.windowFolders) }),
    WorkspaceInfo,
  ),
  'workspace.close': call(None, None),
  'workspace.current': call(None, WorkspaceInfo.nullable()),
  /**
   * The folder that a window had before its page was loaded again, or the last one before the core was started again,
   * open once more; `null` if it had none.
   */
  'workspace.resume': call(z.strictObject({ window: z.uuid() }), WorkspaceInfo.nullable()),
  'workspace.recent': call(None, z.array(WorkspaceInfo)),
  /** Native dialogs; `null` when dismissed, `not-supported-by-host` where the host has none. */
  'dialog.pickFolder': call(None, Path.nullable()),
  'dialog.pickGguf': call(None, Path.nullable()),
  /** The renderer's own picker, where the host has no dialogs. */
  'dialog.listFolder': call(z.strictObject({ path: Path, extension: z.enum(['none', 'gguf']) }), FolderListing),

  /** The entries of one folder, folders first, by name; a large folder in several events. */
  'files.entries': stream(z.strictObject({ path: FolderPath }), FolderEntries),
  /**
   * With an encoding, the file is read in that from now on. Without, in the one that it was read in by that, then as it
   * tells, then as the project or the user says.
   */
  'files.read': call(z.strictObject({ path: Path, encoding: TextEncodingSchema.exactOptional() }), FileText),
  /** A picture to be shown to the user. */
  'files.image': call(PathOnly, ImageFile),
  'files.write': call(
    z.strictObject({
      path: Path,
      text: z.string(),
      eol: z.enum(['\n', '\r\n']),
      bom: z.boolean(),
      encoding: TextEncodingSchema.exactOptional(),
      /** The version last read, `null` for a new file; a mismatch is `file-changed-on-disk`. */
      expectedVersion: z.string().max(128).nullable(),
    }),
    z.strictObject({ version: z.string() }),
  ),
  /** Make an empty file or a folder, and the folders that lead there; tells which had to be made, the outermost first. */
  'files.create': call(
    z.strictObject({ path: Path, kind: z.enum(['file', 'folder']) }),
    z.strictObject({ folders: z.array(Path) }),
  ),
  /** Give a file or folder another path. What is there is replaced only if `overwrite` says so; else `path-exists`. */
  'files.move': call(z.strictObject({ from: Path, to: Path, overwrite: z.boolean() }), None),
  /** Copy into a folder, under a name that is free there. */
  'files.copy': call(z.strictObject({ from: Path, folder: FolderPath }), PathOnly),
  /** `trash-unavailable` where it can only be deleted for good. */
  'files.delete': call(z.strictObject({ path: Path, forGood: z.boolean() }), None),
  /** Delete an empty file or folder; `path-not-empty` if it is not. */
  'files.deleteEmpty': call(PathOnly, None),
  /** Every file for quick open, relative paths; respects .gitignore. */
  'files.all': call(None, z.strictObject({ paths: z.array(z.string()), truncated: z.boolean() })),
  'files.mayRead': call(PathOnly, MayRead),
  /** How the project wants a file written, and whether it has a formatter for it. */
  'files.conventions': call(PathOnly, Conventions),
  /** A text as the project's own formatter would have it; `null` where there is none, or none for such files. */
  'files.format': call(
    z.strictObject({ path: Path, text: z.string().max(LIMITS.languageFileChars) }),
    z.strictObject({ text: z.string().nullable() }),
  ),
  /** Folders shown and files open in this window: only these are watched. Replaces the last set. */
  'files.watch': call(z.strictObject({ folders: z.array(FolderPath).max(5000), files: z.array(Path).max(1000) }), None),
  'files.changes': stream(None, FileChange),

  /** How the open folder's window looked last. */
  'window.state': call(None, WindowState.nullable()),
  /** Of a folder that is not open any more, it is not kept. */
  'window.saveState': call(z.strictObject({ workspace: WorkspaceId, state: WindowState }), None),
  /** Unsaved texts of the open folder that earlier windows left; they are this window's from now on. */
  'backups.take': call(None, z.array(Backup)),
  /** Keep an unsaved text, so that a crash does not lose it. */
  'backups.write': call(z.strictObject({ workspace: WorkspaceId, backup: Backup }), None),
  'backups.remove': call(z.strictObject({ workspace: WorkspaceId, path: Path }), None),

  /**
   * Search the text of files, for the user: what is kept from models is found and marked. Files with unsaved text are
   * not read from disk. Cancelled, it ends the program that searches.
   */
  'search.text': stream(z.strictObject({ query: SearchQuery, unsaved: z.array(Path).max(1000) }), SearchEvent),
  /** Change a file on disk, all or nothing; `file-changed-since-search` if it is not as the stamp and the edits say. */
  'search.replace': call(
    z.strictObject({
      path: Path,
      /** `null` where only the edits say how the file has to be, as what was searched was not on disk. */
      stamp: z.string().max(128).nullable(),
      edits: z.array(TextEdit).min(1).max(LIMITS.editsPerFile),
    }),
    EditedFile,
  ),

  /** What a text declares, in languages that the core reads; empty for others. */
  'code.symbols': call(
    z.strictObject({
      path: Path,
      languageId: z.string().max(64),
      text: z.string().max(LIMITS.codeSymbolsChars),
    }),
    z.array(CodeSymbol),
  ),

  /** Tell the language servers of a text that is open in the editor; the first of its language starts one. */
  'language.open': call(LanguageDocument, None),
  /** `language-out-of-step` where the core knows another text; it is to be opened anew then. */
  'language.change': call(
    z.strictObject({
      path: Path,
      version: z.number().int().positive(),
      changes: z.array(LanguageChange).min(1).max(10_000),
    }),
    None,
  ),
  'language.save': call(PathOnly, None),
  'language.close': call(PathOnly, None),
  /** Ask the language server of an open file. */
  'language.ask': call(LanguageAsk, LanguageAnswer),
  /** Symbols of the whole folder, of those languages whose servers run. */
  'language.findSymbols': call(z.strictObject({ query: z.string().max(1000) }), z.array(FoundSymbol)),
  /** Whether the edit that a server asked for was made. */
  'language.answerEdit': call(z.strictObject({ id: z.string().min(1).max(128), applied: z.boolean() }), None),
  /** Start a server anew, one that was given up or was missing too. */
  'language.restart': call(z.strictObject({ id: z.string().min(1).max(64) }), None),
  /** How the servers fare, first as they are now; what they find; what they want changed. */
  'language.changes': stream(None, LanguageEvent),

  /** The shells of this machine. */
  'terminal.profiles': call(None, ShellProfiles),
  /** Start a shell. It lives as long as the stream: cancelling ends it. A window that is slow slows it down. */
  'terminal.open': stream(TerminalRequest, TerminalEvent),
  'terminal.write': call(z.strictObject({ id: TerminalId, data: z.string().max(LIMITS.terminalInputChars) }), None),
  'terminal.resize': call(TerminalSize.extend({ id: TerminalId }), None),
  /** Which of some paths that a terminal printed are files of the open folder; `null` for those that are not. */
  'terminal.findFiles': call(
    z.strictObject({ id: TerminalId, paths: z.array(Path).max(LIMITS.terminalLinks) }),
    z.array(Path.nullable()),
  ),

  /** What can be run in the open folder; `folder-not-trusted` where nothing of it is run. */
  'tasks.list': call(None, TaskList),
  /** Run a task in a terminal. It lives as long as the stream, and takes what is typed by its terminal’s id. */
  'tasks.run': stream(TaskRequest, TaskEvent),
  /** Of the folder that is chosen, or of another by its name. */
  'git.status': call(z.strictObject({ folder: GitFolder.exactOptional() }), GitStatus),
  /** The status, first as it is now and then whenever it changes. */
  'git.changes': stream(None, GitStatus),
  /** Of several folders: from now on, what is about no file is about this one; by its name. */
  'git.choose': call(z.strictObject({ folder: GitFolder }), GitStatus),
  /** Make a repository of the open folder. */
  'git.init': call(None, GitStatus),
  'git.stage': call(GitPaths, GitStatus),
  'git.unstage': call(GitPaths, GitStatus),
  /** Put files back to what is staged; untracked ones go to the trash, and `trash-unavailable` leaves all as it is. */
  'git.discard': call(GitPaths, GitStatus),
  /** A file as another version has it. */
  'git.text': call(z.strictObject({ path: Path, version: GitVersion }), GitText),
  /**
   * Stage this text of a file, whatever is on disk: parts of a change are staged so, and taken back. `git-changed-since`
   * if the staged text is another than `expected` by now; `null` where the file is not in the index.
   */
  'git.stageText': call(
    z.strictObject({ path: Path, text: z.string().max(LIMITS.gitTextChars), expected: GitHash.nullable() }),
    GitStatus,
  ),
  'git.commit': call(GitCommitRequest, GitStatus),
  /** The latest commit's message, to be amended; `null` before the first. */
  'git.lastMessage': call(None, z.strictObject({ message: GitMessage.nullable() })),
  /** Go on with what was begun, or call it off. */
  'git.goOn': call(z.strictObject({ how: z.enum(['continue', 'abort', 'skip']) }), GitStatus),
  'git.branches': call(None, z.array(GitBranch).max(LIMITS.gitBranches)),
  /** `git-local-changes` if that would overwrite what is not committed. */
  'git.checkout': call(z.strictObject({ name: RefName, kind: z.enum(['local', 'remote', 'tag']) }), GitStatus),
  'git.createBranch': call(z.strictObject({ name: RefName, from: RefName.nullable() }), GitStatus),
  'git.renameBranch': call(z.strictObject({ from: RefName, to: RefName }), GitStatus),
  /** `git-not-merged` unless `force`, if it has commits that are nowhere else. */
  'git.deleteBranch': call(z.strictObject({ name: RefName, force: z.boolean() }), GitStatus),
  /** `git-address-invalid` for an address that names a program, or something that is not known. */
  'git.addRemote': call(z.strictObject({ name: RefName, url: z.string().min(1).max(2048) }), GitStatus),
  'git.removeRemote': call(z.strictObject({ name: RefName }), GitStatus),
  'git.merge': call(z.strictObject({ name: RefName }), GitStatus),
  'git.stashes': call(None, z.array(GitStash).max(LIMITS.gitStashes)),
  'git.stash': call(z.strictObject({ message: GitMessage, untracked: z.boolean() }), GitStatus),
  /** By hash too, as a stash's number changes when others go. */
  'git.useStash': call(z.strictObject({ hash: GitHash, how: z.enum(['apply', 'pop', 'drop']) }), GitStatus),
  /** Fetch, pull or push by the user's git, where the mode permits the place; recorded. Cancelling ends git. */
  'git.sync': stream(GitSync, GitSyncEvent),
  /** Who wrote which lines. With the editor's text, where it is not saved. */
  'git.blame': call(
    z.strictObject({ path: Path, text: z.string().max(LIMITS.gitTextChars).nullable() }),
    z.array(GitBlame),
  ),
  /** Newest first; of one file through its renames, or of the whole repository. */
  'git.log': call(
    z.strictObject({ path: Path.nullable(), skip: Count, count: Count.min(1).max(LIMITS.gitCommits) }),
    z.strictObject({ commits: z.array(GitCommit).max(LIMITS.gitCommits), more: z.boolean() }),
  ),
  /** What a commit changed against its first parent. */
  'git.commitFiles': call(z.strictObject({ hash: GitHash }), z.array(GitChange).max(LIMITS.gitChanges)),

  'settings.get': call(None, SettingsView),
  'settings.update': call(z.strictObject({ values: Settings.partial() }), SettingsView),
  /** Change settings of one layer, and let others of it fall back to the layer below. */
  'settings.change': call(
    z.strictObject({ layer: SettingsLayer, set: Settings.partial(), reset: z.array(SettingName).max(200) }),
    SettingsView,
  ),
  /** The user's file as it is on disk; empty if there is none. */
  'settings.readText': call(None, SettingsText),
  /** Replace the user's file; `setting-invalid` says which settings it may not be replaced for. */
  'settings.writeText': call(SettingsText, SettingsView),
  'settings.changes': stream(None, SettingsView),

  /** The user's keybindings as they are on disk; empty if there are none. */
  'keybindings.readText': call(None, KeybindingsText),
  'keybindings.writeText': call(KeybindingsText, None),
  'keybindings.changes': stream(None, KeybindingsText),

  /** What the user has in VS Code on this machine, for taking it over; asked when the user wants to. */
  'vscode.profile': call(None, VsCodeProfile),

  /** The user's snippets as they are on disk; empty if there are none. */
  'snippets.readText': call(None, SnippetsText),
  'snippets.writeText': call(SnippetsText, None),
  'snippets.changes': stream(None, SnippetsText),

  /** The colour theme that the user imported. */
  'colorTheme.readText': call(None, ColorThemeText),
  'colorTheme.writeText': call(ColorThemeText, None),
  'colorTheme.changes': stream(None, ColorThemeText),

  'policy.get': call(None, PolicyView),
  'policy.setMode': call(z.strictObject({ mode: ModeSchema }), PolicyView),
  /** Trust the open folder, or no longer. */
  'policy.setTrust': call(z.strictObject({ trusted: z.boolean() }), PolicyView),
  /** Let chat go to a provider's cloud under Sensitive, for the open folder. */
  'policy.approveProvider': call(
    z.strictObject({ providerId: z.string().min(1).max(128), approved: z.boolean() }),
    PolicyView,
  ),
  /** Whether the user sees what goes to a provider before it goes, for the open folder. */
  'policy.setPreview': call(z.strictObject({ providerId: z.string().min(1).max(128), on: z.boolean() }), PolicyView),
  /** Whether what terminals print is kept, so that chats can be asked about it, for the open folder. */
  'policy.setTerminalCapture': call(z.strictObject({ on: z.boolean() }), PolicyView),
  'policy.changes': stream(None, PolicyView),
  /** Whether child processes run without network here; tried once, at the first question. */
  'policy.isolation': call(None, IsolationView),
  /** Try what Offline must prevent, whatever the mode is now; nothing leaves the machine. */
  'policy.verifyOffline': call(None, z.array(OfflineCheck)),

  'redaction.get': call(None, RedactionView),
  'redaction.changes': stream(None, RedactionView),
  /** Replace what the user chose about redaction for the open folder. */
  'redaction.setForFolder': call(z.strictObject({ redaction: FolderRedaction }), RedactionView),
  /** Why a rule would be refused; `null` if it can be used. */
  'redaction.check': call(
    z.strictObject({ kind: RuleKindSchema, rule: z.string().max(LIMITS.redactionRuleChars) }),
    z.strictObject({ reason: z.string().nullable() }),
  ),
  /** Redact a text by the rules in force, to look at. Neither sent nor kept. */
  'redaction.try': call(z.strictObject({ text: z.string().max(LIMITS.redactionTrialChars) }), TriedRedaction),

  'models.get': call(None, ModelsView),
  /** Look again for local servers and ask every provider for its models. */
  'models.refresh': call(None, ModelsView),
  /** `address-not-agreed` for a cloud address that no provider documents, unless `agreed` says that the user agreed. */
  'models.addServer': call(
    z.strictObject({
      kind: ServerKindSchema,
      /** Empty: the name of the host. */
      label: z.string().max(80),
      baseUrl: z.string().max(2048),
      /** The models to offer, where the server's own list is none or the wrong one. */
      models: ModelNames.optional(),
      /** The user agrees that requests leave for this address. */
      agreed: z.boolean().optional(),
    }),
    ModelsView,
  ),
  /** The user agrees that requests leave for the server's address. */
  'models.agreeServer': call(z.strictObject({ id: z.string().max(128) }), ModelsView),
  'models.removeServer': call(z.strictObject({ id: z.string().max(128) }), ModelsView),
  'models.addGguf': call(PathOnly, ModelsView),
  'models.removeGguf': call(PathOnly, ModelsView),
  /** Free the memory of the embedded model. */
  'models.unload': call(z.strictObject({ ref: z.string().max(512) }), ModelsView),
  /** Choose a model for the open folder alone; without one, the user's settings hold again. */
  'models.chooseHere': call(
    z.strictObject({ task: z.enum(['chat', 'completion']), ref: z.string().min(1).max(512).nullable() }),
    ModelsView,
  ),
  'models.changes': stream(None, ModelsView),

  /** Have an Ollama server fetch a model; `ask` comes first where the mode wants a yes. Cancelling stops the server too. */
  'ollama.pull': stream(ModelAt, PullEvent),
  /** Pull what was asked about, or not. False if nothing waits for it any more. */
  'ollama.answerPull': call(
    z.strictObject({ pullId: z.string().max(128), yes: z.boolean() }),
    z.strictObject({ waiting: z.boolean() }),
  ),
  /** Delete a model from a server's disk. */
  'ollama.remove': call(ModelAt, None),
  /** Models that fit this machine. */
  'ollama.suggest': call(None, SuggestionsView),

  'usage.get': call(None, UsageView),
  'usage.changes': stream(None, UsageView),

  /** All stored keys, by what may be told of them. Asks no keychain. */
  'keys.status': call(None, z.array(KeyStatus)),
  /** There is no way back: no entry answers with a key. */
  'keys.set': call(ServerAt.extend({ key: Key }), z.array(KeyStatus)),
  /** A key for a provider of the presets, which is added where it is not there yet. */
  'keys.addProvider': call(
    z.strictObject({
      preset: z.enum(PROVIDER_PRESETS.map(({ id }) => id)),
      /** Where each customer has an address of their own; `null` for the preset's. */
      baseUrl: z.string().max(2048).nullable(),
      key: Key,
    }),
    z.array(KeyStatus),
  ),
  'keys.clear': call(ServerAt, z.array(KeyStatus)),
  /** Ask the provider for its models with the stored key; a failure says what is wrong. */
  'keys.test': call(
    z.strictObject({ serverId: z.string().min(1).max(128) }),
    z.strictObject({ models: z.number().int().nonnegative() }),
  ),

  'chat.send': stream(ChatRequest, ChatEvent),
  /** Send what was shown, or not. False if nothing waits for it any more. */
  'chat.answerPreview': call(
    z.strictObject({ previewId: z.string().max(128), send: z.boolean() }),
    z.strictObject({ waiting: z.boolean() }),
  ),
  /** Forget a conversation's redaction map. */
  'chat.forget': call(z.strictObject({ conversationId: z.string().max(128) }), None),
  /** A file is on screen: what it imports is read ahead, so that its first completion need not wait. Asks no model. */
  'completion.prepare': call(ImportsHint, None),
  'completion.request': call(CompletionRequest, CompletionResponse),
  /** The edit that the latest ones call for elsewhere in the file. */
  'completion.nextEdit': call(NextEditRequest, NextEditResponse),
  /** Count how completions, or next edits, of a model fared. Kept on this machine, never sent. */
  'completion.count': call(
    z.strictObject({ model: z.string().min(1).max(512), task: CountedTask, counts: CompletionCounts }),
    None,
  ),
  'completion.stats': call(None, CompletionStats),

  'ledger.list': call(None, z.array(LedgerEntry)),
  'ledger.sentBytes': call(z.strictObject({ id: z.string().max(128) }), SentBytes),
  /** Entries as they are now, in batches: an entry comes again with each thing that becomes known of it. */
  'ledger.changes': stream(None, z.array(LedgerEntry).max(LIMITS.ledgerBatch)),
  /** Check the chain on disk from end to end. */
  'ledger.verify': call(None, LedgerCheck),
  /** Write the record into a new file in a folder that the user picked; absolute. */
  'ledger.exportTo': call(z.strictObject({ folder: Path, format: z.enum(['csv', 'json']) }), PathOnly),

  'history.get': call(None, HistoryView),
  /** Anything but `workspace` removes what is on disk for this folder; `off` what is in memory too. */
  'history.choose': call(z.strictObject({ choice: ChatHistory }), HistoryView),
  /** The latest first. */
  'history.list': call(None, z.array(ConversationInfo)),
  'history.open': call(z.strictObject({ id: z.uuid() }), Conversation),
  /** Keep a conversation as the choice in force says; that may be not at all. */
  'history.save': call(Conversation, None),
  'history.delete': call(z.strictObject({ id: z.uuid() }), None),

  /** Remove conversations, record, recent folders and approvals, then look for what is left of them. */
  'records.erase': call(z.strictObject({ settings: z.boolean() }), EraseReport),

  /** The samples kept so far; none unless the user opted in. */
  'telemetry.pending': call(None, z.array(TelemetryEvent)),
  'telemetry.exportTo': call(z.strictObject({ folder: Path }), PathOnly),
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
