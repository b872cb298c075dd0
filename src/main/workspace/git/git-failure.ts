import { AppError } from '../../../shared/app-error.ts';
import type { ErrorCode } from '../../../shared/error-codes.ts';
import { t } from '../../../shared/messages/t.ts';

/** Commands that ask another place, that name a branch, that bring changes into the work tree. */
const PLACES = ['fetch', 'pull', 'push', 'remote'];
const NAMES = ['switch', 'branch'];
const MERGES = ['merge', 'pull', 'rebase', 'cherry-pick', 'revert', 'stash'];

/**
 * What git says, in English, by what it means for the user; of which commands, as hooks say things too, and the same
 * words mean something else elsewhere.
 */
const KNOWN: readonly (readonly [RegExp, ErrorCode, readonly string[]])[] = [
  [
    /Please tell me who you are|unable to auto-detect email|empty ident name/i,
    'git-identity-missing',
    [...MERGES, 'commit'],
  ],
  [
    /would be overwritten by (checkout|merge|rebase)|Your local changes|local changes would be lost|already exists, no checkout|could not restore untracked files/i,
    'git-local-changes',
    [...MERGES, 'switch'],
  ],
  [
    /cannot pull with rebase|cannot rebase: You have unstaged|index contains uncommitted/i,
    'git-local-changes',
    ['pull', 'rebase'],
  ],
  [/not fully merged/i, 'git-not-merged', ['branch']],
  [
    /not a valid branch name|already exists|is not a valid (ref|branch|remote) name/i,
    'git-name-invalid',
    [...NAMES, 'remote'],
  ],
  [
    /unmerged files|unresolved conflict|fix conflicts|needs merge|CONFLICT \(/i,
    'git-conflicts',
    [...MERGES, 'commit', 'switch'],
  ],
  [
    /no upstream branch|no tracking information|No configured push destination|does not appear to be a git repo/i,
    'git-no-remote',
    PLACES,
  ],
  [
    /\[rejected\]|non-fast-forward|fetch first|stale info|pre-receive hook declined|protected branch/i,
    'git-remote-refused',
    PLACES,
  ],
  [
    /could not read (Username|Password)|Authentication failed|Permission denied \(|Could not resolve host|unable to access|Connection (refused|timed out|closed)|Could not read from remote|Host key verification failed|terminal prompts disabled/i,
    'git-unreachable',
    PLACES,
  ],
  [/nothing to commit|no changes added to commit/i, 'git-nothing-staged', ['commit']],
  [/empty commit message/i, 'git-message-missing', ['commit']],
];

/** The lock that was in the way, if that is why git failed. */
export function lockIn(error: string): string | null {
  return /Unable to create '([^']*\.lock)': File exists/.exec(error)?.[1] ?? null;
}

/**
 * What went wrong, with git's own words where these say more.
 * @param command as `fetch`
 */
export function gitFailure(
  command: string,
  { error, text }: { readonly error: string; readonly text: string },
): AppError {
  const lock = lockIn(error);
  if (lock !== null)
    return new AppError(
      'git-failed',
      t('Another git is at work here. If none is, one broke off and left {lock} behind.', { lock }),
    );
  const said = `${error}\n${text.slice(0, 4000)}`;
  const code = KNOWN.find(([pattern, , of]) => of.includes(command) && pattern.test(said))?.[1] ?? 'git-failed';
  if (code !== 'git-failed') return new AppError(code);
  const lines = error.split('\n').filter((line) => /^(fatal|error):/.test(line));
  const words = (lines.length > 0 ? lines.join(' ') : error.trim() || text.trim()).slice(0, 500);
  return new AppError('git-failed', words === '' ? undefined : t('Git could not do this: {words}', { words }));
}
