import { create } from 'zustand';
import type { LedgerEntry } from '../../shared/schemas/ledger.ts';
import { call, subscribe } from '../bridge/bridge.ts';
import { notifyError } from '../ui/notifications.tsx';

interface LedgerState {
  /** By id, oldest first. */
  readonly entries: ReadonlyMap<string, LedgerEntry>;
  /** How many of them left this machine. */
  readonly left: number;
  /** How often all of it was read. */
  readonly readings: number;
  /** Which of them are listed. */
  readonly filter: 'all' | 'left' | 'refused';
}
/** The record of requests, as far as this window has read it. */
export const useLedger = create<LedgerState>(() => ({
  entries: new Map(),
  left: 0,
  readings: 0,
  filter: 'all',
}));

/** Follow the ledger. Call once. */
export function startLedger(): void {
  subscribe(
    'ledger.changes',
    {},
    (changed) => {
      useLedger.setState(({ entries, left }) => {
        const next = new Map(entries);
        for (const entry of changed) next.set(entry.id, entry);
        return { entries: next, left: left + countLeft(changed) - countLeft(changed.map(({ id }) => entries.get(id))) };
      });
    },
    () => void loadLedger(),
  );
}

/** Read it again, e.g. after it was deleted. */
export async function loadLedger(): Promise<void> {
  try {
    const list = await call('ledger.list', {});
    useLedger.setState(({ readings }) => ({
      entries: new Map(list.map((e) => [e.id, e])),
      left: countLeft(list),
      readings: readings + 1,
    }));
  } catch (error) {
    notifyError(error);
  }
}

/** Whether an entry's bytes went to another machine; the name of a model that is pulled goes on from any server. */
export function leftThisMachine({ task, destination, bytesSent, outcome }: LedgerEntry): boolean {
  const remote = destination === 'cloud' || destination === 'on-prem' || task === 'pull';
  return remote && outcome !== 'refused' && (bytesSent > 0 || outcome === 'allowed');
}

function countLeft(entries: readonly (LedgerEntry | undefined)[]): number {
  return entries.filter((entry) => entry !== undefined && leftThisMachine(entry)).length;
}
