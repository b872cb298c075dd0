import { LIMITS } from '../../shared/limits.ts';
import { terminalPort } from './terminal-port.ts';
import { screenOf, tabOf, useTerminals } from './terminal-store.ts';

/** Put what is selected in a terminal beside the next question of the chat. Nothing else of it goes along. */
export function askAboutSelection(key: string | null = useTerminals.getState().active): void {
  const tab = tabOf(key);
  const text = key === null ? '' : (screenOf(key)?.selection() ?? '');
  if (tab && text !== '') terminalPort().ask(tab.name, text.slice(0, LIMITS.chatMessageChars));
}
