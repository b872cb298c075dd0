import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { IgnoreSettings } from '../../privacy/ignore/ignore-settings.ts';
import type { MayRead } from '../../shared/schemas/workspace.ts';
import { detectIgnoreCase } from './ignore-case.ts';
import { openReadGuard, type ReadGuard } from './read-guard.ts';

let root = '';
let outside = '';
let guard: ReadGuard;
const put = async (path: string, text: string | Uint8Array): Promise<void> => {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), text);
};
const ask = (path: string): Promise<MayRead> => guard.mayRead(path);
const allowed = async (path: string): Promise<boolean> => (await ask(path)).allowed;

beforeEach(async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'guard-')));
  root = join(folder, 'project');
  outside = join(folder, 'outside');
  await mkdir(join(outside, 'secrets'), { recursive: true });
  await writeFile(join(outside, 'secrets/a.txt'), 'outside');
  await mkdir(root);
  guard = await openReadGuard(root);
});

describe('mayRead', () => {
  it('follows ignore files as they are now, in every folder', async () => {
    await put('src/a.ts', '');
    await put('src/deep/b.ts', '');
    expect(await ask('src/a.ts')).toEqual({ allowed: true, rule: null, pattern: null, source: null, line: null });
    await put('.codegrexignore', 'a.ts\n');
    expect(await ask('src/a.ts')).toEqual({
      allowed: false,
      rule: 'a.ts (.codegrexignore:1)',
      pattern: 'a.ts',
      source: '.codegrexignore',
      line: 1,
    });
    await put('src/.codegrexignore', '# none\ndeep/\n');
    expect(await ask('src/deep/b.ts')).toMatchObject({ source: 'src/.codegrexignore', line: 2 });
    await rm(join(root, '.codegrexignore'));
    expect(await allowed('src/a.ts')).toBe(true);
  });

  it('notices a change that leaves size and time as they were', async () => {
    await put('a.ts', '');
    for (const old of [new Date(2020, 1, 1), new Date()]) {
      await put('.codegrexignore', 'b.ts\n');
      await utimes(join(root, '.codegrexignore'), old, old);
      expect(await allowed('a.ts')).toBe(true);
      await put('.codegrexignore', 'a.ts\n');
      await utimes(join(root, '.codegrexignore'), old, old);
      expect(await allowed('a.ts')).toBe(false);
    }
  });

  it('goes by where links lead, and by their own names', async () => {
    await put('.env', 'SECRET');
    await put('vault/key.txt', 'SECRET');
    await put('plain.txt', '');
    await put('.codegrexignore', 'vault/\nalias.txt\nshut/\n');
    await symlink('.env', join(root, 'harmless.txt'));
    await symlink('vault', join(root, 'open'));
    await symlink('plain.txt', join(root, 'alias.txt'));
    await mkdir(join(root, 'src'));
    await symlink('src', join(root, 'shut'));
    for (const path of ['harmless.txt', 'open', 'open/key.txt', 'open/new.txt', 'alias.txt', 'shut', 'shut/a.ts']) {
      expect(await allowed(path), path).toBe(false);
    }
    expect(await allowed('plain.txt')).toBe(true);
    // An ignore file is a file like any other: as a link it would lend its name to a secret.
    await rm(join(root, '.codegrexignore'));
    await symlink('.env', join(root, '.codegrexignore'));
    expect(await allowed('.codegrexignore')).toBe(false);
  });

  it('never lets out of the workspace', async () => {
    await symlink(join(outside, 'secrets'), join(root, 'linked'));
    await symlink(join(outside, 'secrets/a.txt'), join(root, 'a.txt'));
    await symlink('..', join(root, 'up'));
    for (const path of ['linked', 'linked/a.txt', 'linked/new.txt', 'a.txt', 'up/outside/secrets/a.txt', 'up/new']) {
      expect(await ask(path), path).toMatchObject({ allowed: false, source: null });
    }
    await expect(ask('../outside/secrets/a.txt')).rejects.toMatchObject({ code: 'path-outside-workspace' });
    await expect(ask('/etc/passwd')).rejects.toMatchObject({ code: 'path-outside-workspace' });
  });

  it('refuses links that lead nowhere or in a circle, and what is no file', async () => {
    await symlink('nowhere', join(root, 'dangling'));
    await symlink('loop', join(root, 'loop'));
    execFileSync('mkfifo', [join(root, 'pipe')]);
    for (const path of ['dangling', 'dangling/x', 'loop', 'loop/x', 'pipe', 'a\0b']) {
      expect(await ask(path), path).toMatchObject({ allowed: false, rule: expect.any(String) as unknown });
    }
  });

  it('answers for files that do not exist yet, by name', async () => {
    await put('.codegrexignore', 'new/\n*.sql\n');
    expect(await allowed('src/a/b/c.ts')).toBe(true);
    expect(await allowed('src/a/b/c.sql')).toBe(false);
    expect(await allowed('x/new/c.ts')).toBe(false);
    expect(await allowed('x/new')).toBe(true);
    expect(await allowed('x/new/')).toBe(false);
  });

  it('keeps to the rules above a repository within the workspace', async () => {
    await put('.codegrexignore', '*.sql\n!keep.sql\n');
    await put('vendor/lib/.git', 'gitdir: ../../.git/modules/lib\n');
    await put('vendor/lib/.codegrexignore', '!*\n');
    await put('vendor/lib/a.sql', '');
    expect(await allowed('vendor/lib/a.sql')).toBe(true);
    await put('vendor/lib/.codegrexignore', '# none\n');
    expect(await allowed('vendor/lib/a.sql')).toBe(false);
    expect(await allowed('vendor/lib/.git')).toBe(false);
  });

  it('answers for many as for each', async () => {
    await put('.codegrexignore', '*.sql\n');
    await put('src/.codegrexignore', 'x*\n');
    await symlink('../a.sql', join(root, 'src/link.txt'));
    await put('a.sql', '');
    const paths = ['a.ts', 'a.sql', 'src/x', 'src/y', 'src/link.txt', '.env', 'none/deep', '.'];
    expect(await guard.mayReadAll(paths)).toEqual(await Promise.all(paths.map(ask)));
    expect(await guard.mayReadAll(['../out', '/etc/passwd', 'a.ts'])).toMatchObject([
      { allowed: false, source: null },
      { allowed: false, source: null },
      { allowed: true },
    ]);
    expect(await guard.mayReadAll([])).toEqual([]);
  });

  it('says of the workspace itself what its rules say', async () => {
    expect(await allowed('')).toBe(true);
    expect(await allowed('.')).toBe(true);
    await mkdir(join(root, '.codegrexignore'));
    expect(await allowed('.')).toBe(false);
  });
});

