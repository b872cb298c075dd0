import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MemoryWindow } from '../../../../test/support/memory-host.ts';
import { call, startApp, type RunningApp } from '../../../../test/support/running-app.ts';
import type { GitChange, GitRepository, GitStatus, GitSyncEvent } from '../../../shared/schemas/git.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';

/** Git over the whole core, with real repositories. */
let app: RunningApp;
let window: MemoryWindow;
let root = '';
let count = 0;

const git = (...args: string[]): string =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const put = (path: string, text: string): Promise<void> => writeFile(join(root, path), text);
const onDisk = (path: string): Promise<string> => readFile(join(root, path), 'utf8');
const repository = (status: GitStatus): GitRepository => {
  if (status.state !== 'repository') throw new Error(status.state);
  return status;
};
const short = (changes: readonly GitChange[]): string[] =>
  changes
    .map((c) => `${c.path} ${c.staged ?? '-'} ${c.unstaged ?? '-'}${c.conflict === null ? '' : ` ${c.conflict}`}`)
    .sort();
const ask = async (): Promise<GitRepository> => repository(await call(window.api, 'git.status', {}));
const commit = (message: string, more: Partial<{ amend: boolean; signOff: boolean; all: boolean }> = {}) =>
  call(window.api, 'git.commit', { message, amend: false, signOff: false, all: false, ...more });

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  root = await app.project(`folder-${String(count++)}`, { 'a.txt': 'one\ntwo\nthree\n', 'lib/b.txt': 'b\n' });
  window = app.host.openWindow();
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Ada');
  git('config', 'user.email', 'ada@example.com');
  git('add', '.');
  git('commit', '-q', '-m', 'First\n\nWith a body.');
  await call(window.api, 'workspace.open', { paths: [root] });
  await call(window.api, 'policy.setTrust', { trusted: true });
});
afterEach(() => {
  window.disconnect();
});

describe('what is changed', () => {
  it('is told file by file, with what is staged of each', async () => {
    await put('a.txt', 'one\ntwo!\nthree\n');
    git('add', 'a.txt');
    await put('a.txt', 'one\ntwo!\nthree!\n');
    git('mv', 'lib/b.txt', 'lib/c.txt');
    await put('odd\nname "x".txt', 'new');
    const status = await ask();
    expect(short(status.changes)).toEqual([
      'a.txt modified modified',
      'lib/c.txt renamed -',
      'odd\nname "x".txt - untracked',
    ]);
    expect(status.changes.find(({ path }) => path === 'lib/c.txt')?.from).toBe('lib/b.txt');
    expect(status).toMatchObject({ branch: 'main', upstream: null, doing: null, stashes: 0, remotes: [] });
  });

  it('is told as it changes, by others too', async () => {
    const seen: GitStatus[] = [];
    const stream = window.api['git.changes']({}, (status) => {
      seen.push(status);
    });
    await waitFor(() => {
      expect(seen).toHaveLength(1);
    });
    git('switch', '-q', '-c', 'other/branch');
    await waitFor(() => {
      expect(seen.at(-1)).toMatchObject({ branch: 'other/branch' });
    });
    git('commit', '-q', '--allow-empty', '-m', 'More');
    const head = git('rev-parse', 'HEAD').trim();
    await waitFor(() => {
      expect(seen.at(-1)).toMatchObject({ head });
    });
    stream.cancel();
  });

  it('of a folder within a repository is what is in it; what is staged elsewhere is counted', async () => {
    await put('a.txt', 'changed\n');
    git('add', 'a.txt');
    await put('lib/b.txt', 'changed\n');
    await call(window.api, 'workspace.open', { paths: [join(root, 'lib')] });
    await call(window.api, 'policy.setTrust', { trusted: true });
    const status = await ask();
    expect(short(status.changes)).toEqual(['b.txt - modified']);
    expect(status.stagedOutside).toBe(1);
    expect(await call(window.api, 'git.text', { path: 'b.txt', version: { of: 'head' } })).toMatchObject({
      text: 'b\n',
    });
    expect(short(repository(await call(window.api, 'git.stage', { paths: ['b.txt'] })).changes)).toEqual([
      'b.txt modified -',
    ]);
    const { blob } = (await call(window.api, 'git.text', { path: 'b.txt', version: { of: 'index' } })) as {
      blob: string;
    };
    await call(window.api, 'git.stageText', { path: 'b.txt', text: 'staged\n', expected: blob });
    expect(git('show', ':lib/b.txt')).toBe('staged\n');
  });

  it('is nothing where there is no repository, until one is made', async () => {
    root = await app.project('plain', { 'x.txt': '1' });
    await call(window.api, 'workspace.open', { paths: [root] });
    await call(window.api, 'policy.setTrust', { trusted: true });
    expect(await call(window.api, 'git.status', {})).toMatchObject({ state: 'no-repository' });
    const made = repository(await call(window.api, 'git.init', {}));
    expect(made).toMatchObject({ head: null });
    expect(short(made.changes)).toEqual(['x.txt - untracked']);
    await call(window.api, 'git.stage', { paths: ['x.txt'] });
    expect(short(repository(await call(window.api, 'git.unstage', { paths: ['x.txt'] })).changes)).toEqual([
      'x.txt - untracked',
    ]);
  });
});

