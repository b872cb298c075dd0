import { execFileSync } from 'node:child_process';
import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MemoryWindow } from '../../../../test/support/memory-host.ts';
import { call, openTrusted, startApp, type RunningApp } from '../../../../test/support/running-app.ts';
import type { GitStatus } from '../../../shared/schemas/git.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';

/** What git does around what it is asked for: places it would go to, locks, what others do to the repository. */
let app: RunningApp;
let window: MemoryWindow;
let root = '';
let count = 0;

const git = (...args: string[]): string =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const put = (path: string, text: string): Promise<void> => writeFile(join(root, path), text);
/** A program among git's own files, where it is no change. */
async function program(path: string, text: string): Promise<string> {
  await put(path, `#!/bin/sh\n${text}\n`);
  await chmod(join(root, path), 0o755);
  return join(root, path);
}
const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
const commitAll = (message: string): Promise<GitStatus> =>
  call(window.api, 'git.commit', { message, amend: false, signOff: false, all: true });
const mark = (): string => join(root, '.git/ran');

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  root = await app.project(`folder-${String(count++)}`, { 'a.txt': 'one\ntwo\nthree\n' });
  window = app.host.openWindow();
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Ada');
  git('config', 'user.email', 'ada@example.com');
  git('add', '.');
  git('commit', '-q', '-m', 'First');
  await openTrusted(window.api, root);
});
afterEach(() => {
  vi.unstubAllEnvs();
  window.disconnect();
});

describe('other machines', () => {
  it('are not asked for what a partial clone has left out', async () => {
    git('config', 'core.sshCommand', await program('.git/ssh', `touch ${mark()}; exit 1`));
    git('remote', 'add', 'origin', 'ssh://git.example.test/a');
    git('config', 'core.repositoryFormatVersion', '1');
    git('config', 'extensions.partialClone', 'origin');
    git('config', 'remote.origin.promisor', 'true');
    git('config', 'protocol.ssh.allow', 'always');
    const blob = git('rev-parse', 'HEAD:a.txt').trim();
    await rm(join(root, '.git/objects', blob.slice(0, 2), blob.slice(2)), { force: true });
    expect(await call(window.api, 'git.text', { path: 'a.txt', version: { of: 'head' } })).toEqual({ kind: 'none' });
    expect(await isThere(mark())).toBe(false);
  });

  it('are not asked for submodules, which lead to others', async () => {
    const sub = await app.project(`sub-${String(count)}`, { 's.txt': 's' });
    const inSub = (...args: string[]): unknown => execFileSync('git', args, { cwd: sub, stdio: 'ignore' });
    inSub('init', '-q');
    inSub('add', '.');
    inSub('-c', 'user.name=x', '-c', 'user.email=x@x', 'commit', '-q', '-m', 's');
    git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', sub, 'sub');
    git('commit', '-q', '-m', 'With a submodule');
    const place = `${root}-bare.git`;
    git('clone', '-q', '--bare', root, place);
    git('remote', 'add', 'origin', place);
    git('push', '-q', '-u', 'origin', 'main');
    git('config', 'fetch.recurseSubmodules', 'true');
    git('-C', 'sub', 'config', 'core.sshCommand', await program('.git/ssh', `touch ${mark()}; exit 1`));
    git('-C', 'sub', 'remote', 'set-url', 'origin', 'ssh://git.example.test/sub');
    for (const action of [{ action: 'fetch' }, { action: 'pull', rebase: false }] as const)
      expect(await window.api['git.sync'](action, () => undefined).ended).toMatchObject({ ok: true });
    expect(await isThere(mark())).toBe(false);
  });

  it('are recorded each, where a push goes to several', async () => {
    git('remote', 'add', 'origin', 'ssh://one.example.test/a');
    for (const host of ['one', 'two'])
      git('remote', 'set-url', '--add', '--push', 'origin', `ssh://${host}.example.test/a`);
    git('config', 'core.sshCommand', 'false');
    await window.api['git.sync']({ action: 'publish', remote: 'origin' }, () => undefined).ended;
    const recorded = (await call(window.api, 'ledger.list', {})).filter(({ task }) => task === 'git').slice(-2);
    expect(recorded.map(({ origin, outcome }) => `${String(origin)} ${outcome}`).sort()).toEqual([
      'ssh://one.example.test failed',
      'ssh://two.example.test failed',
    ]);
  });

  it('are let go of when that is cancelled, or the mode is another one', async () => {
    const file = join(root, '.git/pid');
    git('config', 'core.sshCommand', await program('.git/ssh', `echo $$ > ${file}; exec sleep 1000`));
    git('remote', 'add', 'origin', 'ssh://git.example.test/a');
    const ends: readonly ((stream: { cancel(): void }) => unknown)[] = [
      (stream) => {
        stream.cancel();
      },
      () => call(window.api, 'policy.setMode', { mode: 'offline' }),
    ];
    for (const end of ends) {
      await rm(file, { force: true });
      const stream = window.api['git.sync']({ action: 'fetch' }, () => undefined);
      await waitFor(async () => {
        expect(await readFile(file, 'utf8')).toMatch(/\d\n/);
      });
      const pid = Number(await readFile(file, 'utf8'));
      await end(stream);
      expect((await stream.ended).ok).toBe(false);
      await waitFor(() => {
        expect(() => process.kill(pid, 0)).toThrow();
      });
    }
    await call(window.api, 'policy.setMode', { mode: 'normal' });
  });
});

