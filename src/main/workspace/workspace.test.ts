import { chmod, mkdir, mkdtemp, readFile, realpath, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FileChange } from '../../shared/schemas/workspace.ts';
import { createFileWatcher } from './file-watcher.ts';
import { listAllFiles } from './list-all-files.ts';
import { listFolder } from './list-folder.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

let root = '';
let outside = '';
let workspace: Workspace;
const put = async (path: string, text: string | Uint8Array): Promise<void> => {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), text);
};

beforeEach(async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'workspace-')));
  root = join(folder, 'project');
  outside = join(folder, 'outside.txt');
  await mkdir(root);
  await writeFile(outside, 'outside');
  workspace = await openWorkspace(root);
});

describe('open', () => {
  it('refuses what is no folder, clearly', async () => {
    await expect(openWorkspace(join(root, 'none'))).rejects.toMatchObject({ code: 'path-not-found' });
    await expect(openWorkspace(outside)).rejects.toMatchObject({ code: 'not-a-folder' });
  });
  it('refuses a folder without read permission', async () => {
    await chmod(root, 0o000);
    // Root may read everything, so it must be someone else for this.
    const asRoot = process.geteuid?.() === 0;
    if (asRoot) process.seteuid?.(65534);
    try {
      await expect(openWorkspace(root)).rejects.toMatchObject({ code: 'path-not-permitted' });
    } finally {
      if (asRoot) process.seteuid?.(0);
      await chmod(root, 0o700);
    }
  });
});

describe('read and write', () => {
  it('keeps line ends and the byte order mark', async () => {
    await put('dos.txt', '\uFEFFone\r\ntwo\r\n');
    const file = await workspace.read('dos.txt');
    expect(file).toMatchObject({ text: 'one\ntwo\n', eol: '\r\n', bom: true, readOnly: false });
    await workspace.write('dos.txt', { ...file, text: 'one\n2\n' }, file.version);
    expect(await readFile(join(root, 'dos.txt'), 'utf8')).toBe('\uFEFFone\r\n2\r\n');
  });

  it('refuses to write over what changed on disk, and to bring back what was removed unasked', async () => {
    await put('a.txt', 'one');
    const file = await workspace.read('a.txt');
    await put('a.txt', 'other');
    const mine = { ...file, text: 'mine' };
    await expect(workspace.write('a.txt', mine, file.version)).rejects.toMatchObject({ code: 'file-changed-on-disk' });
    expect(await readFile(join(root, 'a.txt'), 'utf8')).toBe('other');
    await rm(join(root, 'a.txt'));
    await expect(workspace.write('a.txt', mine, file.version)).rejects.toMatchObject({ code: 'path-not-found' });
    await workspace.write('a.txt', mine, null);
    expect(await readFile(join(root, 'a.txt'), 'utf8')).toBe('mine');
    await expect(workspace.write('a.txt', mine, null)).rejects.toMatchObject({ code: 'file-changed-on-disk' });
  });

  it('refuses binary, huge and non-UTF-8 files, folders and devices', async () => {
    await put('b.bin', new Uint8Array([1, 0, 2]));
    await put('latin1.txt', new Uint8Array([0x67, 0x72, 0xfc, 0x6e]));
    await put('huge.log', '');
    await truncate(join(root, 'huge.log'), 200 * 1024 * 1024);
    await mkdir(join(root, 'folder'));
    await expect(workspace.read('b.bin')).rejects.toMatchObject({ code: 'file-is-binary' });
    await expect(workspace.read('latin1.txt')).rejects.toMatchObject({ code: 'file-in-other-encoding' });
    await expect(workspace.read('huge.log')).rejects.toMatchObject({
      code: 'file-too-large',
      message: expect.stringContaining('200 MB') as unknown,
    });
    await expect(workspace.read('folder')).rejects.toMatchObject({ code: 'not-a-file' });
    await expect(workspace.read('none.txt')).rejects.toMatchObject({ code: 'path-not-found' });
  });

  it.each(['../outside.txt', '/etc/passwd', 'a/../../outside.txt', 'link.txt'])(
    'never leaves the root: %s',
    async (path) => {
      await symlink(outside, join(root, 'link.txt'));
      await expect(workspace.read(path)).rejects.toMatchObject({ code: 'path-outside-workspace' });
      const write = workspace.write(path, { text: 'x', eol: '\n', bom: false }, null);
      await expect(write).rejects.toMatchObject({ code: 'path-outside-workspace' });
      expect(await readFile(outside, 'utf8')).toBe('outside');
    },
  );
});

