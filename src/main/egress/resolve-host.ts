import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { namesLoopback } from '../../privacy/destination.ts';

/** One resolved address. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Resolves a host (an IPv6 address in brackets) to its addresses; rejects if there is none. */
export type ResolveHost = (host: string) => Promise<readonly ResolvedAddress[]>;

/**
 * The system's resolver, except that addresses stand for themselves and `localhost` names are never
 * looked up (RFC 6761, section 6.3): a look-up could leave the machine.
 */
export const resolveHost: ResolveHost = async (host) => {
  const literal = host.replace(/^\[|\]$/g, '');
  const family = isIP(literal);
  if (family === 4 || family === 6) return [{ address: literal, family }];
  if (namesLoopback(host)) {
    return [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ];
  }
  const found = await lookup(host, { all: true, order: 'verbatim' });
  return found.map((a) => ({ address: a.address, family: a.family === 6 ? 6 : 4 }));
};
