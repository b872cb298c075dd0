import { LIMITS } from '../../shared/limits.ts';
import type { SavedMessage } from '../../shared/schemas/history.ts';
import type { Message } from './message.ts';

/** A message as it is kept. An answer that was still coming counts as stopped. */
export function toSaved(message: Message): SavedMessage {
  const { id } = message;
  const text = message.text.slice(0, LIMITS.chatMessageChars);
  if (message.role === 'user') return { role: 'user', id, text, context: [...message.context] };
  const { state, started } = message;
  return {
    role: 'assistant',
    id,
    text,
    reasoning: message.reasoning.slice(0, LIMITS.chatMessageChars),
    outcome: state === 'done' || state === 'failed' ? state : 'stopped',
    model: started?.model ?? null,
    destination: started?.destination ?? 'none',
    redactions: started?.redactions ?? 0,
  };
}

/** A kept message as it is shown. */
export function fromSaved(saved: SavedMessage): Message {
  if (saved.role === 'user') return saved;
  const { id, text, reasoning, outcome, model, destination, redactions } = saved;
  return {
    role: 'assistant',
    id,
    text,
    reasoning,
    state: outcome,
    started:
      model === null || destination === 'none'
        ? null
        : { type: 'started', model, destination, redactions, context: [] },
    done: null,
    failure: null,
  };
}
