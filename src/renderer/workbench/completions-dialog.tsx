import { useEffect, useState } from 'react';
import type { CompletionCounts, CompletionStats } from '../../shared/schemas/chat-and-completion.ts';
import { call } from '../bridge/bridge.ts';
import { activeLanguage } from '../editor/active-language.ts';
import { useModels } from '../models/models-store.ts';
import { updateSettings, useSettings } from '../settings/settings-store.ts';
import { Icon } from '../ui/icon.tsx';
import { Modal } from '../ui/modal.tsx';
import { notifyError } from '../ui/notifications.tsx';
import { useCompletionLook } from './completion-state.tsx';
import { openSettings } from './settings-tab.tsx';
import { showOverlay } from './workbench-store.ts';
import { t } from '../../shared/messages/t.ts';

const KEYS = [
  ['Tab', t('takes all of it')],
  ['Ctrl+→', t('takes the next word')],
  ['Ctrl+↓', t('takes the next line')],
  ['Esc', t('dismisses it')],
  ['Alt+\\', t('asks for one now')],
] as const;
const NEXT_EDIT_KEYS = [['Tab', t('jumps to a next edit, and takes it there')]] as const;

/** What completions do here, how to take them, and how they fared. */
export function CompletionsDialog({ onClose }: { readonly onClose: () => void }) {
  const look = useCompletionLook();
  const values = useSettings((s) => s.view?.values);
  const language = activeLanguage();
  if (!values) return null;
  const off = values.completionOffLanguages;
  return (
    <Modal
      title={t('Completions')}
      description={t('Ghost text while you type, and edits that follow from yours.')}
      onClose={onClose}
    >
      <div className="dialog-body completions">
        <p role="status">
          <Icon name={look.icon} /> {look.title}
        </p>
        <div className="checks">
          <label className="check">
            <input
              type="checkbox"
              checked={values.completionEnabled}
              onChange={(e) => void updateSettings({ completionEnabled: e.target.checked })}
            />
            {t('Complete while typing')}
          </label>
          {language === null ? null : (
            <label className="check">
              <input
                type="checkbox"
                checked={!off.includes(language)}
                onChange={(e) => {
                  const others = off.filter((id) => id !== language);
                  void updateSettings({ completionOffLanguages: e.target.checked ? others : [...others, language] });
                }}
              />
              {t('In files of the language {language}', { language })}
            </label>
          )}
          <label className="check">
            <input
              type="checkbox"
              checked={values.nextEditEnabled}
              onChange={(e) => void updateSettings({ nextEditEnabled: e.target.checked })}
            />
            {t('Suggest the next edit elsewhere in the file (experimental)')}
          </label>
        </div>
        <section aria-label={t('Keys')}>
          <h3>{t('Keys')}</h3>
          <dl className="keys">
            {[...KEYS, ...(values.nextEditEnabled ? NEXT_EDIT_KEYS : [])].map(([key, what]) => (
              <div key={what}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </section>
        <Fared />
        <div className="row-of-buttons">
          <button
            type="button"
            className="button"
            onClick={() => {
              showOverlay('models');
            }}
          >
            {t('Models')}
          </button>
          <button
            type="button"
            className="button"
            onClick={() => {
              onClose();
              openSettings();
            }}
          >
            {t('Settings')}
          </button>
        </div>
      </div>
    </Modal>
  );
}

const COLUMNS: readonly { readonly key: keyof CompletionCounts; readonly label: string }[] = [
  { key: 'shown', label: t('Shown') },
  { key: 'accepted', label: t('Taken') },
  { key: 'acceptedInPart', label: t('In part') },
  { key: 'dismissed', label: t('Dismissed') },
  { key: 'ignored', label: t('Passed by') },
];

/** Counts by model. */
function Fared() {
  const [stats, setStats] = useState<CompletionStats | null>(null);
  const models = useModels((s) => s.view?.models);
  useEffect(() => {
    const stop = new AbortController();
    call('completion.stats', {}, stop.signal).then(setStats, (error: unknown) => {
      if (!stop.signal.aborted) notifyError(error);
    });
    return () => {
      stop.abort();
    };
  }, []);
  return (
    <section aria-label={t('How they fared')}>
      <h3>{t('How they fared')}</h3>
      {stats === null ? null : stats.since === null ? (
        <p className="muted">{t('None was shown yet.')}</p>
      ) : (
        <div className="scrolls" tabIndex={0} role="region" aria-label={t('Counts by model')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('Model')}</th>
                {COLUMNS.map(({ key, label }) => (
                  <th key={key} scope="col" className="number">
                    {label}
                  </th>
                ))}
                <th scope="col" className="number">
                  {t('Requests')}
                </th>
                <th scope="col" className="number">
                  {t('Keys without one')}
                </th>
              </tr>
            </thead>
            <tbody>
              {stats.models.map(({ model, task, counts }) => (
                <tr key={`${task} ${model}`}>
                  <th scope="row">
                    {models?.find((m) => m.ref === model)?.label ?? model}
                    {task === 'edit' ? t(' · next edits') : ''}
                  </th>
                  {COLUMNS.map(({ key }) => (
                    <td key={key} className="number">
                      {counts[key].toLocaleString('en')}
                      {key === 'accepted' || key === 'dismissed' ? share(counts[key], counts.shown) : ''}
                    </td>
                  ))}
                  <td className="number">{counts.asked.toLocaleString('en')}</td>
                  <td className="number">{counts.reused.toLocaleString('en')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="muted">
        {t('{what}Only these numbers are kept, on this machine, and never sent. Delete everything removes them.', {
          what: stats?.since ? t('Since {since}. ', { since: stats.since }) : '',
        })}
      </p>
    </section>
  );
}

function share(part: number, all: number): string {
  return all === 0 ? '' : ` (${String(Math.round((100 * part) / all))} %)`;
}
