import { create } from 'zustand';
import { call, subscribe } from '../bridge/bridge.ts';
import { notifyError } from '../ui/notifications.tsx';
import { NO_ENTRIES, withEntries, type KnownEntries } from './known-entries.ts';

interface LedgerState extends KnownEntries {
  /** How often all of it was read. */
  readonly readings: number;
  /** Which of them are listed. */
  readonly filter: 'all' | 'left' | 'refused';
}
/** The record of requests, as far as this window has read it. */
export const useLedger = create<LedgerState>(() => ({
  ...NO_ENTRIES,
  readings: 0,
  filter: 'all',
}));

/** Follow the ledger. Call once. */
export function startLedger(): void {
  subscribe(
    'ledger.changes',
    {},
    (changed) => {
      useLedger.setState((known) => withEntries(known, changed));
    },
    () => void loadLedger(),
  );
}

/** Read it again, e.g. after it was deleted. */
export async function loadLedger(): Promise<void> {
  try {
    const list = await call('ledger.list', {});
    useLedger.setState(({ readings }) => ({ ...withEntries(NO_ENTRIES, list), readings: readings + 1 }));
  } catch (error) {
    notifyError(error);
  }
}
