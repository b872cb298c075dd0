import { mkdir, mkdtemp, readdir, realpath, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Backup } from '../../shared/schemas/window-state.ts';
import { createBackupStore, type BackupOwner, type BackupStore } from './backup-store.ts';

let data = '';
let root = '';
let store: BackupStore;
beforeEach(async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'backups-')));
  data = join(folder, 'data');
  root = join(folder, 'project');
  await mkdir(root);
  store = createBackupStore(join(data, 'backups'));
});

const [one, two, three] = ['one', 'two', 'three'].map((name) => ({ window: name, session: `${name}, connected` })) as [
  BackupOwner,
  BackupOwner,
  BackupOwner,
];
const backup = (path: string, text: string): Backup => ({ path, text, eol: '\n', bom: false, version: 'v1' });
/** As after a crash: nothing is known but what is on disk. */
const again = (): BackupStore => createBackupStore(join(data, 'backups'));
const files = async (): Promise<string[]> => {
  const entries = await readdir(data, { recursive: true, withFileTypes: true });
  return entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name));
};

describe('unsaved texts', () => {
  it('are there after a crash, the latest of each file, until they are saved', async () => {
    await store.write(root, one, backup('a.ts', 'first'));
    await store.write(root, one, backup('a.ts', 'second'));
    await store.write(root, one, backup('b.ts', 'other'));
    const next = again();
    expect(await next.take(root, two)).toEqual(
      expect.arrayContaining([backup('a.ts', 'second'), backup('b.ts', 'other')]),
    );
    await next.write(root, two, backup('a.ts', 'third'));
    await next.remove(root, two, 'b.ts');
    expect(await again().take(root, three)).toEqual([backup('a.ts', 'third')]);
    await next.remove(root, two, 'a.ts');
    expect(await files()).toEqual([]);
  });

  it('are not taken from a window that lives, and are once it is gone', async () => {
    await store.write(root, one, backup('a.ts', 'mine'));
    expect(await store.take(root, two)).toEqual([]);
    await store.write(root, two, backup('a.ts', 'theirs'));
    expect(await store.take(root, one)).toEqual([backup('a.ts', 'mine')]);
    store.release(one.session);
    expect(await store.take(root, three)).toEqual([backup('a.ts', 'mine')]);
  });

  it('are those of their window when it connects again, though another has taken them meanwhile', async () => {
    await store.write(root, one, backup('a.ts', 'mine'));
    const next = again();
    expect(await next.take(root, two)).toHaveLength(1);
    const back = { ...one, session: 'connected again' };
    await next.write(root, back, backup('a.ts', 'mine, and more'));
    next.release(two.session);
    next.release(one.session);
    expect(await next.take(root, three)).toEqual([]);
    next.release(back.session);
    expect(await next.take(root, three)).toEqual([backup('a.ts', 'mine, and more')]);
  });

  it('of one file, left by two windows: the latest comes first, and the other is not lost', async () => {
    await store.write(root, one, backup('a.ts', 'older'));
    await new Promise((resolve) => setTimeout(resolve, 2));
    await store.write(root, two, backup('a.ts', 'newer'));
    const next = again();
    expect(await next.take(root, three)).toEqual([backup('a.ts', 'newer')]);
    await next.remove(root, three, 'a.ts');
    expect(await next.take(root, three)).toEqual([backup('a.ts', 'older')]);
  });

  it('are of one folder, and can be read by their owner only', async () => {
    await store.write(root, one, backup('a.ts', 'text'));
    expect(await again().take(join(root, 'inner'), two)).toEqual([]);
    const [file = ''] = await files();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700);
  });

  it('are not kept within the folder that they are of', async () => {
    const inside = createBackupStore(join(root, 'data/backups'));
    await expect(inside.write(root, one, backup('a.ts', 'text'))).rejects.toMatchObject({
      code: 'backup-inside-workspace',
    });
    expect(await readdir(root)).toEqual([]);
  });

  it('that are no texts of ours are left alone and not taken', async () => {
    await store.write(root, one, backup('a.ts', 'text'));
    const [file = ''] = await files();
    await writeFile(join(file, '../broken.json'), '{"root":1}');
    expect(await again().take(root, two)).toEqual([backup('a.ts', 'text')]);
  });

  it('go when everything is deleted, and are told', async () => {
    await store.write(root, one, backup('a.ts', 'text'));
    expect(await store.eraseAll()).toEqual([backup('a.ts', 'text')]);
    expect(await files()).toEqual([]);
    expect(await store.take(root, one)).toEqual([]);
  });
});
