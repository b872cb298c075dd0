import ipaddr from 'ipaddr.js';
import type { DestinationClass } from '../../privacy/destination.ts';

/** Ranges (names of ipaddr.js) that a *name* of each class may resolve to. */
const BY_NAME: Readonly<Record<DestinationClass, readonly string[]>> = {
  'in-process': [],
  loopback: ['loopback'],
  // A listed name that suddenly resolves to a public address is DNS at fault, or worse.
  'on-prem': ['private', 'uniqueLocal', 'carrierGradeNat', 'loopback'],
  // Loopback and link-local (cloud metadata services) are never where a remote server lives.
  cloud: ['unicast', 'private', 'uniqueLocal', 'carrierGradeNat', 'rfc6052', '6to4', 'reserved'],
};

/**
 * Whether a destination of class `kind` may be reached at `address`.
 * @param host as configured, an IPv6 address in brackets; a host that is an address stands for itself
 * @param address IPv4 or IPv6, as resolved
 */
export function addressPermitted(kind: DestinationClass, host: string, address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  const range: string = parsed.range();
  const literal = host.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(literal)) {
    if (ipaddr.process(literal).toNormalizedString() !== parsed.toNormalizedString()) return false;
    return kind === 'loopback' ? range === 'loopback' : kind !== 'in-process' && range !== 'unspecified';
  }
  return BY_NAME[kind].includes(range);
}
