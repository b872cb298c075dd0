import { MODES, type Mode } from '../../privacy/mode.ts';
import { MODE_LOOK } from '../ui/mode-look.ts';
import { setMode, setTrust, usePolicy } from './policy-store.ts';
import { t } from '../../shared/messages/t.ts';

/** The open folder's mode and trust, for the settings. */
export function FolderMode() {
  const view = usePolicy((s) => s.view);
  if (!view) return null;
  return (
    <>
      <label className="setting">
        <span>
          {t('Mode of this folder')}
          <small className="muted">
            {t('{summary} Set by {decidedBy}.', { summary: MODE_LOOK[view.mode].summary, decidedBy: view.decidedBy })}
          </small>
        </span>
        <select
          value={view.mode}
          onChange={(event) => {
            void setMode(event.target.value as Mode);
          }}
        >
          {MODES.map((mode) => (
            <option key={mode} value={mode} disabled={!view.selectableModes.includes(mode)}>
              {MODE_LOOK[mode].label}
            </option>
          ))}
        </select>
      </label>
      <label className="setting">
        <span>
          {t('Trust this folder')}
          <small className="muted">
            {t('An untrusted folder is Sensitive at least, and no program is run in it.')}
          </small>
        </span>
        <input
          type="checkbox"
          checked={view.trusted}
          onChange={(event) => {
            void setTrust(event.target.checked);
          }}
        />
      </label>
    </>
  );
}