describe('a folder that is not trusted', () => {
  it('has git not run in it, whatever its configuration names', async () => {
    for (const key of [
      'core.fsmonitor',
      'core.sshCommand',
      'diff.external',
      'core.pager',
      'filter.x.clean',
      'core.editor',
    ])
      git('config', key, 'touch ran');
    await put('.gitattributes', '* filter=x\n');
    await put('.git/hooks/pre-commit', '#!/bin/sh\ntouch ran\n');
    await chmod(join(root, '.git/hooks/pre-commit'), 0o755);
    await put('a.txt', 'other\n');
    await call(window.api, 'policy.setTrust', { trusted: false });
    expect(await call(window.api, 'git.status', {})).toMatchObject({ state: 'not-trusted' });
    for (const attempt of [
      call(window.api, 'git.stage', { paths: ['a.txt'] }),
      commit('x', { all: true }),
      call(window.api, 'git.log', { path: null, skip: 0, count: 1 }),
      call(window.api, 'git.blame', { path: 'a.txt', text: null }),
      call(window.api, 'git.init', {}),
    ])
      await expect(attempt).rejects.toMatchObject({ code: 'folder-not-trusted' });
    await expect(stat(join(root, 'ran'))).rejects.toThrow();
  });
});

describe('staging', () => {
  it('takes whole files, and gives them back', async () => {
    await put('a.txt', 'changed\n');
    await rm(join(root, 'lib/b.txt'));
    expect(short(repository(await call(window.api, 'git.stage', { paths: ['a.txt', 'lib/b.txt'] })).changes)).toEqual([
      'a.txt modified -',
      'lib/b.txt deleted -',
    ]);
    expect(short(repository(await call(window.api, 'git.unstage', { paths: ['lib/b.txt'] })).changes)).toEqual([
      'a.txt modified -',
      'lib/b.txt - deleted',
    ]);
  });

  it('takes a text that is on no disk, and not over another one', async () => {
    await put('a.txt', 'ONE\ntwo\nTHREE\n');
    const index = await call(window.api, 'git.text', { path: 'a.txt', version: { of: 'index' } });
    if (index.kind !== 'text') throw new Error(index.kind);
    await call(window.api, 'git.stageText', { path: 'a.txt', text: 'ONE\ntwo\nthree\n', expected: index.blob });
    expect(git('show', ':a.txt')).toBe('ONE\ntwo\nthree\n');
    expect(await onDisk('a.txt')).toBe('ONE\ntwo\nTHREE\n');
    await expect(
      call(window.api, 'git.stageText', { path: 'a.txt', text: 'x', expected: index.blob }),
    ).rejects.toMatchObject({ code: 'git-changed-since' });
  });

  it('keeps line ends and the mode of what is staged', async () => {
    await put('win.txt', 'a\r\nb\r\n');
    await chmod(join(root, 'win.txt'), 0o755);
    git('add', 'win.txt');
    const index = await call(window.api, 'git.text', { path: 'win.txt', version: { of: 'index' } });
    expect(index).toMatchObject({ kind: 'text', text: 'a\nb\n' });
    const expected = index.kind === 'text' ? index.blob : null;
    await call(window.api, 'git.stageText', { path: 'win.txt', text: 'A\nb\n', expected });
    expect(git('show', ':win.txt')).toBe('A\r\nb\r\n');
    expect(git('ls-files', '-s', 'win.txt')).toMatch(/^100755 /);
  });

  it('is undone in files; new ones go to the trash', async () => {
    await put('a.txt', 'changed\n');
    await put('new.txt', 'new\n');
    const trashed: string[] = [];
    vi.spyOn(app.host, 'trash').mockImplementation(async (path) => {
      trashed.push(path);
      await rm(path);
    });
    const after = await call(window.api, 'git.discard', { paths: ['a.txt', 'new.txt'] });
    expect(repository(after).changes).toEqual([]);
    expect(await onDisk('a.txt')).toBe('one\ntwo\nthree\n');
    expect(trashed).toEqual([join(root, 'new.txt')]);
  });
});

