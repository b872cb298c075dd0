import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Refusal } from '../../privacy/gate.ts';
import { AppError } from '../../shared/app-error.ts';
import { LIMITS } from '../../shared/limits.ts';
import type { LedgerEntry as Entry } from '../../shared/schemas/ledger.ts';
import type { LineBody } from './chain.ts';
import { createChainWriter } from './chain-writer.ts';
import { readEntries } from './read-entries.ts';
import { verifyChain, type ChainCheck } from './verify-chain.ts';

/** What was handed to the network, whole. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

/** What is known of an attempt before it begins. */
export type AttemptStart = Pick<
  Entry,
  'task' | 'model' | 'providerId' | 'origin' | 'destination' | 'mode' | 'rule' | 'redactions'
> &
  Partial<Pick<Entry, 'routing'>>;

/** One attempt being made. Calls after {@link Attempt.end} do nothing. */
export interface Attempt {
  readonly id: string;
  /** Just before the bytes go out. */
  sending(request: SentRequest): void;
  connected(address: string | null): void;
  received(bytes: number): void;
  /** @param rule replaces the rule given at the start, e.g. by an error's code */
  end(outcome: Exclude<Entry['outcome'], 'pending'>, more?: { readonly rule?: string; readonly status?: number }): void;
}

/** The record of everything sent or refused. On disk it holds no content, and each line is tied to the one before. */
export interface Ledger {
  begin(start: AttemptStart): Attempt;
  /** Record what the gate refused, one entry for each place it could have gone. */
  refused(refusal: Refusal, model: string | null): void;
  /** Newest last. The latest ones only; all are on the disk. */
  list(): readonly Entry[];
  /** All that is on the disk and in memory, newest last. */
  all(): Promise<Entry[]>;
  /** Check the chain on the disk; what this process wrote must be in it. Throws `path-not-permitted`. */
  verify(): Promise<ChainCheck>;
  /**
   * Remove the record from disk and memory, bytes sent included. What is under way is recorded anew.
   * @returns what was removed; throws `write-failed`
   */
  erase(): Promise<Entry[]>;
  /** `null` for an unknown id or what has left memory. */
  sent(id: string): SentRequest | null;
  onChange(changed: (entry: Entry) => void): () => void;
  /** Resolves when everything is on disk. */
  settled(): Promise<void>;
  /** End the record of this process. What is still told begins another. */
  close(): Promise<void>;
}

const KEPT_BYTES = 32 * 1024 * 1024;

/**
 * Open the ledger kept in `folder` (created when needed) as a chain of JSON lines, see ./chain.ts. An
 * unwritable folder is reported through `onWriteError` once and the ledger goes on in memory.
 */
export async function openLedger(folder: string, onWriteError: () => void): Promise<Ledger> {
  const entries = await readEntries(folder, LIMITS.ledgerEntries);
  const writer = createChainWriter(folder);
  const bytes = new LRUCache<string, SentRequest>({
    maxSize: KEPT_BYTES,
    maxEntrySize: KEPT_BYTES,
    sizeCalculation: (r) => r.body.byteLength + 1024,
  });
  /** Begun here and not ended. */
  const underWay = new Set<string>();
  const listeners = new Set<(entry: Entry) => void>();
  let failed = false;

  function put(entry: Entry): void {
    entries.set(entry.id, entry);
    for (const old of entries.keys()) {
      if (entries.size <= LIMITS.ledgerEntries) break;
      entries.delete(old);
    }
    for (const changed of listeners) changed(entry);
  }
  function write(body: LineBody): void {
    try {
      writer.append(body);
    } catch {
      if (!failed) onWriteError();
      failed = true;
    }
  }

  function begin(start: AttemptStart): Attempt {
    let entry: Entry = {
      id: randomUUID(),
      time: new Date().toISOString(),
      routing: null,
      ...start,
      address: null,
      outcome: 'pending',
      status: null,
      bytesSent: 0,
      bytesReceived: 0,
    };
    let open = true;
    let sent = false;
    const update = (change: Partial<Entry>, quiet = false): void => {
      if (!open) return;
      entry = { ...entry, ...change };
      if (!quiet) put(entry);
    };
    put(entry);
    underWay.add(entry.id);
    // Before anything is sent: should the process die, the attempt is known.
    write({ kind: 'entry', entry });
    return {
      id: entry.id,
      sending: (request) => {
        sent = true;
        bytes.set(entry.id, request);
        update({ bytesSent: entry.bytesSent + request.body.byteLength });
      },
      connected: (address) => {
        update({ address });
      },
      received: (count) => {
        update({ bytesReceived: entry.bytesReceived + count }, true);
      },
      end: (outcome, more = {}) => {
        if (!open) return;
        // `refused` says that nothing was sent; what a redirect led to came too late for that.
        update({ outcome: sent && outcome === 'refused' ? 'failed' : outcome, ...more });
        open = false;
        underWay.delete(entry.id);
        write({ kind: 'entry', entry });
      },
    };
  }

  return {
    begin,
    refused: (refusal, model) => {
      for (const { providerId, origin, kind } of refusal.candidates) {
        const { task, mode, rule } = refusal;
        begin({ task, model, providerId, origin, destination: kind, mode, rule, redactions: 0 }).end('refused');
      }
    },
    list: () => [...entries.values()],
    sent: (id) => bytes.get(id) ?? null,
    onChange: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    all: async () => [...new Map([...(await readEntries(folder, Infinity)), ...entries]).values()],
    verify: async () => {
      try {
        return await verifyChain(folder, { own: writer.head() });
      } catch (error) {
        throw new AppError('path-not-permitted', undefined, { cause: error });
      }
    },
    erase: async () => {
      const all = new Map([...(await readEntries(folder, Infinity)), ...entries]);
      try {
        await writer.erase();
      } catch (error) {
        throw new AppError('write-failed', undefined, { cause: error });
      }
      bytes.clear();
      for (const id of all.keys()) {
        if (underWay.has(id)) all.delete(id);
        else entries.delete(id);
      }
      write({ kind: 'erased', time: new Date().toISOString() });
      for (const entry of entries.values()) write({ kind: 'entry', entry });
      return [...all.values()];
    },
    settled: () => writer.settled(),
    close: () => writer.close(),
  };
}
