import { AppError } from '../../../shared/app-error.ts';
import type { Policy } from '../../../privacy/policy.ts';
import type { GitSync, GitSyncEvent } from '../../../shared/schemas/git.ts';
import type { GitRunner } from './git-runner.ts';
import { remotePlace, type RemotePlace } from './remote-url.ts';
import { msg, t } from '../../../shared/messages/t.ts';

/** What is known of a sync before it begins. */
export interface SyncStart {
  /** `null`: a folder of this machine. */
  readonly origin: string | null;
  readonly mode: Policy['mode'];
  /** For people. */
  readonly rule: string;
}

/** One line of the record. */
export interface SyncEntry {
  readonly id: string;
  end(outcome: 'allowed' | 'refused' | 'failed' | 'cancelled', code?: string): void;
}

export interface SyncParts {
  readonly git: GitRunner;
  readonly branch: string | null;
  readonly remotes: readonly string[];
  readonly policy: () => Policy;
  readonly record: (start: SyncStart) => SyncEntry;
  readonly emit: (event: GitSyncEvent) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Fetch, pull or push. Folders of this machine are reached without network. Other machines are not reached under
 * Offline: what git does there, with the user's own ssh and helpers, cannot be held to an address. Each is recorded,
 * refused ones too. Throws `refused-by-mode`, `git-no-remote`, `git-unreachable`, `git-remote-refused`.
 */
export async function syncWith(action: GitSync, parts: SyncParts): Promise<void> {
  const { git, record, emit, policy } = parts;
  const remote = await remoteOf(action, parts);
  const push = action.action === 'push' || action.action === 'publish';
  const addresses = remote === HERE ? [HERE] : await addressesOf(git, remote, push);
  const places = addresses.map((address) => remotePlace(address));
  const away = places.filter((place): place is Extract<RemotePlace, { kind: 'host' }> => place.kind === 'host');
  const { mode } = policy();
  const refusal = refusalOf(places, policy());
  const rule = refusal?.rule ?? RULES[action.action][away.length === 0 ? 'folder' : 'away'];
  // A push may go to several places.
  const origins = away.length === 0 ? [null] : [...new Set(away.map(originOf))];
  const entries = origins.map((origin) => record({ origin, mode, rule }));
  const end: SyncEntry['end'] = (outcome, code) => {
    for (const entry of entries) entry.end(outcome, code);
  };
  if (refusal) {
    end('refused');
    throw refusal.error;
  }
  try {
    await emit({ kind: 'started', id: entries[0]?.id ?? '', remote, host: away[0]?.host ?? null });
    let last = '';
    const answer = await git.run(argumentsOf(action, remote, parts.branch), {
      network: away.length === 0 ? 'none' : 'user',
      signal: parts.signal,
      onError: (text) => {
        const progress = progressOf(text);
        if (progress === null || progress.phase + String(progress.percent) === last) return;
        last = progress.phase + String(progress.percent);
        // Git says things while it is being ended, when nobody listens any more.
        emit({ kind: 'progress', ...progress }).catch(() => undefined);
      },
    });
    end('allowed');
    await emit({ kind: 'done', summary: summaryOf(answer.text) });
  } catch (error) {
    end(parts.signal.aborted ? 'cancelled' : 'failed', error instanceof AppError ? error.code : 'internal');
    throw error;
  }
}

/** Why git may, as it is recorded. */
const RULES: Readonly<Record<GitSync['action'], Readonly<Record<'folder' | 'away', string>>>> = {
  fetch: {
    folder: msg('The user’s git: fetch with a folder of this machine, without network'),
    away: msg('The user’s git: fetch, begun by the user'),
  },
  pull: {
    folder: msg('The user’s git: pull with a folder of this machine, without network'),
    away: msg('The user’s git: pull, begun by the user'),
  },
  push: {
    folder: msg('The user’s git: push with a folder of this machine, without network'),
    away: msg('The user’s git: push, begun by the user'),
  },
  publish: {
    folder: msg('The user’s git: publish with a folder of this machine, without network'),
    away: msg('The user’s git: publish, begun by the user'),
  },
};

/** What git calls the repository itself, for a branch that follows another one of it. */
const HERE = '.';

async function addressesOf(git: GitRunner, remote: string, push: boolean): Promise<string[]> {
  const { text } = await git.run(['remote', 'get-url', ...(push ? ['--push', '--all'] : []), remote]);
  return text.split('\n').filter((line) => line !== '');
}

async function remoteOf(action: GitSync, { git, branch, remotes }: SyncParts): Promise<string> {
  if (action.action === 'publish') {
    if (!remotes.includes(action.remote)) throw new AppError('git-no-remote');
    return action.remote;
  }
  const configured =
    branch === null ? '' : (await git.run(['config', '--get', `branch.${branch}.remote`], { okay: [1] })).text.trim();
  if (action.action === 'pull') {
    // What is pulled is what the branch follows, and nothing else is judged.
    if (configured !== HERE && !remotes.includes(configured)) throw new AppError('git-no-remote');
    return configured;
  }
  // A branch may follow another one of the same repository.
  const remote =
    configured !== '' && configured !== HERE ? configured : (remotes.find((r) => r === 'origin') ?? remotes[0]);
  if (remote === undefined || !remotes.includes(remote)) throw new AppError('git-no-remote');
  return remote;
}

function refusalOf(
  places: readonly RemotePlace[],
  { mode }: Policy,
): { readonly rule: string; readonly error: AppError } | null {
  if (places.length === 0 || places.some(({ kind }) => kind === 'other')) {
    const rule = msg('The address of the remote is none that is known, or names a program');
    return {
      rule,
      error: new AppError('refused-by-policy', t('{rule}. Look at it with git remote -v.', { rule: t(rule) })),
    };
  }
  if (places.every(({ kind }) => kind === 'folder') || mode === 'normal' || mode === 'sensitive') return null;
  const rule = msg('Offline permits git no other machine');
  return {
    rule,
    error: new AppError('refused-by-mode', t('{rule}. Choose another mode to fetch, pull or push.', { rule: t(rule) })),
  };
}

function originOf({ scheme, host, port }: Extract<RemotePlace, { kind: 'host' }>): string {
  return `${scheme}://${host}${port === '' ? '' : `:${port}`}`;
}

function argumentsOf(action: GitSync, remote: string, branch: string | null): string[] {
  // Submodules lead to places of their own, which were not judged and would not be recorded.
  const alone = '--no-recurse-submodules';
  switch (action.action) {
    case 'fetch':
      return ['fetch', '--progress', '--prune', alone, '--', remote];
    case 'pull':
      // By its name, or all remotes might be asked.
      return ['pull', '--progress', '--no-edit', alone, action.rebase ? '--rebase' : '--no-rebase', '--', remote];
    case 'push':
      return ['push', '--progress', alone, ...(action.force ? ['--force-with-lease'] : []), '--', remote];
    case 'publish':
      if (branch === null) throw new AppError('git-no-remote', t('No branch is checked out that could be published.'));
      return ['push', '--progress', alone, '--set-upstream', '--', remote, branch];
  }
}

/** The latest of what git says while it works: `Receiving objects:  42% (5/12)`. */
export function progressOf(text: string): { readonly phase: string; readonly percent: number | null } | null {
  const line = text.split(/[\r\n]/).findLast((each) => /^(?:remote: )?[A-Z][a-z]+ [a-z]+: +\d+/.test(each));
  const match = /^(?:remote: )?([A-Za-z ]+): +(\d+)(%)?/.exec(line ?? '');
  if (!match) return null;
  const [, phase = '', number = '', percent] = match;
  return { phase, percent: percent === undefined ? null : Math.min(100, Number(number)) };
}

function summaryOf(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
}
