import { DropdownMenu } from 'radix-ui';
import { MODES, type Mode } from '../../privacy/mode.ts';
import { Icon } from '../ui/icon.tsx';
import { MODE_LOOK } from '../ui/mode-look.ts';
import { setMode, setTrust, usePolicy } from './policy-store.ts';
import { IsolationNote, useIsolation } from './isolation-note.tsx';
import { t } from '../../shared/messages/t.ts';

/** The workspace's mode, always on show; opens the choice of modes. */
export function ModeMenu({ onVerify, onSettings }: { readonly onVerify: () => void; readonly onSettings: () => void }) {
  const view = usePolicy((s) => s.view);
  const isolation = useIsolation(view !== null);
  if (!view) return null;
  const look = MODE_LOOK[view.mode];
  const held = view.mode !== view.chosenMode;
  return (
    // Not modal: that would hide the rest from screen readers while the keyboard still reaches it.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <button
          type="button"
          className={`status-item mode ${view.mode}`}
          aria-label={t('Privacy mode: {label}', { label: look.label })}
          title={t('{summary}\nSet by {decidedBy}.', { summary: look.summary, decidedBy: view.decidedBy })}
        >
          <Icon name={look.icon} /> {look.label}
          {view.notices.length > 0 ? <Icon name="warning" /> : null}
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu mode-menu"
          side="top"
          align="start"
          sideOffset={4}
          aria-label={t('Privacy mode')}
        >
          <DropdownMenu.RadioGroup value={view.mode} onValueChange={(mode) => void setMode(mode as Mode)}>
            {MODES.map((mode) => {
              const { label, icon, summary } = MODE_LOOK[mode];
              return (
                <DropdownMenu.RadioItem
                  key={mode}
                  value={mode}
                  className="menu-item"
                  textValue={label}
                  disabled={!view.selectableModes.includes(mode)}
                >
                  <Icon name={icon} />
                  <span>
                    <strong>{label}</strong>
                    <small>{summary}</small>
                  </span>
                  <DropdownMenu.ItemIndicator>
                    <Icon name="check" />
                  </DropdownMenu.ItemIndicator>
                </DropdownMenu.RadioItem>
              );
            })}
          </DropdownMenu.RadioGroup>
          <p className="muted">
            {held
              ? t('Held at {label} by {decidedBy}.', { label: look.label, decidedBy: view.decidedBy })
              : t('Set by {decidedBy}.', { decidedBy: view.decidedBy })}
          </p>
          {view.trusted ? null : (
            <DropdownMenu.Item className="menu-item" onSelect={() => void setTrust(true)}>
              <Icon name="workspace-trusted" /> <span>{t('Trust this folder')}</span>
            </DropdownMenu.Item>
          )}
          <IsolationNote sentences={isolation} />
          <Action
            icon="verified"
            label={t('Verify offline')}
            about={t('Try what Offline must prevent, and see the evidence.')}
            onSelect={onVerify}
          />
          <Action
            icon="settings-gear"
            label={t('Privacy settings')}
            about={t('What is redacted, what is kept from models, and what is recorded.')}
            onSelect={onSettings}
          />
          {view.notices.map((notice) => (
            <p key={notice} className="notice error">
              {notice}
            </p>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface ActionProps {
  readonly icon: string;
  readonly label: string;
  readonly about: string;
  readonly onSelect: () => void;
}

function Action({ icon, label, about, onSelect }: ActionProps) {
  return (
    <DropdownMenu.Item className="menu-item" onSelect={onSelect}>
      <Icon name={icon} />
      <span>
        <strong>{label}</strong>
        <small>{about}</small>
      </span>
    </DropdownMenu.Item>
  );
}