describe('an ignore file that cannot be made sense of', () => {
  const closed = async (why: string): Promise<void> => {
    await put('src/deep/.codegrexignore', '!*\n');
    await put('src/deep/a.ts', '');
    await put('b.ts', '');
    expect(await ask('src/deep/a.ts')).toEqual({
      allowed: false,
      rule: `src/.codegrexignore ${why}, so everything that these rules could name is kept from models`,
      pattern: null,
      source: 'src/.codegrexignore',
      line: null,
    });
    expect(await allowed('b.ts')).toBe(true);
    await rm(join(root, 'src/.codegrexignore'), { recursive: true });
    expect(await allowed('src/deep/a.ts')).toBe(true);
  };
  beforeEach(() => mkdir(join(root, 'src')));

  it('is no file', async () => {
    await mkdir(join(root, 'src/.codegrexignore'));
    await closed('is not a regular file');
  });
  it('is a pipe that nobody writes to', async () => {
    execFileSync('mkfifo', [join(root, 'src/.codegrexignore')]);
    await closed('is not a regular file');
  });
  it('is a link that leads nowhere', async () => {
    await symlink('nowhere', join(root, 'src/.codegrexignore'));
    await closed('cannot be read');
  });
  it('is a link in a circle', async () => {
    await symlink('.codegrexignore', join(root, 'src/.codegrexignore'));
    await closed('cannot be read');
  });
  it('is too large', async () => {
    await put('src/.codegrexignore', '#'.repeat(1024 * 1024 + 1));
    await closed('is larger than 1 MB');
  });
  it('is binary, as UTF-16 is', async () => {
    await put('src/.codegrexignore', Buffer.from('\uFEFF*.sql\n', 'utf16le'));
    await closed('is not text');
  });
  it('is in another encoding', async () => {
    await put('src/.codegrexignore', Buffer.from('für/\n', 'latin1'));
    await closed('is not UTF-8 text');
  });
  it('may not be read', async () => {
    await put('src/.codegrexignore', 'x\n');
    await chmod(join(root, 'src/.codegrexignore'), 0o000);
    for (const path of ['src/deep', 'src', '..', '.']) {
      await mkdir(join(root, path), { recursive: true });
      await chmod(join(root, path), 0o755);
    }
    await put('src/a.ts', '');
    // Root may read everything, so it must be someone else for this.
    const asRoot = process.geteuid?.() === 0;
    if (asRoot) process.seteuid?.(65534);
    try {
      expect(await ask('src/a.ts')).toMatchObject({ allowed: false, source: 'src/.codegrexignore' });
    } finally {
      if (asRoot) process.seteuid?.(0);
    }
  });
  it('is good through a link that leads to text', async () => {
    await put('shared.rules', 'a.ts\n');
    await symlink('../shared.rules', join(root, 'src/.codegrexignore'));
    expect(await ask('src/a.ts')).toMatchObject({ allowed: false, source: 'src/.codegrexignore', line: 1 });
  });
});

