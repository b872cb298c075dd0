/** What a model is asked, before any provider's encoding. The gate reads and redacts exactly this. */

/** One turn of a conversation. */
export interface Turn {
  readonly role: 'system' | 'user' | 'assistant';
  readonly text: string;
}

/** A chat question: the turns, oldest first, context already rendered into them. */
export interface ChatPayload {
  readonly task: 'chat';
  readonly turns: readonly Turn[];
  readonly maxTokens: number;
}

/** Text of some other place that may help to complete. */
export interface ContextPiece {
  /** Relative to the workspace. */
  readonly path: string;
  readonly text: string;
}

/** Where the cursor is, and what may help from elsewhere. */
export interface CompletionContext {
  /** Name of the open folder. */
  readonly repository: string;
  /** The file with the cursor, relative to the workspace. */
  readonly path: string;
  /** Monaco's id of the language; goes into no prompt. */
  readonly languageId: string;
  /** What changes least comes first, so that a server can keep what it has read. */
  readonly pieces: readonly ContextPiece[];
}

/** A fill-in-the-middle question. */
export interface CompletionPayload {
  readonly task: 'completion';
  readonly prefix: string;
  readonly suffix: string;
  readonly maxTokens: number;
  readonly stop: readonly string[];
  readonly context?: CompletionContext;
  /** Models that can only chat, `provider-id/model-id`: they are asked in words, others by their family's marks. */
  readonly inWords?: readonly string[];
}

/** Whether a model is asked for a completion in words. @param ref `provider-id/model-id` */
export function isAskedInWords({ inWords = [] }: CompletionPayload, ref: string): boolean {
  return inWords.includes(ref);
}

/** Asking a server whether it is there. Carries nothing of the user's. */
export interface DetectPayload {
  readonly task: 'detect';
}

/** Asking a server for its models. Carries nothing of the user's but model names. */
export interface ModelsPayload {
  readonly task: 'models';
}

/** Usage samples. Refused everywhere: there is no place to send them to, and no code that would. */
export interface TelemetryPayload {
  readonly task: 'telemetry';
}

export type Payload = ChatPayload | CompletionPayload | DetectPayload | ModelsPayload | TelemetryPayload;
/** What a request is for. */
export type Task = Payload['task'];
