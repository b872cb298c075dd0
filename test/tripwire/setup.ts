import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach } from 'vitest';
import { takeAttempts, TRIPWIRE_FILE } from './tripwire.ts';

/** Fails the test in which anything off loopback was attempted, by the code under test or by a Node that it started. */

const children = join(tmpdir(), `codegrex-tripwire-${String(process.pid)}`);
const tripwire = pathToFileURL(join(import.meta.dirname, 'tripwire.ts')).href;
const option = `--import=${tripwire}`;
const given = process.env['NODE_OPTIONS'] ?? '';
process.env[TRIPWIRE_FILE] = children;
if (!given.includes(option)) process.env['NODE_OPTIONS'] = `${given} ${option}`.trim();

function attemptsOfChildren(): readonly string[] {
  if (!existsSync(children)) return [];
  const lines = readFileSync(children, 'utf8').trim().split('\n');
  rmSync(children);
  return lines.map((line) => `a child process: ${line}`);
}

function failIfTripped(): void {
  const attempts = [...takeAttempts(), ...attemptsOfChildren()];
  if (attempts.length > 0) throw new Error(`Something reached for the network. ${attempts.join('; ')}.`);
}

afterEach(failIfTripped);
afterAll(failIfTripped);
