import { z } from 'zod';
import { OTHER_IGNORE_FILES } from '../privacy/ignore/ignore-settings.ts';
import { MODES } from '../privacy/mode.ts';
import { RULE_LIMITS } from '../privacy/redaction/rule-limits.ts';
import { ERROR_CODES } from './error-codes.ts';
import { LIMITS } from './limits.ts';
import { SERVER_KINDS, type ServerKind } from './provider-presets.ts';

// zod's compiled parsers need `new Function`, which our CSP rightly forbids.
z.config({ jitless: true });

/** A path as the user's system writes it; validated for existence and containment by main. */
export const Path = z
  .string()
  .min(1)
  .max(LIMITS.pathChars)
  .refine((p) => !p.includes('\0'));
/** A folder within the open one; `''` is the open one itself. */
export const FolderPath = z
  .string()
  .max(LIMITS.pathChars)
  .refine((p) => !p.includes('\0'));
const Id = z.string().min(1).max(128);
const Count = z.number().int().nonnegative();

export const ModeSchema = z.enum(MODES);
export const DestinationClassSchema = z.enum(['in-process', 'loopback', 'on-prem', 'cloud']);
export const FailureSchema = z.strictObject({ code: z.enum(ERROR_CODES), message: z.string() });

/* ---- app and workspace ------------------------------------------------------------------- */

export const AppInfo = z.strictObject({
  host: z.enum(['electron', 'browser']),
  version: z.string(),
  platform: z.enum(['linux', 'darwin', 'win32']),
  homeFolder: Path,
  /** Whether the host can show a native folder/file dialog; if not, the renderer shows its own. */
  nativeDialogs: z.boolean(),
});

export const WorkspaceInfo = z.strictObject({ root: Path, name: z.string() });

export const FileEntry = z.strictObject({
  /** Path relative to the workspace root, with `/`. */
  path: Path,
  name: z.string(),
  kind: z.enum(['file', 'folder', 'other']),
  symlink: z.boolean(),
  /** Kept from models by an ignore rule or default. */
  ignored: z.boolean(),
});

export const FileText = z.strictObject({
  path: Path,
  text: z.string(),
  eol: z.enum(['\n', '\r\n']),
  bom: z.boolean(),
  readOnly: z.boolean(),
  /** Opaque stamp of the content on disk, to detect changes under an edit. */
  version: z.string(),
});

export const MayRead = z.strictObject({
  allowed: z.boolean(),
  /**
   * What decided, for people: `secrets/*.pem (.codegrexignore:3)`, or another reason for a refusal;
   * `null` when allowed by default.
   */
  rule: z.string().nullable(),
  /** The rule alone, as written; `null` when none decided. */
  pattern: z.string().nullable(),
  /** Where it stands: a file relative to the workspace root, `built-in rules` or `your settings`. */
  source: z.string().nullable(),
  /** From 1: line of the file, or place in the user's list; `null` for built-in rules. */
  line: z.number().int().positive().nullable(),
});

export const FileChange = z.strictObject({
  path: Path,
  kind: z.enum(['added', 'changed', 'removed', 'folder-changed', 'ignore-changed']),
});

/** A folder outside any workspace, for the folder picker. */
export const FolderListing = z.strictObject({
  path: Path,
  parent: Path.nullable(),
  folders: z.array(z.string()),
  /** Files with the asked-for extension. */
  files: z.array(z.string()),
});

/* ---- settings and policy ----------------------------------------------------------------- */

export const ServerKindSchema = z.enum(Object.keys(SERVER_KINDS) as [ServerKind, ...ServerKind[]]);
export const ModelNames = z.array(z.string().min(1).max(256)).max(100);

export const ServerConfig = z.strictObject({
  id: Id,
  kind: ServerKindSchema,
  label: z.string().min(1).max(80),
  /** `http(s)://host[:port][/path]`, no credentials. */
  baseUrl: z.string().min(1).max(2048),
  /** The models to offer, where the server's list is none or the wrong one, as Azure's. */
  models: ModelNames.optional(),
  /** The origin that the user agreed to send to, where it is no documented one of a provider. */
  agreedOrigin: z.string().max(300).optional(),
});

