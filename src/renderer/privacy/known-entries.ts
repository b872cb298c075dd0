import { LIMITS } from '../../shared/limits.ts';
import type { LedgerEntry } from '../../shared/schemas/ledger.ts';

/** The latest requests of the record. */
export interface KnownEntries {
  /** By id, oldest first; no more than LIMITS.ledgerEntries. */
  readonly entries: ReadonlyMap<string, LedgerEntry>;
  /** How many of them left this machine. */
  readonly left: number;
}

export const NO_ENTRIES: KnownEntries = { entries: new Map(), left: 0 };

/** How many are known where there may be older ones, on the disk alone; `null` where these are all. */
export function ofLatest({ entries }: Pick<KnownEntries, 'entries'>): number | null {
  return entries.size < LIMITS.ledgerEntries ? null : entries.size;
}

/** With some that are new, or are in another state. The oldest go where there are too many. */
export function withEntries({ entries, left }: KnownEntries, changed: readonly LedgerEntry[]): KnownEntries {
  const next = new Map(entries);
  let count = left;
  for (const entry of changed) {
    count += Number(leftThisMachine(entry)) - Number(leftThisMachine(next.get(entry.id)));
    next.set(entry.id, entry);
  }
  for (const [id, oldest] of next) {
    if (next.size <= LIMITS.ledgerEntries) break;
    count -= Number(leftThisMachine(oldest));
    next.delete(id);
  }
  return { entries: next, left: count };
}

/** Whether an entry's bytes went to another machine; the name of a model that is pulled goes on from any server. */
export function leftThisMachine(entry: LedgerEntry | undefined): boolean {
  if (entry === undefined) return false;
  const { task, destination, bytesSent, outcome } = entry;
  const remote = destination === 'cloud' || destination === 'on-prem' || task === 'pull';
  return remote && outcome !== 'refused' && (bytesSent > 0 || outcome === 'allowed');
}
