import type { ClearedRequest } from '../../privacy/gate.ts';

/** The slice of the Fetch API that the SDKs need. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** A key, and the header that its provider wants it in; `bearer` is `Authorization: Bearer …`. */
export interface AttachedKey {
  readonly value: string;
  readonly auth: 'bearer' | 'x-api-key' | 'api-key';
}

/** The key that belongs to a provider at one origin, or `null`. Throws where there is one that cannot be read. */
export type KeyFor = (providerId: string, origin: string) => Promise<AttachedKey | null>;

/** The only way out. See ./create-egress.ts for the rules it enforces. */
export interface Egress {
  /** A fetch that reaches only the clearance's destination of this provider, and records it. */
  fetchFor(cleared: ClearedRequest, providerId: string, model: string | null): Fetch;
  /** Drop every connection opened for one window, idle ones too; e.g. when its mode changes. */
  closeScope(scope: string): void;
  close(): void;
}
