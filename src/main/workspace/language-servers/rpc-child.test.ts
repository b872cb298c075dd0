import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startRpcChild } from './rpc-child.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';

const WRITES = `
const { writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
process.stderr.write(tmpdir());
writeFileSync(tmpdir() + '/made-of-the-text', 'source');
`;
const STAYS = `${WRITES} setInterval(() => undefined, 1000);`;

let above = '';
beforeEach(async () => {
  above = await mkdtemp(join(tmpdir(), 'servers-'));
  vi.stubEnv('TMPDIR', above);
  vi.stubEnv('TEMP', above);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(above, { recursive: true, force: true });
});

it.each([
  ['ends', WRITES, false],
  ['is ended', STAYS, true],
])('what a server leaves in its folder of temporary files goes when it %s', async (_how, program, kills) => {
  const server = await startRpcChild({ command: process.execPath, args: ['-e', program] }, above);
  server.connection.listen();
  await waitFor(async () => {
    const made = await readdir(above, { recursive: true });
    expect(made.some((name) => name.endsWith('made-of-the-text')) || !kills).toBe(true);
  });
  if (kills) server.kill();
  const { said } = await server.ended;
  expect(said.startsWith(join(above, 'codegrex-server-'))).toBe(true);
  expect(existsSync(said)).toBe(false);
  expect(await readdir(above)).toEqual([]);
});

it('one that cannot be started leaves no folder', async () => {
  await expect(startRpcChild({ command: join(above, 'none'), args: [] }, above)).rejects.toThrow();
  expect(await readdir(above)).toEqual([]);
});