/** One line of an ignore file. */
export const IgnoreRule = z
  .string()
  .max(LIMITS.pathChars)
  .refine((line) => !/[\0\n]/.test(line));

const Dollars = z.number().min(0).max(100_000);
/** `provider-id/model-id`. */
const ModelRef = z.string().max(512);
/** Values that redaction lets stay: exact, or `/pattern/` for the whole value. */
export const AllowRules = z.array(z.string().min(1).max(RULE_LIMITS.allowChars)).max(RULE_LIMITS.allow);

/** More to redact. */
export const RedactionPatterns = z
  .array(
    z.strictObject({
      /** RE2 syntax; a group named `value` is what is redacted, else the whole match. */
      pattern: z.string().min(1).max(RULE_LIMITS.patternChars),
      /** Part of the placeholder. */
      label: z.string().max(RULE_LIMITS.labelChars).exactOptional(),
    }),
  )
  .max(RULE_LIMITS.patterns);

export const Settings = z.strictObject({
  theme: z.enum(['system', 'light', 'dark', 'hc-light', 'hc-dark']),
  editorFontSize: z.number().int().min(6).max(72),
  editorTabSize: z.number().int().min(1).max(16),
  editorWordWrap: z.boolean(),
  completionEnabled: z.boolean(),
  /** The longest pause in typing before a completion is asked for, ms; shorter where the model is quick. */
  completionDebounceMs: z.number().int().min(0).max(5000),
  completionMaxTokens: z.number().int().min(1).max(2048),
  /** Tokens of code that the model reads for a completion: around the cursor, and from elsewhere. */
  completionContextTokens: z.number().int().min(256).max(16_384),
  /** Whether comments and strings are completed too. */
  completionInComments: z.boolean(),
  completionInStrings: z.boolean(),
  /** Monaco's ids of languages that are not completed. */
  completionOffLanguages: z.array(z.string().min(1).max(64)).max(200),
  chatMaxTokens: z.number().int().min(1).max(131_072),
  /** Silence after which a chat gives up; a local model may read a long prompt for minutes. */
  chatTimeoutSeconds: z.number().int().min(1).max(14_400),
  /** `provider-id/model-id`; `null`: the first one available. */
  chatModel: ModelRef.nullable(),
  completionModel: ModelRef.nullable(),
  /** What is asked next where a model fails, in order; nothing off this machine unless it is listed. */
  chatFallbacks: z.array(ModelRef).max(10),
  completionFallbacks: z.array(ModelRef).max(10),
  /** `local`: this machine only. `cloud`: chosen clouds first. `hybrid`: completions here, chats where chosen. */
  runtime: z.enum(['local', 'cloud', 'hybrid']),
  preferLocalCompletions: z.boolean(),
  /** Models that take longer to their first word come later, ms; `null` for no preference. */
  firstTokenTargetMs: z.number().int().min(50).max(60_000).nullable(),
  /** US dollars that clouds may cost in a day; `null` for no budget. */
  dailyBudget: Dollars.nullable(),
  /** Prices that the user pays, US dollars for a million tokens; before the list prices that CodeGrex knows. */
  modelPrices: z.array(z.strictObject({ ref: ModelRef, input: Dollars, output: Dollars })).max(200),
  servers: z.array(ServerConfig).max(50),
  ggufFiles: z.array(Path).max(50),
  /** Look for Ollama, LM Studio, llama.cpp and vLLM on this machine at start-up. */
  detectLocalServers: z.boolean(),
  /** The mode of a workspace with no mode of its own. */
  defaultMode: ModeSchema,
  /** On-prem hosts that even Offline may reach: `host` or `host:port`. */
  onPremHosts: z.array(z.string().min(1).max(253)).max(50),
  /**
   * The user's own ignore rules, one each, gitignore syntax, relative to any workspace's root. They
   * come after the built-in ones: `!.npmrc` opens what a built-in rule keeps from models.
   */
  ignoreRules: z.array(IgnoreRule).max(1000),
  /** Other tools' ignore files that count as well; each can only keep more from models. */
  honourIgnoreFiles: z.array(z.enum(OTHER_IGNORE_FILES)).max(OTHER_IGNORE_FILES.length),
  redactionAllow: AllowRules,
  redactionPatterns: RedactionPatterns,
  /** Addresses of private networks are personal data. */
  redactPrivateAddresses: z.boolean(),
  /** Card numbers that processors publish for tests stay. */
  leaveTestCards: z.boolean(),
  /** Keep samples of what happened for the user to hand over. Nothing is sent. */
  telemetry: z.boolean(),
  /** The proxy to clouds: none, the one that the environment names, or `http(s)://host:port`. */
  proxy: z
    .string()
    .max(300)
    .regex(/^(none|environment|https?:\/\/[^\s/@?#\\]+\/?)$/),
  /** Certificate authorities to trust besides the usual ones: a PEM file; absolute. */
  caFile: Path.nullable(),
});

export const SettingsView = z.strictObject({
  values: Settings,
  /** Files that could not be read or values that were refused, for the user. */
  notices: z.array(z.strictObject({ file: Path, message: z.string() })),
});

export const PolicyView = z.strictObject({
  mode: ModeSchema,
  /** The mode the user chose; stricter layers may raise the effective one. */
  chosenMode: ModeSchema,
  /** Which layer decided the effective mode, for people. */
  decidedBy: z.string(),
  /** Modes the user may choose now (stricter layers exclude the looser ones). */
  selectableModes: z.array(ModeSchema),
  onPremHosts: z.array(z.string()),
  /** Providers approved for cloud chat in this workspace under Sensitive. */
  approvedProviders: z.array(z.string()),
  /** Providers whose requests go without a preview under Sensitive. */
  previewOff: z.array(z.string()),
  /** The user trusts the open folder; an untrusted one is Sensitive at least. True while none is open. */
  trusted: z.boolean(),
  /** The mode as it is, or would be, with the open folder trusted. */
  modeWhenTrusted: ModeSchema,
  notices: z.array(z.string()),
});

/** As the user's settings say, or a choice of its own. */
const OwnChoice = z.enum(['as-settings', 'yes', 'no']);

/** What the user chose about redaction for one folder, besides their settings. Kept in the user's folder. */
export const FolderRedaction = z.strictObject({
  allow: AllowRules,
  patterns: RedactionPatterns,
  privateAddresses: OwnChoice,
  leaveTestCards: OwnChoice,
});

export const RuleKindSchema = z.enum(['allow', 'pattern']);

/** Redaction rules by where they come from. The user's settings are in {@link Settings}. */
export const RedactionView = z.strictObject({
  /** Chosen for the open folder; `null` while none is open. */
  folder: FolderRedaction.nullable(),
  /** Those of the folder's own file and of the organisation, which can only add. */
  others: z.array(z.strictObject({ source: z.string(), allow: z.array(z.string()), patterns: RedactionPatterns })),
  /** Rules that are not in force, wherever they come from. */
  problems: z.array(z.strictObject({ source: z.string(), kind: RuleKindSchema, rule: z.string(), reason: z.string() })),
});

/** A text as a cloud would get it, in pieces. */
export const TriedRedaction = z.strictObject({
  parts: z.array(
    z.strictObject({
      text: z.string(),
      /** What found the value that this piece stands for; `null` for text that stays. */
      found: z
        .strictObject({
          /** The detector's id. */
          type: z.string(),
          /** The rule, where one of the user's or of the folder's found it. */
          rule: z.strictObject({ source: z.string(), pattern: z.string() }).nullable(),
          /** Of the original, counted from 1. */
          line: z.number().int().positive(),
        })
        .nullable(),
    }),
  ),
});

/** Whether processes that CodeGrex starts run without network. */
export const IsolationView = z.strictObject({
  /** What cuts them off; `null` where the system does not let CodeGrex do so. */
  by: z.enum(['unshare', 'bwrap', 'sandbox-exec']).nullable(),
  /** Why not, in plain words; a clause without a full stop. `null` with `by`. */
  why: z.string().nullable(),
  /** Whether the embedded engine is among them: Electron starts it itself, and cuts nothing off. */
  engine: z.boolean(),
});

/** One thing that Offline must prevent, tried. */
export const OfflineCheck = z.strictObject({
  check: z.string(),
  /** `null`: it could not be tried here, and `detail` says why. */
  passed: z.boolean().nullable(),
  detail: z.string(),
});

/* ---- models ------------------------------------------------------------------------------ */

export const ModelInfo = z.strictObject({
  /** `provider-id/model-id`. */
  ref: z.string().min(1).max(512),
  providerId: Id,
  model: z.string(),
  label: z.string(),
  destination: DestinationClassSchema,
  capabilities: z.strictObject({
    chat: z.boolean(),
    /** Fills in the middle. */
    completion: z.boolean(),
    tools: z.boolean(),
    vision: z.boolean(),
  }),
  /** Tokens; `null` where the server does not tell. */
  contextTokens: Count.nullable(),
  /** Embedded models only. */
  loaded: z.boolean().nullable(),
  /** The GGUF file of an embedded model. */
  file: Path.nullable(),
});

export const ProviderStatus = z.strictObject({
  id: Id,
  kind: z.enum(['embedded', ...ServerKindSchema.options]),
  label: z.string(),
  origin: z.string().nullable(),
  destination: DestinationClassSchema,
  /** Added by the user, or found running on this machine. */
  source: z.enum(['built-in', 'user', 'detected']),
  state: z.enum(['checking', 'ready', 'unavailable', 'refused']),
  failure: FailureSchema.nullable(),
});

const RouteView = z.strictObject({
  order: z.array(z.strictObject({ ref: z.string(), reason: z.string() })).readonly(),
  passedOver: z.array(z.strictObject({ ref: z.string(), reason: z.string(), code: z.string() })).readonly(),
});

export const ModelsView = z.strictObject({
  /** True until the first look for local servers has ended. */
  detecting: z.boolean(),
  providers: z.array(ProviderStatus),
  models: z.array(ModelInfo),
  chatModel: z.string().nullable(),
  completionModel: z.string().nullable(),
  /** Chosen for the open folder alone; left out: as in the user's settings. */
  folder: z.strictObject({ chat: z.string().optional(), completion: z.string().optional() }),
  /** Why these two, and why not the others. */
  routes: z.strictObject({ chat: RouteView, completion: RouteView }),
});

/** Sums of many requests. */
const UsageTotals = z.strictObject({
  requests: Count,
  promptTokens: Count,
  answerTokens: Count,
  cachedTokens: Count,
  /** US dollars, of those requests whose cost is known. */
  cost: z.number().nonnegative(),
  /** Requests to clouds whose cost is not known. */
  uncosted: Count,
});

/** What models used, and how the day's budget stands. */
export const UsageView = z.strictObject({
  session: UsageTotals,
  today: UsageTotals,
  budget: z.strictObject({
    /** US dollars a day. */
    limit: z.number().nonnegative().nullable(),
    spent: z.number().nonnegative(),
    state: z.enum(['none', 'within', 'nearly-spent', 'spent']),
  }),
});

/* ---- keys -------------------------------------------------------------------------------- */

/** A key on its way to the core, the one way that there is. */
export const Key = z.string().min(1).max(LIMITS.keyChars);

/** What may be told of a stored key; never the key. */
export const KeyStatus = z.strictObject({
  serverId: Id,
  /** The one place that it is sent to. */
  origin: z.string(),
  /** Empty for a key that is too short to show so much of. */
  lastFour: z.string().max(4),
  /** `leaving`: removed, but the keychain could not be asked yet. */
  keptIn: z.enum(['keychain', 'session', 'leaving']),
  /** Why it is not kept in the keychain, or still is. */
  note: z.string().nullable(),
});

/* ---- chat and completion ----------------------------------------------------------------- */

/** A piece of text of one file, as an editor shows it. */
const Excerpt = z.strictObject({
  path: Path,
  startLine: z.number().int().min(1),
  text: z.string().max(LIMITS.chatMessageChars),
});

/** What goes along with a question. The core reads what a chip names, and only what models may read. */
export const ContextChip = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), path: Path }),
  z.strictObject({
    kind: z.literal('selection'),
    path: Path,
    startLine: z.number().int().min(1),
    endLine: z.number().int().min(1),
    text: z.string().max(LIMITS.chatMessageChars),
  }),
  /** The files of a folder; `''` is the whole workspace. */
  z.strictObject({ kind: z.literal('folder'), path: FolderPath }),
  /** The names of a folder's files, without their text. */
  z.strictObject({ kind: z.literal('names'), path: FolderPath }),
  /** Lines that contain a text, anywhere in the workspace. */
  z.strictObject({ kind: z.literal('search'), query: z.string().min(1).max(1000) }),
  /** What is changed and not committed. */
  z.strictObject({ kind: z.literal('changes') }),
  /** The latest commits' messages. */
  z.strictObject({ kind: z.literal('commits') }),
  /** What the editor marks in a file. */
  z.strictObject({
    kind: z.literal('problems'),
    path: Path,
    items: z.array(z.strictObject({ line: z.number().int().min(1), message: z.string().max(2000) })).max(200),
  }),
  /** Where the user edited last. */
  z.strictObject({ kind: z.literal('edits'), items: z.array(Excerpt).max(50) }),
]);

