import type { KeyStatus } from '../../shared/schemas/keys.ts';

/** The writing side of the stored keys: it takes them, and tells of them, and never gives one back. */
export interface KeyWriter {
  /**
   * Store a key, without the spaces around it. Where the keychain cannot be used, it is kept in memory, and the status says why.
   * Throws `key-malformed`, `key-needs-https`, `write-failed`.
   */
  set(serverId: string, origin: string, key: string): Promise<void>;
  /** Remove a key, from the keychain as soon as that can be asked. Throws `write-failed`. */
  clear(serverId: string, origin: string): Promise<void>;
  /** Remove every key. Throws `write-failed`. */
  clearAll(): Promise<void>;
  /** All keys that are stored. Asks no keychain. */
  list(): readonly KeyStatus[];
  /** The user asks again: what the keychain refused before is asked anew, and may show a prompt. */
  retry(): void;
}
