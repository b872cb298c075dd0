import { ContextMenu } from 'radix-ui';
import { useId, type KeyboardEvent } from 'react';
import { IconButton } from '../ui/icon-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { TerminalMenu } from './terminal-menu.tsx';
import { askForName } from './ask-for-name.ts';
import { activateTerminal, closeTerminal, focusTerminal, useTerminals, type TerminalTab } from './terminal-store.ts';
import { t } from '../../shared/messages/t.ts';

/** All terminals, those that stand side by side marked as such. */
export function TerminalList() {
  const id = useId();
  const { tabs, groups, active } = useTerminals();
  const ordered = groups.flatMap((keys) => keys.flatMap((key) => tabs.find((tab) => tab.key === key) ?? []));
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const at = ordered.findIndex((tab) => tab.key === active);
    const next = ordered[(at + step + ordered.length) % ordered.length];
    if (event.key === 'Delete' && active !== null) closeTerminal(active);
    else if (event.key === 'F2' && active !== null) void askForName(active);
    else if (event.key === 'Enter') focusTerminal();
    else if (step === 0 || !next) return;
    else {
      activateTerminal(next.key);
      event.currentTarget.querySelector<HTMLElement>(`[data-terminal="${next.key}"]`)?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="terminal-list" data-own-keys="F2 Delete Enter" onKeyDown={onKeyDown}>
      {/* A list of tabs may hold nothing but tabs, and each has a button beside it. */}
      <span
        role="tablist"
        aria-label={t('Terminals')}
        aria-orientation="vertical"
        aria-owns={ordered.map((tab) => `${id}${tab.key}`).join(' ')}
      />
      {ordered.map((tab) => (
        <Row
          key={tab.key}
          id={`${id}${tab.key}`}
          tab={tab}
          active={tab.key === active}
          branch={branchOf(groups.find((keys) => keys.includes(tab.key)) ?? [], tab.key)}
        />
      ))}
    </div>
  );
}

/** How those of one group are joined in the list. */
function branchOf(keys: readonly string[], key: string): string {
  if (keys.length < 2) return '';
  const at = keys.indexOf(key);
  return at === 0 ? '┌' : at === keys.length - 1 ? '└' : '├';
}

interface RowProps {
  readonly id: string;
  readonly tab: TerminalTab;
  readonly active: boolean;
  readonly branch: string;
}

function Row({ id, tab: { key, name, title, state, code }, active, branch }: RowProps) {
  const shown = visibleText(name);
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>
        <div className={`terminal-row${active ? ' active' : ''}`}>
          <button
            type="button"
            id={id}
            role="tab"
            data-terminal={key}
            aria-selected={active}
            tabIndex={active ? 0 : -1}
            title={title === '' ? shown : `${shown}: ${title}`}
            onClick={() => {
              activateTerminal(key);
              focusTerminal();
            }}
            onDoubleClick={() => void askForName(key)}
          >
            <span aria-hidden="true" className="muted">
              {branch}
            </span>
            <Icon name={state === 'ended' ? (code === 0 ? 'check' : 'error') : 'terminal'} />
            <span className="clip">{shown}</span>
            {state === 'ended' ? (
              <small className="muted">{code === null ? t('ended') : t('exit {code}', { code })}</small>
            ) : null}
          </button>
          <IconButton
            icon="trash"
            label={t('Kill {shown}', { shown })}
            tabIndex={-1}
            onClick={() => {
              closeTerminal(key);
            }}
          />
        </div>
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <TerminalMenu id={key} />
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
