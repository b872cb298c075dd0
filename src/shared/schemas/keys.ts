import { LIMITS } from '../limits.ts';
import { Id } from './basics.ts';
import { z } from './zod.ts';

/** A key on its way to the core, the one way that there is. */
export const Key = z.string().min(1).max(LIMITS.keyChars);

/** What may be told of a stored key; never the key. */
export const KeyStatus = z.strictObject({
  serverId: Id,
  /** The one place that it is sent to. */
  origin: z.string(),
  /** Empty for a key that is too short to show so much of. */
  lastFour: z.string().max(4),
  /** `leaving`: removed, but the keychain could not be asked yet. */
  keptIn: z.enum(['keychain', 'session', 'leaving']),
  /** Why it is not kept in the keychain, or still is. */
  note: z.string().nullable(),
});

export type KeyStatus = z.infer<typeof KeyStatus>;
