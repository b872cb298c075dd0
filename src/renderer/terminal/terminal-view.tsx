import { ContextMenu } from 'radix-ui';
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { FindBar } from './find-bar.tsx';
import { TerminalList } from './terminal-list.tsx';
import { TerminalMenu } from './terminal-menu.tsx';
import {
  activateTerminal,
  activeGroupOf,
  beginTerminal,
  focusTerminal,
  newTerminal,
  screenOf,
  useTerminals,
} from './terminal-store.ts';
import { t } from '../../shared/messages/t.ts';

interface TerminalViewProps {
  /** What is to be said above them; `null`: nothing. */
  readonly note: ReactNode;
  /** Keys that the terminals have a use for, as bindings are written. */
  readonly ownKeys: string;
}

/** The terminals of the window: those of the group that has the focus, side by side, and a list of all. */
export function TerminalView({ note, ownKeys }: TerminalViewProps) {
  const state = useTerminals();
  const keys = activeGroupOf(state);
  if (state.tabs.length === 0)
    return (
      <div className="terminals">
        {note}
        <div className="empty">
          <p className="muted">{t('No terminal is open.')}</p>
          <button
            type="button"
            className="button"
            onClick={() => {
              newTerminal();
              focusTerminal();
            }}
          >
            {t('New terminal')}
          </button>
        </div>
      </div>
    );
  return (
    <div className="terminals">
      {note}
      <div className="terminal-area">
        <div className="terminal-panes">
          {state.finding ? <FindBar /> : null}
          <Group orientation="horizontal" className="panels">
            {keys.map((key, i) => (
              <PaneOf key={key} first={i === 0} id={key} ownKeys={ownKeys} active={key === state.active} />
            ))}
          </Group>
        </div>
        {state.tabs.length > 1 ? <TerminalList /> : null}
      </div>
    </div>
  );
}

interface PaneProps {
  readonly id: string;
  readonly first: boolean;
  readonly active: boolean;
  readonly ownKeys: string;
}

function PaneOf({ id, first, active, ownKeys }: PaneProps) {
  return (
    <>
      {first ? null : <Separator className="separator" aria-label={t('Width of the terminal')} />}
      <Panel id={id} minSize={80}>
        <ContextMenu.Root modal={false}>
          <ContextMenu.Trigger asChild>
            <Pane id={id} active={active} ownKeys={ownKeys} />
          </ContextMenu.Trigger>
          <ContextMenu.Portal>
            <TerminalMenu id={id} />
          </ContextMenu.Portal>
        </ContextMenu.Root>
      </Panel>
    </>
  );
}

interface PlaceProps {
  readonly id: string;
  readonly active: boolean;
  readonly ownKeys: string;
}

/** The place of a screen, which is there whether it is on show or not. The rest is for the menu's trigger. */
function Pane({ id, active, ownKeys, ...trigger }: PlaceProps) {
  const place = useRef<HTMLDivElement>(null);
  const name = useTerminals((s) => s.tabs.find((tab) => tab.key === id)?.name ?? '');
  // Before the focus is put into it.
  useLayoutEffect(() => {
    const screen = screenOf(id);
    if (!screen || !place.current) return undefined;
    return screen.attach(place.current, () => {
      beginTerminal(id);
    });
  }, [id]);
  return (
    <div
      {...trigger}
      className={`terminal-pane${active ? ' active' : ''}`}
      role="group"
      aria-label={t('Terminal {name}', { name })}
      data-own-keys={ownKeys}
      onFocus={() => {
        activateTerminal(id);
      }}
    >
      <div ref={place} className="terminal-place" />
    </div>
  );
}
