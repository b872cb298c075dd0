import { setTerminalCapture, usePolicy } from '../privacy/policy-store.ts';
import { askForName } from '../terminal/ask-for-name.ts';
import { askAboutSelection } from '../terminal/share-selection.ts';
import {
  closeTerminal,
  focusTerminal,
  newTerminal,
  onActiveScreen,
  restartTerminal,
  splitTerminal,
  stepTerminal,
  useTerminals,
} from '../terminal/terminal-store.ts';
import { ask } from '../ui/ask.tsx';
import type { Command } from './command.ts';
import { showView, togglePlace, useLayout } from './layout-store.ts';
import { t } from '../../shared/messages/t.ts';

const hasTerminal = (): boolean => useTerminals.getState().active !== null;
const shown = (): boolean => {
  const { panel } = useLayout.getState();
  return panel.open && panel.view === 'terminal';
};
/** Show the terminals with the focus in the active one. */
export function showTerminal(): void {
  showView('panel', 'terminal');
  focusTerminal();
}
const onActive = (act: (key: string) => unknown) => (): void => {
  const { active } = useTerminals.getState();
  if (active !== null) void act(active);
};

/** What is done with terminals. */
export const TERMINAL_COMMANDS: readonly Command[] = [
  {
    id: 'toggleTerminal',
    label: t('Toggle terminal'),
    keys: ['Ctrl+`'],
    run: () => {
      if (shown() && hasTerminal() && document.activeElement?.closest('.terminals')) {
        togglePlace('panel');
        return;
      }
      if (!hasTerminal()) newTerminal();
      showTerminal();
    },
  },
  {
    id: 'newTerminal',
    label: t('New terminal'),
    keys: ['Ctrl+Shift+`'],
    run: () => {
      newTerminal();
      showTerminal();
    },
  },
  {
    id: 'splitTerminal',
    label: t('Split terminal'),
    keys: ['Ctrl+Shift+5'],
    run: () => {
      splitTerminal();
      showTerminal();
    },
  },
  {
    id: 'killTerminal',
    label: t('Kill the active terminal'),
    when: hasTerminal,
    run: onActive((key) => {
      closeTerminal(key);
      if (hasTerminal()) focusTerminal();
    }),
  },
  {
    id: 'restartTerminal',
    label: t('Restart the active terminal'),
    when: hasTerminal,
    run: onActive((key) => {
      restartTerminal(key);
      showTerminal();
    }),
  },
  { id: 'renameTerminal', label: t('Rename the active terminal'), when: hasTerminal, run: onActive(askForName) },
  {
    id: 'clearTerminal',
    label: t('Clear the active terminal'),
    when: hasTerminal,
    run: () => {
      onActiveScreen((screen) => {
        screen.clear();
      });
    },
  },
  {
    id: 'findInTerminal',
    label: t('Find in the active terminal'),
    when: hasTerminal,
    run: () => {
      showView('panel', 'terminal');
      useTerminals.setState({ finding: true });
    },
  },
  {
    id: 'nextTerminal',
    label: t('Focus the next terminal'),
    when: hasTerminal,
    run: () => {
      showView('panel', 'terminal');
      stepTerminal(1);
    },
  },
  {
    id: 'previousTerminal',
    label: t('Focus the previous terminal'),
    when: hasTerminal,
    run: () => {
      showView('panel', 'terminal');
      stepTerminal(-1);
    },
  },
  {
    id: 'askTerminalSelection',
    label: t('Ask chat about the selection of the terminal'),
    when: () => useTerminals.getState().selected,
    run: () => {
      askAboutSelection();
    },
  },
  {
    id: 'shareTerminals',
    label: t('Share what terminals print with chats in this folder, or no longer'),
    when: () => usePolicy.getState().view !== null,
    run: shareOrNot,
  },
];

/** It is asked about each time: from then on, what programs print may reach a model. */
async function shareOrNot(): Promise<void> {
  if (usePolicy.getState().view?.terminalCapture === true) {
    await setTerminalCapture(false);
    return;
  }
  const answer = await ask(
    t('Share what terminals print with chats in this folder?'),
    t(
      'The end of what each terminal prints from now on is kept in memory. It goes to a model only with a question that you add it to, and for a cloud it is redacted like the rest. What programs print of files that are kept from models is not told apart.',
    ),
    [{ id: 'share', label: t('Share') }],
  );
  if (answer === 'share') await setTerminalCapture(true);
}
