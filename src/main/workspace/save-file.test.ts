import { execFileSync } from 'node:child_process';
import {
  chmod,
  chown,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FileText } from '../../shared/schemas/workspace.ts';
import type { TextEncoding } from '../../shared/text-encodings.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

let root = '';
let workspace: Workspace;
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'save-')));
  workspace = await openWorkspace(root);
});

/** Change a file as the editor does. */
async function save(path: string, text: string): Promise<void> {
  const file = await workspace.read(path);
  await workspace.write(path, { ...file, text }, file.version);
}

describe('a save keeps', () => {
  const kinds: readonly (readonly [string, Buffer, Partial<FileText>, Buffer])[] = [
    ['UTF-8', Buffer.from('a\n'), { encoding: 'utf-8', bom: false }, Buffer.from('ä\nb\n')],
    [
      'UTF-8 with a mark',
      Buffer.from('\uFEFFa\r\n'),
      { encoding: 'utf-8', bom: true },
      Buffer.from('\uFEFFä\r\nb\r\n'),
    ],
    [
      'UTF-16, little endian',
      Buffer.from('\uFEFFa\r\n', 'utf16le'),
      { encoding: 'utf-16le', bom: true },
      Buffer.from('\uFEFFä\r\nb\r\n', 'utf16le'),
    ],
    [
      'UTF-16, big endian',
      Buffer.from('\uFEFFa\n', 'utf16le').swap16(),
      { encoding: 'utf-16be', bom: true },
      Buffer.from('\uFEFFä\nb\n', 'utf16le').swap16(),
    ],
  ];
  it.each(kinds)('%s and its line ends', async (_name, before, read, after) => {
    await writeFile(join(root, 'a.txt'), before);
    expect(await workspace.read('a.txt')).toMatchObject({ text: 'a\n', ...read });
    await save('a.txt', 'ä\nb\n');
    expect(await readFile(join(root, 'a.txt'))).toEqual(after);
  });

  it('another encoding, which the project, the user or the file’s own reader says', async () => {
    const latin = Buffer.from('gr\xfcn\n', 'latin1');
    await writeFile(join(root, 'a.txt'), latin);
    await expect(workspace.read('a.txt')).rejects.toMatchObject({ code: 'file-in-other-encoding' });

    await writeFile(join(root, '.editorconfig'), '[*.txt]\ncharset = latin1\n');
    expect(await workspace.read('a.txt')).toMatchObject({ text: 'grün\n', encoding: 'iso-8859-1' });
    await save('a.txt', 'blau und grün\n');
    expect(await readFile(join(root, 'a.txt'), 'latin1')).toBe('blau und gr\xfcn\n');
    await expect(save('a.txt', '5 €\n')).rejects.toMatchObject({ code: 'text-not-in-encoding' });
    expect(await readFile(join(root, 'a.txt'), 'latin1')).toBe('blau und gr\xfcn\n');

    let users: TextEncoding = 'utf-8';
    const other = await openWorkspace(root, { encoding: () => users });
    await writeFile(join(root, 'b.md'), latin);
    await expect(other.read('b.md')).rejects.toMatchObject({ code: 'file-in-other-encoding' });
    users = 'windows-1252';
    expect(await other.read('b.md')).toMatchObject({ text: 'grün\n', encoding: 'windows-1252' });
    // What was chosen holds from then on, for whoever reads the file.
    expect(await other.read('b.md', 'koi8-r')).toMatchObject({ text: 'grЭn\n' });
    expect(await other.read('b.md')).toMatchObject({ encoding: 'koi8-r' });
    await other.edit('b.md', null, [{ line: 1, column: 3, endLine: 1, endColumn: 4, expect: 'Э', text: 'ю' }]);
    expect(await readFile(join(root, 'b.md'))).toEqual(Buffer.from('gr\xc0n\n', 'latin1'));
    expect(await other.read('b.md', 'iso-8859-1')).toMatchObject({ text: 'grÀn\n' });
    // Saved as UTF-8 it tells itself what it is.
    const { version } = await other.read('b.md');
    await other.write('b.md', { text: 'grün\n', eol: '\n', bom: false, encoding: 'utf-8' }, version);
    expect(await other.read('b.md')).toMatchObject({ text: 'grün\n', encoding: 'utf-8' });
  });

  it('a new file is written as the project wants it, once it has a text', async () => {
    await writeFile(
      join(root, '.editorconfig'),
      '[*.bat]\ncharset = latin1\n[*.csv]\ncharset = utf-8-bom\n[*.strings]\ncharset = utf-16le\n',
    );
    for (const path of ['a.bat', 'a.csv', 'a.strings', 'a.txt']) {
      await writeFile(join(root, path), '');
      await save(path, 'ü\n');
    }
    const written = async (path: string): Promise<Buffer> => readFile(join(root, path));
    expect(await written('a.bat')).toEqual(Buffer.from('\xfc\n', 'latin1'));
    expect(await written('a.csv')).toEqual(Buffer.from('\uFEFFü\n'));
    expect(await written('a.strings')).toEqual(Buffer.from('\uFEFFü\n', 'utf16le'));
    expect(await written('a.txt')).toEqual(Buffer.from('ü\n'));
  });

  it('refuses UTF-16 that is cut off, and UTF-32', async () => {
    await writeFile(join(root, 'odd.txt'), Buffer.from([0xff, 0xfe, 0x61]));
    await writeFile(join(root, 'utf32.txt'), Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]));
    await expect(workspace.read('odd.txt')).rejects.toMatchObject({ code: 'file-in-other-encoding' });
    await expect(workspace.read('utf32.txt')).rejects.toMatchObject({ code: 'file-is-binary' });
  });

  it('the mode and the owner', async () => {
    const path = join(root, 'run.sh');
    await writeFile(path, 'one\n');
    await chmod(path, 0o751);
    if (isRoot) await chown(path, NOBODY, NOBODY);
    const before = await stat(path);
    await save('run.sh', 'two\n');
    const after = await stat(path);
    expect([after.mode, after.uid, after.gid]).toEqual([before.mode, before.uid, before.gid]);
    // It was replaced, not written over.
    expect(after.ino).not.toBe(before.ino);
    expect(await readdir(root)).toEqual(['run.sh']);
  });

  it('links to it, and its other names', async () => {
    await mkdir(join(root, 'real'));
    await writeFile(join(root, 'real/a.txt'), 'one\n');
    await symlink('real/a.txt', join(root, 'soft.txt'));
    await link(join(root, 'real/a.txt'), join(root, 'hard.txt'));
    await save('soft.txt', 'two\n');
    expect(await readFile(join(root, 'real/a.txt'), 'utf8')).toBe('two\n');
    expect(await readFile(join(root, 'hard.txt'), 'utf8')).toBe('two\n');
    expect((await stat(join(root, 'hard.txt'))).nlink).toBe(2);
  });

  it('the name, however long it is', async () => {
    const name = 'n'.repeat(255);
    await writeFile(join(root, name), 'one\n');
    await save(name, 'two\n');
    expect(await readFile(join(root, name), 'utf8')).toBe('two\n');
  });
});

