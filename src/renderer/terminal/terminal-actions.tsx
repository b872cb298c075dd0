import { DropdownMenu } from 'radix-ui';
import { IconButton } from '../ui/icon-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { visibleText } from '../ui/visible-text.ts';
import {
  closeTerminal,
  focusTerminal,
  loadProfiles,
  newTerminal,
  onActiveScreen,
  splitTerminal,
  useTerminals,
} from './terminal-store.ts';
import { t } from '../../shared/messages/t.ts';

interface TerminalActionsProps {
  /** Make a profile the default one. */
  readonly onDefault: (profile: string) => void;
}

/** What stands at the right of the panel's title while terminals are on show. */
export function TerminalActions({ onDefault }: TerminalActionsProps) {
  const any = useTerminals((s) => s.tabs.length > 0);
  const alone = useTerminals((s) => (s.tabs.length === 1 ? s.tabs[0] : undefined));
  return (
    <>
      {alone ? (
        <span className="terminal-alone" title={alone.title}>
          <Icon name="terminal" /> <span className="clip">{visibleText(alone.name)}</span>
        </span>
      ) : null}
      <IconButton
        icon="add"
        label={t('New terminal')}
        onClick={() => {
          newTerminal();
          focusTerminal();
        }}
      />
      <ProfileMenu onDefault={onDefault} />
      {any ? (
        <>
          <IconButton
            icon="split-horizontal"
            label={t('Split terminal')}
            onClick={() => {
              splitTerminal();
              focusTerminal();
            }}
          />
          <IconButton
            icon="clear-all"
            label={t('Clear terminal')}
            onClick={() => {
              onActiveScreen((screen) => {
                screen.clear();
                screen.focus();
              });
            }}
          />
          <IconButton
            icon="trash"
            label={t('Kill terminal')}
            onClick={() => {
              onActiveScreen((_screen, { key }) => {
                closeTerminal(key);
              });
              focusTerminal();
            }}
          />
        </>
      ) : null}
    </>
  );
}

function ProfileMenu({ onDefault }: TerminalActionsProps) {
  const profiles = useTerminals((s) => s.profiles);
  return (
    <DropdownMenu.Root
      modal={false}
      onOpenChange={(open) => {
        if (open) void loadProfiles();
      }}
    >
      <DropdownMenu.Trigger asChild>
        <IconButton icon="chevron-down" label={t('Terminal profiles')} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" side="top" align="end" aria-label={t('Terminal profiles')}>
          {profiles?.profiles.map(({ id, path }) => (
            <DropdownMenu.Item
              key={id}
              className="menu-item"
              title={path}
              onSelect={() => {
                newTerminal(id);
                focusTerminal();
              }}
            >
              <Icon name="terminal" /> <span>{visibleText(id)}</span>
              {id === profiles.default ? <small className="muted">{t('default')}</small> : null}
            </DropdownMenu.Item>
          ))}
          {profiles === null ? <p className="muted">{t('Looking for shells…')}</p> : null}
          {profiles?.profiles.length === 0 ? <p className="muted">{t('No shell was found on this machine.')}</p> : null}
          {profiles && profiles.profiles.length > 1 ? (
            <>
              <DropdownMenu.Separator className="menu-separator" />
              <DropdownMenu.RadioGroup value={profiles.default ?? ''} onValueChange={onDefault}>
                {profiles.profiles.map(({ id }) => (
                  <DropdownMenu.RadioItem key={id} value={id} className="menu-item">
                    <Icon name={id === profiles.default ? 'check' : 'blank'} />{' '}
                    <span>{t('Use {id} by default', { id: visibleText(id) })}</span>
                  </DropdownMenu.RadioItem>
                ))}
              </DropdownMenu.RadioGroup>
            </>
          ) : null}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
