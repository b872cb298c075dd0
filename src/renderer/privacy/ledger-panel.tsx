import { useMemo, useState } from 'react';
import type { LedgerEntry } from '../../shared/schemas/ledger.ts';
import { formatBytes } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { DESTINATION_LABEL, MODE_LOOK } from '../ui/mode-look.ts';
import { LedgerDetail } from './ledger-detail.tsx';
import { leftThisMachine, ofLatest } from './known-entries.ts';
import { useLedger } from './ledger-store.ts';
import { RecordState } from './record-state.tsx';
import { t, told } from '../../shared/messages/t.ts';

const FILTERS = {
  all: { label: t('All requests'), keep: () => true },
  left: { label: t('Left this machine'), keep: leftThisMachine },
  refused: { label: t('Refused'), keep: (e: LedgerEntry) => e.outcome === 'refused' },
} as const;
const PAGE = 200;

const OUTCOME: Readonly<Record<LedgerEntry['outcome'], { readonly icon: string; readonly label: string }>> = {
  pending: { icon: 'loading', label: t('Under way') },
  allowed: { icon: 'check', label: t('Allowed') },
  refused: { icon: 'circle-slash', label: t('Refused') },
  failed: { icon: 'error', label: t('Failed') },
  cancelled: { icon: 'debug-stop', label: t('Cancelled') },
};

interface LedgerPanelProps {
  /** Let the user pick a folder to write to; `null`: dismissed. */
  readonly onPickFolder: () => Promise<string | null>;
}

/** Chooses which requests are listed. */
export function LedgerFilter() {
  const filter = useLedger((s) => s.filter);
  return (
    <select
      aria-label={t('Show')}
      value={filter}
      onChange={(e) => {
        useLedger.setState({ filter: e.target.value as keyof typeof FILTERS });
      }}
    >
      {Object.entries(FILTERS).map(([id, { label }]) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </select>
  );
}

/** Each request to a model: when, to which, where, how much, and by which rule. */
export function LedgerPanel({ onPickFolder }: LedgerPanelProps) {
  const entries = useLedger((s) => s.entries);
  const readings = useLedger((s) => s.readings);
  const filter = useLedger((s) => s.filter);
  const [selected, setSelected] = useState<string | null>(null);
  const [pages, setPages] = useState(1);
  const all = useMemo(() => [...entries.values()].reverse(), [entries]);
  const shown = all.filter(FILTERS[filter].keep);
  const entry = selected === null ? undefined : entries.get(selected);

  return (
    <section className="ledger" aria-label={t('What left this machine')}>
      <div className="ledger-body">
        <div className="ledger-table" tabIndex={0} role="region" aria-label={t('Requests')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('When')}</th>
                <th scope="col">{t('For')}</th>
                <th scope="col">{t('Model')}</th>
                <th scope="col">{t('Destination')}</th>
                <th scope="col" className="number">
                  {t('Sent')}
                </th>
                <th scope="col" className="number">
                  {t('Received')}
                </th>
                <th scope="col" className="number">
                  {t('Redacted')}
                </th>
                <th scope="col">{t('Outcome')}</th>
                <th scope="col">{t('Rule')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.slice(0, pages * PAGE).map((e) => (
                <Row
                  key={e.id}
                  entry={e}
                  selected={e.id === selected}
                  onSelect={() => {
                    setSelected(e.id === selected ? null : e.id);
                  }}
                />
              ))}
            </tbody>
          </table>
          {shown.length === 0 ? <p className="muted empty">{t('No requests.')}</p> : null}
          {shown.length > pages * PAGE ? (
            <button
              type="button"
              className="button"
              onClick={() => {
                setPages(pages + 1);
              }}
            >
              {t('Show older requests')}
            </button>
          ) : ofLatest({ entries }) !== null ? (
            <p className="muted empty">{t('Older requests are in the record on the disk, which can be exported.')}</p>
          ) : null}
        </div>
        {entry ? (
          <LedgerDetail
            key={entry.id}
            entry={entry}
            onClose={() => {
              setSelected(null);
            }}
          />
        ) : null}
      </div>
      <RecordState key={readings} onPickFolder={onPickFolder} />
    </section>
  );
}

function Row({
  entry,
  selected,
  onSelect,
}: {
  readonly entry: LedgerEntry;
  readonly selected: boolean;
  readonly onSelect: () => void;
}) {
  // Looking for a server that is not there is no fault.
  const absent = entry.task === 'detect' && entry.outcome === 'failed';
  const { icon, label } = absent ? { icon: 'dash', label: t('Not there') } : OUTCOME[entry.outcome];
  const time = new Date(entry.time);
  return (
    <tr
      className={`${absent ? 'absent' : entry.outcome}${selected ? ' selected' : ''}${leftThisMachine(entry) ? ' left' : ''}`}
      onClick={onSelect}
    >
      <td title={time.toLocaleString()}>
        <button
          type="button"
          className="link"
          aria-expanded={selected}
          onClick={(e) => {
            e.stopPropagation();
            onSelect();
          }}
        >
          {time.toLocaleTimeString()}
        </button>
      </td>
      <td>{entry.task}</td>
      <td className="clip">{entry.model ?? '—'}</td>
      <td
        className="clip"
        title={t('{origin} {address} in {label}', {
          origin: entry.origin ?? '',
          address: entry.address ?? '',
          label: MODE_LOOK[entry.mode].label,
        })}
      >
        {DESTINATION_LABEL[entry.destination]}
        {entry.origin === null ? '' : ` · ${entry.origin.replace(/^https?:\/\//, '')}`}
      </td>
      <td className="number">{formatBytes(entry.bytesSent)}</td>
      <td className="number">{formatBytes(entry.bytesReceived)}</td>
      <td className="number">{entry.redactions}</td>
      <td>
        <Icon name={icon} spin={entry.outcome === 'pending'} /> {label}
      </td>
      <td className="clip" title={told(entry.rule)}>
        {told(entry.rule)}
      </td>
    </tr>
  );
}
