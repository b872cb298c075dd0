import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  DelegateBackoff,
  handleWhen,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import { AppError } from '../../shared/app-error.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';

/** Failures that say something of a server's health rather than of a request. */
const UNHEALTHY: ReadonlySet<ErrorCode> = new Set([
  'server-unreachable',
  'server-timeout',
  'server-failed',
  'server-rate-limited',
  'stream-broken',
  'model-crashed',
]);

/** So many failures on end, and a server rests. */
const FAILURES = 3;
/** How long it rests at first, ms; twice as long each time that it fails again, up to the longest. */
const FIRST_REST = 5_000;
const LONGEST_REST = 120_000;

/** One circuit breaker for each destination. */
export interface Breakers {
  /**
   * Run something that asks a destination. Throws `server-resting` at once while it rests; after
   * that, one request at a time finds out whether it is well again.
   */
  run<T>(destination: string, ask: () => Promise<T>): Promise<T>;
  /** Note a failure that came after `run` was done, as when a stream breaks. */
  failed(destination: string, error: unknown): void;
  /** How long a destination still rests, ms; `null` if it may be asked. */
  restingMs(destination: string): number | null;
}

export function createBreakers(): Breakers {
  const known = new Map<string, { readonly breaker: CircuitBreakerPolicy; until: number }>();

  function entryFor(destination: string) {
    const found = known.get(destination);
    if (found !== undefined) return found;
    const entry = {
      breaker: circuitBreaker(
        handleWhen((error) => isUnhealthy(error)),
        {
          breaker: new ConsecutiveBreaker(FAILURES),
          halfOpenAfter: new DelegateBackoff(({ attempt }: { readonly attempt: number }) => {
            const rest = Math.min(LONGEST_REST, FIRST_REST * 2 ** Math.max(0, attempt - 1));
            entry.until = Date.now() + rest;
            return rest;
          }),
        },
      ),
      until: 0,
    };
    known.set(destination, entry);
    return entry;
  }

  return {
    run: async (destination, ask) => {
      try {
        return await entryFor(destination).breaker.execute(ask);
      } catch (error) {
        throw error instanceof BrokenCircuitError ? new AppError('server-resting') : error;
      }
    },
    failed: (destination, error) => {
      // The breaker learns of outcomes only by running something.
      const { breaker } = entryFor(destination);
      if (isUnhealthy(error)) breaker.execute(() => Promise.reject(error as AppError)).catch(() => undefined);
    },
    restingMs: (destination) => {
      const entry = known.get(destination);
      if (entry?.breaker.state !== CircuitState.Open) return null;
      const left = entry.until - Date.now();
      // Then the next request may try, which turns it half open.
      return left > 0 ? left : null;
    },
  };
}

export function isUnhealthy(error: unknown): boolean {
  return error instanceof AppError && UNHEALTHY.has(error.code);
}
