import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { commit, setAmend, useGit } from './git-store.ts';
import { t } from '../../shared/messages/t.ts';

interface CommitBoxProps {
  readonly branch: string | null;
  /** Have the model write a message; `null` where there is none to ask. */
  readonly onSuggest: (() => void) | null;
  readonly onStopSuggesting: () => void;
}

/** The message of the next commit, and what makes it. */
export function CommitBox({ branch, onSuggest, onStopSuggesting }: CommitBoxProps) {
  const { message, amend, signOff, busy, suggesting } = useGit();
  return (
    <form
      className="commit-box"
      onSubmit={(event) => {
        event.preventDefault();
        void commit();
      }}
    >
      <div className="commit-message">
        <textarea
          aria-label={t('Commit message')}
          placeholder={t('Message (Ctrl+Enter to commit{what})', {
            what: branch === null ? '' : t(' on “{branch}”', { branch }),
          })}
          rows={Math.min(8, Math.max(2, message.split('\n').length))}
          value={message}
          spellCheck={false}
          readOnly={suggesting}
          onChange={(event) => {
            useGit.setState({ message: event.target.value });
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            void commit();
          }}
        />
        {suggesting ? (
          <IconButton icon="debug-stop" label={t('Stop writing the message')} onClick={onStopSuggesting} />
        ) : (
          <IconButton
            icon="sparkle"
            label={t('Write a message with the model, from the redacted diff')}
            disabled={onSuggest === null}
            onClick={() => onSuggest?.()}
          />
        )}
      </div>
      <div className="commit-row">
        <button type="submit" className="button primary" disabled={busy !== null || suggesting}>
          <Icon name="check" /> {amend ? t('Amend') : t('Commit')}
        </button>
        <label>
          <input type="checkbox" checked={amend} onChange={(event) => void setAmend(event.target.checked)} />{' '}
          {t('Amend')}
        </label>
        <label>
          <input
            type="checkbox"
            checked={signOff}
            onChange={(event) => {
              useGit.setState({ signOff: event.target.checked });
            }}
          />{' '}
          {t('Sign off')}
        </label>
      </div>
    </form>
  );
}
