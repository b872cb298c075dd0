import { Count, DestinationClassSchema } from './basics.ts';
import { LIMITS } from '../limits.ts';
import { ContextChip } from './chat-and-completion.ts';
import { z } from './zod.ts';

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
  /** Unsaved texts that were kept against a crash. */
  backups: Count,
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

export type ChatHistory = z.infer<typeof ChatHistory>;

export type HistoryView = z.infer<typeof HistoryView>;

export type SavedMessage = z.infer<typeof SavedMessage>;

export type Conversation = z.infer<typeof Conversation>;

export type ConversationInfo = z.infer<typeof ConversationInfo>;

export type EraseReport = z.infer<typeof EraseReport>;
