/**
 * Privacy modes. A mode belongs to one workspace; nothing here knows about windows or disks.
 *
 * The modes form a chain ordered by strictness: normal < sensitive < offline. Layers of policy
 * may move up the chain, never down, so combining two readings is always {@link stricter}.
 */

/** The privacy modes, least strict first. */
export const MODES = ['normal', 'sensitive', 'offline'] as const;

/** How much may leave the machine; see the README's table for what each mode permits. */
export type Mode = (typeof MODES)[number];

/** Position of a mode in the chain: 0 (normal) to 2 (offline). */
export function strictness(mode: Mode): number {
  return MODES.indexOf(mode);
}

/** The stricter of two modes. Commutative, associative and idempotent (a join). */
export function stricter(a: Mode, b: Mode): Mode {
  return strictness(a) >= strictness(b) ? a : b;
}
