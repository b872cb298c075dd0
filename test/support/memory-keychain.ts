import type { Keychain } from '../../src/main/secrets/keychain.ts';
import { AppError } from '../../src/shared/app-error.ts';

/** A keychain in memory, which tells what it was asked and can be locked or taken away. */
export interface MemoryKeychain extends Keychain {
  /** By account. */
  readonly secrets: Map<string, string>;
  /** What was asked, the oldest first. */
  readonly asked: string[];
  /** What every question fails with; `null` for none. */
  failure: 'keychain-locked' | 'keychain-unavailable' | null;
}

export function createMemoryKeychain(): MemoryKeychain {
  const secrets = new Map<string, string>();
  const asked: string[] = [];
  const ask = async <T>(what: string, answer: () => T): Promise<T> => {
    asked.push(what);
    await new Promise((done) => setImmediate(done));
    if (self.failure !== null) throw new AppError(self.failure);
    return answer();
  };
  const self: MemoryKeychain = {
    secrets,
    asked,
    failure: null,
    get: (account) => ask(`get ${account}`, () => secrets.get(account) ?? null),
    set: (account, secret) => ask(`set ${account}`, () => void secrets.set(account, secret)),
    delete: (account) => ask(`delete ${account}`, () => void secrets.delete(account)),
  };
  return self;
}
