import { Path, FolderPath, Id, Count, DestinationClassSchema } from './basics.ts';
import { LIMITS } from '../limits.ts';
import { TerminalId } from './terminal.ts';
import { z } from './zod.ts';

/** A piece of text of one file, as an editor shows it. */
const Excerpt = z.strictObject({
  path: Path,
  startLine: z.number().int().min(1),
  text: z.string().max(LIMITS.chatMessageChars),
});

/** One of several open folders, by its name; left out: all of them. */
const FolderName = z.string().min(1).max(LIMITS.pathChars).exactOptional();

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
  z.strictObject({ kind: z.literal('changes'), folder: FolderName }),
  /** What is staged for the next commit. */
  z.strictObject({ kind: z.literal('staged'), folder: FolderName }),
  /** The latest commits' messages. */
  z.strictObject({ kind: z.literal('commits'), folder: FolderName }),
  /** What the editor marks in a file. */
  z.strictObject({
    kind: z.literal('problems'),
    path: Path,
    items: z.array(z.strictObject({ line: z.number().int().min(1), message: z.string().max(2000) })).max(200),
  }),
  /** What the user selected in a terminal, and shared. */
  z.strictObject({
    kind: z.literal('terminalSelection'),
    name: z.string().max(200),
    text: z.string().min(1).max(LIMITS.chatMessageChars),
  }),
  /** The end of what a terminal printed; the core has it only where the user wants it kept. */
  z.strictObject({ kind: z.literal('terminalOutput'), terminal: TerminalId, name: z.string().max(200) }),
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

/** What the file imports; the core reads it there. */
export const ImportsHint = z.strictObject({
  kind: z.literal('imports'),
  path: Path,
  languageId: LanguageId,
  /** Begin of the file. */
  head: z.string().max(LIMITS.completionHeadChars),
});

/** What may help to complete, besides the file itself. The core takes only what models may read. */
export const CompletionHint = z.discriminatedUnion('kind', [
  ImportsHint,
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

/** What is counted apart. */
export const CountedTask = z.enum(['completion', 'edit']);

export const CompletionStats = z.strictObject({
  /** Day of the first count, ISO 8601; `null` while there is none. */
  since: z.string().nullable(),
  models: z.array(z.strictObject({ model: z.string().max(512), task: CountedTask, counts: CompletionCounts })),
});

export type ContextChip = z.infer<typeof ContextChip>;

export type ChatMessage = z.infer<typeof ChatMessage>;

export type ChatRequest = z.infer<typeof ChatRequest>;

export type StopReason = z.infer<typeof StopReason>;

export type ChatEvent = z.infer<typeof ChatEvent>;

export type ImportsHint = z.infer<typeof ImportsHint>;

export type CompletionHint = z.infer<typeof CompletionHint>;

export type CountedTask = z.infer<typeof CountedTask>;

export type CompletionCounts = z.infer<typeof CompletionCounts>;

export type CompletionStats = z.infer<typeof CompletionStats>;

export type CompletionRequest = z.infer<typeof CompletionRequest>;

export type CompletionResponse = z.infer<typeof CompletionResponse>;
