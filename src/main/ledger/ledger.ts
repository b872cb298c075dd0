import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LRUCache } from 'lru-cache';
import writeFileAtomic from 'write-file-atomic';
import type { Refusal } from '../../privacy/gate.ts';
import { LedgerEntry, type LedgerEntry as Entry } from '../../shared/schemas.ts';

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
>;

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

/** The record of everything sent or refused. On disk it holds no content. */
export interface Ledger {
  begin(start: AttemptStart): Attempt;
  /** Record what the gate refused, one entry for each place it could have gone. */
  refused(refusal: Refusal, model: string | null): void;
  /** Newest last. */
  list(): readonly Entry[];
  /** `null` for an unknown id or what has left memory. */
  sent(id: string): SentRequest | null;
  onChange(changed: (entry: Entry) => void): () => void;
  /** Resolves when everything is on disk. */
  settled(): Promise<void>;
}

const KEPT_ENTRIES = 5000;
const KEPT_BYTES = 32 * 1024 * 1024;
const FILE_BYTES = 4 * 1024 * 1024;

/**
 * Open the ledger kept as JSON lines in `file` (created when needed). Lines that cannot be read are
 * left out; an unwritable file is reported through `onWriteError` once and the ledger goes on in memory.
 */
export async function openLedger(file: string, onWriteError: () => void): Promise<Ledger> {
  const entries = await readEntries(file);
  const bytes = new LRUCache<string, SentRequest>({
    maxSize: KEPT_BYTES,
    maxEntrySize: KEPT_BYTES,
    sizeCalculation: (r) => r.body.byteLength + 1024,
  });
  const listeners = new Set<(entry: Entry) => void>();
  let writes: Promise<void> = mkdir(dirname(file), { recursive: true }).then(
    () => undefined,
    () => undefined,
  );
  let failed = false;

  function put(entry: Entry): void {
    entries.set(entry.id, entry);
    for (const old of entries.keys()) {
      if (entries.size <= KEPT_ENTRIES) break;
      entries.delete(old);
    }
    for (const changed of listeners) changed(entry);
  }
  function write(entry: Entry): void {
    writes = writes
      .then(async () => {
        await appendFile(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
        if ((await stat(file)).size > FILE_BYTES) {
          const kept = [...entries.values()].slice(-1000).map((e) => `${JSON.stringify(e)}\n`);
          await writeFileAtomic(file, kept.join(''), { mode: 0o600 });
        }
      })
      .catch(() => {
        if (!failed) onWriteError();
        failed = true;
      });
  }

  function begin(start: AttemptStart): Attempt {
    let entry: Entry = {
      id: randomUUID(),
      time: new Date().toISOString(),
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
    // Before anything is sent: should the process die, the attempt is known.
    write(entry);
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
        write(entry);
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
    settled: () => writes,
  };
}

async function readEntries(file: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  const text = await readFile(file, 'utf8').catch(() => '');
  for (const line of text.split('\n').slice(-2 * KEPT_ENTRIES)) {
    const entry = parseLine(line);
    if (entry) entries.set(entry.id, entry);
  }
  for (const entry of entries.values()) {
    if (entry.outcome === 'pending') {
      entries.set(entry.id, { ...entry, outcome: 'failed', rule: 'CodeGrex ended before the answer did' });
    }
  }
  return entries;
}

function parseLine(line: string): Entry | null {
  if (line === '') return null;
  try {
    return LedgerEntry.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
