import { SERVER_KINDS, type ServerKind } from '../provider-presets.ts';
import { Id, Path, ModeSchema } from './basics.ts';
import { LIMITS } from '../limits.ts';
import { RULE_LIMITS } from '../../privacy/redaction/rule-limits.ts';
import { OTHER_IGNORE_FILES } from '../../privacy/ignore/ignore-settings.ts';
import type { Locale } from '../messages/t.ts';
import { TextEncodingSchema } from './workspace.ts';
import { z } from './zod.ts';

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
  /** What messages are in, a language of `LOCALES`. */
  displayLanguage: z.enum(['en', 'en-XA']) satisfies z.ZodType<Locale>,
  theme: z.enum(['system', 'light', 'dark', 'hc-light', 'hc-dark', 'custom']),
  editorFontSize: z.number().int().min(6).max(72),
  /** Names of fonts, the first that there is; empty: the app's own. No more of CSS than names. */
  editorFontFamily: z
    .string()
    .max(200)
    .regex(/^[\p{L}\p{N} ,'"_.-]*$/u),
  editorTabSize: z.number().int().min(1).max(16),
  editorInsertSpaces: z.boolean(),
  editorLineNumbers: z.enum(['on', 'off', 'relative']),
  editorRenderWhitespace: z.enum(['none', 'boundary', 'selection', 'trailing', 'all']),
  editorCursorStyle: z.enum(['line', 'block', 'underline', 'line-thin']),
  /** Whose keys the editor has. */
  keybindingPreset: z.enum(['vscode', 'vim']),
  editorFormatOnSave: z.boolean(),
  editorTrimTrailingWhitespace: z.boolean(),
  /** When changed files are saved by themselves. */
  editorAutoSave: z.enum(['off', 'afterDelay', 'onFocusChange']),
  editorAutoSaveDelayMs: z.number().int().min(100).max(60_000),
  editorWordWrap: z.boolean(),
  editorMinimap: z.boolean(),
  /** Show at the top what the lines below are within. */
  editorStickyScroll: z.boolean(),
  /** Keep unsaved text in the user's own folder, so that a crash loses none. */
  editorHotExit: z.boolean(),
  /** Of files that do not tell theirs, and of new ones. */
  editorEncoding: TextEncodingSchema,
  /** Whether the file on screen is shown in the explorer. */
  explorerAutoReveal: z.boolean(),
  /** Say at the end of a line who wrote it. */
  gitBlameLine: z.boolean(),
  /** Id of the shell that a new terminal has; `null`: the user's own. */
  terminalDefaultProfile: z.string().min(1).max(64).nullable(),
  terminalFontSize: z.number().int().min(6).max(72),
  terminalFontFamily: z
    .string()
    .max(200)
    .regex(/^[\p{L}\p{N} ,'"_.-]*$/u),
  terminalCursorStyle: z.enum(['block', 'underline', 'bar']),
  /** Lines kept above the screen. */
  terminalScrollback: z.number().int().min(0).max(100_000),
  /** Have screen readers told what terminals print. */
  terminalScreenReader: z.boolean(),
  completionEnabled: z.boolean(),
  /** The longest pause in typing before a completion is asked for, ms; shorter where the model is quick. */
  completionDebounceMs: z.number().int().min(0).max(5000),
  completionMaxTokens: z.number().int().min(1).max(2048),
  /** Tokens of code that the model reads for a completion: around the cursor, and from elsewhere. */
  completionContextTokens: z.number().int().min(256).max(16_384),
  /** Whether comments and strings are completed too. */
  completionInComments: z.boolean(),
  completionInStrings: z.boolean(),
  /** Language servers that are not started, by their ids. */
  languageServersOff: z.array(z.string().min(1).max(64)).max(50),
  /** Monaco's ids of languages that are not completed. */
  completionOffLanguages: z.array(z.string().min(1).max(64)).max(200),
  /** Whether the next edit is guessed and offered. */
  nextEditEnabled: z.boolean(),
  chatMaxTokens: z.number().int().min(1).max(131_072),
  /** Silence after which a chat gives up; a local model may read a long prompt for minutes. */
  chatTimeoutSeconds: z.number().int().min(1).max(14_400),
  /** `provider-id/model-id`; `null`: the first one available. */
  chatModel: ModelRef.nullable(),
  completionModel: ModelRef.nullable(),
  /** For next edits; `null`: the one for completions, if it chats, or another on this machine. */
  nextEditModel: ModelRef.nullable(),
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

/** The user's settings as a file. */
export const SettingsText = z.strictObject({ text: z.string().max(LIMITS.settingsChars) });

/** The two layers that the user writes. */
export const SettingsLayer = z.enum(['user', 'workspace']);

export const SettingName = z.enum(Object.keys(Settings.shape) as [keyof typeof Settings.shape]);

export const SettingsView = z.strictObject({
  /** As they are in force. */
  values: Settings,
  /** What the user's own file says. */
  user: Settings.partial(),
  /** What the open folder's file says; `null` while none is open. */
  workspace: z
    .strictObject({
      values: Settings.partial(),
      /** The folder is trusted; the file of one that is not says nothing. */
      applies: z.boolean(),
    })
    .nullable(),
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
  /** What terminals print in the open folder is kept for models, as the user chose. */
  terminalCapture: z.boolean(),
  /** The user trusts the open folder; an untrusted one is Sensitive at least. True while none is open. */
  trusted: z.boolean(),
  /** The open folders that are not; absolute. */
  untrusted: z.array(Path).max(LIMITS.windowFolders),
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

export type ServerConfig = z.infer<typeof ServerConfig>;

export type Settings = z.infer<typeof Settings>;

export type SettingsLayer = z.infer<typeof SettingsLayer>;

export type SettingsView = z.infer<typeof SettingsView>;

export type PolicyView = z.infer<typeof PolicyView>;

export type FolderRedaction = z.infer<typeof FolderRedaction>;

export type RedactionPatterns = z.infer<typeof RedactionPatterns>;

export type RedactionView = z.infer<typeof RedactionView>;

export type TriedRedaction = z.infer<typeof TriedRedaction>;

export type IsolationView = z.infer<typeof IsolationView>;

export type OfflineCheck = z.infer<typeof OfflineCheck>;
