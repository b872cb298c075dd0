import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Policy } from '../../../privacy/policy.ts';
import { AppError } from '../../../shared/app-error.ts';
import { createInTurn } from '../../../shared/in-turn.ts';
import { LIMITS } from '../../../shared/limits.ts';
import type {
  GitBlame,
  GitBranch,
  GitChange,
  GitCommit,
  GitCommitRequest,
  GitRepository,
  GitStash,
  GitStatus,
  GitSync,
  GitSyncEvent,
  GitText,
  GitVersion,
} from '../../../shared/schemas/git.ts';
import type { Trash } from '../change-files.ts';
import type { WorkspaceFolder } from '../workspace.ts';
import { blameOf, stageText, textOf } from './git-files.ts';
import { createGitRunner, topLevel, type GitRunner } from './git-runner.ts';
import { syncWith, type SyncEntry, type SyncStart } from './git-sync.ts';
import {
  BRANCH_FORMAT,
  COMMIT_FORMAT,
  parseBranches,
  parseCommits,
  parseNameStatus,
  parseStashes,
  STASH_FORMAT,
} from './parse-history.ts';
import { parseStatus } from './parse-status.ts';
import { remotePlace } from './remote-url.ts';
import { watchRepository, type RepositoryWatch } from './watch-repository.ts';
import { t } from '../../../shared/messages/t.ts';

/**
 * The user's own git, for one window's folder. Not in a folder that is not trusted: a repository's configuration names
 * programs. All that changes something answers with the status afterwards. For what each throws see the contract.
 */
export interface GitService {
  status(): Promise<GitStatus>;
  /** Told of each other status than the last one; returns what ends that. */
  onChange(changed: (status: GitStatus) => void): () => void;
  /** Something may be different: a file was saved, the folder or its trust changed. */
  lookAgain(): void;
  init(): Promise<GitStatus>;
  stage(paths: readonly string[]): Promise<GitStatus>;
  unstage(paths: readonly string[]): Promise<GitStatus>;
  discard(paths: readonly string[], trash: Trash): Promise<GitStatus>;
  text(path: string, version: GitVersion): Promise<GitText>;
  stageText(path: string, text: string, expected: string | null): Promise<GitStatus>;
  commit(request: GitCommitRequest): Promise<GitStatus>;
  lastMessage(): Promise<string | null>;
  goOn(how: 'continue' | 'abort' | 'skip'): Promise<GitStatus>;
  branches(): Promise<GitBranch[]>;
  checkout(name: string, kind: GitBranch['kind']): Promise<GitStatus>;
  createBranch(name: string, from: string | null): Promise<GitStatus>;
  renameBranch(from: string, to: string): Promise<GitStatus>;
  deleteBranch(name: string, force: boolean): Promise<GitStatus>;
  addRemote(name: string, url: string): Promise<GitStatus>;
  removeRemote(name: string): Promise<GitStatus>;
  merge(name: string): Promise<GitStatus>;
  stashes(): Promise<GitStash[]>;
  stash(message: string, untracked: boolean): Promise<GitStatus>;
  useStash(hash: string, how: 'apply' | 'pop' | 'drop'): Promise<GitStatus>;
  sync(action: GitSync, emit: (event: GitSyncEvent) => Promise<void>, signal: AbortSignal): Promise<void>;
  blame(path: string, text: string | null): Promise<GitBlame[]>;
  log(path: string | null, skip: number, count: number): Promise<{ commits: GitCommit[]; more: boolean }>;
  commitFiles(hash: string): Promise<GitChange[]>;
  /** What runs is ended. */
  close(): void;
}

export interface GitParts {
  readonly folder: WorkspaceFolder;
  readonly trusted: () => boolean;
  readonly policy: () => Policy;
  /** Begins a line in the record of what left. */
  readonly record: (start: SyncStart) => SyncEntry;
}

/** What happens comes in bursts. */
const SETTLES_MS = 150;