export const ChatMessage = z.strictObject({
  role: z.enum(['user', 'assistant']),
  text: z.string().max(LIMITS.chatMessageChars),
});

export const ChatRequest = z.strictObject({
  conversationId: Id,
  /** The whole conversation, oldest first; the last one is the user's. */
  messages: z.array(ChatMessage).min(1).max(1000),
  context: z.array(ContextChip).max(50),
  /** `null`: the workspace's chat model. */
  model: z.string().max(512).nullable(),
});

/** A piece of text as a cloud would get it. */
const PreviewPart = z.strictObject({ text: z.string(), redacted: z.boolean() });

/** Why an answer ended. */
export const StopReason = z.enum(['end', 'length', 'tool-calls', 'content-filter', 'other']);

export const ChatEvent = z.discriminatedUnion('type', [
  /** Under Sensitive, before anything goes: exactly what would be sent. Waits for `chat.answerPreview`. */
  z.strictObject({
    type: z.literal('preview'),
    previewId: Id,
    providerId: Id,
    /** Where it would go: a name and an origin. */
    provider: z.string(),
    origin: z.string(),
    model: z.string(),
    redactions: Count,
    turns: z.array(
      z.strictObject({ role: z.enum(['system', 'user', 'assistant', 'tool']), parts: z.array(PreviewPart) }),
    ),
  }),
  /** Which model answers, and what of the context was taken or left out. */
  z.strictObject({
    type: z.literal('started'),
    model: z.string(),
    destination: DestinationClassSchema,
    redactions: Count,
    context: z.array(z.strictObject({ path: z.string(), included: z.boolean(), reason: z.string().nullable() })),
  }),
  /** The model failed before it answered, so that another one is asked. */
  z.strictObject({
    type: z.literal('switched'),
    model: z.string(),
    destination: DestinationClassSchema,
    redactions: Count,
    /** Why the one before failed, for people. */
    reason: z.string(),
  }),
  /** A slow phase worth telling, e.g. the model being loaded. */
  z.strictObject({ type: z.literal('status'), status: z.enum(['loading-model', 'waiting']) }),
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({ type: z.literal('reasoning'), text: z.string() }),
  z.strictObject({
    type: z.literal('done'),
    stopReason: StopReason,
    promptTokens: Count.nullable(),
    answerTokens: Count.nullable(),
    /** Those of the question that the provider had in its cache. */
    cachedTokens: Count.nullable(),
  }),
]);

