import type { LookupFunction } from 'node:net';
import { LRUCache } from 'lru-cache';
import { Agent, buildConnector, Pool, ProxyAgent, type Dispatcher } from 'undici';
import { AppError } from '../../shared/app-error.ts';
import type { Route } from './find-route.ts';

/** Connections to one origin at fixed addresses. */
export interface PinnedAgent {
  readonly agent: Dispatcher;
  /** The address of the last connection made, and of which proxy it is; `null` before. */
  connectedTo(): string | null;
}

/** Keeps connections for reuse, each pool bound to one window, one origin and its checked route. */
export interface PinnedAgents {
  /** @param connectMs time to connect, TLS included */
  get(scope: string, origin: string, route: Route, connectMs: number): PinnedAgent;
  closeScope(scope: string): void;
  close(): void;
}

/** At most 32 pools; the least used is closed first. */
export function createPinnedAgents(): PinnedAgents {
  const pools = new LRUCache<string, PinnedAgent>({
    max: 32,
    dispose: (pool) => void pool.agent.destroy(),
  });
  return {
    get: (scope, origin, route, connectMs) => {
      const key = JSON.stringify([scope, origin, route.key, connectMs]);
      const known = pools.get(key);
      if (known) return known;
      const pool = createPinnedAgent(route, connectMs);
      pools.set(key, pool);
      return pool;
    },
    closeScope: (scope) => {
      for (const key of [...pools.keys()]) {
        if ((JSON.parse(key) as unknown[])[0] === scope) pools.delete(key);
      }
    },
    close: () => {
      pools.clear();
    },
  };
}

/** Egress' own clock keeps the time of an answer. */
const LIMITS = { pipelining: 1, keepAliveTimeout: 10_000, headersTimeout: 0, bodyTimeout: 0 };

function createPinnedAgent({ addresses, proxy, ca }: Route, connectMs: number): PinnedAgent {
  let connected: string | null = null;
  // Answers with what was checked: between the check and the connection no name is looked up again.
  const lookup: LookupFunction = (_host, options, done) => {
    const first = addresses[0];
    if (first === undefined) done(new Error('no address'), '', 4);
    else if (options.all) done(null, [...addresses]);
    else done(null, first.address, first.family);
  };
  const tls = { timeout: connectMs, ...(ca && { ca: [...ca] }) };
  const connector = buildConnector({ ...tls, lookup, autoSelectFamily: true });
  const connect: typeof connector = (options, done) => {
    connector(options, (error, socket) => {
      if (error) {
        done(proxy === null ? error : new AppError('proxy-unreachable', undefined, { cause: error }), null);
        return;
      }
      const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
      if (!addresses.some((a) => a.address === address)) {
        socket.destroy();
        done(new AppError('address-not-permitted'), null);
        return;
      }
      connected = proxy === null ? address : `${address} (proxy ${proxy.host})`;
      done(null, socket);
    });
  };
  const agent =
    proxy === null
      ? new Agent({ ...LIMITS, connect })
      : new ProxyAgent({
          ...LIMITS,
          uri: proxy.href,
          // A tunnel for http too: the proxy is to carry what was recorded, and to look into none of it.
          proxyTunnel: true,
          requestTls: tls,
          clientFactory: (origin) => new Pool(origin, { connect, headersTimeout: connectMs }),
        });
  return { agent, connectedTo: () => connected };
}
