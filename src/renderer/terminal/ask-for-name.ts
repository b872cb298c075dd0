import { askText } from '../ui/ask-text.tsx';
import { focusTerminal, renameTerminal, tabOf } from './terminal-store.ts';

/** Have the user name a terminal. */
export async function askForName(key: string): Promise<void> {
  const tab = tabOf(key);
  if (!tab) return;
  const name = await askText({
    title: 'Rename the terminal',
    label: 'Name; none, and it is called like what runs in it',
    value: tab.name,
    action: 'Rename',
    check: (text) => (text.length > 200 ? 'This is too long.' : null),
  });
  if (name !== null) renameTerminal(key, name);
  focusTerminal();
}
