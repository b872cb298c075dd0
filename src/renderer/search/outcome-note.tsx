import { IconButton } from '../ui/icon-button.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { undoReplace, useReplace, type Outcome } from './replace-store.ts';

/** How the last replacement went, and the way back. */
export function OutcomeNote() {
  const { outcome, done, busy } = useReplace();
  if (busy) {
    return (
      <p className="notice outcome" role="status">
        Replacing…
      </p>
    );
  }
  if (outcome === null) return null;
  const { failed, unsaved } = outcome;
  return (
    <div className="notice outcome" role="status">
      <p>
        <span className="grow">{told(outcome)}</span>
        {outcome.kind === 'replaced' && done.length > 0 ? (
          <button type="button" className="button small" onClick={() => void undoReplace()}>
            Undo
          </button>
        ) : null}
        <IconButton
          icon="close"
          label="Dismiss"
          onClick={() => {
            useReplace.setState({ outcome: null });
          }}
        />
      </p>
      {unsaved.length === 0 ? null : (
        <p>Changed and not saved, as there was unsaved text: {unsaved.map(visibleText).join(', ')}</p>
      )}
      {failed.length === 0 ? null : (
        <ul>
          {failed.slice(0, SHOWN).map(({ path, why }) => (
            <li key={path}>
              <strong>{visibleText(path)}</strong> {why}
            </li>
          ))}
          {failed.length > SHOWN ? <li>And {failed.length - SHOWN} more.</li> : null}
        </ul>
      )}
    </div>
  );
}

const SHOWN = 10;

function told({ kind, matches, files, failed }: Outcome): string {
  const what = `${String(matches)} ${matches === 1 ? 'match' : 'matches'} in ${String(files)} ${files === 1 ? 'file' : 'files'}`;
  const rest = failed.length === 0 ? '' : ` ${String(failed.length)} could not be changed:`;
  return kind === 'replaced' ? `Replaced ${what}.${rest}` : `Took back ${what}.${rest}`;
}
