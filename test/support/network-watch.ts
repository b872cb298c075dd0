import dns from 'node:dns';
import dnsPromises from 'node:dns/promises';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/** What this process tried to reach. */
export interface NetworkWatch {
  /** Names looked up. None of them goes on to a name service: the look-up fails. */
  readonly lookups: readonly string[];
  /** `address:port` of connections off loopback. */
  readonly remote: readonly string[];
  stop(): void;
}

/** Watch and stop look-ups and connections off loopback, in this process. */
export function watchNetwork(): NetworkWatch {
  const lookups: string[] = [];
  const remote: string[] = [];
  const { lookup: promised } = dnsPromises;
  const { lookup: plain } = dns;
  // Called with Reflect.apply below.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { connect } = net.Socket.prototype;
  const notFound = (host: string): Error =>
    Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' });

  dnsPromises.lookup = ((host: string) => {
    lookups.push(host);
    return Promise.reject(notFound(host));
  }) as typeof dnsPromises.lookup;
  dns.lookup = ((host: string, ...rest: unknown[]) => {
    // Listening on an address comes this way too.
    if (net.isIP(host) !== 0) {
      Reflect.apply(plain, dns, [host, ...rest]);
      return;
    }
    const done = rest.at(-1) as (error: Error) => void;
    lookups.push(host);
    process.nextTick(done, notFound(host));
  }) as typeof dns.lookup;
  net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
    const first: unknown = Array.isArray(args[0]) ? (args[0] as unknown[])[0] : args[0];
    const { host = 'localhost', port, path } = (first ?? {}) as { host?: string; port?: number; path?: string };
    if (path === undefined && !/^((.+\.)?localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)) {
      remote.push(`${host}:${String(port)}`);
      process.nextTick(() => this.destroy(new Error('stopped by the watch')));
      return this;
    }
    return Reflect.apply<net.Socket, unknown[], net.Socket>(connect as (...args: unknown[]) => net.Socket, this, args);
  };
  syncBuiltinESMExports();

  return {
    lookups,
    remote,
    stop: () => {
      dnsPromises.lookup = promised;
      dns.lookup = plain;
      net.Socket.prototype.connect = connect;
      syncBuiltinESMExports();
    },
  };
}
