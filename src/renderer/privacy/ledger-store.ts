import { create } from 'zustand';
import type { LedgerEntry } from '../../shared/schemas.ts';
import { call, subscribe } from '../bridge/bridge.ts';
import { notifyError } from '../ui/notifications.tsx';

/** Entries by id, oldest first. */
export const useLedger = create<{ readonly entries: ReadonlyMap<string, LedgerEntry> }>(() => ({ entries: new Map() }));

/** Follow the ledger. Call once. */
export function startLedger(): void {
  subscribe(
    'ledger.changes',
    {},
    (entry) => {
      useLedger.setState(({ entries }) => ({ entries: new Map(entries).set(entry.id, entry) }));
    },
    () =>
      void call('ledger.list', {}).then((list) => {
        useLedger.setState({ entries: new Map(list.map((e) => [e.id, e])) });
      }, notifyError),
  );
}

/** Whether an entry's bytes went to another machine. */
export function leftThisMachine({ destination, bytesSent, outcome }: LedgerEntry): boolean {
  const remote = destination === 'cloud' || destination === 'on-prem';
  return remote && outcome !== 'refused' && (bytesSent > 0 || outcome === 'allowed');
}
