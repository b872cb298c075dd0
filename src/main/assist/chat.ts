import { LRUCache } from 'lru-cache';
import type { ChatPayload, Turn } from '../../privacy/payload.ts';
import { createRedactor, type Redactor } from '../../privacy/redaction/redactor.ts';
import type { ChatEvent, ChatRequest } from '../../shared/schemas/chat-and-completion.ts';
import type { Settings } from '../../shared/schemas/settings.ts';
import type { UsageEvent } from '../providers/provider.ts';
import type { ModelRegistry, Plan } from '../router/model-registry.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { askModel, type AskParts, type ShowPreview } from './ask-model.ts';
import { gatherContext } from './chat-context.ts';
import type { TerminalOutput } from './context/readable.ts';
import { fitQuestion } from './fit-question.ts';

/** Chat with a model about the open folder. */
export interface Chat {
  /** Emits `preview` where one is needed, then `started` and `done` last; rejects with an AppError. */
  send(request: ChatRequest, emit: (event: ChatEvent) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** Send what a preview showed, or not. False if nothing waits for it. */
  answerPreview(previewId: string, send: boolean): boolean;
  /** Forget a conversation's redaction map. */
  forget(conversationId: string): void;
}

export interface ChatParts extends AskParts {
  readonly registry: ModelRegistry;
  readonly settings: () => Settings;
  readonly workspace: () => Workspace | null;
  /** Whether programs may be run in the open folder. */
  readonly trusted: () => boolean;
  /** What a terminal printed, where the user shares that. Throws `terminal-not-shared`. */
  readonly terminalOutput: TerminalOutput;
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

  const previews = new Map<string, (send: boolean) => void>();

  /** Show what would be sent and wait for the user, or for the request's end. */
  function showPreview(
    { order }: Plan,
    redactor: Redactor,
    emit: (event: ChatEvent) => Promise<void>,
    signal: AbortSignal,
  ): ShowPreview {
    return async ({ id, destination, payload, redactions }) => {
      const answer = new Promise<boolean>((resolve) => {
        previews.set(id, resolve);
        signal.addEventListener(
          'abort',
          () => {
            resolve(false);
          },
          { once: true },
        );
      });
      try {
        const shown = order.find((each) => each.provider.id === destination.providerId);
        if (shown === undefined) throw new Error('a preview is of a model that was planned');
        const { provider, model } = shown;
        await emit({
          type: 'preview',
          previewId: id,
          providerId: provider.id,
          provider: provider.label,
          origin: destination.origin ?? '',
          model: model.model,
          redactions,
          turns: shownTurns(payload).map(({ role, text }) => ({ role, parts: partsOf(text, redactor) })),
        });
        return await answer;
      } finally {
        previews.delete(id);
      }
    };
  }

  return {
    answerPreview: (previewId, send) => {
      const resolve = previews.get(previewId);
      resolve?.(send);
      return resolve !== undefined;
    },
    forget: (conversationId) => {
      redactors.delete(conversationId);
    },
    send: async (request, emit, signal) => {
      // Before files are read: a question without a model is refused at once. It is made to fit the first of them.
      const [first] = parts.registry.plan('chat', request.model).order;
      const context = await gatherContext(
        request.context,
        parts.workspace(),
        parts.trusted(),
        signal,
        parts.terminalOutput,
      );
      const { messages } = request;
      const whole = { system: SYSTEM_PROMPT, messages, context, maxTokens: parts.settings().chatMaxTokens };
      const { turns, maxTokens, promptTokens, report } = fitQuestion(whole, first?.model ?? { contextTokens: null });
      const payload = { task: 'chat' as const, turns, maxTokens };
      const redactor = redactorFor(request.conversationId);
      const plan = parts.registry.plan('chat', request.model, promptTokens + maxTokens);
      const show = showPreview(plan, redactor, emit, signal);
      const { model, redactions, events } = await askModel(parts, payload, plan, redactor, signal, show);
      const { ref, destination } = model;
      await emit({ type: 'started', model: ref, destination, redactions, context: report });

      let usage: Omit<UsageEvent, 'type'> = { promptTokens: null, answerTokens: null, cachedTokens: null };
      const waiting = setTimeout(() => {
        // Told without waiting for room: nothing else is being sent now. It may be cancelled meanwhile.
        emit({ type: 'status', status: 'waiting' }).catch(() => undefined);
      }, WAITING_MS);
      try {
        for await (const event of events) {
          waiting.refresh();
          switch (event.type) {
            case 'switched': {
              const { model: next, redactions: changed, reason } = event;
              await emit({
                type: 'switched',
                model: next.ref,
                destination: next.destination,
                redactions: changed,
                reason,
              });
              break;
            }
            case 'loading':
              await emit({ type: 'status', status: 'loading-model' });
              break;
            case 'usage': {
              const { promptTokens, answerTokens, cachedTokens } = event;
              usage = { promptTokens, answerTokens, cachedTokens };
              break;
            }
            case 'stop':
              await emit({ type: 'done', stopReason: event.reason, ...usage });
              break;
            case 'tool-call':
              // A chat offers no tools; a model that calls one all the same is not answered.
              break;
            case 'text':
            case 'reasoning':
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

/** All that would go, as text: tools and what was called of them too. */
function shownTurns({ turns, tools = [] }: ChatPayload): { role: Turn['role']; text: string }[] {
  const shown = turns.map((turn) => {
    const calls = turn.role === 'assistant' ? (turn.toolCalls ?? []) : [];
    return { role: turn.role, text: [turn.text, ...calls.map((call) => JSON.stringify(call))].join('\n') };
  });
  return tools.length === 0 ? shown : [{ role: 'system', text: JSON.stringify(tools, null, 2) }, ...shown];
}

/** A redacted text cut at its placeholders. */
function partsOf(text: string, redactor: Redactor): { text: string; redacted: boolean }[] {
  const parts: { text: string; redacted: boolean }[] = [];
  let at = 0;
  for (const { start, end } of redactor.marks(text)) {
    if (start > at) parts.push({ text: text.slice(at, start), redacted: false });
    parts.push({ text: text.slice(start, end), redacted: true });
    at = end;
  }
  if (at < text.length) parts.push({ text: text.slice(at), redacted: false });
  return parts;
}
