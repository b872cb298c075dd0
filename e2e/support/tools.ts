import { spawnSync } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { findChromium } from '../../scripts/find-chromium.ts';
import { findProgram } from '../../src/main/sandbox/run-command.ts';

/** Why something cannot be shown on this machine, in a sentence; `null` if it can. */
export type Obstacle = string | null;

/** Whether every network call of a process tree can be recorded. */
export function tracingObstacle(): Obstacle {
  if (process.platform !== 'linux') return 'strace runs on Linux only.';
  const strace = findProgram('strace');
  if (strace === null) return 'strace is not installed.';
  // Containers may forbid it.
  return spawnSync(strace, ['-f', '-o', '/dev/null', '-e', 'trace=network', 'true']).status === 0
    ? null
    : 'strace is not permitted here.';
}

/**
 * Command line prefix that records every network call of what follows, its children included.
 * @param file where to; `test/network-trace` reads it
 */
export function tracing(file: string): readonly string[] {
  // No text: what is sent is nobody's business here, only where to.
  return ['strace', '-f', '-qq', '-s', '0', '-e', 'trace=network', '-o', file];
}

/** Brings up loopback, all that an empty network namespace has, and runs the rest of the line. */
const WITHIN = ['sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];

/** Whether a process can be given a network of its own with nothing in it. */
export function namespaceObstacle(): Obstacle {
  if (process.platform !== 'linux') return 'Network namespaces exist on Linux only.';
  for (const program of ['unshare', 'nsenter', 'ip']) {
    if (findProgram(program) === null) return `${program} is not installed.`;
  }
  const [file = '', ...args] = emptyNetwork();
  return spawnSync(file, [...args, 'true']).status === 0 ? null : 'Network namespaces are not permitted here.';
}

/** Command line prefix that runs the rest with loopback and no other network. */
export function emptyNetwork(): readonly string[] {
  return [...(process.getuid?.() === 0 ? ['unshare', '--net'] : ['unshare', '--map-root-user', '--net']), ...WITHIN];
}

/**
 * Chromium in the network of another process.
 * @param folder for the script that stands in front of Chromium
 */
export async function chromiumInNetworkOf(pid: number, folder: string, like: Browser): Promise<Browser> {
  const script = join(folder, 'chromium-within');
  const user = process.getuid?.() === 0 ? '' : ' --user --preserve-credentials';
  await writeFile(
    script,
    `#!/bin/sh\nexec nsenter --target ${String(pid)}${user} --net ${findChromium() ?? ''} "$@"\n`,
  );
  await chmod(script, 0o700);
  // Within a user namespace of its own Chromium is root to itself, and as root it has no sandbox.
  return like.browserType().launch({ executablePath: script, chromiumSandbox: false });
}
