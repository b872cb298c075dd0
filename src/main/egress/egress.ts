import type { ClearedRequest } from '../../privacy/gate.ts';

/** The slice of the Fetch API that the SDKs need. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** The only way out. See ./create-egress.ts for the rules it enforces. */
export interface Egress {
  /** A fetch that reaches only the clearance's destination of this provider, and records it. */
  fetchFor(cleared: ClearedRequest, providerId: string, model: string | null): Fetch;
  /** Drop every connection opened for one window, idle ones too; e.g. when its mode changes. */
  closeScope(scope: string): void;
  close(): void;
}
