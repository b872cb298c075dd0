/** What a model is asked, before any provider's encoding. The gate reads and redacts exactly this. */

/** A value of JSON, as in a tool's arguments. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

/** A picture that goes with a question. It cannot be redacted, so the gate lets none go to a cloud. */
export interface Picture {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
  readonly base64: string;
}

/** A model's call of a tool, as it goes back to the model with the tool's answer. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: JsonObject;
}

/** One turn of a conversation. */
export type Turn =
  | { readonly role: 'system'; readonly text: string }
  | { readonly role: 'user'; readonly text: string; readonly pictures?: readonly Picture[] }
  | { readonly role: 'assistant'; readonly text: string; readonly toolCalls?: readonly ToolCall[] }
  /** What a tool answered. */
  | { readonly role: 'tool'; readonly callId: string; readonly text: string };

/** A tool that the model may call. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of its arguments. */
  readonly parameters: JsonObject;
}

/** A chat question: the turns, oldest first, context already rendered into them. */
export interface ChatPayload {
  readonly task: 'chat';
  readonly turns: readonly Turn[];
  readonly maxTokens: number;
  readonly tools?: readonly ToolDefinition[];
}

/** A question for the user's next edit. Asked as a chat is, but unbidden, so that the gate holds it as a completion. */
export interface EditPayload {
  readonly task: 'edit';
  readonly turns: ChatPayload['turns'];
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

/** Having an Ollama server fetch a model from its registry. Carries the model's name, and nothing else of the user's. */
export interface PullPayload {
  readonly task: 'pull';
  readonly model: string;
}

/** Having a server delete one of its models. Carries nothing of the user's but the model's name. */
export interface DeletePayload {
  readonly task: 'delete';
  readonly model: string;
}

/** Usage samples. Refused everywhere: there is no place to send them to, and no code that would. */
export interface TelemetryPayload {
  readonly task: 'telemetry';
}

export type Payload =
  | ChatPayload
  | CompletionPayload
  | EditPayload
  | DetectPayload
  | ModelsPayload
  | PullPayload
  | DeletePayload
  | TelemetryPayload;
/** What a request is for. */
export type Task = Payload['task'];

/** Whether something goes along that cannot be redacted. */
export function hasPictures(payload: Payload): boolean {
  const turns = payload.task === 'chat' || payload.task === 'edit' ? payload.turns : [];
  return turns.some((t) => t.role === 'user' && (t.pictures ?? []).length > 0);
}
