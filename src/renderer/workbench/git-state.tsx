import { checkOut } from '../git/git-pickers.ts';
import { pullAndPush, useGit } from '../git/git-store.ts';
import { Icon } from '../ui/icon.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { t } from '../../shared/messages/t.ts';

/** The branch, and how far it is from where it is published. */
export function GitState() {
  const { status, busy, folders } = useGit();
  if (status?.state !== 'repository') return null;
  const { branch, head, upstream, ahead, behind, remotes } = status;
  const name = branch ?? head?.slice(0, 8) ?? t('no commit yet');
  const changed = status.changes.length > 0 ? '*' : '';
  return (
    <>
      <button
        type="button"
        className="status-item clip"
        title={t('{what}. Check out another', {
          what:
            branch === null ? t('No branch is checked out') : t('Branch “{branch}”', { branch: visibleText(branch) }),
        })}
        onClick={() => void checkOut()}
      >
        <Icon name="git-branch" /> {visibleText(folders.length > 1 ? `${status.folder}: ${name}` : name)}
        {changed}
      </button>
      {remotes.length === 0 ? null : (
        <button
          type="button"
          className="status-item"
          disabled={busy !== null}
          title={
            upstream === null
              ? t('Publish the branch')
              : t('{behind} to pull, {ahead} to push. Pull and push with {upstream}', {
                  behind,
                  ahead,
                  upstream: visibleText(upstream),
                })
          }
          onClick={() => void pullAndPush()}
        >
          <Icon name={busy === null ? (upstream === null ? 'cloud-upload' : 'sync') : 'loading'} spin={busy !== null} />
          {upstream === null ? null : ` ${String(behind)}↓ ${String(ahead)}↑`}
        </button>
      )}
    </>
  );
}
