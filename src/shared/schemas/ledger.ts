import { Id, DestinationClassSchema, ModeSchema, Count } from './basics.ts';
import { z } from './zod.ts';

export const LedgerEntry = z.strictObject({
  id: Id,
  /** ISO 8601, UTC. */
  time: z.string(),
  task: z.enum(['chat', 'completion', 'edit', 'detect', 'models', 'pull', 'delete', 'telemetry', 'git']),
  model: z.string().nullable(),
  providerId: z.string(),
  /** Origin, or `null` for the in-process engine. */
  origin: z.string().nullable(),
  destination: DestinationClassSchema,
  /** The address the connection was pinned to, once there was one. */
  address: z.string().nullable(),
  mode: ModeSchema,
  outcome: z.enum(['pending', 'allowed', 'refused', 'failed', 'cancelled']),
  /** The rule or code that decided, for people. */
  rule: z.string(),
  /** Why this model was asked and others not, for people; records of earlier versions have none. */
  routing: z.string().nullable().default(null),
  status: z.number().int().nullable(),
  bytesSent: Count,
  bytesReceived: Count,
  redactions: Count,
});

/** What a check of the record on disk found. */
export const LedgerCheck = z.strictObject({
  intact: z.boolean(),
  problems: z.array(z.strictObject({ file: z.string(), line: z.number().int().nullable(), what: z.string() })),
  notes: z.array(z.string()),
  /** Lines that record requests. */
  entries: Count,
  files: Count,
  /** Hash of the last line, to note elsewhere; `null` when there is none. */
  head: z.string().nullable(),
});

export const SentBytes = z.strictObject({
  id: Id,
  method: z.string(),
  url: z.string(),
  /** Header names and values as sent; credentials replaced by their names. */
  headers: z.array(z.tuple([z.string(), z.string()])),
  /** The exact body, UTF-8; `null` once it left memory (older entries, after restart). */
  body: z.string().nullable(),
});

export type LedgerEntry = z.infer<typeof LedgerEntry>;

export type SentBytes = z.infer<typeof SentBytes>;

export type LedgerCheck = z.infer<typeof LedgerCheck>;