describe('the user’s settings', () => {
  let settings: IgnoreSettings;
  beforeEach(async () => {
    settings = { rules: [], honour: [] };
    guard = await openReadGuard(root, { ignore: () => settings });
  });

  it('apply at once, and win over built-in rules but not over the workspace’s', async () => {
    expect(await ask('.npmrc')).toMatchObject({ allowed: false, source: 'built-in rules', line: null });
    settings = { ...settings, rules: ['*.md', '!.npmrc', '!*.sql'] };
    expect(await ask('.npmrc')).toMatchObject({ allowed: true, pattern: '!.npmrc', source: 'your settings', line: 2 });
    expect(await ask('a.md')).toMatchObject({ allowed: false, rule: '*.md (your settings:1)' });
    await put('.codegrexignore', '*.sql\n!*.md\n!.env\n');
    expect(await allowed('a.sql')).toBe(false);
    expect(await allowed('a.md')).toBe(false);
    expect(await allowed('.env')).toBe(false);
  });

  it('choose which other tools’ files count, and each only adds', async () => {
    await put('.gitignore', 'dist/\n!*.md\n');
    await put('.cursorignore', '*.md\n!dist/\n');
    expect([await allowed('dist/a.js'), await allowed('a.md')]).toEqual([true, true]);
    settings = { ...settings, honour: ['.cursorignore'] };
    expect([await allowed('dist/a.js'), await allowed('a.md')]).toEqual([true, false]);
    settings = { ...settings, honour: ['.gitignore', '.cursorignore'] };
    expect(await ask('dist/a.js')).toMatchObject({ allowed: false, source: '.gitignore', line: 1 });
    expect(await ask('a.md')).toMatchObject({ allowed: false, source: '.cursorignore', line: 1 });
  });

  it('close everything when they cannot be read', async () => {
    settings = { rules: null, honour: [] };
    expect(await ask('a.ts')).toMatchObject({ allowed: false, source: 'your settings' });
  });
});

describe('where names that differ in case are the same', () => {
  it('rules hold for every spelling', async () => {
    await put('.codegrexignore', '/Private/\n*.SQL\n');
    guard = await openReadGuard(root, { ignoreCase: true });
    expect([await allowed('private/a'), await allowed('x/dump.sql')]).toEqual([false, false]);
    guard = await openReadGuard(root, { ignoreCase: false });
    expect([await allowed('private/a'), await allowed('x/dump.sql')]).toEqual([true, true]);
  });

  it('that is found out by asking the disk', async () => {
    await put('Name.txt', '');
    const same = await detectIgnoreCase(root);
    await put('nAME.TXT', 'another');
    // Now the other spelling exists for certain: it is either the same file or one of its own.
    expect(await detectIgnoreCase(root)).toBe(same);
    expect(await detectIgnoreCase(join(root, 'none'), 'darwin')).toBe(true);
    expect(await detectIgnoreCase(join(root, 'none'), 'linux')).toBe(false);
  });
});
