import { AppError } from '../../../shared/app-error.ts';
import type { ErrorCode } from '../../../shared/error-codes.ts';

/** What git says, in English, by what it means for the user. */
const KNOWN: readonly (readonly [RegExp, ErrorCode])[] = [
  [/Please tell me who you are|unable to auto-detect email|empty ident name/i, 'git-identity-missing'],
  [
    /would be overwritten by (checkout|merge|rebase)|Your local changes|local changes would be lost/i,
    'git-local-changes',
  ],
  [/cannot pull with rebase|cannot rebase: You have unstaged|index contains uncommitted/i, 'git-local-changes'],
  [/not fully merged/i, 'git-not-merged'],
  [/not a valid branch name|already exists|is not a valid (ref|branch) name/i, 'git-name-invalid'],
  [/unmerged files|unresolved conflict|fix conflicts|needs merge|CONFLICT \(/i, 'git-conflicts'],
  [
    /no upstream branch|no tracking information|No configured push destination|does not appear to be a git repo/i,
    'git-no-remote',
  ],
  [
    /\[rejected\]|non-fast-forward|fetch first|stale info|pre-receive hook declined|protected branch/i,
    'git-remote-refused',
  ],
  [
    /could not read (Username|Password)|Authentication failed|Permission denied \(|Could not resolve host|unable to access|Connection (refused|timed out|closed)|Could not read from remote|Host key verification failed|terminal prompts disabled/i,
    'git-unreachable',
  ],
  [/nothing to commit|no changes added to commit/i, 'git-nothing-staged'],
  [/empty commit message/i, 'git-message-missing'],
];

/** What went wrong, with git's own words where these say more. */
export function gitFailure({ error, text }: { readonly error: string; readonly text: string }): AppError {
  const said = `${error}\n${text.slice(0, 4000)}`;
  const code = KNOWN.find(([pattern]) => pattern.test(said))?.[1] ?? 'git-failed';
  if (code !== 'git-failed') return new AppError(code);
  const lines = error.split('\n').filter((line) => /^(fatal|error):/.test(line));
  const words = (lines.length > 0 ? lines.join(' ') : error.trim() || text.trim()).slice(0, 500);
  return new AppError('git-failed', words === '' ? undefined : `Git could not do this: ${words}`);
}
