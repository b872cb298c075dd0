import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import type { Server } from 'node:net';
import { join, resolve } from 'node:path';
import type { Browser } from '@playwright/test';
import type { RunningApp } from './launch-app.ts';
import { relay } from './relay.ts';
import { chromiumInNetworkOf, emptyNetwork, namespaceObstacle, networkOf, runs, type Obstacle } from './tools.ts';

/**
 * Clouds without a network: a namespace whose only device is loopback, in which names have addresses that are
 * not this machine's, and servers of the test answer at port 80 of each. To the core they are as far away as any.
 */
export interface Cloud {
  /** Command line prefix of the core. */
  readonly wrapper: readonly string[];
  /** Put the servers into the network of a core that runs now, and start Chromium there. */
  enter(core: RunningApp, like: Browser): Promise<Browser>;
  close(): Promise<void>;
}

/** Reserved for documentation, so that nothing is there (RFC 5737). */
const addressOf = (index: number): string => `203.0.113.${String(index + 10)}`;

/** Why there can be no {@link Cloud} here; `null` if there can. */
export function cloudObstacle(): Obstacle {
  const obstacle = namespaceObstacle();
  if (obstacle !== null) return obstacle;
  return runs(network(['cloud.example'], '/etc/hosts')) ? null : 'Mount namespaces are not permitted here.';
}

/**
 * @param folder for what it needs; the caller removes it
 * @param servers ports of this machine by the names under which they are found
 */
export async function createCloud(folder: string, servers: Readonly<Record<string, number>>): Promise<Cloud> {
  const names = Object.keys(servers);
  const hosts = join(folder, 'hosts');
  await writeFile(hosts, ['127.0.0.1 localhost', ...names.map((name, i) => `${addressOf(i)} ${name}`), ''].join('\n'));
  // A socket file is the same in every network of the machine, which a port is not.
  const sockets = names.map((name) => join(folder, `${name}.sock`));
  const ends: Server[] = await Promise.all(
    Object.values(servers).map((port, i) => relay({ path: sockets[i] ?? '' }, { host: '127.0.0.1', port })),
  );
  let relays: ChildProcess | undefined;
  let within: Browser | undefined;
  return {
    wrapper: network(names, hosts),
    enter: async (core, like) => {
      const pid = core.process.pid ?? 0;
      const [file = '', ...args] = networkOf(pid);
      const pairs = sockets.flatMap((socket, i) => [addressOf(i), socket]);
      const program = resolve(import.meta.dirname, 'relay.ts');
      const started = spawn(file, [...args, process.execPath, program, ...pairs], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      relays = started;
      await once(started.stdout, 'data');
      return (within = await chromiumInNetworkOf(pid, folder, like));
    },
    close: async () => {
      await within?.close();
      relays?.kill();
      for (const end of ends) end.close();
    },
  };
}

function network(names: readonly string[], hosts: string): readonly string[] {
  const addresses = names.map((_, i) => `ip address add ${addressOf(i)}/32 dev lo`);
  return emptyNetwork([...addresses, `mount --bind '${hosts}' /etc/hosts`]);
}
