import { LedgerFilter, LedgerPanel } from '../privacy/ledger-panel.tsx';
import { useLedger } from '../privacy/ledger-store.ts';
import { pickFolderToWriteTo } from './path-picker.tsx';
import { LIMITS } from '../../shared/limits.ts';
import { t } from '../../shared/messages/t.ts';

/** The record of requests, as a view of the panel. */
export function LedgerView() {
  return <LedgerPanel onPickFolder={pickFolderToWriteTo} />;
}

/** How many requests left, beside the title. */
export function LedgerBadge() {
  const left = useLedger((s) => s.left);
  const full = useLedger((s) => s.full);
  return (
    <span className={`badge ${left === 0 ? 'good' : 'warn'}`}>
      {full
        ? t('{left} of the last {last, number}', { left, last: LIMITS.ledgerEntries })
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