const Snippet = z.strictObject({
  path: Path,
  startLine: z.number().int().min(1),
  text: z.string().max(LIMITS.completionSnippetChars),
});
const LanguageId = z.string().max(64);

/** What may help to complete, besides the file itself. The core takes only what models may read. */
export const CompletionHint = z.discriminatedUnion('kind', [
  /** What the file imports; the core reads it there. */
  z.strictObject({
    kind: z.literal('imports'),
    path: Path,
    languageId: LanguageId,
    /** Begin of the file. */
    head: z.string().max(LIMITS.completionHeadChars),
  }),
  /** Places in open files that look like the one at the cursor. */
  z.strictObject({ kind: z.literal('similar'), items: z.array(Snippet).max(10) }),
  /** Where the user looked last, the latest last. */
  z.strictObject({ kind: z.literal('views'), items: z.array(Snippet).max(10) }),
  /** Where the user edited last, the latest last. */
  z.strictObject({ kind: z.literal('recentEdits'), items: z.array(Snippet).max(10) }),
  /** What the editor marks near the cursor. */
  z.strictObject({
    kind: z.literal('diagnostics'),
    path: Path,
    languageId: LanguageId,
    items: z.array(z.strictObject({ line: z.number().int().min(1), message: z.string().max(500) })).max(10),
  }),
]);

