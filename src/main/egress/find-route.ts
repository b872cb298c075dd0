import { createHash } from 'node:crypto';
import { namesLoopback, parseServerAddress, type Destination } from '../../privacy/destination.ts';
import { AppError } from '../../shared/app-error.ts';
import { addressPermitted } from './address-rules.ts';
import { extraCertificates } from './extra-certificates.ts';
import { proxyFor, type Environment } from './proxy-choice.ts';
import type { ResolvedAddress, ResolveHost } from './resolve-host.ts';
import { t } from '../../shared/messages/t.ts';

/** What a company's network asks for; the user's settings. */
export interface NetworkSettings {
  /** `none`, `environment`, or `http(s)://host:port`. */
  readonly proxy: string;
  /** Certificate authorities to trust besides the usual ones, PEM; absolute. */
  readonly caFile: string | null;
}

/** How a request gets to its destination. */
export interface Route {
  /** Where to connect to, and nowhere else: of the server, or of the proxy. */
  readonly addresses: readonly ResolvedAddress[];
  /** Through which a tunnel leads to the server; only ever to a cloud. */
  readonly proxy: URL | null;
  /** Authorities to trust; `null`: the usual ones. */
  readonly ca: readonly string[] | null;
  /** Same routes have the same. */
  readonly key: string;
}

export interface RouteParts {
  readonly resolve: ResolveHost;
  readonly settings: NetworkSettings;
  readonly environment: Environment;
}

/**
 * Find the way to a destination, every address on it checked. With a proxy the server's name is the
 * proxy's to look up, so only the proxy's address can be checked: servers on this machine and on the
 * on-premises list are therefore never reached through one.
 */
export async function findRoute(destination: Destination, url: URL, parts: RouteParts): Promise<Route> {
  const proxy = destination.kind === 'cloud' ? proxyFor(parts.settings.proxy, url, parts.environment) : null;
  const secure = url.protocol === 'https:' || proxy?.protocol === 'https:';
  const ca = secure ? await extraCertificates(parts.settings.caFile) : null;
  const addresses = proxy === null ? await addressesOf(destination, url, parts) : await addressesOfProxy(proxy, parts);
  const trusted = ca === null ? null : createHash('sha256').update(ca.join()).digest('base64');
  const key = JSON.stringify([addresses.map((a) => a.address).sort(), proxy?.href ?? null, trusted]);
  return { addresses, proxy, ca, key };
}

async function addressesOf(
  destination: Destination,
  url: URL,
  { resolve }: RouteParts,
): Promise<readonly ResolvedAddress[]> {
  const host = parseServerAddress(url.origin)?.host ?? '';
  return checked(destination.kind, host, await lookUp(resolve, host, 'server-unreachable'));
}

async function addressesOfProxy(proxy: URL, { resolve }: RouteParts): Promise<readonly ResolvedAddress[]> {
  const host = proxy.hostname;
  const kind = namesLoopback(host) ? 'loopback' : 'cloud';
  return checked(kind, host, await lookUp(resolve, host, 'proxy-unreachable'));
}

async function lookUp(
  resolve: ResolveHost,
  host: string,
  code: 'server-unreachable' | 'proxy-unreachable',
): Promise<readonly ResolvedAddress[]> {
  const addresses = await resolve(host).catch((error: unknown) => {
    throw new AppError(code, t('Its name could not be found.'), { cause: error });
  });
  if (addresses.length === 0) throw new AppError(code, t('Its name could not be found.'));
  return addresses;
}

function checked(
  kind: Destination['kind'],
  host: string,
  addresses: readonly ResolvedAddress[],
): readonly ResolvedAddress[] {
  const wrong = addresses.find((a) => !addressPermitted(kind, host, a.address));
  if (wrong) throw new AppError('address-not-permitted');
  return addresses;
}
