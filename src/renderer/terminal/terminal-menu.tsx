import { ContextMenu } from 'radix-ui';
import { useRef } from 'react';
import { Icon } from '../ui/icon.tsx';
import { notify } from '../ui/notifications.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { askForName } from './ask-for-name.ts';
import { askAboutSelection } from './share-selection.ts';
import {
  activateTerminal,
  closeTerminal,
  focusTerminal,
  restartTerminal,
  screenOf,
  splitTerminal,
  useTerminals,
} from './terminal-store.ts';
import { t } from '../../shared/messages/t.ts';

interface Item {
  readonly icon?: string;
  readonly label: string;
  readonly keys?: string;
  readonly off?: boolean;
  readonly act: () => unknown;
}

/** What can be done with a terminal. */
export function TerminalMenu({ id }: { readonly id: string }) {
  const tab = useTerminals((s) => s.tabs.find((each) => each.key === id));
  const screen = screenOf(id);
  const chosen = useRef(false);
  if (!tab || !screen) return null;
  const selected = screen.selection() !== '';
  const focused =
    (act: () => void): (() => void) =>
    () => {
      act();
      focusTerminal();
    };
  const groups: readonly (readonly Item[])[] = [
    [
      {
        icon: 'copy',
        label: t('Copy'),
        keys: 'Ctrl+Shift+C',
        off: !selected,
        act: focused(() => {
          screen.copy();
        }),
      },
      { icon: 'clippy', label: t('Paste'), keys: 'Ctrl+Shift+V', act: () => pasteInto(id) },
      {
        label: t('Select all'),
        act: focused(() => {
          screen.selectAll();
        }),
      },
    ],
    [
      {
        icon: 'comment-discussion',
        label: t('Ask chat about the selection'),
        off: !selected,
        act: () => {
          askAboutSelection(id);
        },
      },
    ],
    [
      {
        icon: 'search',
        label: t('Find…'),
        keys: 'Ctrl+F',
        act: () => {
          activateTerminal(id);
          useTerminals.setState({ finding: true });
        },
      },
      {
        icon: 'clear-all',
        label: t('Clear'),
        act: focused(() => {
          screen.clear();
        }),
      },
    ],
    [
      {
        icon: 'split-horizontal',
        label: t('Split'),
        keys: 'Ctrl+Shift+5',
        act: focused(() => {
          activateTerminal(id);
          splitTerminal();
        }),
      },
      { icon: 'edit', label: t('Rename…'), act: () => askForName(id) },
      {
        icon: 'debug-restart',
        label: t('Restart'),
        act: focused(() => {
          restartTerminal(id);
        }),
      },
      {
        icon: 'trash',
        label: t('Kill'),
        act: focused(() => {
          closeTerminal(id);
        }),
      },
    ],
  ];
  return (
    <ContextMenu.Content
      className="menu"
      aria-label={visibleText(tab.name)}
      onCloseAutoFocus={(event) => {
        // What was chosen put the focus where it belongs.
        event.preventDefault();
        if (!chosen.current) focusTerminal();
        chosen.current = false;
      }}
    >
      {groups.map((items, i) => (
        <ContextMenu.Group key={items[0]?.label}>
          {i === 0 ? null : <ContextMenu.Separator className="menu-separator" />}
          {items.map(({ icon = 'blank', label, keys, off = false, act }) => (
            <ContextMenu.Item
              key={label}
              className="menu-item"
              disabled={off}
              onSelect={() => {
                chosen.current = true;
                void act();
              }}
            >
              <Icon name={icon} /> <span>{label}</span>
              {keys === undefined ? null : (
                <span className="keys" aria-hidden="true">
                  {keys}
                </span>
              )}
            </ContextMenu.Item>
          ))}
        </ContextMenu.Group>
      ))}
    </ContextMenu.Content>
  );
}

async function pasteInto(id: string): Promise<void> {
  try {
    await screenOf(id)?.paste(await navigator.clipboard.readText());
  } catch {
    // The page may not read the clipboard by itself; a key that pastes needs no permission.
    notify('info', t('The clipboard could not be read. Paste with Ctrl+Shift+V, or Shift+Insert.'));
    focusTerminal();
  }
}
