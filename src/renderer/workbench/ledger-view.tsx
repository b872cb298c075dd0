import { LedgerFilter, LedgerPanel } from '../privacy/ledger-panel.tsx';
import { ofLatest } from '../privacy/known-entries.ts';
import { useLedger } from '../privacy/ledger-store.ts';
import { pickFolderToWriteTo } from './path-picker.tsx';
import { t } from '../../shared/messages/t.ts';

/** The record of requests, as a view of the panel. */
export function LedgerView() {
  return <LedgerPanel onPickFolder={pickFolderToWriteTo} />;
}

/** How many requests left, beside the title. */
export function LedgerBadge() {
  const left = useLedger((s) => s.left);
  const last = useLedger(ofLatest);
  return (
    <span className={`badge ${left === 0 ? 'good' : 'warn'}`}>
      {last !== null
        ? t('{left} of the last {last, number}', { left, last })
        : left === 0
          ? t('Nothing')
          : t('{left, plural, one {# request} other {# requests}}', { left })}
    </span>
  );
}

/** Which requests are listed. */
export function LedgerActions() {
  return <LedgerFilter />;
}
