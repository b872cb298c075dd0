import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import type { ConversationInfo, HistoryView } from '../../shared/schemas/history.ts';
import { call } from '../bridge/bridge.ts';
import { ask } from '../ui/ask.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { notifyError } from '../ui/notifications.tsx';
import { deleteConversation, openConversation, useChat } from './chat-store.ts';
import { t } from '../../shared/messages/t.ts';

const KEPT: Readonly<Record<HistoryView['inForce'], string>> = {
  off: t('Conversations are not kept. The settings can change that.'),
  session: t('Kept in memory until CodeGrex ends. The settings can change that.'),
  workspace: t('Kept on this machine for this folder. The settings can change that.'),
};

/** The conversations kept for this folder: open one, delete one. */
export function ConversationsMenu() {
  const current = useChat((s) => s.conversationId);
  const [list, setList] = useState<readonly ConversationInfo[]>([]);
  const [inForce, setInForce] = useState<HistoryView['inForce']>('session');
  const load = async (): Promise<void> => {
    try {
      const [conversations, view] = await Promise.all([call('history.list', {}), call('history.get', {})]);
      setList(conversations);
      setInForce(view.inForce);
    } catch (error) {
      notifyError(error);
    }
  };
  return (
    <DropdownMenu.Root
      modal={false}
      onOpenChange={(open) => {
        if (open) void load();
      }}
    >
      <DropdownMenu.Trigger asChild>
        <IconButton icon="history" label={t('Conversations')} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu conversations"
          side="bottom"
          align="end"
          sideOffset={4}
          aria-label={t('Conversations')}
        >
          {list.map((info) => (
            <div key={info.id} role="group" aria-label={info.title} className="conversation">
              <DropdownMenu.Item
                className="menu-item"
                textValue={info.title}
                onSelect={() => void openConversation(info.id)}
              >
                <Icon name={info.id === current ? 'comment-discussion' : 'comment'} />
                <span>
                  <span className="clip">{info.title}</span>
                  <small>
                    {new Date(info.updated).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}
                    {info.kept === 'workspace' ? t(' · on disk') : ''}
                  </small>
                </span>
              </DropdownMenu.Item>
              <DropdownMenu.Item
                className="menu-item"
                aria-label={t('Delete {title}', { title: info.title })}
                title={t('Delete')}
                onSelect={() => void remove(info)}
              >
                <Icon name="trash" />
              </DropdownMenu.Item>
            </div>
          ))}
          {list.length === 0 ? <p className="muted">{t('No conversations.')}</p> : null}
          <p className="muted">{KEPT[inForce]}</p>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

async function remove({ id, title }: ConversationInfo): Promise<void> {
  const answer = await ask(t('Delete this conversation?'), title, [{ id: 'delete', label: t('Delete'), danger: true }]);
  if (answer !== null) await deleteConversation(id);
}
