import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { ContextChip } from '../../shared/schemas/chat-and-completion.ts';
import type { ModelInfo } from '../../shared/schemas/models.ts';
import type { EditorPort } from '../ui/editor-port.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { DESTINATION_LABEL } from '../ui/mode-look.ts';
import { notify } from '../ui/notifications.tsx';
import { addChip, keyOf, newConversation, regenerate, removeChip, send, stopChat, useChat } from './chat-store.ts';
import { ChipView } from './chip-view.tsx';
import { ContextMenu } from './context-menu.tsx';
import { ConversationsMenu } from './conversations-menu.tsx';
import { Answer, Question } from './message-view.tsx';
import { t } from '../../shared/messages/t.ts';

interface ChatPanelProps {
  readonly editor: EditorPort | null;
  /** What could be added as context now. */
  readonly activeFile: string | null;
  readonly hasSelection: boolean;
  readonly models: readonly ModelInfo[];
  readonly model: string | null;
  readonly onModel: (ref: string) => void;
  readonly onLink: (url: string) => void;
  /** Let the user find a file or folder of the workspace; `null`: dismissed. */
  readonly onPick: (what: 'file' | 'folder') => Promise<string | null>;
  /** What the terminal in use printed, or a sentence that says why it is not to be had. */
  readonly terminalOutput: () => ContextChip | string;
  /** Shown in place of the conversation while there is no model. */
  readonly firstRun: ReactNode;
}

/** Questions, answers, and where the next question is written. */
export function ChatPanel({
  editor,
  activeFile,
  hasSelection,
  models,
  model,
  onModel,
  onLink,
  onPick,
  terminalOutput,
  firstRun,
}: ChatPanelProps) {
  const { messages, chips, draft, running } = useChat();
  const list = useRef<HTMLDivElement>(null);
  const pinned = useRef(true);
  const [choosing, setChoosing] = useState(false);
  const chatModels = models.filter((m) => m.capabilities.chat);

  useEffect(() => {
    // Follows the answer unless the user scrolled up to read.
    if (pinned.current) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [messages]);

  const insert = (text: string): void => {
    if (editor?.insert(text) !== true) notify('error', t('There is no open file to insert into.'));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      pinned.current = true;
      void send();
    }
  };
  const onDraft = (text: string): void => {
    // An @ that begins a word asks for context, and is not part of the question.
    const asked = text.length === draft.length + 1 && /(?:^|\s)@$/.test(text);
    useChat.setState({ draft: asked ? draft : text });
    if (asked) setChoosing(true);
  };
  const addSelection = (): void => {
    const selection = editor?.selection();
    if (selection) addChip({ kind: 'selection', ...selection });
  };

  const last = messages.at(-1);
  return (
    <section className="chat" aria-label={t('Chat')}>
      <header className="side-title">
        <span>{t('Chat')}</span>
        <span className="actions">
          <ConversationsMenu />
          <IconButton icon="add" label={t('New conversation')} onClick={() => void newConversation()} />
        </span>
      </header>
      <div
        ref={list}
        className="messages"
        role="log"
        aria-label={t('Conversation')}
        tabIndex={0}
        onScroll={({ currentTarget: t }) => {
          pinned.current = t.scrollHeight - t.scrollTop - t.clientHeight < 40;
        }}
      >
        {chatModels.length === 0 ? firstRun : null}
        {messages.length === 0 && chatModels.length > 0 ? (
          <div className="empty">
            <p>{t('Ask about your code. Add the open file or a selection as context below.')}</p>
            <p className="muted">
              {t('Answers come from the model chosen here; the panel “What left this machine” shows every request.')}
            </p>
          </div>
        ) : null}
        {messages.map((message) =>
          message.role === 'user' ? (
            <Question key={message.id} message={message} />
          ) : (
            <Answer
              key={message.id}
              message={message}
              onInsert={activeFile === null ? null : insert}
              onLink={onLink}
              onRegenerate={message === last && !running ? () => void regenerate() : null}
            />
          ),
        )}
      </div>
      <form
        className="composer"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div className="chips">
          {chips.map((chip: ContextChip) => (
            <ChipView
              key={keyOf(chip)}
              chip={chip}
              onRemove={() => {
                removeChip(chip);
              }}
            />
          ))}
          {activeFile === null ? null : (
            <button
              type="button"
              className="chip add"
              onClick={() => {
                addChip({ kind: 'file', path: activeFile });
              }}
            >
              {t('+ Current file')}
            </button>
          )}
          {hasSelection ? (
            <button type="button" className="chip add" onClick={addSelection}>
              {t('+ Selection')}
            </button>
          ) : null}
          <ContextMenu
            open={choosing}
            onOpen={setChoosing}
            editor={editor}
            onPick={onPick}
            terminalOutput={terminalOutput}
          />
        </div>
        <textarea
          aria-label={t('Question')}
          placeholder={t('Ask about your code; @ adds context')}
          rows={3}
          value={draft}
          onChange={(event) => {
            onDraft(event.target.value);
          }}
          onKeyDown={onKeyDown}
        />
        <div className="composer-bar">
          <select
            aria-label={t('Chat model')}
            value={model ?? ''}
            disabled={chatModels.length === 0}
            onChange={(event) => {
              onModel(event.target.value);
            }}
          >
            {model === null ? (
              <option value="">{chatModels.length === 0 ? t('No model') : t('Choose a model')}</option>
            ) : null}
            {chatModels.map((m) => (
              <option key={m.ref} value={m.ref}>
                {m.label} · {DESTINATION_LABEL[m.destination]}
              </option>
            ))}
          </select>
          {running ? (
            <button type="button" className="button" onClick={stopChat}>
              {t('Stop')}
            </button>
          ) : (
            <button type="submit" className="button primary" disabled={draft.trim() === '' || chatModels.length === 0}>
              {t('Send')}
            </button>
          )}
        </div>
      </form>
    </section>
  );
}
