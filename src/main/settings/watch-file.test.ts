import fsPromises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { mkdtemp, mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchFile, type FileWatch } from './watch-file.ts';
import { waitFor } from '../../../test/support/wait-for.ts';

let folder: string;
let watching: FileWatch | null = null;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'codegrex-watch-')));
});
afterEach(async () => {
  await watching?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Follow a file, and wait until the system tells of it. Answers how often it told since. */
async function follow(file: string): Promise<() => number> {
  const changed = vi.fn();
  watching = watchFile(file, changed);
  await waitFor(() => {
    expect(changed).toHaveBeenCalledTimes(1);
  });
  return () => changed.mock.calls.length - 1;
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

describe('watchFile', () => {
  it.each(['there.json', 'not-there.json', 'no-folder/file.json', 'no-folder/nor-this/file.json'])(
    'tells of what becomes of %s, and of nothing beside it',
    async (name) => {
      const file = join(folder, name);
      await write(join(folder, 'there.json'), '1');
      const told = await follow(file);
      await write(join(folder, 'beside.json'), '1');
      await write(join(folder, 'beside', 'file.json'), '1');
      await new Promise((later) => setTimeout(later, 300));
      expect(told()).toBe(0);
      await write(file, '2');
      await waitFor(() => {
        expect(told()).toBe(1);
      });
      await rm(file);
      await waitFor(() => {
        expect(told()).toBe(2);
      });
    },
  );

  it('tells of a file whose folder went and came again', async () => {
    const file = join(folder, 'sub', 'file.json');
    await write(file, '1');
    const told = await follow(file);
    await rm(dirname(file), { recursive: true });
    await waitFor(() => {
      expect(told()).toBe(1);
    });
    await write(file, '2');
    await waitFor(() => {
      expect(told()).toBe(2);
    });
  });

  it('does not look at what lies beside a file that is not there', async () => {
    for (let i = 0; i < 50; i++) await write(join(folder, `other-${String(i)}`), '');
    await follow(join(folder, 'not-there.json'));
    const real = fsPromises.lstat;
    const seen = vi.fn(real);
    fsPromises.lstat = seen as unknown as typeof real;
    syncBuiltinESMExports();
    try {
      await write(join(folder, 'one-more'), '');
      await new Promise((later) => setTimeout(later, 300));
      expect(seen.mock.calls.length).toBeLessThan(5);
    } finally {
      fsPromises.lstat = real;
      syncBuiltinESMExports();
    }
  });
});
