import type { ReactNode } from 'react';
import { MODES } from '../../privacy/mode.ts';
import type { ModelInfo } from '../../shared/schemas/models.ts';
import type { Settings } from '../../shared/schemas/settings.ts';
import { Modal } from '../ui/modal.tsx';
import { MODE_LOOK } from '../ui/mode-look.ts';
import { CompletionSection } from './completion-section.tsx';
import { Check, Field, LinesField, NumberField, Section } from './fields.tsx';
import { IgnoreFields } from './ignore-settings.tsx';
import { NetworkSection } from './network-section.tsx';
import { RedactionSection } from './redaction-section.tsx';
import { RecordsSection } from './records-section.tsx';
import { updateSettings, useSettings } from './settings-store.ts';
import { t } from '../../shared/messages/t.ts';

const THEMES: Readonly<Record<Settings['theme'], string>> = {
  system: t('As the system'),
  light: t('Light'),
  dark: t('Dark'),
  'hc-light': t('High contrast, light'),
  'hc-dark': t('High contrast, dark'),
  custom: t('Imported from VS Code'),
};

interface SettingsDialogProps {
  /** Those that there are now. */
  readonly models: readonly ModelInfo[];
  /** What is set for the open folder alone; `null` while none is open. */
  readonly folder: ReactNode;
  /** Let the user pick a folder to write to; `null`: dismissed. */
  readonly onPickFolder: () => Promise<string | null>;
  readonly onEraseEverything: () => void;
  readonly onClose: () => void;
}

/** The user's settings. Each change applies and is saved at once. */
export function SettingsDialog({ models, folder, onPickFolder, onEraseEverything, onClose }: SettingsDialogProps) {
  const view = useSettings((s) => s.view);
  if (!view) return null;
  const { values } = view;
  const set = (change: Partial<Settings>): void => void updateSettings(change);
  return (
    <Modal title={t('Settings')} description={t('Kept on this machine, in a file of yours.')} onClose={onClose}>
      <div className="dialog-body settings">
        <Section title={t('Appearance')}>
          <Field label={t('Theme')}>
            <select
              value={values.theme}
              onChange={(e) => {
                set({ theme: e.target.value as Settings['theme'] });
              }}
            >
              {Object.entries(THEMES).map(([id, label]) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </select>
          </Field>
          <NumberField
            label={t('Font size')}
            unit="px"
            min={6}
            max={72}
            value={values.editorFontSize}
            onSet={(editorFontSize) => {
              set({ editorFontSize });
            }}
          />
          <NumberField
            label={t('Tab size')}
            unit={t('columns')}
            min={1}
            max={16}
            value={values.editorTabSize}
            onSet={(editorTabSize) => {
              set({ editorTabSize });
            }}
          />
          <Check
            label={t('Wrap long lines')}
            value={values.editorWordWrap}
            onSet={(editorWordWrap) => {
              set({ editorWordWrap });
            }}
          />
          <Check
            label={t('Minimap')}
            value={values.editorMinimap}
            onSet={(editorMinimap) => {
              set({ editorMinimap });
            }}
          />
          <Check
            label={t('Sticky scroll: what the lines below are within stays at the top')}
            value={values.editorStickyScroll}
            onSet={(editorStickyScroll) => {
              set({ editorStickyScroll });
            }}
          />
          <Check
            label={t('Keep unsaved text against a crash')}
            hint={t('In CodeGrex’s own folder, readable by you only, until it is saved or given up.')}
            value={values.editorHotExit}
            onSet={(editorHotExit) => {
              set({ editorHotExit });
            }}
          />
          <Check
            label={t('Show the file on screen in the explorer')}
            value={values.explorerAutoReveal}
            onSet={(explorerAutoReveal) => {
              set({ explorerAutoReveal });
            }}
          />
        </Section>
        {folder === null ? null : <Section title={t('This folder')}>{folder}</Section>}
        <Section title={t('Privacy')}>
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
        <CompletionSection values={values} models={models} onSet={set} />
        <Section title={t('Chat')}>
          <NumberField
            label={t('Longest answer')}
            unit={t('tokens')}
            min={1}
            max={131_072}
            value={values.chatMaxTokens}
            onSet={(chatMaxTokens) => {
              set({ chatMaxTokens });
            }}
          />
          <NumberField
            label={t('Give up after silence of')}
            unit={t('seconds')}
            hint={t('A local model may read a long question for minutes before its first word.')}
            min={1}
            max={14_400}
            value={values.chatTimeoutSeconds}
            onSet={(chatTimeoutSeconds) => {
              set({ chatTimeoutSeconds });
            }}
          />
        </Section>
        <NetworkSection values={values} onSet={set} />
        <Section title={t('Models')}>
          <Check
            label={t('Look for model servers on this machine at start')}
            value={values.detectLocalServers}
            onSet={(detectLocalServers) => {
              set({ detectLocalServers });
            }}
          />
        </Section>
      </div>
    </Modal>
  );
}
