import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../shared/limits.ts';
import type { LedgerEntry } from '../../shared/schemas/ledger.ts';
import { leftThisMachine, NO_ENTRIES, ofLatest, withEntries } from './known-entries.ts';

const entryOf = (id: string, change: Partial<LedgerEntry> = {}): LedgerEntry => ({
  id,
  time: '2026-01-01T00:00:00.000Z',
  task: 'completion',
  model: 'm',
  providerId: 'p',
  origin: 'http://localhost:1',
  destination: 'loopback',
  address: null,
  mode: 'normal',
  outcome: 'pending',
  rule: '',
  routing: null,
  status: null,
  bytesSent: 0,
  bytesReceived: 0,
  redactions: 0,
  ...change,
});
const many = (count: number, from = 0): LedgerEntry[] =>
  Array.from({ length: count }, (_, i) => entryOf(`local ${String(from + i)}`));

describe('withEntries', () => {
  it('counts what left, in whatever states it is told of', () => {
    const told = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      destination: fc.constantFrom('cloud', 'on-prem', 'loopback', 'in-process'),
      outcome: fc.constantFrom('pending', 'allowed', 'refused', 'failed', 'cancelled'),
      task: fc.constantFrom('chat', 'pull'),
      bytesSent: fc.constantFrom(0, 10),
    });
    fc.assert(
      fc.property(fc.array(fc.array(told, { maxLength: 5 }), { maxLength: 5 }), (batches) => {
        let known = NO_ENTRIES;
        for (const batch of batches) {
          known = withEntries(
            known,
            batch.map(({ id, ...change }) => entryOf(id, change)),
          );
        }
        const latest = new Map(batches.flat().map((each) => [each.id, each]));
        expect(known.left).toBe([...latest].filter(([id, each]) => leftThisMachine(entryOf(id, each))).length);
        expect([...known.entries.keys()]).toEqual([...latest.keys()]);
        expect(ofLatest(known)).toBeNull();
      }),
    );
  });

  it('keeps the latest ones, and says that there may be others', () => {
    const sent = entryOf('sent', { destination: 'cloud', outcome: 'allowed' });
    const nearly = withEntries(NO_ENTRIES, [sent, ...many(LIMITS.ledgerEntries - 2)]);
    expect([nearly.left, ofLatest(nearly)]).toEqual([1, null]);
    const all = withEntries(nearly, many(1, LIMITS.ledgerEntries));
    expect([all.left, ofLatest(all), all.entries.has('sent')]).toEqual([1, LIMITS.ledgerEntries, true]);
    const more = withEntries(all, many(1, LIMITS.ledgerEntries + 1));
    expect([more.left, ofLatest(more), more.entries.has('sent')]).toEqual([0, LIMITS.ledgerEntries, false]);
    expect(more.entries.size).toBe(LIMITS.ledgerEntries);
  });
});
