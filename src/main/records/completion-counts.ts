import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { CompletionCounts, CompletionStats, CountedTask } from '../../shared/schemas/chat-and-completion.ts';
import { readJsonFile, writeJsonFile } from '../settings/json-file.ts';

/** How completions fared, by model: numbers, kept for the user to look at. Nothing here can send. */
export interface CompletionCounter {
  add(model: string, task: CountedTask, counts: CompletionCounts): void;
  stats(): CompletionStats;
  /** Forget all counts. */
  erase(): Promise<void>;
  /** Finish writing. */
  settled(): Promise<void>;
}

/** Models that are remembered; the one counted longest ago goes first. */
const KEPT = 50;
const KEYS = Object.keys(CompletionCounts.shape) as (keyof CompletionCounts)[];
/** Files from before next edits were counted have completions only. */
const Entry = CompletionStats.shape.models.element.extend({ task: CountedTask.default('completion') });
const File = CompletionStats.extend({ models: z.array(Entry).max(KEPT) });
const NONE: CompletionStats = { since: null, models: [] };

/** @param file in the user's own data folder; need not exist */
export async function openCompletionCounter(
  file: string,
  now: () => Date = () => new Date(),
): Promise<CompletionCounter> {
  const read = await readJsonFile(file);
  const parsed = read.state === 'read' ? z.safeParse(File, read.values) : undefined;
  let stats: CompletionStats = parsed?.success === true ? parsed.data : NONE;
  let writes: Promise<void> = Promise.resolve();
  let waiting = false;

  function save(): void {
    if (waiting) return;
    waiting = true;
    // Counts come in bursts: each write has all that came while the one before was under way.
    writes = writes
      .then(() => {
        waiting = false;
        return stats.since === null ? rm(file, { force: true }) : writeJsonFile(file, stats);
      })
      // A count lost to a full disk is no loss to the user.
      .catch(() => undefined);
  }

  return {
    add: (model, task, counts) => {
      const isOther = (m: CompletionStats['models'][number]): boolean => m.model !== model || m.task !== task;
      const before = stats.models.find((m) => !isOther(m))?.counts;
      const sum = Object.fromEntries(KEYS.map((key) => [key, (before?.[key] ?? 0) + counts[key]]));
      const entry = { model, task, counts: CompletionCounts.parse(sum) };
      stats = {
        since: stats.since ?? now().toISOString().slice(0, 10),
        models: [...stats.models.filter(isOther), entry].slice(-KEPT),
      };
      save();
    },
    stats: () => stats,
    erase: async () => {
      stats = NONE;
      save();
      await writes;
    },
    settled: () => writes,
  };
}