export const CompletionRequest = z.strictObject({
  path: Path,
  languageId: LanguageId,
  prefix: z.string().max(LIMITS.completionContextChars),
  suffix: z.string().max(LIMITS.completionContextChars),
  /** The suffix reaches to the file's end. */
  whole: z.boolean().optional(),
  hints: z.array(CompletionHint).max(5).optional(),
});

export const CompletionResponse = z.strictObject({
  /** Text to insert at the cursor; empty when there is nothing worth showing. */
  text: z.string(),
  /** `null` when no model was asked. */
  model: z.string().nullable(),
  /** From asking the model to its last word, ms; `null` when none was asked. */
  modelMs: z.number().nonnegative().nullable(),
  /** Why nothing was asked, for the status bar. */
  reason: z.enum(['off', 'language-off', 'no-model', 'ignored-file']).nullable(),
});

/** How completions fared: numbers only. */
export const CompletionCounts = z.strictObject({
  /** Requests to the model. */
  asked: Count.max(1e9),
  /** Completions that were on show; typing along one is one. */
  shown: Count.max(1e9),
  /** Of those, the ones that cost no request. */
  reused: Count.max(1e9),
  accepted: Count.max(1e9),
  /** By word or by line, and not to the end. */
  acceptedInPart: Count.max(1e9),
  /** With Escape. */
  dismissed: Count.max(1e9),
  /** Typed over, or left behind. */
  ignored: Count.max(1e9),
});

