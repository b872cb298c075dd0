import type { ReactNode } from 'react';
import type { GitRepository } from '../../shared/schemas/git.ts';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { ChangesList, type ChangeSide } from './changes-list.tsx';
import { CommitBox } from './commit-box.tsx';
import { cancelSync, canCancel, goOn, initialise, pullAndPush, showFolder, useGit } from './git-store.ts';
import type { GitChange } from '../../shared/schemas/git.ts';
import { t } from '../../shared/messages/t.ts';

interface GitViewProps {
  readonly onOpen: (change: GitChange, side: ChangeSide, keep: boolean) => void;
  readonly onOpenFile: (path: string) => void;
  readonly onBranches: () => void;
  readonly onTrust: () => void;
  readonly onSuggest: (() => void) | null;
  readonly onStopSuggesting: () => void;
  /** Whether a folder is open. */
  readonly open: boolean;
  /** What else can be done, behind the title’s last button. */
  readonly onMore: () => void;
}

/** What is changed in the repository of the open folder, and what commits it. */
export function GitView(props: GitViewProps) {
  const { status, busy } = useGit();
  const { open, onTrust, onMore, onBranches } = props;
  const here = status?.state === 'repository' ? status : null;
  return (
    <section className="side git" aria-label={t('Source Control')}>
      <header className="side-title">
        <span>{t('Source Control')}</span>
        {here ? (
          <span className="actions">
            <IconButton icon="git-branch" label={t('Branches')} onClick={onBranches} />
            <IconButton
              icon="sync"
              label={here.upstream === null ? t('Publish the branch') : t('Pull and push')}
              disabled={busy !== null}
              onClick={() => void pullAndPush()}
            />
            <IconButton icon="ellipsis" label={t('More of Git')} onClick={onMore} />
          </span>
        ) : null}
      </header>
      <FolderChoice />
      <Busy />
      {here ? (
        <Repository {...props} status={here} />
      ) : !open ? (
        <Note>{t('Open a folder to see what is changed in it.')}</Note>
      ) : status?.state === 'not-trusted' ? (
        <Note>
          {t('Git is not run in a folder that you do not trust: its configuration may name programs.')}
          <button type="button" className="button" onClick={onTrust}>
            {t('Trust this folder')}
          </button>
        </Note>
      ) : status?.state === 'no-git' ? (
        <Note>
          {t('Git is not installed on this machine, or cannot be run. Install it, and open the folder again.')}
        </Note>
      ) : status?.state === 'no-repository' ? (
        <Note>
          {t('This folder is in no repository.')}
          <button type="button" className="button primary" onClick={() => void initialise()}>
            <Icon name="repo" /> {t('Initialise repository')}
          </button>
        </Note>
      ) : (
        <Note>{t('Looking…')}</Note>
      )}
    </section>
  );
}

const DOING = {
  merge: t('A merge is under way.'),
  rebase: t('A rebase is under way.'),
  'cherry-pick': t('A cherry-pick is under way.'),
  revert: t('A revert is under way.'),
  bisect: t('A bisect is under way; end it in a terminal.'),
} as const;

function Repository({
  status,
  onOpen,
  onOpenFile,
  onSuggest,
  onStopSuggesting,
}: GitViewProps & { readonly status: GitRepository }) {
  const conflicts = status.changes.some(({ conflict }) => conflict !== null);
  return (
    <>
      {status.doing === null ? null : (
        <div className="git-doing" role="status">
          <p>
            <Icon name="git-merge" /> {DOING[status.doing]}{' '}
            {conflicts ? t('Resolve the conflicts and stage the files.') : ''}
          </p>
          {status.doing === 'bisect' ? null : (
            <div className="commit-row">
              <button type="button" className="button" disabled={conflicts} onClick={() => void goOn('continue')}>
                {status.doing === 'merge' ? t('Complete merge') : t('Continue')}
              </button>
              <button type="button" className="button" onClick={() => void goOn('abort')}>
                {t('Abort')}
              </button>
            </div>
          )}
        </div>
      )}
      <CommitBox branch={status.branch} onSuggest={onSuggest} onStopSuggesting={onStopSuggesting} />
      {status.stagedOutside === 0 ? null : (
        <p className="muted empty-row">
          {t(
            '{files, plural, one {# staged file is outside this folder, and goes} other {# staged files are outside this folder, and go}} along with a commit.',
            { files: status.stagedOutside },
          )}
        </p>
      )}
      <ChangesList status={status} onOpen={onOpen} onOpenFile={onOpenFile} />
    </>
  );
}

/** Which of several folders is on show. */
function FolderChoice() {
  const { folders, folder, statuses, busy } = useGit();
  if (folders.length < 2 || folder === null) return null;
  return (
    <div className="git-folder">
      <select
        aria-label={t('Folder')}
        value={folder}
        disabled={busy !== null}
        onChange={(event) => void showFolder(event.target.value)}
      >
        {folders.map((name) => {
          const status = statuses.get(name);
          const branch = status?.state === 'repository' ? status.branch : null;
          return (
            <option key={name} value={name}>
              {visibleText(branch === null ? name : `${name} (${branch})`)}
            </option>
          );
        })}
      </select>
    </div>
  );
}

function Note({ children }: { readonly children: ReactNode }) {
  return <div className="git-note muted">{children}</div>;
}

/** What is under way, with how far it is. */
function Busy() {
  const { busy, progress } = useGit();
  if (busy === null) return null;
  const far =
    progress === null ? '' : ` ${progress.phase}${progress.percent === null ? '' : ` ${String(progress.percent)} %`}`;
  return (
    <p className="git-busy" role="status">
      <Icon name="loading" spin /> <span className="clip">{visibleText(busy + far)}</span>
      {canCancel() ? <IconButton icon="close" label={t('Cancel')} onClick={cancelSync} /> : null}
    </p>
  );
}
