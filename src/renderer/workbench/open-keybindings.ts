import { openTab } from '../editor/groups-store.ts';
import { t } from '../../shared/messages/t.ts';

/** Show the editor of keybindings. */
export function openKeybindings(): void {
  openTab({
    id: 'keybindings:all',
    kind: 'keybindings',
    title: t('Keyboard shortcuts'),
    path: null,
    holds: false,
    params: null,
    keep: true,
  });
}

/** Show the file behind it. */
export function openKeybindingsJson(): void {
  openTab({
    id: 'keybindings-json:user',
    kind: 'keybindings-json',
    title: 'keybindings.json',
    path: null,
    holds: false,
    params: null,
    keep: true,
  });
}
