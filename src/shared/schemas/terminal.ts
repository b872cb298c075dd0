import { Count, Path } from './basics.ts';
import { LIMITS } from '../limits.ts';
import { z } from './zod.ts';

/** Chosen by the window, so that it can tell apart what comes. */
export const TerminalId = z.uuid();

/** A screen of no size, or a huge one, is none. */
export const TerminalSize = z.strictObject({
  cols: z.number().int().min(2).max(LIMITS.terminalColumns),
  rows: z.number().int().min(1).max(LIMITS.terminalRows),
});

/** A shell that is on this machine. */
export const ShellProfile = z.strictObject({
  id: z.string().min(1).max(64),
  /** Absolute. */
  path: Path,
});

export const ShellProfiles = z.strictObject({
  profiles: z.array(ShellProfile).max(50),
  /** The one that is taken unless another is chosen; `null` where there is none at all. */
  default: z.string().nullable(),
});

export const TerminalRequest = TerminalSize.extend({
  id: TerminalId,
  /** `null`: the default one. */
  profile: z.string().max(64).nullable(),
  /** A terminal whose folder the new one begins in; `null`: an open folder, or the user's own. */
  beside: TerminalId.nullable(),
  /** Of several folders, it begins in the one that this path lies in; `null`: in the first. */
  at: Path.nullable(),
});

export const TerminalEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('started'), name: z.string() }),
  /** What it prints, escape sequences and all. */
  z.strictObject({ kind: z.literal('output'), data: z.string() }),
  /** It ended by itself; nothing follows. */
  z.strictObject({ kind: z.literal('exit'), code: z.number().int(), signal: Count.nullable() }),
]);

export type TerminalSize = z.infer<typeof TerminalSize>;
export type ShellProfile = z.infer<typeof ShellProfile>;
export type ShellProfiles = z.infer<typeof ShellProfiles>;
export type TerminalRequest = z.infer<typeof TerminalRequest>;
export type TerminalEvent = z.infer<typeof TerminalEvent>;
