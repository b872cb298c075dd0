import type { AsyncEntry } from '@napi-rs/keyring';
import { AppError } from '../../shared/app-error.ts';

/** The operating system's store of secrets. Rejects with `keychain-locked` or `keychain-unavailable`. */
export interface Keychain {
  get(account: string): Promise<string | null>;
  set(account: string, secret: string): Promise<void>;
  delete(account: string): Promise<void>;
}

/** The name under which all keys lie, which people see in the system's own program for it. */
const SERVICE = 'CodeGrex';

/**
 * The keychain of the system that this runs on: macOS Keychain, Windows' Credential Manager, or the
 * Secret Service of a Linux desktop. Nothing is loaded and nothing asked before the first call.
 */
export function createKeychain(): Keychain {
  async function ask<T>(account: string, question: (entry: AsyncEntry) => Promise<T>): Promise<T> {
    try {
      const { AsyncEntry } = await import('@napi-rs/keyring');
      // Pinned: the library falls back to the kernel's keyring, which forgets at the next start.
      return await question(new AsyncEntry(SERVICE, account, { linux: { store: 'secret-service' } }));
    } catch (error) {
      throw toKeychainError(error);
    }
  }
  return {
    get: (account) => ask(account, (entry) => entry.getPassword()),
    set: (account, secret) => ask(account, (entry) => entry.setPassword(secret)),
    delete: async (account) => {
      await ask(account, (entry) => entry.deletePassword());
    },
  };
}

/** The library tells its failures apart by their text alone. */
function toKeychainError(error: unknown): AppError {
  const text = error instanceof Error ? error.message : '';
  const locked = /\block|dismiss|interaction|denied by user|cancel/i.test(text);
  return new AppError(locked ? 'keychain-locked' : 'keychain-unavailable', undefined, { cause: error });
}