describe('commits', () => {
  it('are made of what is staged, amended and signed off', async () => {
    await expect(commit('Nothing')).rejects.toMatchObject({ code: 'git-nothing-staged' });
    await put('a.txt', 'changed\n');
    git('add', '.');
    await expect(commit('  \n')).rejects.toMatchObject({ code: 'git-message-missing' });
    await commit('Second', { signOff: true });
    expect(git('log', '-1', '--format=%B')).toMatch(/^Second\n\nSigned-off-by: Ada/);
    expect((await call(window.api, 'git.lastMessage', {})).message).toMatch(/^Second/);
    await commit('Better', { amend: true });
    expect(git('log', '--format=%s')).toBe('Better\nFirst\n');
    await put('lib/b.txt', 'all\n');
    expect(repository(await commit('All', { all: true })).changes).toEqual([]);
  });

  it('run the hooks of a trusted folder, and say what these said', async () => {
    await put('.git/hooks/pre-commit', '#!/bin/sh\necho "error: not like this" >&2\nexit 1\n');
    await chmod(join(root, '.git/hooks/pre-commit'), 0o755);
    await put('a.txt', 'changed\n');
    await expect(commit('x', { all: true })).rejects.toThrow(/Git could not do this: .*not like this/);
  });

  it('are listed, with the files of each, and those of one file under its old names', async () => {
    git('mv', 'lib/b.txt', 'lib/c.txt');
    git('commit', '-q', '-m', 'Moved');
    const all = await call(window.api, 'git.log', { path: null, skip: 0, count: 1 });
    expect(all).toMatchObject({ more: true, commits: [{ subject: 'Moved', author: { name: 'Ada' }, refs: ['main'] }] });
    const [hash = ''] = all.commits.map((each) => each.hash);
    expect(await call(window.api, 'git.commitFiles', { hash })).toMatchObject([
      { path: 'lib/c.txt', from: 'lib/b.txt', staged: 'renamed' },
    ]);
    const one = await call(window.api, 'git.log', { path: 'lib/c.txt', skip: 0, count: 10 });
    expect(one.commits.map(({ subject, body, path, parents }) => [subject, body, path, parents.length])).toEqual([
      ['Moved', '', 'lib/c.txt', 1],
      ['First', 'With a body.', 'lib/b.txt', 0],
    ]);
    const before = await call(window.api, 'git.text', { path: 'lib/b.txt', version: { of: 'parent', hash } });
    expect(before).toMatchObject({ kind: 'text', text: 'b\n' });
    expect(await call(window.api, 'git.text', { path: 'none', version: { of: 'head' } })).toEqual({ kind: 'none' });
  });

  it('are told for each line, of unsaved text too', async () => {
    await put('a.txt', 'one\nTWO\nthree\n');
    git('-c', 'user.name=Grace', 'commit', '-q', '-a', '-m', 'Second');
    const blame = await call(window.api, 'git.blame', { path: 'a.txt', text: 'new\none\nTWO\nthree\n' });
    expect(
      blame.map(({ line, lines, commit: by }) => [line, lines, by?.author.name ?? null, by?.subject ?? null]),
    ).toEqual([
      [1, 1, null, null],
      [2, 1, 'Ada', 'First'],
      [3, 1, 'Grace', 'Second'],
      [4, 1, 'Ada', 'First'],
    ]);
    expect(await call(window.api, 'git.blame', { path: 'none.txt', text: 'x' })).toEqual([]);
  });
});