describe('locks', () => {
  it('are put away when git is ended', async () => {
    await program('.git/hooks/pre-commit', `touch ${mark()}; sleep 1000`);
    await put('a.txt', 'changed\n');
    const committing = commitAll('x').catch((error: unknown) => error);
    await waitFor(async () => {
      expect(await isThere(mark())).toBe(true);
    });
    expect(await isThere(join(root, '.git/index.lock'))).toBe(true);
    await call(window.api, 'workspace.open', { paths: [await app.project(`other-${String(count)}`)] });
    expect(await committing).toMatchObject({ code: 'cancelled' });
    await waitFor(async () => {
      expect(await isThere(join(root, '.git/index.lock'))).toBe(false);
    });
  });

  it('of another git are waited for, a little while', async () => {
    const lock = join(root, '.git/index.lock');
    await put('a.txt', 'changed\n');
    await put('.git/index.lock', '');
    await expect(call(window.api, 'git.stage', { paths: ['a.txt'] })).rejects.toThrow(/Another git.*index\.lock/);
    const staging = call(window.api, 'git.stage', { paths: ['a.txt'] });
    // The other one is done once this one was in its way.
    const [result] = await Promise.all([staging, rm(lock)]);
    expect(result).toMatchObject({ changes: [{ path: 'a.txt', staged: 'modified' }] });
  });
});

describe('what git says', () => {
  it('is known in the language of no user', async ({ skip }) => {
    vi.stubEnv('LANGUAGE', 'de');
    const env = { ...process.env, LC_ALL: 'C.UTF-8' };
    const said = execFileSync('sh', ['-c', 'git switch none 2>&1 || true'], { cwd: root, env, encoding: 'utf8' });
    skip(said.startsWith('fatal'), 'this git speaks English alone');
    await expect(call(window.api, 'git.checkout', { name: 'none', kind: 'local' })).rejects.toThrow(
      /invalid reference/,
    );
  });

  it('is not mistaken for what a hook says', async () => {
    await program(
      '.git/hooks/pre-commit',
      'echo "error: this entry already exists, Permission denied (ask)" >&2; exit 1',
    );
    await put('a.txt', 'changed\n');
    await expect(commitAll('x')).rejects.toMatchObject({
      code: 'git-failed',
      message: expect.stringContaining('this entry already exists') as string,
    });
  });

  it('of files in the way of a stash is that they are', async () => {
    await put('new.txt', 'stashed');
    await call(window.api, 'git.stash', { message: '', untracked: true });
    await put('new.txt', 'in the way');
    const [stash] = await call(window.api, 'git.stashes', {});
    await expect(call(window.api, 'git.useStash', { hash: stash?.hash ?? '', how: 'pop' })).rejects.toMatchObject({
      code: 'git-local-changes',
    });
    expect(await readFile(join(root, 'new.txt'), 'utf8')).toBe('in the way');
  });

  it('of a commit that merges is what it brought, against its first parent', async () => {
    git('switch', '-q', '-c', 'topic');
    await put('theirs.txt', 't');
    git('add', '.');
    git('commit', '-q', '-m', 'theirs');
    git('switch', '-q', 'main');
    await put('ours.txt', 'o');
    git('add', '.');
    git('commit', '-q', '-m', 'ours');
    git('merge', '-q', '--no-edit', 'topic');
    const files = await call(window.api, 'git.commitFiles', { hash: git('rev-parse', 'HEAD').trim() });
    expect(files.map(({ path }) => path)).toEqual(['theirs.txt']);
  });

  it.runIf(process.platform === 'linux')(
    'of a name that is no text is counted, and nothing else is made of it',
    async () => {
      await put('1 M. N... 100644 100644 100644 0 0 made-up', 'abc\ndef\nghi\n');
      git('add', '.');
      git('commit', '-q', '-m', 'x');
      // Bash would read the user's own start-up file: it takes a socket as its input for a login from elsewhere.
      execFileSync('sh', ['-c', `mv 1* "$(printf 'bad\\377')" && git add -A`], { cwd: root });
      expect(await call(window.api, 'git.status', {})).toMatchObject({ changes: [], leftOut: 1 });
    },
  );
});

describe('what others do to a repository', () => {
  async function follow(): Promise<{ readonly last: () => string; readonly end: () => void }> {
    const seen: string[] = [];
    const stream = window.api['git.changes']({}, (status) => {
      seen.push(status.state === 'repository' ? `${String(status.branch)} ${String(status.head)}` : status.state);
    });
    await waitFor(() => {
      expect(seen).toHaveLength(1);
    });
    return {
      last: () => seen.at(-1) ?? '',
      end: () => {
        stream.cancel();
      },
    };
  }
  const becomes = (read: () => string, expected: string): Promise<void> =>
    waitFor(() => {
      expect(read()).toBe(expected);
    });

  it('is told: it is made, deleted, and made anew', async () => {
    root = await app.project(`plain-${String(count)}`, { 'x.txt': '' });
    await openTrusted(window.api, root);
    const { last, end } = await follow();
    expect(last()).toBe('no-repository');
    git('init', '-q', '-b', 'first');
    await becomes(last, 'first null');
    await rm(join(root, '.git'), { recursive: true });
    await becomes(last, 'no-repository');
    git('init', '-q', '-b', 'second');
    await becomes(last, 'second null');
    git('symbolic-ref', 'HEAD', 'refs/heads/third');
    await becomes(last, 'third null');
    end();
  });

  it('is told of a linked work tree, whose references are elsewhere', async () => {
    const linked = `${root}-linked`;
    git('worktree', 'add', '-q', '-b', 'side', linked);
    await openTrusted(window.api, linked);
    const { last, end } = await follow();
    git('commit', '-q', '--allow-empty', '-m', 'More');
    git('update-ref', 'refs/heads/side', 'main');
    await becomes(last, `side ${git('rev-parse', 'main').trim()}`);
    end();
  });
});
