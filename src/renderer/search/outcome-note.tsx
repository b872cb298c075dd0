import { IconButton } from '../ui/icon-button.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { undoReplace, useReplace, type Outcome } from './replace-store.ts';
import { t } from '../../shared/messages/t.ts';
import { matchesInFiles } from './matches-in-files.ts';

/** How the last replacement went, and the way back. */
export function OutcomeNote() {
  const { outcome, done, busy } = useReplace();
  if (busy) {
    return (
      <p className="notice outcome" role="status">
        {t('Replacing…')}
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
            {t('Undo')}
          </button>
        ) : null}
        <IconButton
          icon="close"
          label={t('Dismiss')}
          onClick={() => {
            useReplace.setState({ outcome: null });
          }}
        />
      </p>
      {unsaved.length === 0 ? null : (
        <p>
          {t('Changed and not saved, as there was unsaved text: {visibleText}', {
            visibleText: unsaved.map(visibleText).join(', '),
          })}
        </p>
      )}
      {failed.length === 0 ? null : (
        <ul>
          {failed.slice(0, SHOWN).map(({ path, why }) => (
            <li key={path}>
              <strong>{visibleText(path)}</strong> {why}
            </li>
          ))}
          {failed.length > SHOWN ? <li>{t('And {failed} more.', { failed: failed.length - SHOWN })}</li> : null}
        </ul>
      )}
    </div>
  );
}

const SHOWN = 10;

function told({ kind, matches, files, failed }: Outcome): string {
  const what = matchesInFiles(matches, files);
  const rest = failed.length === 0 ? '' : t(' {failed} could not be changed:', { failed: failed.length });
  return kind === 'replaced'
    ? t('Replaced {what}.{rest}', { what, rest })
    : t('Took back {what}.{rest}', { what, rest });
}
