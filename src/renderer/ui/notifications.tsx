import { create } from 'zustand';
import { AppError } from '../../shared/app-error.ts';
import { IconButton } from './icon-button.tsx';
import { Icon } from './icon.tsx';
import { t } from '../../shared/messages/t.ts';

/** One message to the user that is not bound to a place on the screen. */
export interface Notification {
  readonly id: number;
  readonly kind: 'error' | 'info';
  readonly text: string;
}

interface NotificationsState {
  readonly items: readonly Notification[];
}

const useNotifications = create<NotificationsState>(() => ({ items: [] }));
let last = 0;

/** Show a message. Errors stay until dismissed, the rest goes by itself. */
export function notify(kind: Notification['kind'], text: string): void {
  const id = ++last;
  useNotifications.setState(({ items }) => ({
    items: [...items.filter((n) => n.text !== text).slice(-4), { id, kind, text }],
  }));
  if (kind === 'info')
    setTimeout(() => {
      dismiss(id);
    }, 5000);
}

/** Show what went wrong, unless the user wanted it so. */
export function notifyError(error: unknown): void {
  if (error instanceof AppError && (error.code === 'cancelled' || error.code === 'connection-lost')) return;
  notify('error', messageOf(error));
}

/** An error's message for the user. */
export function messageOf(error: unknown): string {
  return error instanceof AppError ? error.message : new AppError('internal').message;
}

function dismiss(id: number): void {
  useNotifications.setState(({ items }) => ({ items: items.filter((n) => n.id !== id) }));
}

/** The messages, at the lower edge; read out by screen readers as they come. */
export function Notifications() {
  const items = useNotifications((s) => s.items);
  return (
    <div className="notifications" role="region" aria-label={t('Notifications')} aria-live="polite">
      {items.map(({ id, kind, text }) => (
        <div key={id} className={`notification ${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
          <Icon name={kind === 'error' ? 'error' : 'info'} />
          <span>{text}</span>
          <IconButton
            icon="close"
            label={t('Dismiss')}
            onClick={() => {
              dismiss(id);
            }}
          />
        </div>
      ))}
    </div>
  );
}