describe('what goes wrong loses nothing', () => {
  /** Run as somebody whom permissions bind. */
  async function unprivileged(work: () => Promise<void>): Promise<void> {
    await chmod(root, 0o755);
    if (isRoot) process.seteuid?.(NOBODY);
    try {
      await work();
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  }

  it('a folder that takes no new file: the file is written in place', async () => {
    await mkdir(join(root, 'fixed'));
    const path = join(root, 'fixed/a.txt');
    await writeFile(path, 'a longer text than the next one\n');
    await chmod(path, 0o666);
    await chmod(join(root, 'fixed'), 0o555);
    const { ino } = await stat(path);
    await unprivileged(() => save('fixed/a.txt', 'short\n'));
    expect(await readFile(path, 'utf8')).toBe('short\n');
    expect((await stat(path)).ino).toBe(ino);
    await chmod(join(root, 'fixed'), 0o755);
  });

  it('a file whose owner we cannot give is written in place, so that it stays theirs', async (context) => {
    if (!isRoot) context.skip('only root can make a file of another');
    const path = join(root, 'theirs.txt');
    await writeFile(path, 'one\n');
    await chmod(path, 0o666);
    const { ino, uid } = await stat(path);
    await chmod(root, 0o777);
    process.seteuid?.(NOBODY);
    try {
      await save('theirs.txt', 'two\n');
    } finally {
      process.seteuid?.(0);
    }
    const after = await stat(path);
    expect([after.ino, after.uid, await readFile(path, 'utf8')]).toEqual([ino, uid, 'two\n']);
    expect(await readdir(root)).toEqual(['theirs.txt']);
  });

  it('permission lost since it was opened: a message that says what to do', async () => {
    const path = join(root, 'a.txt');
    await writeFile(path, 'one\n');
    const file = await workspace.read('a.txt');
    await chmod(path, 0o444);
    await unprivileged(async () => {
      await expect(workspace.write('a.txt', { ...file, text: 'two\n' }, file.version)).rejects.toMatchObject({
        code: 'path-not-permitted',
        message: expect.stringContaining('Your text is still here') as unknown,
      });
    });
    expect(await readFile(path, 'utf8')).toBe('one\n');
  });

  it('a folder renamed under an open file: it can be saved again where it was', async () => {
    await mkdir(join(root, 'src'));
    await writeFile(join(root, 'src/a.txt'), 'one\n');
    const file = await workspace.read('src/a.txt');
    await rename(join(root, 'src'), join(root, 'lib'));
    const mine = { ...file, text: 'mine\n' };
    await expect(workspace.write('src/a.txt', mine, file.version)).rejects.toMatchObject({ code: 'path-not-found' });
    await workspace.write('src/a.txt', mine, null);
    expect(await readFile(join(root, 'src/a.txt'), 'utf8')).toBe('mine\n');
    expect(await readFile(join(root, 'lib/a.txt'), 'utf8')).toBe('one\n');
  });

  it('a full disk: the old text stays, whichever way it is written', async (context) => {
    const small = join(root, 'small');
    await mkdir(small);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', small], { stdio: 'ignore' });
    } catch {
      context.skip('no file system may be mounted here');
    }
    try {
      const old = 'old line\n'.repeat(4000);
      await writeFile(join(small, 'a.txt'), old);
      await writeFile(join(small, 'b.txt'), old);
      await link(join(small, 'b.txt'), join(small, 'hard.txt'));
      for (const path of ['small/a.txt', 'small/b.txt']) {
        const file = await workspace.read(path);
        // What fits in part: the system writes that much, and says so only in a number.
        const next = { ...file, text: 'new line\n'.repeat(12_000) };
        await expect(workspace.write(path, next, file.version)).rejects.toMatchObject({ code: 'disk-full' });
        expect(await readFile(join(root, path), 'utf8')).toBe(old);
      }
      await expect(
        workspace.write('small/new.txt', { text: 'x'.repeat(200_000), eol: '\n', bom: false }, null),
      ).rejects.toMatchObject({ code: 'disk-full' });
      expect((await readdir(small)).sort()).toEqual(['a.txt', 'b.txt', 'hard.txt']);
      // What fits can still be saved.
      await save('small/a.txt', 'short\n');
      expect(await readFile(join(small, 'a.txt'), 'utf8')).toBe('short\n');
    } finally {
      execFileSync('umount', [small]);
    }
  });
});
