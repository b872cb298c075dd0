import { askText } from '../ui/ask-text.tsx';
import { focusTerminal, renameTerminal, tabOf } from './terminal-store.ts';
import { t } from '../../shared/messages/t.ts';

/** Have the user name a terminal. */
export async function askForName(key: string): Promise<void> {
  const tab = tabOf(key);
  if (!tab) return;
  const name = await askText({
    title: t('Rename the terminal'),
    label: t('Name; none, and it is called like what runs in it'),
    value: tab.name,
    action: t('Rename'),
    check: (text) => (text.length > 200 ? t('This is too long.') : null),
  });
  if (name !== null) renameTerminal(key, name);
  focusTerminal();
}
