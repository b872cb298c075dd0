import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run, whyInstall } from '../../scripts/bootstrap.mjs';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bootstrap-'));
});
afterEach(() => rm(root, { recursive: true }));

type Packages = Record<string, object>;
async function state(wanted: Packages, installed: Packages | null): Promise<string | null> {
  await writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': { name: 'x' }, ...wanted } }));
  if (installed) {
    await mkdir(join(root, 'node_modules'));
    await writeFile(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
  }
  return whyInstall(root);
}
const a = { version: '1.0.0', integrity: 'sha512-a' };

describe('whyInstall', () => {
  it('wants an install in a fresh clone', async () => {
    expect(await state({ 'node_modules/a': a }, null)).toMatch('not installed yet');
  });

  it.each([
    ['a missing package', {}],
    ['another version', { 'node_modules/a': { ...a, version: '1.0.1' } }],
    ['other content', { 'node_modules/a': { ...a, integrity: 'sha512-b' } }],
  ])('wants one for %s', async (_name, installed) => {
    expect(await state({ 'node_modules/a': a }, installed)).toMatch('node_modules/a is not as in');
  });

  it('is content with what is locked, with more than that, and without packages for other systems', async () => {
    const wanted = { 'node_modules/a': a, 'node_modules/win': { ...a, optional: true } };
    expect(await state(wanted, { 'node_modules/a': a, 'node_modules/extra': a })).toBeNull();
  });
});

describe('run', () => {
  const node = (code: string): Promise<number> => run(process.execPath, ['-e', code]);

  it('returns how the program ended', async () => {
    expect(await node('process.exit(3)')).toBe(3);
    expect(await node('process.kill(process.pid, "SIGKILL")')).toBe(137);
    expect(await run(join(root, 'no-such-program'), [])).toBe(127);
  });

  it('passes a signal on, and lets go of it when the program has ended', async () => {
    const before = process.listenerCount('SIGTERM');
    const ended = node('process.on("SIGTERM", () => process.exit(5)); setInterval(() => {}, 1000); process.ppid');
    expect(process.listenerCount('SIGTERM')).toBe(before + 1);
    // Once it has its handler: asked again until it ends, as there is nothing to wait for.
    const asking = setInterval(() => process.emit('SIGTERM'), 200);
    expect([5, 143]).toContain(await ended);
    clearInterval(asking);
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});
