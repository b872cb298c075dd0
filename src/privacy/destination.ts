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

/** A server address taken apart; this layer has no `URL`. */
export interface ServerAddress {
  /** Lower case, default port left out: `http://host[:port]`. */
  readonly origin: string;
  /** Lower case, an IPv6 address in brackets. */
  readonly host: string;
  /** Begins with `/` or is empty; no trailing `/`. */
  readonly path: string;
}

/**
 * Take an http(s) address apart. `null` for anything else, for embedded credentials, a query or a
 * fragment, and for hosts written so that parsers could disagree (spaces, `\`, `%`, numbers only).
 */
export function parseServerAddress(baseUrl: string): ServerAddress | null {
  const match = /^(https?):\/\/(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?(\/[^\s?#\\]*)?$/i.exec(baseUrl.trim());
  if (!match) return null;
  const [, scheme = '', rawHost = '', port, path = ''] = match;
  const host = rawHost.toLowerCase().replace(/\.$/, '');
  if (host === '' || host.includes('..') || (port !== undefined && (Number(port) < 1 || Number(port) > 65_535))) {
    return null;
  }
  // `http://2130706433` and `http://127.1` are addresses in disguise: only the plain form is taken.
  if (/^(0x[0-9a-f]*|\d+)$/.test(host.split('.').at(-1) ?? '') && !isPlainIpv4(host)) return null;
  const lowerScheme = scheme.toLowerCase();
  const standard = lowerScheme === 'https' ? 443 : 80;
  const shownPort = port === undefined || Number(port) === standard ? '' : `:${String(Number(port))}`;
  return { origin: `${lowerScheme}://${host}${shownPort}`, host, path: path.replace(/(?<!\/)\/+$/, '') };
}

/** Four decimal numbers from 0 to 255 without leading zeros. */
function isPlainIpv4(host: string): boolean {
  const parts = host.split('.');
  return parts.length === 4 && parts.every((p) => /^(0|[1-9]\d{0,2})$/.test(p) && Number(p) <= 255);
}

/** Whether a host *names* this machine. Egress checks that the address agrees. */
export function namesLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    (isPlainIpv4(host) && host.startsWith('127.'))
  );
}

/** Whether a key may be sent to an origin: where nobody on the way can read it. */
export function mayCarryKey(origin: string): boolean {
  const address = parseServerAddress(origin);
  return address !== null && (origin.startsWith('https:') || namesLoopback(address.host));
}

/** Whether the host of `origin` is on an on-premises list of `host` or `host:port` entries. */
export function isListed(origin: string | null, hosts: readonly string[]): boolean {
  if (origin === null) return false;
  const match = /^(https?):\/\/(\[[^\]]*\]|[^:/]+)(?::(\d+))?$/i.exec(origin);
  if (!match) return false;
  const [, scheme = '', host = '', given] = match;
  const port = given ?? (scheme.toLowerCase() === 'https' ? '443' : '80');
  return hosts.some((h) => {
    const entry = h.trim().toLowerCase();
    return entry === host.toLowerCase() || entry === `${host.toLowerCase()}:${port}`;
  });
}

/**
 * Classify a configured server. `null` if the address is not usable.
 * @param baseUrl as the user wrote it, `http(s)://host[:port][/path]`
 * @param onPremHosts the list in force, `host` or `host:port`
 */
export function classifyDestination(
  providerId: string,
  baseUrl: string,
  onPremHosts: readonly string[],
): Destination | null {
  const address = parseServerAddress(baseUrl);
  if (address === null) return null;
  const kind = namesLoopback(address.host) ? 'loopback' : isListed(address.origin, onPremHosts) ? 'on-prem' : 'cloud';
  return { providerId, origin: address.origin, kind };
}
