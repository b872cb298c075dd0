import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import type { Server } from 'node:net';
import { join, resolve } from 'node:path';
import type { Browser, BrowserType } from '@playwright/test';
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
  enter(core: RunningApp, kind: BrowserType): Promise<Browser>;
  close(): Promise<void>;
}

/** Where a name leads. The addresses are reserved for documentation, so that nothing is there (RFC 5737). */
const addressOf = (name: string, index: number): string =>
  name === 'localhost' ? '127.0.0.1' : `203.0.113.${String(index + 10)}`;

/** Why there can be no {@link Cloud} here; `null` if there can. */
export function cloudObstacle(): Obstacle {
  const obstacle = namespaceObstacle();
  if (obstacle !== null) return obstacle;
  return runs(network(['203.0.113.10'], '/etc/hosts')) ? null : 'Mount namespaces are not permitted here.';
}

/**
 * @param folder for what it needs; the caller removes it
 * @param servers ports of this machine by the names under which they are found, at port 80; `localhost:11434` is
 *   found where it is found on any machine
 */
export async function createCloud(folder: string, servers: Readonly<Record<string, number>>): Promise<Cloud> {
  const places = Object.keys(servers).map((key, i) => {
    const [name = '', port = '80'] = key.split(':');
    // A socket file is the same in every network of the machine, which a port is not.
    return { name, address: addressOf(name, i), port, socket: join(folder, `${name}.sock`) };
  });
  const far = places.filter(({ name }) => name !== 'localhost');
  const hosts = join(folder, 'hosts');
  const lines = far.map(({ name, address }) => `${address} ${name}`);
  await writeFile(hosts, ['127.0.0.1 localhost', ...lines, ''].join('\n'));
  const ends: Server[] = await Promise.all(
    Object.values(servers).map((port, i) => relay({ path: places[i]?.socket ?? '' }, { host: '127.0.0.1', port })),
  );
  let relays: ChildProcess | undefined;
  let within: Browser | undefined;
  return {
    wrapper: network(
      far.map(({ address }) => address),
      hosts,
    ),
    enter: async (core, kind) => {
      const pid = core.process.pid ?? 0;
      const [file = '', ...args] = networkOf(pid);
      const relayed = places.flatMap(({ address, port, socket }) => [address, port, socket]);
      const program = resolve(import.meta.dirname, 'relay.ts');
      const started = spawn(file, [...args, process.execPath, program, ...relayed], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      relays = started;
      await once(started.stdout, 'data');
      return (within = await chromiumInNetworkOf(pid, folder, kind));
    },
    close: async () => {
      await within?.close();
      relays?.kill();
      for (const end of ends) end.close();
    },
  };
}

function network(addresses: readonly string[], hosts: string): readonly string[] {
  const added = addresses.map((address) => `ip address add ${address}/32 dev lo`);
  return emptyNetwork([...added, `mount --bind '${hosts}' /etc/hosts`]);
}
