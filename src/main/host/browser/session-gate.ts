import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';

/** Who may talk to browser mode: whoever brings the one-time token, then whoever holds the cookie. */
export interface SessionGate {
  /** A fresh token; older unused ones stay valid. */
  newToken(): string;
  /** Trade a token for a `Set-Cookie` value; `null` if it is wrong or used. */
  redeem(token: string): string | null;
  /** The request's cookie is one of ours. */
  admits(request: IncomingMessage): boolean;
  /** `Host` names this listener, which defeats DNS rebinding. */
  hostIsOurs(request: IncomingMessage): boolean;
  /** `Origin` is the page that this listener served. */
  originIsOurs(request: IncomingMessage): boolean;
}

/** @param port of the listener; also in the cookie's name, as cookies do not know ports */
export function createSessionGate(port: number): SessionGate {
  const tokens = new Set<string>();
  const sessions = new Set<string>();
  const cookieName = `codegrex-${String(port)}`;
  const hosts = [`localhost:${String(port)}`, `127.0.0.1:${String(port)}`];

  return {
    newToken: () => {
      const token = secret();
      tokens.add(token);
      return token;
    },
    redeem: (token) => {
      const known = find(tokens, token);
      if (known === null) return null;
      tokens.delete(known);
      const value = secret();
      sessions.add(value);
      return stringifySetCookie({ name: cookieName, value, httpOnly: true, sameSite: 'strict', path: '/' });
    },
    admits: (request) => {
      const value = parseCookie(request.headers.cookie ?? '')[cookieName];
      return value !== undefined && find(sessions, value) !== null;
    },
    hostIsOurs: (request) => hosts.includes(request.headers.host ?? ''),
    originIsOurs: (request) =>
      hosts.includes(request.headers.host ?? '') && request.headers.origin === `http://${request.headers.host ?? ''}`,
  };
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Compare without telling by the time taken how much was right. */
function find(known: ReadonlySet<string>, given: string): string | null {
  const bytes = Buffer.from(given);
  for (const candidate of known) {
    const other = Buffer.from(candidate);
    if (other.length === bytes.length && timingSafeEqual(other, bytes)) return candidate;
  }
  return null;
}
