import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../settings/json-file.ts';

/** What one request used. */
export interface Usage {
  /** `provider-id/model-id`. */
  readonly ref: string;
  readonly cloud: boolean;
  /** `null` where the server did not count. */
  readonly promptTokens: number | null;
  readonly answerTokens: number | null;
  readonly cachedTokens: number;
  /** US dollars; 0 for local models, `null` where it is not known. */
  readonly cost: number | null;
}

/** Sums of many requests. */
export interface UsageTotals {
  readonly requests: number;
  readonly promptTokens: number;
  readonly answerTokens: number;
  readonly cachedTokens: number;
  /** US dollars, of those requests whose cost is known. */
  readonly cost: number;
  /** Requests to clouds whose cost is not known. */
  readonly uncosted: number;
}

/** How a day's budget stands. */
export interface BudgetView {
  /** US dollars a day; `null` for none. */
  readonly limit: number | null;
  readonly spent: number;
  readonly state: 'none' | 'within' | 'nearly-spent' | 'spent';
}

/** Counts what models used: numbers only, on this machine only. */
export interface UsageMeter {
  add(usage: Usage): void;
  /** Since CodeGrex was started. */
  session(): UsageTotals;
  /** Since midnight, by the machine's clock. */
  today(): UsageTotals;
  budget(): BudgetView;
  onChange(changed: () => void): () => void;
  /** Forget all; also on the disk. */
  erase(): Promise<void>;
  /** Resolves when everything is on disk. */
  settled(): Promise<void>;
}

/** From this part of the budget on, the user is warned. */
const NEARLY = 0.8;

const Totals = z.object({
  requests: z.number().int().nonnegative(),
  promptTokens: z.number().int().nonnegative(),
  answerTokens: z.number().int().nonnegative(),
  cachedTokens: z.number().int().nonnegative(),
  cost: z.number().nonnegative(),
  uncosted: z.number().int().nonnegative(),
});
const Stored = z.object({ day: z.string(), totals: Totals });

const NOTHING: UsageTotals = { requests: 0, promptTokens: 0, answerTokens: 0, cachedTokens: 0, cost: 0, uncosted: 0 };

/**
 * Open the meter kept in `file`, which need not exist; one that cannot be read counts as nothing
 * used today.
 * @param limit of the day, US dollars; `null` for none
 * @param now for tests
 */
export async function openUsageMeter(
  file: string,
  limit: () => number | null,
  now: () => Date = () => new Date(),
): Promise<UsageMeter> {
  const read = await readJsonFile(file);
  const stored = Stored.safeParse(read.state === 'read' ? read.values : {});
  let day = dayOf(now());
  let today = stored.success && stored.data.day === day ? stored.data.totals : NOTHING;
  let session = NOTHING;
  let writes: Promise<unknown> = Promise.resolve();
  const listeners = new Set<() => void>();

  const turnDay = (): void => {
    const current = dayOf(now());
    if (current === day) return;
    day = current;
    today = NOTHING;
  };
  /** A meter that cannot be written still counts for this session. */
  const write = (): void => {
    writes = writes.then(() => writeJsonFile(file, { day, totals: today })).catch(() => undefined);
  };

  return {
    add: (usage) => {
      turnDay();
      today = plus(today, usage);
      session = plus(session, usage);
      write();
      for (const changed of listeners) changed();
    },
    session: () => session,
    today: () => {
      turnDay();
      return today;
    },
    budget: () => {
      turnDay();
      const most = limit();
      const spent = today.cost;
      if (most === null) return { limit: null, spent, state: 'none' };
      const state = spent >= most ? 'spent' : spent >= most * NEARLY ? 'nearly-spent' : 'within';
      return { limit: most, spent, state };
    },
    onChange: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    erase: async () => {
      today = NOTHING;
      session = NOTHING;
      write();
      await writes;
      for (const changed of listeners) changed();
    },
    settled: async () => {
      await writes;
    },
  };
}

function plus(totals: UsageTotals, usage: Usage): UsageTotals {
  return {
    requests: totals.requests + 1,
    promptTokens: totals.promptTokens + (usage.promptTokens ?? 0),
    answerTokens: totals.answerTokens + (usage.answerTokens ?? 0),
    cachedTokens: totals.cachedTokens + usage.cachedTokens,
    cost: totals.cost + (usage.cost ?? 0),
    uncosted: totals.uncosted + (usage.cost === null && usage.cloud ? 1 : 0),
  };
}

/** Local date, `2026-11-25`. */
function dayOf(date: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
