import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { TelemetryEvent } from '../../shared/schemas/telemetry.ts';
import { type LedgerEntry } from '../../shared/schemas/ledger.ts';
import { readJsonFile, writeJsonFile } from '../settings/json-file.ts';

/**
 * Samples of what happened, for a user who opted in, to read and to hand over. Nothing here can send:
 * there is no address to send to, and the gate refuses the task. See docs/adr/0005.
 */
export interface Telemetry {
  /** Told of each change of the record; keeps a sample of ended requests in Normal. */
  request(entry: LedgerEntry): void;
  /** The samples, oldest first. */
  pending(): readonly TelemetryEvent[];
  /** Opted out: the samples go. Opted in: they begin. */
  settingChanged(): void;
  /** Remove the samples. */
  erase(): Promise<void>;
  settled(): Promise<void>;
}

export interface TelemetryParts {
  /** In the user's own data folder. */
  readonly file: string;
  readonly enabled: () => boolean;
  readonly host: TelemetryEvent['host'];
  readonly platform: TelemetryEvent['platform'];
  /** From 0 to 1, as Math.random. */
  readonly random?: () => number;
  readonly now?: () => Date;
}

/** How many there are for each that is kept. Completions come with every pause in typing. */
const ONE_IN = { start: 1, chat: 5, completion: 100 } as const;
const KEPT = 500;
const DAY_MS = 86_400_000;
const File = z.strictObject({ events: z.array(TelemetryEvent).max(KEPT) });

export async function openTelemetry({
  file,
  enabled,
  host,
  platform,
  random = Math.random,
  now = () => new Date(),
}: TelemetryParts): Promise<Telemetry> {
  const read = await readJsonFile(file);
  const parsed = read.state === 'read' ? File.safeParse(read.values) : undefined;
  let events: readonly TelemetryEvent[] = parsed?.success === true ? parsed.data.events : [];
  let writes: Promise<void> = Promise.resolve();
  let started = false;

  function put(next: readonly TelemetryEvent[]): void {
    events = next.slice(-KEPT);
    const all = events;
    // A sample lost to a full disk is no loss to the user.
    writes = writes
      .then(() => (all.length === 0 ? rm(file, { force: true }) : writeJsonFile(file, { events: all })))
      .catch(() => undefined);
  }
  function keep(kind: keyof typeof ONE_IN, event: (origin: Origin) => TelemetryEvent): void {
    const oneIn = ONE_IN[kind];
    if (!enabled() || random() * oneIn >= 1) return;
    put([...events, event({ host, platform, day: Math.floor(now().getTime() / DAY_MS), oneIn })]);
  }
  function settingChanged(): void {
    if (!enabled()) {
      if (events.length > 0) put([]);
    } else if (!started) {
      started = true;
      keep('start', (origin) => ({ kind: 'start', ...origin }));
    }
  }
  settingChanged();

  return {
    request: ({ task, mode, outcome, destination, bytesSent, redactions }) => {
      // In Sensitive and Offline not even that something happened.
      if (mode !== 'normal' || outcome === 'pending' || (task !== 'chat' && task !== 'completion')) return;
      keep(task, (origin) => ({
        kind: 'request',
        ...origin,
        task,
        destination,
        outcome,
        sent: sizeOf(bytesSent),
        redacted: redactions > 0,
      }));
    },
    pending: () => events,
    settingChanged,
    erase: async () => {
      put([]);
      await writes;
    },
    settled: () => writes,
  };
}

type Origin = Pick<TelemetryEvent, 'host' | 'platform' | 'day' | 'oneIn'>;

function sizeOf(bytes: number): Extract<TelemetryEvent, { kind: 'request' }>['sent'] {
  if (bytes === 0) return 'nothing';
  return bytes < 10_000 ? 'under-10-kB' : bytes < 100_000 ? 'under-100-kB' : 'more';
}
