import { Worker } from 'node:worker_threads';
import { LRUCache } from 'lru-cache';
import { LIMITS } from '../../../shared/limits.ts';
import type { CodeSymbol } from '../../../shared/schemas/symbols.ts';
import type { GrammarName } from './grammars.ts';
import type { Import } from './imports.ts';
import type { Signature } from './outline.ts';

/** What a file takes from others, and what it offers them. */
export interface Outline {
  readonly imports: readonly Import[];
  readonly signatures: readonly Signature[];
  /** All that it declares. */
  readonly symbols: readonly CodeSymbol[];
}

/** Reads code off the main thread. */
export interface SignatureService {
  /** The outline of a text; empty where it cannot be read. The same text is read once. Never rejects. */
  readonly outline: (grammar: GrammarName, text: string) => Promise<Outline>;
  readonly close: () => Promise<void>;
}

export interface WorkerQuestion {
  readonly id: number;
  readonly grammar: GrammarName;
  readonly text: string;
}
export interface WorkerAnswer {
  readonly id: number;
  /** `null` if it could not be read. */
  readonly outline: Outline | null;
}

const EMPTY: Outline = { imports: [], signatures: [], symbols: [] };
const TIMEOUT_MS = 10_000;
/** Characters of all texts that are remembered. */
const KEPT_CHARS = 4_000_000;

/** @param workerFile the worker, absolute */
export function createSignatureService(workerFile: string): SignatureService {
  let worker: Worker | null = null;
  let lastId = 0;
  const waiting = new Map<number, (outline: Outline | null) => void>();
  const known = new LRUCache<string, Promise<Outline>>({
    maxSize: KEPT_CHARS,
    sizeCalculation: (_outline, key) => key.length,
  });

  function start(): Worker {
    if (worker !== null) return worker;
    const made = new Worker(workerFile, { stdout: true, stderr: true });
    made.unref();
    made.on('message', ({ id, outline }: WorkerAnswer) => waiting.get(id)?.(outline));
    for (const end of ['error', 'messageerror', 'exit'] as const) {
      made.on(end, () => {
        drop(made);
      });
    }
    worker = made;
    return made;
  }

  function drop(failed: Worker): void {
    if (worker !== failed) return;
    worker = null;
    for (const answer of [...waiting.values()]) answer(null);
    void failed.terminate();
  }

  function ask(grammar: GrammarName, text: string): Promise<Outline | null> {
    return new Promise((resolve) => {
      const running = start();
      const id = ++lastId;
      const timer = setTimeout(() => {
        drop(running);
      }, TIMEOUT_MS);
      timer.unref();
      waiting.set(id, (outline) => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(outline);
      });
      running.postMessage({ id, grammar, text } satisfies WorkerQuestion);
    });
  }

  return {
    outline: (grammar, text) => {
      if (text.length > LIMITS.codeSymbolsChars || text === '') return Promise.resolve(EMPTY);
      const key = `${grammar}\n${text}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const work = ask(grammar, text).then((outline) => {
        // What failed once may do well another time.
        if (outline === null) known.delete(key);
        return outline ?? EMPTY;
      });
      known.set(key, work);
      return work;
    },
    close: async () => {
      const old = worker;
      if (old === null) return;
      drop(old);
      await old.terminate();
    },
  };
}
