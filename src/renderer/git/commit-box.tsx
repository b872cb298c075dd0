import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { commit, setAmend, useGit } from './git-store.ts';

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
          aria-label="Commit message"
          placeholder={`Message (Ctrl+Enter to commit${branch === null ? '' : ` on “${branch}”`})`}
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
          <IconButton icon="debug-stop" label="Stop writing the message" onClick={onStopSuggesting} />
        ) : (
          <IconButton
            icon="sparkle"
            label="Write a message with the model, from the redacted diff"
            disabled={onSuggest === null}
            onClick={() => onSuggest?.()}
          />
        )}
      </div>
      <div className="commit-row">
        <button type="submit" className="button primary" disabled={busy !== null || suggesting}>
          <Icon name="check" /> {amend ? 'Amend' : 'Commit'}
        </button>
        <label>
          <input type="checkbox" checked={amend} onChange={(event) => void setAmend(event.target.checked)} /> Amend
        </label>
        <label>
          <input
            type="checkbox"
            checked={signOff}
            onChange={(event) => {
              useGit.setState({ signOff: event.target.checked });
            }}
          />{' '}
          Sign off
        </label>
      </div>
    </form>
  );
}