export const CompletionStats = z.strictObject({
  /** Day of the first count, ISO 8601; `null` while there is none. */
  since: z.string().nullable(),
  models: z.array(z.strictObject({ model: z.string().max(512), counts: CompletionCounts })),
});

/* ---- history ----------------------------------------------------------------------------- */

/** Where conversations are kept: nowhere, in memory until CodeGrex ends, on disk for one folder. */
export const ChatHistory = z.enum(['off', 'session', 'workspace']);

export const HistoryView = z.strictObject({
  /** What the user chose for this folder. */
  chosen: ChatHistory,
  /** What holds: a stricter mode than the one chosen in keeps conversations in memory only. */
  inForce: ChatHistory,
  /** Conversations of this folder on disk. */
  saved: Count,
  /** False while no folder is open: there is nothing to choose for. */
  selectable: z.boolean(),
});

const SavedText = z.string().max(LIMITS.chatMessageChars);
/** One message as it is shown again later. Texts are the user's own, not redacted. */
export const SavedMessage = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('user'), id: z.uuid(), text: SavedText, context: z.array(ContextChip).max(50) }),
  z.strictObject({
    role: z.literal('assistant'),
    id: z.uuid(),
    text: SavedText,
    reasoning: SavedText,
    outcome: z.enum(['done', 'stopped', 'failed']),
    /** `null` when none was reached. */
    model: z.string().max(512).nullable(),
    destination: z.enum([...DestinationClassSchema.options, 'none']),
    redactions: Count,
  }),
]);

