import { notify } from './notifications.tsx';
import { t } from '../../shared/messages/t.ts';

/** Put text on the clipboard. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Electron's window is denied every permission, the clipboard's too; a copy command needs none.
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way without a permission
    const done = document.execCommand('copy');
    area.remove();
    if (!done) notify('error', t('The text could not be copied. Select it and copy by hand.'));
  }
}
