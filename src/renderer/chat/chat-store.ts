import { create } from 'zustand';
import type { Failure } from '../../shared/error-codes.ts';
import { AppError, toFailure } from '../../shared/app-error.ts';
import type { ChatEvent, ContextChip } from '../../shared/schemas.ts';
import { call, stream } from '../bridge/bridge.ts';
import { notify } from '../ui/notifications.tsx';

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

export type Message = UserMessage | AssistantMessage;

interface ChatState {
  readonly conversationId: string;
  readonly messages: readonly Message[];
  /** What goes along with the next question. */
  readonly chips: readonly ContextChip[];
  /** The question being written. */
  readonly draft: string;
  readonly running: boolean;
}

const fresh = (): ChatState => ({
  conversationId: crypto.randomUUID(),
  messages: [],
  chips: [],
  draft: '',
  running: false,
});

/** The conversation on screen. In memory only. */
export const useChat = create<ChatState>(fresh);
let stopRunning: () => void = () => undefined;

/** Stop the answer that is coming; what has come is kept. */
export function stopChat(): void {
  stopRunning();
}

/** Begin anew. The core forgets the old conversation's redactions. */
export function newConversation(): void {
  stopChat();
  const { conversationId } = useChat.getState();
  useChat.setState({ ...fresh() });
  // Without a connection the core has forgotten it anyway.
  call('chat.forget', { conversationId }).catch(() => undefined);
}

/** Add a chip, once. */
export function addChip(chip: ContextChip): void {
  useChat.setState(({ chips }) => ({ chips: chips.some((c) => keyOf(c) === keyOf(chip)) ? chips : [...chips, chip] }));
}

export function removeChip(chip: ContextChip): void {
  useChat.setState(({ chips }) => ({ chips: chips.filter((c) => keyOf(c) !== keyOf(chip)) }));
}

/** What tells two chips apart: a second one of the same place is the same. */
export function keyOf(chip: ContextChip): string {
  switch (chip.kind) {
    case 'selection':
      return `selection ${chip.path} ${String(chip.startLine)} ${String(chip.endLine)}`;
    case 'file':
    case 'folder':
    case 'names':
    case 'problems':
      return `${chip.kind} ${chip.path}`;
    case 'search':
      return `search ${chip.query}`;
    case 'changes':
    case 'commits':
    case 'edits':
      return chip.kind;
  }
}

/** Ask what is in the draft. */
export async function send(): Promise<void> {
  const { draft, chips, running } = useChat.getState();
  if (running || draft.trim() === '') return;
  const question: UserMessage = { role: 'user', id: crypto.randomUUID(), text: draft.trim(), context: chips };
  useChat.setState(({ messages }) => ({ messages: [...messages, question], draft: '', chips: [] }));
  await answer();
}

/** Ask the last question again, in place of its answer. */
export async function regenerate(): Promise<void> {
  const { messages, running } = useChat.getState();
  const last = messages.findLastIndex((m) => m.role === 'user');
  if (running || last < 0) return;
  useChat.setState({ messages: messages.slice(0, last + 1) });
  await answer();
}

async function answer(): Promise<void> {
  const { conversationId, messages } = useChat.getState();
  const question = messages.findLast((m) => m.role === 'user');
  const id = crypto.randomUUID();
  const empty: AssistantMessage = {
    role: 'assistant',
    id,
    text: '',
    reasoning: '',
    state: 'waiting',
    started: null,
    done: null,
    failure: null,
  };
  const stop = new AbortController();
  stopRunning = () => {
    stop.abort();
  };
  useChat.setState({ messages: [...messages, empty], running: true });
  const paint = createPainter(id);
  try {
    const request = {
      conversationId,
      // An answer that failed before its first word is nothing to go on from.
      messages: messages.filter((m) => m.text !== '').map(({ role, text }) => ({ role, text })),
      context: [...(question?.role === 'user' ? question.context : [])],
      model: null,
    };
    await stream('chat.send', request, paint.event, stop.signal);
    paint.finish({ state: 'done' });
  } catch (error) {
    const cancelled = error instanceof AppError && error.code === 'cancelled';
    paint.finish(cancelled ? { state: 'stopped' } : { state: 'failed', failure: toFailure(error) });
  } finally {
    useChat.setState((s) => (s.conversationId === conversationId ? { running: false } : {}));
  }
}

/** Gathers what comes within a frame into one change, so that a fast model does not draw per word. */
function createPainter(id: string) {
  let pending: Partial<AssistantMessage> = {};
  let text = '';
  let reasoning = '';
  let frame = 0;
  const flush = (): void => {
    cancelAnimationFrame(frame);
    frame = 0;
    const change = { ...pending, text, reasoning };
    pending = {};
    useChat.setState(({ messages }) => ({
      messages: messages.map((m) => (m.id === id && m.role === 'assistant' ? { ...m, ...change } : m)),
    }));
  };
  return {
    event: (event: ChatEvent): void | Promise<void> => {
      switch (event.type) {
        case 'started': {
          pending = { ...pending, started: event };
          const left = event.context.filter((c) => c.reason !== null);
          const told = left.map(({ path, included, reason }) =>
            included ? `${path}: ${reason ?? ''}` : `${path} was left out. ${reason ?? ''}`,
          );
          if (told.length > 0) notify('info', told.join(' '));
          break;
        }
        case 'status':
          pending = { ...pending, state: event.status };
          break;
        case 'text':
          text += event.text;
          pending = { ...pending, state: 'streaming' };
          break;
        case 'reasoning':
          reasoning += event.text;
          pending = { ...pending, state: 'streaming' };
          break;
        case 'done':
          pending = { ...pending, done: event };
          break;
      }
      if (frame === 0) frame = requestAnimationFrame(flush);
    },
    finish: (change: Partial<AssistantMessage>): void => {
      pending = { ...pending, ...change };
      flush();
    },
  };
}