describe('branches and stashes', () => {
  it('are made, switched to, renamed, merged and deleted', async () => {
    expect(repository(await call(window.api, 'git.createBranch', { name: 'topic', from: null })).branch).toBe('topic');
    await put('a.txt', 'topic\n');
    await commit('On topic', { all: true });
    await call(window.api, 'git.checkout', { name: 'main', kind: 'local' });
    await expect(call(window.api, 'git.deleteBranch', { name: 'topic', force: false })).rejects.toMatchObject({
      code: 'git-not-merged',
    });
    await expect(call(window.api, 'git.createBranch', { name: 'bad..name', from: null })).rejects.toMatchObject({
      code: 'git-name-invalid',
    });
    await call(window.api, 'git.renameBranch', { from: 'topic', to: 'renamed' });
    const branches = await call(window.api, 'git.branches', {});
    expect(branches.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toMatchObject([
      { name: 'main', current: true },
      { name: 'renamed', kind: 'local', current: false, subject: 'On topic' },
    ]);
    await call(window.api, 'git.merge', { name: 'renamed' });
    await call(window.api, 'git.deleteBranch', { name: 'renamed', force: false });
    expect(git('branch', '--format=%(refname:short)')).toBe('main\n');
  });

  it('refuse to lose what is not committed', async () => {
    git('switch', '-q', '-c', 'topic');
    await put('a.txt', 'topic\n');
    git('commit', '-q', '-a', '-m', 'x');
    git('switch', '-q', 'main');
    await put('a.txt', 'mine\n');
    await expect(call(window.api, 'git.checkout', { name: 'topic', kind: 'local' })).rejects.toMatchObject({
      code: 'git-local-changes',
    });
    expect(await onDisk('a.txt')).toBe('mine\n');
  });

  it('put changes by, and bring them back', async () => {
    await put('a.txt', 'mine\n');
    await put('new.txt', 'new\n');
    expect(repository(await call(window.api, 'git.stash', { message: 'later', untracked: true }))).toMatchObject({
      stashes: 1,
      changes: [],
    });
    const [stash] = await call(window.api, 'git.stashes', {});
    expect(stash).toMatchObject({ index: 0, message: 'On main: later' });
    const back = await call(window.api, 'git.useStash', { hash: stash?.hash ?? '', how: 'pop' });
    expect(short(repository(back).changes)).toEqual(['a.txt - modified', 'new.txt - untracked']);
  });

  it('leave conflicts to the user, and can be called off', async () => {
    git('switch', '-q', '-c', 'topic');
    await put('a.txt', 'theirs\n');
    git('commit', '-q', '-a', '-m', 'theirs');
    git('switch', '-q', 'main');
    await put('a.txt', 'ours\n');
    git('commit', '-q', '-a', '-m', 'ours');
    const merging = repository(await call(window.api, 'git.merge', { name: 'topic' }));
    expect(merging).toMatchObject({ doing: 'merge', preparedMessage: "Merge branch 'topic'" });
    expect(short(merging.changes)).toEqual(['a.txt - - both-modified']);
    const sides = await Promise.all(
      (['base', 'ours', 'theirs'] as const).map((of) =>
        call(window.api, 'git.text', { path: 'a.txt', version: { of } }),
      ),
    );
    expect(sides.map((side) => (side.kind === 'text' ? side.text : ''))).toEqual([
      'one\ntwo\nthree\n',
      'ours\n',
      'theirs\n',
    ]);
    await expect(commit('x')).rejects.toMatchObject({ code: 'git-conflicts' });
    expect(repository(await call(window.api, 'git.goOn', { how: 'abort' }))).toMatchObject({
      doing: null,
      changes: [],
    });
    await call(window.api, 'git.merge', { name: 'topic' });
    await put('a.txt', 'both\n');
    await call(window.api, 'git.stage', { paths: ['a.txt'] });
    expect(repository(await call(window.api, 'git.goOn', { how: 'continue' }))).toMatchObject({
      doing: null,
      changes: [],
    });
    expect(git('log', '-1', '--format=%s')).toBe("Merge branch 'topic'\n");
  });
});

describe('other places', () => {
  async function bare(): Promise<string> {
    const place = `${root}-bare.git`;
    await mkdir(place);
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', place]);
    git('remote', 'add', 'origin', place);
    return place;
  }
  async function sync(
    action: Parameters<(typeof window.api)['git.sync']>[0],
  ): Promise<{ code: string; events: GitSyncEvent[] }> {
    const events: GitSyncEvent[] = [];
    const stream = window.api['git.sync'](action, (event) => {
      events.push(event);
    });
    const result = await stream.ended;
    return { code: result.ok ? 'ok' : result.failure.code, events };
  }
  const recorded = async () => (await call(window.api, 'ledger.list', {})).filter(({ task }) => task === 'git').at(-1);

  it('that are folders are reached in every mode, without network, and it is recorded', async () => {
    const place = await bare();
    await call(window.api, 'policy.setMode', { mode: 'offline' });
    expect((await sync({ action: 'push', force: false })).code).toBe('git-no-remote');
    expect((await sync({ action: 'publish', remote: 'origin' })).code).toBe('ok');
    expect(await ask()).toMatchObject({ upstream: 'origin/main', ahead: 0, behind: 0, remotes: ['origin'] });
    expect(await recorded()).toMatchObject({ outcome: 'allowed', origin: null, mode: 'offline' });
    const other = `${root}-other`;
    execFileSync('git', ['clone', '-q', place, other]);
    execFileSync('git', ['-c', 'user.name=B', '-c', 'user.email=b@x', 'commit', '-q', '--allow-empty', '-m', 'There'], {
      cwd: other,
    });
    execFileSync('git', ['push', '-q'], { cwd: other });
    expect((await sync({ action: 'fetch' })).code).toBe('ok');
    expect(await ask()).toMatchObject({ behind: 1 });
    git('commit', '-q', '--allow-empty', '-m', 'Here');
    expect((await sync({ action: 'push', force: false })).code).toBe('git-remote-refused');
    expect((await sync({ action: 'pull', rebase: true })).code).toBe('ok');
    const pushed = await sync({ action: 'push', force: false });
    expect(pushed.code).toBe('ok');
    expect(pushed.events.map(({ kind }) => kind)).toContain('done');
    expect(git('log', '--format=%s', 'origin/main')).toBe('Here\nThere\nFirst\n');
    await call(window.api, 'policy.setMode', { mode: 'normal' });
  });

  it.each(['https://user:secret@git.example.test/a.git', 'git@git.example.test:a.git', 'ssh://git.example.test/a'])(
    'that are other machines are not reached under Offline, and that is recorded: %s',
    async (address) => {
      git('remote', 'add', 'origin', address);
      git('config', 'core.sshCommand', `touch ${root}/ran;`);
      await call(window.api, 'policy.setMode', { mode: 'offline' });
      const { code, events } = await sync({ action: 'fetch' });
      expect([code, events]).toEqual(['refused-by-mode', []]);
      const entry = await recorded();
      expect(entry).toMatchObject({ outcome: 'refused', destination: 'cloud' });
      expect(entry?.origin).toContain('git.example.test');
      expect(JSON.stringify(entry)).not.toContain('secret');
      await expect(stat(join(root, 'ran'))).rejects.toThrow();
      await call(window.api, 'policy.setMode', { mode: 'normal' });
    },
  );

  it('are added and removed by name; what is no address is refused, and a name that is taken', async () => {
    const add = (name: string, url: string) => call(window.api, 'git.addRemote', { name, url });
    expect(await add('origin', 'ssh://git@git.example.test/a')).toMatchObject({ remotes: ['origin'] });
    await expect(add('origin', '/elsewhere')).rejects.toMatchObject({ code: 'git-name-invalid' });
    await expect(add('a b', '/elsewhere')).rejects.toMatchObject({ code: 'git-name-invalid' });
    await expect(add('evil', `ext::sh -c touch% ${root}/ran`)).rejects.toMatchObject({ code: 'git-address-invalid' });
    expect(await call(window.api, 'git.removeRemote', { name: 'origin' })).toMatchObject({ remotes: [] });
    await expect(call(window.api, 'git.removeRemote', { name: 'origin' })).rejects.toThrow();
    await expect(stat(join(root, 'ran'))).rejects.toThrow();
  });

  it('that are programs are refused in every mode', async () => {
    git('remote', 'add', 'origin', `ext::sh -c touch% ${root}/ran`);
    git('config', 'protocol.ext.allow', 'always');
    expect((await sync({ action: 'fetch' })).code).toBe('refused-by-policy');
    await expect(stat(join(root, 'ran'))).rejects.toThrow();
  });
});
