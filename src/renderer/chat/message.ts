import type { Failure } from '../../shared/error-codes.ts';
import type { ChatEvent, ContextChip } from '../../shared/schemas/chat-and-completion.ts';

/** A question, with what was given along. */
export interface UserMessage {
  readonly role: 'user';
  readonly id: string;
  readonly text: string;
  readonly context: readonly ContextChip[];
}

/** An answer as far as it has come. */
export interface AssistantMessage {
  readonly role: 'assistant';
  readonly id: string;
  readonly text: string;
  readonly reasoning: string;
  readonly state: 'waiting' | 'loading-model' | 'streaming' | 'done' | 'stopped' | 'failed';
  readonly started: Extract<ChatEvent, { type: 'started' }> | null;
  readonly done: Extract<ChatEvent, { type: 'done' }> | null;
  readonly failure: Failure | null;
}

/** What a conversation is made of. */
export type Message = UserMessage | AssistantMessage;
