import { LRUCache } from 'lru-cache';
import { createBreakers, type Breakers } from './breakers.ts';

/** How models and their servers did lately. One for all windows; in memory only. */
export interface ModelHealth {
  readonly breakers: Breakers;
  /** Note how long a model took to its first word, ms. */
  began(ref: string, ms: number): void;
  /** The median of the latest, ms; `null` before the first. */
  firstTokenMs(ref: string): number | null;
}

/** So many of the latest count: a model that was loaded meanwhile is soon known to be quick. */
const KEPT = 9;

export function createModelHealth(): ModelHealth {
  const samples = new LRUCache<string, number[]>({ max: 500 });
  return {
    breakers: createBreakers(),
    began: (ref, ms) => {
      samples.set(ref, [...(samples.get(ref) ?? []), ms].slice(-KEPT));
    },
    firstTokenMs: (ref) => {
      const sorted = [...(samples.get(ref) ?? [])].sort((a, b) => a - b);
      return sorted[Math.floor(sorted.length / 2)] ?? null;
    },
  };
}
