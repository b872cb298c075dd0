import { TerminalActions } from '../terminal/terminal-actions.tsx';
import { TerminalView } from '../terminal/terminal-view.tsx';
import { usePolicy } from '../privacy/policy-store.ts';
import { updateSettings } from '../settings/settings-store.ts';
import { Icon } from '../ui/icon.tsx';
import { KEYS_OF_TERMINALS } from './keys-of-terminals.ts';
import { t } from '../../shared/messages/t.ts';

/** Terminals, as a view of the panel. */
export function TerminalPanel() {
  return <TerminalView note={<OwnNote />} ownKeys={KEYS_OF_TERMINALS} />;
}

/** What stands at the right of the panel's title. */
export function TerminalPanelActions() {
  return <TerminalActions onDefault={(terminalDefaultProfile) => void updateSettings({ terminalDefaultProfile })} />;
}

/** What the mode does not hold, and what is shared of terminals. */
function OwnNote() {
  const offline = usePolicy((s) => s.view?.mode === 'offline');
  const shared = usePolicy((s) => s.view?.terminalCapture === true);
  return (
    <>
      {offline ? (
        <p className="terminal-note">
          <Icon name="info" />{' '}
          {t('Offline holds CodeGrex, not what you run here: terminals are your own, and have your network.')}
        </p>
      ) : null}
      {shared ? (
        <p className="terminal-note">
          <Icon name="eye" />{' '}
          {t('What terminals print in this folder is kept in memory, so that you can ask chats about it.')}
        </p>
      ) : null}
    </>
  );
}
