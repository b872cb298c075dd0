import { Worker } from 'node:worker_threads';
import type { FinderOptions, Found } from '../../privacy/redaction/finder.ts';
import type { Redacted, Redactor } from '../../privacy/redaction/redactor.ts';
import { compileRules } from '../../privacy/redaction/user-rules.ts';
import { AppError } from '../../shared/app-error.ts';
import { KEPT_FINDERS, memoByJson } from './memo-by-json.ts';
import { t } from '../../shared/messages/t.ts';

/** Redacts off the main thread. */
export interface RedactionService {
  /**
   * Redact texts with a conversation's redactor: a worker looks, the redactor replaces. Rejects
   * with `refused-by-policy` when the worker fails or takes too long, and with the signal's reason.
   */
  readonly redact: (redactor: Redactor, texts: readonly string[], how?: HowToRedact) => Promise<readonly Redacted[]>;
  readonly close: () => Promise<void>;
}

export interface HowToRedact {
  /** Known values, rules. */
  readonly finder?: FinderOptions;
  readonly signal?: AbortSignal;
}

export interface RedactionServiceOptions {
  /** The built worker; absolute. */
  readonly workerFile: string;
  /** How long a question may take, ms, besides the time for its length. */
  readonly timeoutMs?: number;
}

export interface WorkerQuestion {
  readonly id: number;
  readonly texts: readonly string[];
  readonly finder: FinderOptions;
}

export interface WorkerAnswer {
  readonly id: number;
  readonly found: readonly (readonly Found[])[];
}

interface Waiting {
  readonly texts: readonly string[];
  readonly resolve: (found: readonly (readonly Found[])[]) => void;
  readonly fail: () => void;
}

const TIMEOUT_MS = 5000;
/** Ten times what the slowest text takes; ms for each character. */
const MS_PER_CHAR = 0.002;
/** The same for one pattern of the rules. */
const MS_PER_CHAR_AND_PATTERN = 0.001;

const allowsOf = memoByJson(KEPT_FINDERS, compileRules);

/** Which values the user lets stay by the rules of a finder. */
export function allowsFor({ rules = [] }: FinderOptions): (value: string) => boolean {
  return allowsOf(rules.map(({ source, authority, allow = [] }) => ({ source, authority, allow }))).allows;
}

/**
 * A redaction service with one worker, started when it is first needed and again after it failed.
 * It fails closed: whatever happens to the worker, no text comes back unless it was looked through.
 */
export function createRedactionService(options: RedactionServiceOptions): RedactionService {
  const { workerFile, timeoutMs = TIMEOUT_MS } = options;
  let worker: Worker | null = null;
  const waiting = new Map<number, Waiting>();
  let lastId = 0;

  function start(): Worker {
    if (worker !== null) return worker;
    const made = new Worker(workerFile, { stdout: true, stderr: true });
    // Waiting for it must not keep the program alive.
    made.unref();
    made.on('message', (message: unknown) => {
      receive(made, message);
    });
    for (const end of ['error', 'messageerror', 'exit'] as const) {
      made.on(end, () => {
        drop(made);
      });
    }
    worker = made;
    return made;
  }

  /** All that waits for a worker fails with it. */
  function drop(failed: Worker): void {
    if (worker !== failed) return;
    worker = null;
    const all = [...waiting.values()];
    waiting.clear();
    for (const { fail } of all) fail();
    void failed.terminate();
  }

  function receive(from: Worker, message: unknown): void {
    if (worker !== from) return;
    const { id, found } = message as WorkerAnswer;
    const question = waiting.get(id);
    if (question === undefined) return;
    if (!isAnswer(found, question.texts)) {
      drop(from);
      return;
    }
    waiting.delete(id);
    question.resolve(found);
  }

  function look(
    texts: readonly string[],
    { finder = {}, signal }: HowToRedact,
  ): Promise<readonly (readonly Found[])[]> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const running = start();
      const id = ++lastId;
      const chars = texts.reduce((sum, text) => sum + text.length, 0);
      const patterns = (finder.rules ?? []).reduce((sum, { patterns: more = [] }) => sum + more.length, 0);
      const timer = setTimeout(
        () => {
          // It may be stuck for good, and everybody else behind it.
          drop(running);
        },
        timeoutMs + chars * (MS_PER_CHAR + patterns * MS_PER_CHAR_AND_PATTERN),
      );
      const settle = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abandon);
      };
      const abandon = (): void => {
        waiting.delete(id);
        settle();
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', abandon, { once: true });
      waiting.set(id, {
        texts,
        resolve: (found) => {
          settle();
          resolve(found);
        },
        fail: () => {
          settle();
          const slow = patterns > 0 ? t(' A pattern of the redaction rules may take too long.') : '';
          const what = t('It could not be looked through for secrets, so it was not sent.');
          reject(new AppError('refused-by-policy', what + slow));
        },
      });
      running.postMessage({ id, texts, finder } satisfies WorkerQuestion);
    });
  }

  return {
    redact: async (redactor, texts, how = {}) => {
      if (texts.length === 0) return [];
      const prepared = texts.map((text) => redactor.prepare(text));
      const found = await look(
        prepared.map(({ text }) => text),
        how,
      );
      const allows = allowsFor(how.finder ?? {});
      return prepared.map((text, i) => redactor.apply(text, found[i] ?? [], allows));
    },
    close: async () => {
      const old = worker;
      if (old === null) return;
      drop(old);
      await old.terminate();
    },
  };
}

/** As many lists as texts, of spans within them, in order. */
function isAnswer(found: unknown, texts: readonly string[]): found is readonly (readonly Found[])[] {
  if (!Array.isArray(found) || found.length !== texts.length) return false;
  return texts.every((text, i) => {
    const list: unknown = found[i];
    if (!Array.isArray(list)) return false;
    let last = 0;
    return list.every((entry: unknown) => {
      if (!isFound(entry, last, text.length)) return false;
      last = entry.end;
      const { start, end, within = [] } = entry;
      return Array.isArray(within) && within.every((part: unknown) => isFound(part, start, end));
    });
  });
}

function isFound(entry: unknown, from: number, to: number): entry is Found {
  if (typeof entry !== 'object' || entry === null) return false;
  const { start, end, type, label, kind, rule } = entry as Record<keyof Found, unknown>;
  return (
    Number.isInteger(start) &&
    Number.isInteger(end) &&
    (start as number) >= from &&
    (end as number) > (start as number) &&
    (end as number) <= to &&
    typeof type === 'string' &&
    typeof label === 'string' &&
    /^[A-Z_]{1,26}$/.test(label) &&
    (kind === 'secret' || kind === 'personal') &&
    (rule === undefined || isOrigin(rule))
  );
}

function isOrigin(rule: unknown): boolean {
  if (typeof rule !== 'object' || rule === null) return false;
  const { source, pattern } = rule as Record<string, unknown>;
  return typeof source === 'string' && typeof pattern === 'string';
}