export const Conversation = z.strictObject({ id: z.uuid(), messages: z.array(SavedMessage).min(1).max(1000) });

export const ConversationInfo = z.strictObject({
  id: z.uuid(),
  /** Begin of the first question. */
  title: z.string(),
  /** ISO 8601, UTC. */
  updated: z.string(),
  kept: ChatHistory.exclude(['off']),
});

/** What “Delete everything” removed, and what a scan of the data folder found of it afterwards. */
export const EraseReport = z.strictObject({
  conversations: Count,
  requests: Count,
  /** Folders of which nothing is remembered any more. */
  folders: Count,
  /** Folders of which only the mode is remembered, and what is redacted there. */
  keptModes: Count,
  /** Words and passages of the removed records that were looked for. */
  passages: Count,
  filesScanned: Count,
  bytesScanned: Count,
  /** Files that still hold some of it, relative to the data folder. */
  found: z.array(z.string()),
  /** Files that could not be read. */
  unread: z.array(z.string()),
  /** What could not be removed, for people. */
  failures: z.array(z.string()),
});

/* ---- telemetry --------------------------------------------------------------------------- */

const TelemetryOrigin = {
  host: AppInfo.shape.host,
  platform: AppInfo.shape.platform,
  /** Days since 1970-01-01. */
  day: z.number().int().min(0).max(99_999),
  /** One such event in so many is kept, by chance. */
  oneIn: z.number().int().min(1).max(1000),
};
/** An event that a user who opted in may hand over. Enumerations and small numbers only, see {@link NoFreeText}. */
export const TelemetryEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('start'), ...TelemetryOrigin }),
  z.strictObject({
    kind: z.literal('request'),
    ...TelemetryOrigin,
    task: z.enum(['chat', 'completion']),
    destination: DestinationClassSchema,
    outcome: z.enum(['allowed', 'refused', 'failed', 'cancelled']),
    sent: z.enum(['nothing', 'under-10-kB', 'under-100-kB', 'more']),
    redacted: z.boolean(),
  }),
]);

/* ---- ledger ------------------------------------------------------------------------------ */

export const LedgerEntry = z.strictObject({
  id: Id,
  /** ISO 8601, UTC. */
  time: z.string(),
  task: z.enum(['chat', 'completion', 'detect', 'models', 'telemetry']),
  model: z.string().nullable(),
  providerId: z.string(),
  /** Origin, or `null` for the in-process engine. */
  origin: z.string().nullable(),
  destination: DestinationClassSchema,
  /** The address the connection was pinned to, once there was one. */
  address: z.string().nullable(),
  mode: ModeSchema,
  outcome: z.enum(['pending', 'allowed', 'refused', 'failed', 'cancelled']),
  /** The rule or code that decided, for people. */
  rule: z.string(),
  /** Why this model was asked and others not, for people; records of earlier versions have none. */
  routing: z.string().nullable().default(null),
  status: z.number().int().nullable(),
  bytesSent: Count,
  bytesReceived: Count,
  redactions: Count,
});