describe('list', () => {
  it('puts folders first, sorts as people do, and marks what is kept from models', async () => {
    await put('b10.ts', '');
    await put('b9.ts', '');
    await put('src/x.ts', '');
    await put('.env', '');
    await put('.codegrexignore', 'b9.ts\n');
    const { entries } = await workspace.list('');
    expect(entries.map((e) => e.name)).toEqual(['src', '.codegrexignore', '.env', 'b9.ts', 'b10.ts']);
    expect(entries.filter((e) => e.ignored).map((e) => e.name)).toEqual(['.env', 'b9.ts']);
    expect((await workspace.list('src')).entries[0]).toMatchObject({ path: 'src/x.ts', kind: 'file' });
  });

  it('marks links by where they lead, and what lies in a linked folder by both its names', async () => {
    await put('.env', '');
    await put('vault/a.txt', '');
    await put('vault/b.txt', '');
    await put('vault/.codegrexignore', 'a.txt\n');
    await put('.codegrexignore', 'open/b.txt\n');
    await symlink('.env', join(root, 'harmless.txt'));
    await symlink('vault', join(root, 'open'));
    await symlink(outside, join(root, 'out.txt'));
    await symlink('nowhere', join(root, 'dangling'));
    const marks = (await workspace.list('')).entries.map((e) => [e.name, e.kind, e.ignored]);
    expect(marks).toEqual([
      ['open', 'folder', false],
      ['vault', 'folder', false],
      ['.codegrexignore', 'file', false],
      ['.env', 'file', true],
      ['dangling', 'other', true],
      ['harmless.txt', 'file', true],
      ['out.txt', 'other', true],
    ]);
    const inside = (await workspace.list('open')).entries.map((e) => [e.path, e.ignored]);
    expect(inside).toEqual([
      ['open/.codegrexignore', false],
      ['open/a.txt', true],
      ['open/b.txt', true],
    ]);
    // Marks and answers agree.
    for (const folder of ['', 'open', 'vault']) {
      for (const entry of (await workspace.list(folder)).entries) {
        expect((await workspace.mayRead(entry.path)).allowed, entry.path).toBe(!entry.ignored);
      }
    }
  });
});

describe('listAllFiles', () => {
  const never = new AbortController().signal;
  it('respects .gitignore and shows hidden files', async () => {
    await put('.gitignore', 'dist/\n');
    await put('dist/x.js', '');
    await put('.github/ci.yml', '');
    await put('src/a.ts', '');
    const { paths, truncated } = await listAllFiles(workspace, 100, never);
    expect(paths.sort()).toEqual(['.github/ci.yml', '.gitignore', 'src/a.ts']);
    expect(truncated).toBe(false);
  });
  it('stops at the limit and says so', async () => {
    for (let i = 0; i < 20; i++) await put(`f${String(i)}`, '');
    const { paths, truncated } = await listAllFiles(workspace, 5, never);
    expect([paths.length, truncated]).toEqual([5, true]);
  });
});

describe('createFileWatcher', () => {
  it('tells of changes to the folders and files that are shown, and of no others', async () => {
    await put('open.txt', '1');
    await put('src/a.ts', '1');
    await put('deep/er/b.ts', '1');
    const seen: FileChange[] = [];
    const watcher = createFileWatcher(workspace, (change) => seen.push(change));
    watcher.set(['src'], ['open.txt']);
    await new Promise((done) => setTimeout(done, 300));
    await put('open.txt', '2');
    await put('deep/er/c.ts', '1');
    await put('src/new.ts', '1');
    await expect.poll(() => seen).toContainEqual({ path: 'open.txt', kind: 'changed' });
    await expect.poll(() => seen).toContainEqual({ path: 'src', kind: 'folder-changed' });
    await rm(join(root, 'open.txt'));
    await expect.poll(() => seen).toContainEqual({ path: 'open.txt', kind: 'removed' });
    expect(seen.filter((c) => c.path.startsWith('deep'))).toEqual([]);
    await watcher.close();
  });

  it('tells of ignore files in shown folders and above, also of those created later', async () => {
    await put('src/deep/a.ts', '1');
    await put('other/b.ts', '1');
    const seen: FileChange[] = [];
    const watcher = createFileWatcher(workspace, (change) => seen.push(change));
    watcher.set([''], ['src/deep/a.ts']);
    const told = async (path: string): Promise<void> => {
      await expect.poll(() => seen).toContainEqual({ path, kind: 'ignore-changed' });
      seen.length = 0;
    };
    await put('.codegrexignore', '*.md\n');
    await told('.codegrexignore');
    await put('.codegrexignore', '*.txt\n');
    await told('.codegrexignore');
    await rm(join(root, '.codegrexignore'));
    await told('.codegrexignore');
    await put('src/.codegrexignore', 'x\n');
    await told('src/.codegrexignore');
    await put('src/deep/.cursorignore', 'x\n');
    await told('src/deep/.cursorignore');
    // A folder that is replaced, as by a checkout, is followed again.
    await rm(join(root, 'src'), { recursive: true });
    await told('src/.codegrexignore');
    await put('src/deep/a.ts', '2');
    await told('src/deep/.codegrexignore');
    await put('src/deep/.codegrexignore', 'y\n');
    await told('src/deep/.codegrexignore');
    // Not honoured, not shown.
    await put('.gitignore', 'z\n');
    await put('other/.codegrexignore', 'z\n');
    await put('src/deep/.codegrexignore', 'z\n');
    await expect.poll(() => seen.some((c) => c.path === 'src/deep/.codegrexignore')).toBe(true);
    expect(seen.filter((c) => c.kind === 'ignore-changed' && /^(other|\.gitignore)/.test(c.path))).toEqual([]);
    await watcher.close();
  });
});

describe('listFolder', () => {
  it('lists folders, and files of the asked kind', async () => {
    await put('models/m.GGUF', '');
    await put('models/notes.txt', '');
    await put('models/sub/x', '');
    const listing = await listFolder(join(root, 'models'), 'gguf');
    expect(listing).toEqual({ path: join(root, 'models'), parent: root, folders: ['sub'], files: ['m.GGUF'] });
    expect((await listFolder('/', 'none')).parent).toBeNull();
    await expect(listFolder(join(root, 'none'), 'none')).rejects.toMatchObject({ code: 'path-not-found' });
  });
});
