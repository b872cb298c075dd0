import { create } from 'zustand';
import { AppError, toFailure } from '../../shared/app-error.ts';
import type { ChatEvent, ContextChip } from '../../shared/schemas/chat-and-completion.ts';
import { call, stream } from '../bridge/bridge.ts';
import { notify, notifyError } from '../ui/notifications.tsx';
import type { AssistantMessage, Message, UserMessage } from './message.ts';
import { fromSaved, toSaved } from './saved-conversation.ts';
import { t } from '../../shared/messages/t.ts';

interface ChatState {
  readonly conversationId: string;
  readonly messages: readonly Message[];
  /** What goes along with the next question. */
  readonly chips: readonly ContextChip[];
  /** The question being written. */
  readonly draft: string;
  readonly running: boolean;
  /** What waits for the user's word before it goes to a cloud. */
  readonly preview: Extract<ChatEvent, { type: 'preview' }> | null;
}

const fresh = (): ChatState => ({
  conversationId: crypto.randomUUID(),
  messages: [],
  chips: [],
  draft: '',
  running: false,
  preview: null,
});

/** The conversation on screen. The core keeps it too, as far as the user chose so. */
export const useChat = create<ChatState>(fresh);
let stopRunning: () => void = () => undefined;

/** Stop the answer that is coming; what has come is kept. */
export function stopChat(): void {
  stopRunning();
}

/**
 * Send what the preview shows, or not.
 * @param again whether to show it again the next time
 */
export async function answerPreview(sends: boolean, again: boolean): Promise<void> {
  const { preview } = useChat.getState();
  useChat.setState({ preview: null });
  if (!preview) return;
  try {
    const { waiting } = await call('chat.answerPreview', { previewId: preview.previewId, send: sends });
    if (sends && !waiting) notify('error', t('Nothing was sent: the question had been stopped meanwhile.'));
    else if (sends && !again) await call('policy.setPreview', { providerId: preview.providerId, on: false });
  } catch (error) {
    notifyError(error);
  }
}

/**
 * Begin anew. The core forgets the old conversation's redactions; resolves when it has kept what there
 * was, so that a folder opened next is not taken for its own.
 */
export async function newConversation({ keepDraft = false } = {}): Promise<void> {
  await leave((s) => ({ ...fresh(), draft: keepDraft ? s.draft : '' }));
}

/** Show a conversation that was kept, in place of the one on screen. */
export async function openConversation(id: string): Promise<void> {
  if (id === useChat.getState().conversationId) return;
  try {
    const { messages } = await call('history.open', { id });
    await leave((s) => ({ ...fresh(), draft: s.draft, conversationId: id, messages: messages.map(fromSaved) }));
  } catch (error) {
    notifyError(error);
  }
}

/** Delete a conversation that was kept; the one on screen is cleared with it. */
export async function deleteConversation(id: string): Promise<void> {
  try {
    if (id === useChat.getState().conversationId) await newConversation({ keepDraft: true });
    await call('history.delete', { id });
  } catch (error) {
    notifyError(error);
  }
}

async function leave(next: (state: ChatState) => ChatState): Promise<void> {
  stopChat();
  const left = useChat.getState();
  useChat.setState(next(left));
  // Without a connection the core has forgotten it anyway.
  call('chat.forget', { conversationId: left.conversationId }).catch(() => undefined);
  // What has come of an answer is kept; one that had ended was kept then.
  if (left.running) await keep(left);
}

async function keep({ conversationId, messages }: ChatState): Promise<void> {
  try {
    await call('history.save', { id: conversationId, messages: messages.slice(-1000).map(toSaved) });
  } catch (error) {
    notifyError(error);
  }
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
    case 'terminalSelection':
      return `terminal ${chip.name} ${chip.text}`;
    case 'terminalOutput':
      return `terminal ${chip.terminal}`;
    case 'search':
      return `search ${chip.query}`;
    case 'changes':
    case 'staged':
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
    if (useChat.getState().conversationId === conversationId) {
      useChat.setState({ running: false, preview: null });
      await keep(useChat.getState());
    }
  }
}

/**
 * Ask the chat's model something beside the conversation. It is redacted, shown before it goes and recorded as any
 * question; nothing of it is kept. Throws as `chat.send` does, and `refused-by-ignore` with why nothing of the context
 * could go along.
 * @param onText told the answer as far as it has come
 */
export async function askBeside(
  question: string,
  context: readonly ContextChip[],
  onText: (text: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const conversationId = crypto.randomUUID();
  let text = '';
  try {
    await stream(
      'chat.send',
      { conversationId, messages: [{ role: 'user', text: question }], context: [...context], model: null },
      (event) => {
        if (event.type === 'preview') useChat.setState({ preview: event });
        if (event.type !== 'text') return;
        text += event.text;
        onText(text);
      },
      signal,
    );
    return text;
  } finally {
    useChat.setState({ preview: null });
    await call('chat.forget', { conversationId }).catch(() => undefined);
  }
}

/** Gathers what comes within a frame into one change, so that a fast model does not draw per word. */
function createPainter(id: string) {
  let pending: Partial<AssistantMessage> = {};
  let text = '';
  let reasoning = '';
  let started: AssistantMessage['started'] = null;
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
          started = event;
          pending = { ...pending, started };
          const left = event.context.filter((c) => c.reason !== null);
          const told = left.map(({ path, included, reason }) =>
            included ? `${path}: ${reason ?? ''}` : t('{path} was left out. {reason}', { path, reason: reason ?? '' }),
          );
          if (told.length > 0) notify('info', told.join(' '));
          break;
        }
        case 'switched': {
          const { model, destination, redactions, reason } = event;
          const before = pending.started ?? started;
          if (before) pending = { ...pending, started: { ...before, model, destination, redactions } };
          notify('info', t('{reason} {model} was asked instead.', { reason, model }));
          break;
        }
        case 'preview':
          useChat.setState({ preview: event });
          break;
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