/** What a check of the record on disk found. */
export const LedgerCheck = z.strictObject({
  intact: z.boolean(),
  problems: z.array(z.strictObject({ file: z.string(), line: z.number().int().nullable(), what: z.string() })),
  notes: z.array(z.string()),
  /** Lines that record requests. */
  entries: Count,
  files: Count,
  /** Hash of the last line, to note elsewhere; `null` when there is none. */
  head: z.string().nullable(),
});

export const SentBytes = z.strictObject({
  id: Id,
  method: z.string(),
  url: z.string(),
  /** Header names and values as sent; credentials replaced by their names. */
  headers: z.array(z.tuple([z.string(), z.string()])),
  /** The exact body, UTF-8; `null` once it left memory (older entries, after restart). */
  body: z.string().nullable(),
});

export type AppInfo = z.infer<typeof AppInfo>;
export type WorkspaceInfo = z.infer<typeof WorkspaceInfo>;
export type FileEntry = z.infer<typeof FileEntry>;
export type FileText = z.infer<typeof FileText>;
export type FileChange = z.infer<typeof FileChange>;
export type MayRead = z.infer<typeof MayRead>;
export type FolderListing = z.infer<typeof FolderListing>;
export type ServerConfig = z.infer<typeof ServerConfig>;
export type Settings = z.infer<typeof Settings>;
export type SettingsView = z.infer<typeof SettingsView>;
export type PolicyView = z.infer<typeof PolicyView>;
export type FolderRedaction = z.infer<typeof FolderRedaction>;
export type RedactionPatterns = z.infer<typeof RedactionPatterns>;
export type RedactionView = z.infer<typeof RedactionView>;
export type TriedRedaction = z.infer<typeof TriedRedaction>;
export type IsolationView = z.infer<typeof IsolationView>;
export type OfflineCheck = z.infer<typeof OfflineCheck>;
export type ModelInfo = z.infer<typeof ModelInfo>;
export type ProviderStatus = z.infer<typeof ProviderStatus>;
export type ModelsView = z.infer<typeof ModelsView>;
export type KeyStatus = z.infer<typeof KeyStatus>;
export type ContextChip = z.infer<typeof ContextChip>;
export type ChatMessage = z.infer<typeof ChatMessage>;
export type ChatRequest = z.infer<typeof ChatRequest>;
export type StopReason = z.infer<typeof StopReason>;
export type ChatEvent = z.infer<typeof ChatEvent>;
export type CompletionHint = z.infer<typeof CompletionHint>;
export type CompletionCounts = z.infer<typeof CompletionCounts>;
export type CompletionStats = z.infer<typeof CompletionStats>;
export type CompletionRequest = z.infer<typeof CompletionRequest>;
export type CompletionResponse = z.infer<typeof CompletionResponse>;
export type UsageView = z.infer<typeof UsageView>;
export type LedgerEntry = z.infer<typeof LedgerEntry>;
export type SentBytes = z.infer<typeof SentBytes>;
export type LedgerCheck = z.infer<typeof LedgerCheck>;
export type ChatHistory = z.infer<typeof ChatHistory>;
export type HistoryView = z.infer<typeof HistoryView>;
export type SavedMessage = z.infer<typeof SavedMessage>;
export type Conversation = z.infer<typeof Conversation>;
export type ConversationInfo = z.infer<typeof ConversationInfo>;
export type EraseReport = z.infer<typeof EraseReport>;
export type TelemetryEvent = z.infer<typeof TelemetryEvent>;

/** `true` where a value of type `T` has text in it that is not one of a fixed set. */
type HoldsFreeText<T> = T extends string
  ? string extends T
    ? true
    : false
  : T extends object
    ? { [K in keyof T]: HoldsFreeText<T[K]> }[keyof T]
    : false;
type MustBe<Wanted, T extends Wanted> = T;
/** Does not compile once a field of a telemetry event can hold free text. */
export type NoFreeText = MustBe<false, HoldsFreeText<TelemetryEvent>>;
