import type { LookupFunction } from 'node:net';
import { LRUCache } from 'lru-cache';
import { Agent, buildConnector } from 'undici';
import { AppError } from '../../shared/app-error.ts';
import type { ResolvedAddress } from './resolve-host.ts';

/** Connections to one origin at fixed addresses. */
export interface PinnedAgent {
  readonly agent: Agent;
  /** The address of the last connection made, or `null` before. */
  connectedTo(): string | null;
}

/** Keeps connections for reuse, each pool bound to one window, one origin and its checked addresses. */
export interface PinnedAgents {
  /** @param connectMs time to connect, TLS included */
  get(scope: string, origin: string, addresses: readonly ResolvedAddress[], connectMs: number): PinnedAgent;
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
    get: (scope, origin, addresses, connectMs) => {
      const key = JSON.stringify([scope, origin, addresses.map((a) => a.address).sort(), connectMs]);
      const known = pools.get(key);
      if (known) return known;
      const pool = createPinnedAgent(addresses, connectMs);
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

function createPinnedAgent(addresses: readonly ResolvedAddress[], connectMs: number): PinnedAgent {
  let connected: string | null = null;
  // Answers with what was checked: between the check and the connection no name is looked up again.
  const lookup: LookupFunction = (_host, options, done) => {
    const first = addresses[0];
    if (first === undefined) done(new Error('no address'), '', 4);
    else if (options.all) done(null, [...addresses]);
    else done(null, first.address, first.family);
  };
  const connect = buildConnector({ timeout: connectMs, lookup, autoSelectFamily: true });
  const agent = new Agent({
    pipelining: 1,
    keepAliveTimeout: 10_000,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, done) => {
      connect(options, (error, socket) => {
        if (error) {
          done(error, null);
          return;
        }
        const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
        if (!addresses.some((a) => a.address === address)) {
          socket.destroy();
          done(new AppError('address-not-permitted'), null);
          return;
        }
        connected = address;
        done(null, socket);
      });
    },
  });
  return { agent, connectedTo: () => connected };
}
