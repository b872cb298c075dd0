/**
 * Where a request would go, classified from its URL alone. Classification by name is only the
 * first half: egress resolves the name and pins the address (see src/main/egress).
 */

/** `in-process`: a model in our own child process; no network at all. */
export type DestinationClass = 'in-process' | 'loopback' | 'on-prem' | 'cloud';

/** One place a request may be sent to. */
export interface Destination {
  /** Stable id of the configured provider, e.g. `ollama` or `server:1f3c`. */
  readonly providerId: string;
  /** `scheme://host[:port]`, or `null` for the in-process engine. */
  readonly origin: string | null;
  readonly kind: DestinationClass;
}
