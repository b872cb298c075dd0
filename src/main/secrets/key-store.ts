import { mayCarryKey } from '../../privacy/destination.ts';
import { AppError } from '../../shared/app-error.ts';
import { createInTurn } from '../../shared/in-turn.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';
import type { KeyStatus } from '../../shared/schemas/keys.ts';
import { openKeyIndex, type KeyNote } from './key-index.ts';
import type { KeyReader } from './key-reader.ts';
import type { KeyWriter } from './key-writer.ts';
import type { Keychain } from './keychain.ts';
import { msg, t, type Message } from '../../shared/messages/t.ts';

/** Both sides of the stored keys; the composition root hands each to those who may have it. */
export interface KeyStore {
  readonly reader: KeyReader;
  readonly writer: KeyWriter;
}

/** A shorter one could not be told from other text in every encoding, so it could not be kept out of what is sent. */
const SHORTEST = 8;
/** Of a shorter key, four characters would be too much of it. */
const SHORTEST_TO_SHOW = 12;

/** Why a key is in memory only, by what the keychain said. */
const SESSION_ONLY: Partial<Record<ErrorCode, Message>> = {
  'keychain-locked': msg('The system’s keychain is locked, so this key is kept in memory until CodeGrex ends.'),
  'keychain-unavailable': msg('This system has no keychain in use, so this key is kept in memory until CodeGrex ends.'),
};

/**
 * Keys of the user's, each bound to one server and one origin: in the system's keychain, or in memory
 * where there is none. On disk lies only that there is a key, and its last four characters.
 * @param file of the index; need not exist
 */
export async function openKeyStore(file: string, keychain: Keychain): Promise<KeyStore> {
  const index = await openKeyIndex(file);
  /** Kept in memory only, with the reason. */
  const session = new Map<string, { readonly status: KeyStatus; readonly key: string }>();
  /** Read from the keychain before, or put there. */
  const known = new Map<string, string>();
  /** What the keychain refused with; it is not asked again, for it would prompt, until the user asks. */
  let refused: AppError | null = null;
  /** One question at a time: each may be a prompt, and holds a thread while it is. */
  const inTurn = createInTurn();

  const same = (serverId: string, origin: string) => (note: KeyNote) =>
    note.serverId === serverId && note.origin === origin;
  const without = (serverId: string, origin: string): readonly KeyNote[] =>
    index.all().filter((note) => !same(serverId, origin)(note));

  async function askKeychain<T>(question: () => Promise<T>): Promise<T> {
    if (refused !== null) throw refused;
    try {
      return await question();
    } catch (error) {
      refused = error instanceof AppError ? error : new AppError('keychain-unavailable', undefined, { cause: error });
      throw refused;
    }
  }

  /** Now that the keychain answers, take out of it what was removed while it did not. */
  async function sweep(): Promise<void> {
    for (const { serverId, origin, leaving } of index.all()) {
      if (!leaving) continue;
      await askKeychain(() => keychain.delete(accountOf(serverId, origin)));
      await index.replace(without(serverId, origin));
    }
  }

  async function set(serverId: string, origin: string, key: string): Promise<void> {
    const account = accountOf(serverId, origin);
    const lastFour = key.length < SHORTEST_TO_SHOW ? '' : key.slice(-4);
    refused = null;
    try {
      await askKeychain(() => keychain.set(account, key));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // What the keychain may have under this name is not the user's choice any more.
      if (index.all().some(same(serverId, origin))) await leave(serverId, origin);
      const reason = SESSION_ONLY[error.code];
      const note = reason === undefined ? error.message : t(reason);
      known.delete(account);
      session.set(account, { key, status: { serverId, origin, lastFour, keptIn: 'session', note } });
      return;
    }
    try {
      await index.replace([...without(serverId, origin), { serverId, origin, lastFour, leaving: false }]);
    } catch (error) {
      // A key that nobody knows of would stay for good.
      await keychain.delete(account).catch(() => undefined);
      throw error;
    }
    session.delete(account);
    known.set(account, key);
    await sweep().catch(() => undefined);
  }

  async function leave(serverId: string, origin: string): Promise<void> {
    await index.replace(index.all().map((note) => (same(serverId, origin)(note) ? { ...note, leaving: true } : note)));
  }

  async function clear(serverId: string, origin: string): Promise<void> {
    const account = accountOf(serverId, origin);
    session.delete(account);
    known.delete(account);
    if (!index.all().some(same(serverId, origin))) return;
    refused = null;
    await leave(serverId, origin);
    await sweep().catch((error: unknown) => {
      // The keychain is asked again later; a disk that cannot be written is the user's to know of.
      if (error instanceof AppError && error.code === 'write-failed') throw error;
    });
  }

  async function readKept(serverId: string, origin: string): Promise<string> {
    const account = accountOf(serverId, origin);
    const before = known.get(account);
    if (before !== undefined) return before;
    const key = await askKeychain(() => keychain.get(account));
    if (key === null) throw new AppError('key-missing');
    known.set(account, key);
    await sweep().catch(() => undefined);
    return key;
  }
  const kept = (): readonly KeyNote[] => index.all().filter((note) => !note.leaving);

  return {
    reader: {
      read: (serverId, origin) =>
        inTurn(async () => {
          const held = session.get(accountOf(serverId, origin));
          if (held) return held.key;
          return kept().some(same(serverId, origin)) ? readKept(serverId, origin) : null;
        }),
      values: () =>
        inTurn(async () => {
          const values = Array.from(session.values(), ({ key }) => key);
          for (const { serverId, origin } of kept()) {
            try {
              values.push(await readKept(serverId, origin));
            } catch (error) {
              // What is not there any more needs no protection.
              if (!(error instanceof AppError) || error.code !== 'key-missing') throw error;
            }
          }
          return values;
        }),
    },
    writer: {
      set: (serverId, origin, pasted) =>
        inTurn(async () => {
          const key = pasted.trim();
          check(origin, key);
          await set(serverId, origin, key);
        }),
      clear: (serverId, origin) => inTurn(() => clear(serverId, origin)),
      clearAll: () =>
        inTurn(async () => {
          session.clear();
          for (const { serverId, origin } of index.all()) await clear(serverId, origin);
        }),
      list: () => [
        ...Array.from(session.values(), ({ status }) => status),
        ...index.all().map(({ serverId, origin, lastFour, leaving }): KeyStatus => ({
          serverId,
          origin,
          lastFour,
          ...(leaving
            ? {
                keptIn: 'leaving',
                note: t(
                  'The keychain could not be asked. The key is not used any more, and removed as soon as it can.',
                ),
              }
            : { keptIn: 'keychain', note: null }),
        })),
      ],
      retry: () => {
        refused = null;
        // Someone may have changed a key with the system's own program.
        known.clear();
      },
    },
  };
}

/** An origin has no space in it, so no two keys share an account. */
function accountOf(serverId: string, origin: string): string {
  return `${origin} ${serverId}`;
}

/** Throws `key-malformed` for what no header can carry and what redaction could not find, and `key-needs-https`. */
function check(origin: string, key: string): void {
  if (key.length < SHORTEST || !/^[\x21-\x7e]+$/.test(key)) throw new AppError('key-malformed');
  if (!mayCarryKey(origin)) throw new AppError('key-needs-https');
}
