import { execFileSync } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FileChanges, Trash } from './change-files.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

let root = '';
let outside = '';
let bin = '';
let workspace: Workspace;
let changes: FileChanges;

const put = async (path: string, text = path): Promise<void> => {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), text);
};
const text = (path: string): Promise<string> => readFile(join(root, path), 'utf8');
const names = async (path = ''): Promise<string[]> => (await readdir(join(root, path))).sort();
const toBin: Trash = (path) => rename(path, join(bin, basename(path)));
const noTrash: Trash = () => Promise.reject(new Error('no trash'));

beforeEach(async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'changes-')));
  [root, outside, bin] = [join(folder, 'project'), join(folder, 'outside'), join(folder, 'bin')];
  await mkdir(root);
  await mkdir(outside);
  await mkdir(bin);
  await writeFile(join(outside, 'theirs.txt'), 'theirs');
  workspace = await openWorkspace(root);
  changes = workspace.changes;
});

describe('create', () => {
  it('makes a file and the folders that lead to it, and tells which', async () => {
    await mkdir(join(root, 'a'));
    expect(await changes.create('a/b/c/d.ts', 'file')).toEqual(['a/b', 'a/b/c']);
    expect(await text('a/b/c/d.ts')).toBe('');
    expect(await changes.create('a/e', 'folder')).toEqual([]);
    expect((await stat(join(root, 'a/e'))).isDirectory()).toBe(true);
  });
  it('leaves what is there, and a link that leads nowhere', async () => {
    await put('a.txt', 'mine');
    await symlink('nowhere', join(root, 'link'));
    for (const path of ['a.txt', 'link']) {
      await expect(changes.create(path, 'file')).rejects.toMatchObject({ code: 'path-exists' });
      await expect(changes.create(path, 'folder')).rejects.toMatchObject({ code: 'path-exists' });
    }
    expect(await text('a.txt')).toBe('mine');
    await expect(changes.create('a.txt/b.txt', 'file')).rejects.toMatchObject({ code: 'not-a-folder' });
  });
  it.each(['a\nb', 'x'.repeat(256), 'ok/a\u0007'])('refuses the name %j', async (path) => {
    await expect(changes.create(path, 'file')).rejects.toMatchObject({ code: 'name-invalid' });
    expect(await names()).toEqual([]);
  });
});

describe('never through a link to outside', () => {
  const acts: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['create', () => changes.create('out/new.txt', 'file')],
    ['create with folders', () => changes.create('out/a/b/new.txt', 'file')],
    ['move in', () => changes.move('mine.txt', 'out/mine.txt', toBin)],
    ['move out of it', () => changes.move('out/theirs.txt', 'taken.txt', toBin)],
    ['move over', () => changes.move('mine.txt', 'out/theirs.txt', toBin)],
    ['copy in', () => changes.copy('mine.txt', 'out')],
    ['copy out of it', () => changes.copy('out/theirs.txt', '')],
    ['trash', () => changes.remove('out/theirs.txt', toBin)],
    ['delete', () => changes.remove('out/theirs.txt', null)],
    ['delete empty', () => changes.removeEmpty('out/theirs.txt')],
    ['by dots', () => changes.remove('../outside/theirs.txt', null)],
    ['by an absolute path', () => changes.create(join(outside, 'new.txt'), 'file')],
  ];
  it.each(acts)('%s', async (_name, act) => {
    await put('mine.txt');
    await symlink(outside, join(root, 'out'));
    await expect(act()).rejects.toMatchObject({ code: 'path-outside-workspace' });
    expect(await readdir(outside)).toEqual(['theirs.txt']);
    expect(await readFile(join(outside, 'theirs.txt'), 'utf8')).toBe('theirs');
    expect(await names()).toEqual(['mine.txt', 'out']);
  });
  it('moves, copies and deletes the link itself', async () => {
    await symlink(outside, join(root, 'out'));
    await changes.move('out', 'other', null);
    expect(await changes.copy('other', '')).toBe('other copy');
    expect(await readlink(join(root, 'other copy'))).toBe(outside);
    await changes.remove('other copy', null);
    await changes.remove('other', toBin);
    expect(await names()).toEqual([]);
    expect(await readdir(outside)).toEqual(['theirs.txt']);
  });
  it('leaves the open folder itself', async () => {
    await put('a.txt');
    for (const act of [
      () => changes.remove('.', null),
      () => changes.move('.', 'a', null),
      () => changes.removeEmpty('a/..'),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'path-not-permitted' });
    }
    expect(await names()).toEqual(['a.txt']);
  });
});

