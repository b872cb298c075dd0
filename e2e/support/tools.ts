import { spawnSync } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserType } from '@playwright/test';
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

/** Whether a process can be given a network of its own with nothing in it. */
export function namespaceObstacle(): Obstacle {
  if (process.platform !== 'linux') return 'Network namespaces exist on Linux only.';
  for (const program of ['unshare', 'nsenter', 'ip']) {
    if (findProgram(program) === null) return `${program} is not installed.`;
  }
  return runs(emptyNetwork()) ? null : 'Network namespaces are not permitted here.';
}

/**
 * Command line prefix that runs the rest with loopback and no other network.
 * @param setUp shell commands that are run first, as root of that network; what they mount is seen by the rest alone
 */
export function emptyNetwork(setUp: readonly string[] = []): readonly string[] {
  const root = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const within = ['ip link set lo up', ...setUp, 'exec "$@"'].join(' && ');
  return ['unshare', ...root, '--net', ...(setUp.length === 0 ? [] : ['--mount']), 'sh', '-c', within, 'sh'];
}

/** Command line prefix that runs the rest in the network of another process. */
export function networkOf(pid: number): readonly string[] {
  const user = process.getuid?.() === 0 ? [] : ['--user', '--preserve-credentials'];
  return ['nsenter', '--target', String(pid), ...user, '--net'];
}

/**
 * Chromium in the network of another process.
 * @param folder for the script that stands in front of Chromium
 */
export async function chromiumInNetworkOf(pid: number, folder: string, kind: BrowserType): Promise<Browser> {
  const script = join(folder, 'chromium-within');
  await writeFile(script, `#!/bin/sh\nexec ${networkOf(pid).join(' ')} ${findChromium() ?? ''} "$@"\n`);
  await chmod(script, 0o700);
  // Within a user namespace of its own Chromium is root to itself, and as root it has no sandbox.
  return kind.launch({ executablePath: script, chromiumSandbox: false });
}

/** Whether a command line prefix runs a program at all. */
export function runs([file = '', ...args]: readonly string[]): boolean {
  return spawnSync(file, [...args, 'true']).status === 0;
}
