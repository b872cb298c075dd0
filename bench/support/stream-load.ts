import type { ChatEvent } from '../../src/shared/schemas/chat-and-completion.ts';

/** What is streamed to measure how fast events can come: words, as a model says them. */
export const EVENT: ChatEvent = { type: 'text', text: ' function' };
/** Events of one stream. */
export const EVENTS = 20_000;