describe('move', () => {
  it('renames, and moves into folders that it makes', async () => {
    await put('src/a.ts', 'text');
    await changes.move('src/a.ts', 'lib/deep/b.ts', null);
    expect(await text('lib/deep/b.ts')).toBe('text');
    await changes.move('lib', 'src/lib', null);
    expect(await names('src')).toEqual(['lib']);
    await changes.move('src/lib', 'src/LIB', null);
    expect(await names('src')).toEqual(['LIB']);
  });
  it('replaces only if it is told to; what was there is in the trash', async () => {
    await put('a.txt', 'new');
    await put('b.txt', 'old');
    await expect(changes.move('a.txt', 'b.txt', null)).rejects.toMatchObject({ code: 'path-exists' });
    expect([await text('a.txt'), await text('b.txt')]).toEqual(['new', 'old']);
    await changes.move('a.txt', 'b.txt', toBin);
    expect([await names(), await text('b.txt')]).toEqual([['b.txt'], 'new']);
    expect(await readFile(join(bin, 'b.txt'), 'utf8')).toBe('old');
  });
  it('replaces where there is no trash, folders too, and leaves nothing behind', async () => {
    await put('one/a.txt', 'new');
    await put('two/one/b.txt', 'old');
    await changes.move('one', 'two/one', noTrash);
    expect(await names('two/one')).toEqual(['a.txt']);
    expect(await names('two')).toEqual(['one']);
  });
  it('refuses a folder into itself or over one that it lies in', async () => {
    await put('a/b/c.txt');
    await expect(changes.move('a', 'a/b/a', toBin)).rejects.toMatchObject({ code: 'move-into-itself' });
    await expect(changes.move('a/b', 'a', toBin)).rejects.toMatchObject({ code: 'move-into-itself' });
    expect(await text('a/b/c.txt')).toBe('a/b/c.txt');
  });
  it('says so when there is nothing to move', async () => {
    await expect(changes.move('gone', 'b', toBin)).rejects.toMatchObject({ code: 'path-not-found' });
  });
});

describe('copy', () => {
  it('finds a name that is free, and copies folders whole with links as links', async () => {
    await put('src/a.ts', 'text');
    await symlink(outside, join(root, 'src/link'));
    expect(await changes.copy('src/a.ts', 'src')).toBe('src/a copy.ts');
    expect(await changes.copy('src/a.ts', 'src')).toBe('src/a copy 2.ts');
    expect(await changes.copy('src', '')).toBe('src copy');
    expect(await names('src copy')).toEqual(['a copy 2.ts', 'a copy.ts', 'a.ts', 'link']);
    expect((await lstat(join(root, 'src copy/link'))).isSymbolicLink()).toBe(true);
  });
  it('refuses a folder into itself', async () => {
    await put('a/b/c.txt');
    await expect(changes.copy('a', 'a/b')).rejects.toMatchObject({ code: 'move-into-itself' });
  });
});

describe('remove', () => {
  it('says so where there is no trash, and leaves it', async () => {
    await put('a/b.txt');
    await expect(changes.remove('a', noTrash)).rejects.toMatchObject({ code: 'trash-unavailable' });
    // One that does nothing and says nothing is none.
    await expect(changes.remove('a', () => Promise.resolve())).rejects.toMatchObject({ code: 'trash-unavailable' });
    expect(await text('a/b.txt')).toBe('a/b.txt');
    await changes.remove('a', null);
    expect(await names()).toEqual([]);
  });
  it('of what was made takes only what is still empty', async () => {
    await put('a/b.txt', 'written since');
    await put('empty.txt', '');
    await expect(changes.removeEmpty('a/b.txt')).rejects.toMatchObject({ code: 'path-not-empty' });
    await expect(changes.removeEmpty('a')).rejects.toMatchObject({ code: 'path-not-empty' });
    await changes.removeEmpty('empty.txt');
    expect(await names()).toEqual(['a']);
  });
});

it('leaves everything as it was on a disk that is full', async (context) => {
  if (process.getuid?.() !== 0) context.skip('only root may mount a small file system');
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', root], { stdio: 'ignore' });
  } catch {
    context.skip('no file system may be mounted here');
  }
  try {
    await put('big.bin', 'x'.repeat(40_000));
    await expect(changes.copy('big.bin', '')).rejects.toMatchObject({ code: 'no-space' });
    expect(await names()).toEqual(['big.bin']);
    await changes.move('big.bin', 'moved.bin', null);
    expect((await text('moved.bin')).length).toBe(40_000);
  } finally {
    execFileSync('umount', [root]);
  }
});

it('says so in a folder that may not be written', async (context) => {
  const asRoot = process.geteuid?.() === 0;
  if (process.platform === 'win32') context.skip('Windows has permissions of another kind');
  await put('closed/a.txt');
  await chmod(join(root, 'closed'), 0o555);
  if (asRoot) {
    // Root may write everywhere, so it must be someone else for this.
    await chmod(join(root, '..'), 0o755);
    process.seteuid?.(65_534);
  }
  try {
    for (const act of [
      () => changes.create('closed/b.txt', 'file'),
      () => changes.move('closed/a.txt', 'a.txt', null),
      () => changes.copy('closed/a.txt', 'closed'),
      () => changes.remove('closed/a.txt', null),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'path-not-permitted' });
    }
  } finally {
    if (asRoot) process.seteuid?.(0);
    await chmod(join(root, 'closed'), 0o755);
  }
  expect(await text('closed/a.txt')).toBe('closed/a.txt');
});
