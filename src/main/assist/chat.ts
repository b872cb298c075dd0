import { LRUCache } from 'lru-cache';
import type { Turn } from '../../privacy/payload.ts';
import { createRedactor, type Redactor } from '../../privacy/redaction/redactor.ts';
import type { ChatEvent, ChatRequest, Settings } from '../../shared/schemas.ts';
import type { ModelRegistry } from '../router/model-registry.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { askModel, type AskParts } from './ask-model.ts';
import { gatherContext } from './chat-context.ts';

/** Chat with a model about the open folder. */
export interface Chat {
  /** Emits `started` first and `done` last; rejects with an AppError. */
  send(request: ChatRequest, emit: (event: ChatEvent) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** Forget a conversation's redaction map. */
  forget(conversationId: string): void;
}

export interface ChatParts extends AskParts {
  readonly registry: ModelRegistry;
  readonly settings: () => Settings;
  readonly workspace: () => Workspace | null;
}

const SYSTEM_PROMPT =
  'You are a programming assistant inside a code editor. Answer briefly and precisely. Put code in fenced blocks with their language.';
/** Silence after which the user is told that the model is still at it, ms. */
const WAITING_MS = 3000;

export function createChat(parts: ChatParts): Chat {
  const redactors = new LRUCache<string, Redactor>({ max: 200 });

  function redactorFor(conversationId: string): Redactor {
    const known = redactors.get(conversationId);
    if (known) return known;
    const made = createRedactor();
    redactors.set(conversationId, made);
    return made;
  }

  return {
    forget: (conversationId) => {
      redactors.delete(conversationId);
    },
    send: async (request, emit, signal) => {
      const chosen = parts.registry.choose('chat', request.model);
      const context = await gatherContext(request.context, parts.workspace(), signal);
      const payload = {
        task: 'chat' as const,
        turns: turnsOf(request, context.text),
        maxTokens: parts.settings().chatMaxTokens,
      };
      const { redactions, events } = askModel(parts, payload, chosen, redactorFor(request.conversationId), signal);
      const { ref: model, destination } = chosen.model;
      await emit({ type: 'started', model, destination, redactions, context: context.report });

      let promptTokens: number | null = null;
      let answerTokens: number | null = null;
      const waiting = setTimeout(() => {
        // Told without waiting for room: nothing else is being sent now. It may be cancelled meanwhile.
        emit({ type: 'status', status: 'waiting' }).catch(() => undefined);
      }, WAITING_MS);
      try {
        for await (const event of events) {
          waiting.refresh();
          switch (event.type) {
            case 'loading':
              await emit({ type: 'status', status: 'loading-model' });
              break;
            case 'usage':
              ({ promptTokens, answerTokens } = event);
              break;
            case 'stop':
              await emit({ type: 'done', stopReason: event.reason, promptTokens, answerTokens });
              break;
            default:
              clearTimeout(waiting);
              await emit(event);
          }
        }
      } finally {
        clearTimeout(waiting);
      }
    },
  };
}

/** The context goes with the last question, where models heed it most. */
function turnsOf({ messages }: ChatRequest, context: string): Turn[] {
  const turns: Turn[] = messages.map(({ role, text }) => ({ role, text }));
  const last = turns.at(-1);
  if (last && context !== '') turns[turns.length - 1] = { role: last.role, text: `${context}\n\n${last.text}` };
  return [{ role: 'system', text: SYSTEM_PROMPT }, ...turns];
}