export function createGitService(parts: GitParts): GitService {
  const inTurn = createInTurn();
  const ending = new AbortController();
  let watched: { readonly key: string; readonly watch: RepositoryWatch } | null = null;
  let due: NodeJS.Timeout | undefined;
  let looking = false;
  let again = false;
  let told = '';
  const listeners = new Set<(status: GitStatus) => void>();

  const { alone: workspace, root, name: folder } = parts.folder;
  async function runner(): Promise<GitRunner> {
    if (!parts.trusted()) throw new AppError('folder-not-trusted', t('Trust it to use Git here.'));
    const top = await topLevel(root);
    if (top === null) throw new AppError('git-unavailable', t('This folder is in no repository.'));
    return createGitRunner(root, top, ending.signal);
  }
  /** A path of the open folder, as git is given it. */
  const inside = (path: string): string => {
    workspace.absolute(path);
    return path;
  };

  async function status(): Promise<GitStatus> {
    if (!parts.trusted()) return { state: 'not-trusted', folder };
    const top = await topLevel(root);
    if (top === null) {
      await follow(root, null);
      return { state: 'no-repository', folder };
    }
    const git = createGitRunner(root, top, ending.signal);
    try {
      const [found, remotes, placed] = await Promise.all([
        git.run(['status', '--porcelain=v2', '--branch', '--show-stash', '--untracked-files=all', '-z']),
        git.run(['remote']),
        git.run(['rev-parse', '--absolute-git-dir']),
      ]);
      const gitFolder = placed.text.replace(/\n$/, '');
      await follow(top, gitFolder);
      const { doing, preparedMessage } = await stateOf(gitFolder);
      const parsed = parseStatus(found.bytes, git.prefix);
      return {
        state: 'repository',
        folder,
        ...parsed,
        remotes: remotes.text.split('\n').filter(Boolean),
        doing,
        preparedMessage,
      };
    } catch (error) {
      if (error instanceof AppError && error.code === 'git-unavailable') return { state: 'no-git', folder };
      throw error;
    }
  }

  async function follow(place: string, gitFolder: string | null): Promise<void> {
    if (listeners.size === 0) return;
    const { signal } = ending;
    // One that was deleted and made anew is another one.
    const info = gitFolder === null ? null : await stat(gitFolder).catch(() => null);
    if (signal.aborted) return;
    const key = JSON.stringify([place, gitFolder, info?.ino, info?.birthtimeMs]);
    if (watched?.key === key) return;
    watched?.watch.close();
    watched = { key, watch: watchRepository(place, gitFolder, lookSoon) };
  }
  function lookSoon(): void {
    if (listeners.size === 0) return;
    clearTimeout(due);
    due = setTimeout(() => void look(), SETTLES_MS);
  }
  /** One at a time: a large repository takes longer than what happens in it. */
  async function look(): Promise<void> {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    await status().then(tell, () => undefined);
    looking = false;
    if (!again) return;
    again = false;
    lookSoon();
  }
  function tell(now: GitStatus): GitStatus {
    const text = JSON.stringify(now);
    if (text !== told) {
      told = text;
      for (const listener of listeners) listener(now);
    }
    return now;
  }
  /** One after the other, as git would refuse a second one. */
  function change(work: (git: GitRunner) => Promise<unknown>): Promise<GitStatus> {
    return inTurn(async () => {
      await work(await runner());
      return tell(await status());
    });
  }
  const repository = async (): Promise<GitRepository> => {
    const now = await status();
    if (now.state !== 'repository')
      throw new AppError(now.state === 'not-trusted' ? 'folder-not-trusted' : 'git-unavailable');
    return now;
  };
  const withPaths = (git: GitRunner, args: readonly string[], paths: readonly string[]) =>
    git.run([...args, '--pathspec-from-file=-', '--pathspec-file-nul'], { input: paths.map(inside).join('\0') });

  /** A merge with conflicts has an exit code of its own, and is a state and no failure. */
  async function mayConflict(git: GitRunner, args: readonly string[]): Promise<void> {
    try {
      await git.run(args);
    } catch (error) {
      if (error instanceof AppError && error.code === 'git-conflicts') return;
      throw error;
    }
  }

  return {
    status: async () => tell(await status()),
    onChange: (changed) => {
      listeners.add(changed);
      lookSoon();
      return () => {
        listeners.delete(changed);
      };
    },
    lookAgain: lookSoon,
    init: () =>
      inTurn(async () => {
        if (!parts.trusted()) throw new AppError('folder-not-trusted', t('Trust it to use Git here.'));
        await createGitRunner(root, root, ending.signal).run(['init']);
        return tell(await status());
      }),
    stage: (paths) => change((git) => withPaths(git, ['add', '--all'], paths)),
    unstage: (paths) =>
      change(async (git) => {
        const { head } = await repository();
        if (head === null) await withPaths(git, ['rm', '--cached', '--quiet', '-r'], paths);
        else await withPaths(git, ['reset', '--quiet'], paths);
      }),
    discard: (paths, trash) =>
      change(async (git) => {
        const { changes } = await repository();
        const wanted = new Set(paths);
        const some = changes.filter(({ path, unstaged }) => wanted.has(path) && unstaged !== null);
        // What cannot be got back goes first: if it cannot be put into the trash, all is left as it is.
        for (const { path, unstaged } of some)
          if (unstaged === 'untracked') await workspace.changes.remove(path, trash);
        const tracked = some.flatMap(({ path, unstaged }) => (unstaged === 'untracked' ? [] : [path]));
        if (tracked.length > 0) await withPaths(git, ['restore', '--worktree'], tracked);
      }),
    text: async (path, version) => textOf(await runner(), inside(path), version, workspace.encodingOf(path)),
    stageText: (path, text, expected) =>
      change((git) =>
        stageText(git, inside(path), text, expected, () => workspace.read(path), workspace.encodingOf(path)),
      ),
    commit: ({ message, amend, signOff, all }) =>
      change(async (git) => {
        const { changes, stagedOutside, doing } = await repository();
        const staged = stagedOutside > 0 || changes.some((each) => each.staged !== null);
        if (changes.some(({ conflict }) => conflict !== null)) throw new AppError('git-conflicts');
        if (
          !staged &&
          !amend &&
          doing === null &&
          !(all && changes.some((c) => c.unstaged !== null && c.unstaged !== 'untracked'))
        )
          throw new AppError('git-nothing-staged');
        if (message.trim() === '') throw new AppError('git-message-missing');
        const args = [...(amend ? ['--amend'] : []), ...(signOff ? ['--signoff'] : []), ...(all ? ['--all'] : [])];
        await git.run(['commit', '--quiet', ...args, '--file', '-'], { input: message });
      }),
    lastMessage: async () => {
      const git = await runner();
      const { code, text } = await git.run(['log', '-1', '--format=%B'], { okay: [128] });
      return code === 0 ? text.trimEnd().slice(0, LIMITS.gitMessageChars) : null;
    },
    goOn: (how) =>
      change(async (git) => {
        const { doing } = await repository();
        if (doing === null || doing === 'bisect')
          throw new AppError('git-failed', t('There is nothing to go on with.'));
        if (how === 'continue' && doing === 'merge') await git.run(['commit', '--no-edit', '--quiet']);
        else await mayConflict(git, [doing, `--${how}`]);
      }),
    branches: async () => {
      const git = await runner();
      const args = ['--sort=-committerdate', `--format=${BRANCH_FORMAT}`, 'refs/heads', 'refs/remotes', 'refs/tags'];
      return parseBranches((await git.run(['for-each-ref', ...args])).text).slice(0, LIMITS.gitBranches);
    },
    checkout: (name, kind) =>
      change(async (git) => {
        if (kind === 'local') await git.run(['switch', '--no-guess', name]);
        else if (kind === 'tag') await git.run(['switch', '--detach', `refs/tags/${name}`]);
        else {
          const short = name.slice(name.indexOf('/') + 1);
          const known = await git.run(['rev-parse', '--verify', '--quiet', `refs/heads/${short}`], { okay: [1] });
          await git.run(
            known.code === 0
              ? ['switch', '--no-guess', short]
              : ['switch', '--track', '-c', short, `refs/remotes/${name}`],
          );
        }
      }),
    createBranch: (name, from) => change((git) => git.run(['switch', '-c', name, ...(from === null ? [] : [from])])),
    renameBranch: (from, to) => change((git) => git.run(['branch', '-m', '--', from, to])),
    deleteBranch: (name, force) => change((git) => git.run(['branch', force ? '-D' : '-d', '--', name])),
    addRemote: (name, url) =>
      change(async (git) => {
        if (remotePlace(url).kind === 'other') throw new AppError('git-address-invalid');
        await git.run(['remote', 'add', '--', name, url]);
      }),
    removeRemote: (name) => change((git) => git.run(['remote', 'remove', '--', name])),
    merge: (name) => change((git) => mayConflict(git, ['merge', '--no-edit', '--', name])),
    stashes: async () => {
      const git = await runner();
      const listed = await git.run(['stash', 'list', '-z', `--format=${STASH_FORMAT}`]);
      return parseStashes(listed.text).slice(0, LIMITS.gitStashes);
    },
    stash: (message, untracked) =>
      change((git) => {
        const words = message.replaceAll('\0', '').trim();
        return git.run([
          'stash',
          'push',
          '--quiet',
          ...(untracked ? ['--include-untracked'] : []),
          ...(words === '' ? [] : ['--message', words]),
        ]);
      }),
    useStash: (hash, how) =>
      change(async (git) => {
        const all = parseStashes((await git.run(['stash', 'list', '-z', `--format=${STASH_FORMAT}`])).text);
        const found = all.find((each) => each.hash === hash);
        if (!found) throw new AppError('git-failed', t('This stash is not there any more.'));
        await mayConflict(git, ['stash', how, '--quiet', `stash@{${String(found.index)}}`]);
      }),
    sync: async (action, emit, signal) => {
      await inTurn(async () => {
        const git = await runner();
        const { branch, remotes } = await repository();
        const { policy, record } = parts;
        await syncWith(action, { git, branch, remotes, policy, record, emit, signal });
      }).finally(lookSoon);
    },
    blame: async (path, text) =>
      blameOf(await runner(), inside(path), text, () =>
        workspace.read(path).catch(() => ({ encoding: 'utf-8', bom: false })),
      ),
    log: async (path, skip, count) => {
      const git = await runner();
      const place = (full: string): string | null =>
        full.startsWith(git.prefix) ? full.slice(git.prefix.length) : null;
      const range = [`--skip=${String(skip)}`, `--max-count=${String(count + 1)}`, `--format=${COMMIT_FORMAT}`, '-z'];
      const of = path === null ? [] : ['--follow', '--name-only', '--', inside(path)];
      const { code, text } = await git.run(['log', ...range, ...of], { okay: [128] });
      const commits = code === 0 ? parseCommits(text, place) : [];
      return { commits: commits.slice(0, count), more: commits.length > count };
    },
    commitFiles: async (hash) => {
      const git = await runner();
      const place = (full: string): string | null =>
        full.startsWith(git.prefix) ? full.slice(git.prefix.length) : null;
      const args = ['--root', '--no-commit-id', '--name-status', '-r', '-M', '-z'];
      const parent = await git.run(['rev-parse', '--verify', '--quiet', `${hash}^1`], { okay: [1, 128] });
      const commits = parent.code === 0 ? [parent.text.trim(), hash] : [hash];
      return parseNameStatus((await git.run(['diff-tree', ...args, ...commits])).text, place).slice(
        0,
        LIMITS.gitChanges,
      );
    },
    close: () => {
      ending.abort(new AppError('cancelled'));
      clearTimeout(due);
      watched?.watch.close();
      listeners.clear();
    },
  };
}

const DOING: readonly (readonly [string, NonNullable<GitRepository['doing']>])[] = [
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
];

async function stateOf(gitFolder: string): Promise<Pick<GitRepository, 'doing' | 'preparedMessage'>> {
  const there = await Promise.all(
    DOING.map(([name]) =>
      stat(join(gitFolder, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  const doing = DOING.find((_row, i) => there[i])?.[1] ?? null;
  if (doing === null) return { doing, preparedMessage: null };
  const text = await readFile(join(gitFolder, 'MERGE_MSG'), 'utf8').catch(() => null);
  const message = text
    ?.split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .trim()
    .slice(0, LIMITS.gitMessageChars);
  return { doing, preparedMessage: message === undefined || message === '' ? null : message };
}
