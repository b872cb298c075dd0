import { vi } from 'vitest';

/** Try until it throws no more, as long as `expect.poll` would: for several checks at once, and in set-up. */
export function waitFor<T>(attempt: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(attempt, 30_000);
}
