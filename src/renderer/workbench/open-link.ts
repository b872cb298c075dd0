import { call } from '../bridge/bridge.ts';
import { ask } from '../ui/ask.tsx';
import { notifyError } from '../ui/notifications.tsx';
import { useCore } from './workspace-sync.ts';
import { t } from '../../shared/messages/t.ts';

/** The user sees where a link leads before anything opens: those in answers are a model's words. */
export async function openLink(url: string): Promise<void> {
  if (!/^https?:\/\//i.test(url)) return;
  const choice = await ask(t('Open this link in your browser?'), url, [{ id: 'open', label: t('Open link') }]);
  if (choice === null) return;
  if (useCore.getState().info?.host === 'browser') window.open(url, '_blank', 'noopener,noreferrer');
  else await call('app.openLink', { url }).catch(notifyError);
}
