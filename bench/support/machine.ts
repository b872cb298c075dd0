import { execFile } from 'node:child_process';
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os';
import { promisify } from 'node:util';
import { findChromium } from '../../scripts/find-chromium.ts';

/** What a figure depends on, without what names the machine. */
export async function describeMachine(): Promise<string> {
  return `${describeComputer()}, Chromium ${await chromiumVersion()}`;
}

/** The same where there is no browser. */
export function describeComputer(): string {
  const memory = Math.round(totalmem() / 1024 ** 3);
  const model = cpus()[0]?.model.replace(/\s+/g, ' ').trim() ?? 'unknown processor';
  return [
    `${String(availableParallelism())} cores (${model})`,
    `${String(memory)} GB of memory`,
    `${platform()} ${arch()}`,
    `Node ${process.versions.node}`,
  ].join(', ');
}

/** Processes that ran or wanted to within the last minute; what belongs to the bench itself counts too. */
export function load(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}

async function chromiumVersion(): Promise<string> {
  const file = findChromium();
  if (file === null) return 'missing';
  const { stdout } = await promisify(execFile)(file, ['--version']);
  return /\d+(?:\.\d+)+/.exec(stdout)?.[0] ?? 'unknown';
}
