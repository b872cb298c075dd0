import type { ReactNode } from 'react';
import { MODES } from '../../privacy/mode.ts';
import type { Settings } from '../../shared/schemas/settings.ts';
import { Modal } from '../ui/modal.tsx';
import { MODE_LOOK } from '../ui/mode-look.ts';
import { Field, LinesField, Section } from './fields.tsx';
import { IgnoreFields } from './ignore-settings.tsx';
import { RedactionSection } from './redaction-section.tsx';
import { RecordsSection } from './records-section.tsx';
import { updateSettings, useSettings } from './settings-store.ts';
import { t } from '../../shared/messages/t.ts';

interface PrivacyDialogProps {
  /** What is set for the open folder alone; `null` while none is open. */
  readonly folder: ReactNode;
  /** Let the user pick a folder to write to; `null`: dismissed. */
  readonly onPickFolder: () => Promise<string | null>;
  readonly onEraseEverything: () => void;
  readonly onClose: () => void;
}

/** What decides about what leaves the machine and what is kept of it. Each change applies and is saved at once. */
export function PrivacyDialog({ folder, onPickFolder, onEraseEverything, onClose }: PrivacyDialogProps) {
  const view = useSettings((s) => s.view);
  if (!view) return null;
  const { values } = view;
  const set = (change: Partial<Settings>): void => void updateSettings(change);
  return (
    <Modal title={t('Privacy settings')} description={t('Kept on this machine, in a file of yours.')} onClose={onClose}>
      <div className="dialog-body settings">
        {folder === null ? null : <Section title={t('This folder')}>{folder}</Section>}
        <Section title={t('Every folder')}>
          <Field label={t('Mode of a new folder')} hint={t('Each folder keeps its own; this is where it begins.')}>
            <select
              value={values.defaultMode}
              onChange={(e) => {
                set({ defaultMode: e.target.value as Settings['defaultMode'] });
              }}
            >
              {MODES.map((mode) => (
                <option key={mode} value={mode}>
                  {MODE_LOOK[mode].label}
                </option>
              ))}
            </select>
          </Field>
          <LinesField
            label={t('On-premises hosts')}
            hint={t('Reached even in Offline. One host or host:port a line.')}
            rows={3}
            value={values.onPremHosts}
            onSet={(lines) => {
              set({ onPremHosts: [...new Set(lines.map((host) => host.trim()))] });
            }}
          />
        </Section>
        <Section title={t('Kept from models')}>
          <IgnoreFields values={values} onSet={set} />
        </Section>
        <RedactionSection values={values} onSet={set} />
        <RecordsSection
          telemetry={values.telemetry}
          onPickFolder={onPickFolder}
          onEraseEverything={onEraseEverything}
        />
      </div>
    </Modal>
  );
}
