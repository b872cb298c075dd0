import { useEffect, useState } from 'react';
import type { ChatHistory, HistoryView } from '../../shared/schemas/history.ts';
import type { TelemetryEvent } from '../../shared/schemas/telemetry.ts';
import { call } from '../bridge/bridge.ts';
import { ask } from '../ui/ask.tsx';
import { notify, notifyError } from '../ui/notifications.tsx';
import { Check, Field, Section } from './fields.tsx';
import { updateSettings } from './settings-store.ts';
import { t } from '../../shared/messages/t.ts';

const CHOICES: Readonly<Record<ChatHistory, string>> = {
  off: t('Not at all'),
  session: t('Until CodeGrex ends'),
  workspace: t('On disk, for this folder'),
};

interface RecordsSectionProps {
  readonly telemetry: boolean;
  /** Let the user pick a folder to write to; `null`: dismissed. */
  readonly onPickFolder: () => Promise<string | null>;
  readonly onEraseEverything: () => void;
}

/** What is kept of conversations and of use, and how to get rid of it. */
export function RecordsSection({ telemetry, onPickFolder, onEraseEverything }: RecordsSectionProps) {
  return (
    <Section title={t('Records')}>
      <HistoryField />
      <Check
        label={t('Keep anonymous usage samples')}
        hint={t(
          'Nothing is sent: CodeGrex has no server for it, and the gate refuses it. You can read the samples here and hand them over yourself. None are made in Sensitive and Offline.',
        )}
        value={telemetry}
        onSet={(on) => void updateSettings({ telemetry: on })}
      />
      {telemetry ? <Samples onPickFolder={onPickFolder} /> : null}
      <div className="setting">
        <span>
          {t('Delete everything')}
          <small className="muted">
            {t('Conversations, the record of requests, recent folders, approvals, trust and samples.')}
          </small>
        </span>
        <button type="button" className="button danger" onClick={onEraseEverything}>
          {t('Delete everything…')}
        </button>
      </div>
    </Section>
  );
}

function HistoryField() {
  const [view, setView] = useState<HistoryView | null>(null);
  useEffect(() => {
    call('history.get', {}).then(setView, notifyError);
  }, []);
  if (!view) return null;
  const { chosen, inForce, saved, selectable } = view;
  const choose = async (choice: ChatHistory): Promise<void> => {
    if (choice !== 'workspace' && saved > 0) {
      const detail = t(
        '{saved, plural, one {# conversation} other {# conversations}} of this folder will be deleted from disk.',
        { saved },
      );
      const answer = await ask(t('Delete saved conversations?'), detail, [
        { id: 'delete', label: t('Delete'), danger: true },
      ]);
      if (answer === null) return;
    }
    try {
      setView(await call('history.choose', { choice }));
    } catch (error) {
      notifyError(error);
    }
  };
  const hint =
    t(
      'In this folder, for conversations begun from now on. What is kept is your own text, with nothing redacted, readable by your account only, and never in the repository.',
    ) +
    (selectable ? '' : t(' Open a folder to choose.')) +
    (inForce === chosen
      ? ''
      : t(' This folder’s mode is stricter than the one you chose that in, so they are kept until CodeGrex ends.'));
  return (
    <>
      <Field label={t('Keep conversations')} hint={hint}>
        <select value={inForce} disabled={!selectable} onChange={(e) => void choose(e.target.value as ChatHistory)}>
          {Object.entries(CHOICES).map(([id, label]) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </Field>
      {inForce === chosen ? null : (
        <div className="row-of-buttons">
          <button type="button" className="button" onClick={() => void choose('workspace')}>
            {t('On disk in this mode too')}
          </button>
          {saved === 0 ? null : (
            <button type="button" className="button danger" onClick={() => void choose('session')}>
              {t('Delete {saved} from disk…', { saved })}
            </button>
          )}
        </div>
      )}
    </>
  );
}

/** Exactly what would be handed over. */
function Samples({ onPickFolder }: { readonly onPickFolder: () => Promise<string | null> }) {
  const [events, setEvents] = useState<readonly TelemetryEvent[]>([]);
  useEffect(() => {
    call('telemetry.pending', {}).then(setEvents, notifyError);
  }, []);
  const exportTo = async (): Promise<void> => {
    const folder = await onPickFolder();
    if (folder === null) return;
    try {
      notify('info', t('Written to {path}', { path: (await call('telemetry.exportTo', { folder })).path }));
    } catch (error) {
      notifyError(error);
    }
  };
  return (
    <details className="samples">
      <summary>{t('{events, plural, one {# sample} other {# samples}} so far', { events: events.length })}</summary>
      <pre tabIndex={0} aria-label={t('Usage samples')}>
        {events.map((event) => JSON.stringify(event)).join('\n')}
      </pre>
      <button type="button" className="button" disabled={events.length === 0} onClick={() => void exportTo()}>
        {t('Write to a file…')}
      </button>
    </details>
  );
}
