import { DelegateBackoff, handleWhen, retry } from 'cockatiel';
import { AppError } from '../../shared/app-error.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';
import type { ModelEvent } from '../providers/provider.ts';
import type { Breakers } from './breakers.ts';

/** What asking needs to know of each model. */
export interface AskOptions<M> {
  readonly breakers: Breakers;
  /** What fails and rests together: an origin, or an engine. */
  readonly destinationOf: (model: M) => string;
  readonly ask: (model: M) => AsyncIterable<ModelEvent>;
  /** Told when a model begins to answer, with how long that took, ms. */
  readonly began?: (model: M, ms: number) => void;
  /** Told when the next one is asked because a model failed. */
  readonly passedOn?: (failed: M, error: AppError, next: M) => void;
}

/** Worth another try at the same place, as long as nothing of an answer was seen. */
const RETRIED: ReadonlySet<ErrorCode> = new Set(['server-rate-limited', 'server-failed', 'stream-broken']);
/** Not for another model to mend: the user, or the policy, stopped it. */
const FINAL: ReadonlySet<ErrorCode> = new Set([
  'cancelled',
  'mode-changed',
  'preview-declined',
  'refused-by-mode',
  'refused-by-policy',
  'refused-pull-offline',
  'refused-by-ignore',
  'destination-not-permitted',
  'internal',
]);

const RETRIES = 2;
const FIRST_WAIT = 300;
/** Longer than this a retry is not worth waiting for: another model is asked, or the user told. */
const LONGEST_WAIT = 10_000;

/**
 * Ask the first model, and the next where one fails before anything of its answer was seen. An
 * answer that breaks later is not begun anew elsewhere: its user has read it. Which models there are
 * was cleared before; nothing here can add one.
 */
export async function* askInOrder<M>(
  models: readonly M[],
  options: AskOptions<M>,
  signal: AbortSignal,
): AsyncGenerator<{ readonly model: M; readonly event: ModelEvent }> {
  for (const [place, model] of models.entries()) {
    const next = models[place + 1];
    const start = new Start(model, options, signal);
    try {
      for await (const event of start.events()) yield { model, event };
      return;
    } catch (thrown) {
      const error = thrown instanceof AppError ? thrown : new AppError('internal', undefined, { cause: thrown });
      if (start.isAnswering) options.breakers.failed(options.destinationOf(model), error);
      if (next === undefined || start.isAnswering || signal.aborted || FINAL.has(error.code)) throw thrown;
      options.passedOn?.(model, error, next);
    }
  }
}

/** One model being asked, more than once where its server wants that. */
class Start<M> {
  readonly #model: M;
  readonly #options: AskOptions<M>;
  readonly #signal: AbortSignal;
  #answering = false;
  /** What goes before the answer, such as that a model is being loaded: told at once. */
  readonly #early: ModelEvent[] = [];
  #tell: () => void = () => undefined;

  constructor(model: M, options: AskOptions<M>, signal: AbortSignal) {
    this.#model = model;
    this.#options = options;
    this.#signal = signal;
  }

  /** Whether anything of the answer was seen. */
  get isAnswering(): boolean {
    return this.#answering;
  }

  async *events(): AsyncGenerator<ModelEvent> {
    const beginning = this.#begin();
    beginning.catch(() => undefined);
    let stream: AsyncIterator<ModelEvent> | null = null;
    try {
      for (;;) {
        const told = new Promise<null>((resolve) => {
          this.#tell = () => {
            resolve(null);
          };
        });
        if (this.#early.length === 0) {
          const begun = await Promise.race([beginning, told]);
          if (begun !== null) {
            ({ stream } = begun);
            yield* this.#early.splice(0);
            this.#answering = true;
            if (begun.first !== null) yield begun.first;
            break;
          }
        }
        yield* this.#early.splice(0);
      }
      for (let result = await stream.next(); result.done !== true; result = await stream.next()) yield result.value;
      stream = null;
    } finally {
      await stream?.return?.();
    }
  }

  async #begin(): Promise<{ readonly first: ModelEvent | null; readonly stream: AsyncIterator<ModelEvent> }> {
    const { breakers, destinationOf, ask, began } = this.#options;
    const again = retry(
      handleWhen((error) => !this.#signal.aborted && isWorthRetrying(error)),
      { maxAttempts: RETRIES, backoff: new DelegateBackoff(({ attempt, result }) => waitOf(attempt, result)) },
    );
    // Tries and all: one request that fails is one failure of its server.
    return breakers.run(destinationOf(this.#model), () =>
      again.execute(async () => {
        this.#signal.throwIfAborted();
        const started = performance.now();
        const stream = ask(this.#model)[Symbol.asyncIterator]();
        for (;;) {
          const result = await stream.next();
          if (result.done === true) return { first: null, stream };
          if (isEarly(result.value)) {
            this.#early.push(result.value);
            this.#tell();
            continue;
          }
          began?.(this.#model, performance.now() - started);
          return { first: result.value, stream };
        }
      }, this.#signal),
    );
  }
}

function isEarly({ type }: ModelEvent): boolean {
  return type === 'loading' || type === 'usage';
}

function isWorthRetrying(error: unknown): boolean {
  return error instanceof AppError && RETRIED.has(error.code) && (error.retryAfterMs ?? 0) <= LONGEST_WAIT;
}

/** As long as the server says, else ever longer, and never the same for all who wait. */
function waitOf(attempt: number, result: unknown): number {
  const error = (result as { readonly error?: unknown }).error;
  if (error instanceof AppError && error.retryAfterMs !== null) return error.retryAfterMs;
  return FIRST_WAIT * 2 ** (attempt - 1) * (0.5 + Math.random());
}
