import { Command as List } from 'cmdk';
import { PickerFrame } from '../ui/picker-frame.tsx';
import { COMMANDS } from './commands.ts';
import { keyOf, useKeybindings } from './key-store.ts';
import { shown } from './keybindings.ts';
import { showOverlay } from './workbench-store.ts';
import { t } from '../../shared/messages/t.ts';

/** The key of a command, where it has one. */
export function CommandKey({ id }: { readonly id: string }) {
  const key = useKeybindings((s) => keyOf(s.bindings, id));
  return key === undefined ? null : <kbd>{shown(key)}</kbd>;
}

/** All commands, found by typing. */
export function CommandPalette() {
  return (
    <PickerFrame
      label={t('Commands')}
      onClose={() => {
        showOverlay(null);
      }}
    >
      <List label={t('Commands')} loop>
        <List.Input placeholder={t('Type a command')} autoFocus />
        <List.List label={t('Results')}>
          <List.Empty>{t('No command of that name.')}</List.Empty>
          {COMMANDS.filter((c) => c.id !== 'palette' && c.when?.() !== false).map(({ id, label, run }) => (
            <List.Item
              key={id}
              value={label}
              onSelect={() => {
                showOverlay(null);
                // After the dialog gave the focus back, so that the command may take it.
                setTimeout(run, 0);
              }}
            >
              <span>{label}</span>
              <CommandKey id={id} />
            </List.Item>
          ))}
        </List.List>
      </List>
    </PickerFrame>
  );
}
