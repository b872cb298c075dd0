import { rootsOf } from '../../shared/workspace-id.ts';
import { useExplorer } from '../explorer/explorer-store.ts';
import { Icon } from '../ui/icon.tsx';
import { commandOf } from './commands.ts';
import { openWalkthrough } from './help-tabs.tsx';
import { openFolder } from './folder-actions.ts';
import { CommandKey } from './command-palette.tsx';
import { openWorkspace } from './workspace-sync.ts';
import { t } from '../../shared/messages/t.ts';

const SHORTCUTS = ['quickOpen', 'palette', 'ask', 'complete', 'view.ledger', 'settings'];

/** In place of the editor while no file is open. */
export function Welcome() {
  const { workspace, recent } = useExplorer();
  const others = recent.filter(({ id }) => id !== workspace?.id).slice(0, 6);
  return (
    <div className="welcome">
      <div>
        <h1>CodeGrex</h1>
        <p className="muted">{t('You choose what leaves your machine, and you can see it.')}</p>
        {workspace ? null : (
          <button type="button" className="button primary" onClick={() => void openFolder()}>
            <Icon name="folder-opened" /> {t('Open folder')}
          </button>
        )}
        {others.length === 0 ? null : (
          <section aria-label={t('Recent folders')}>
            <h2>{t('Recent')}</h2>
            <ul>
              {others.map(({ id, name, folders }) => (
                <li key={id}>
                  <button type="button" className="link" onClick={() => void openWorkspace(rootsOf(id))}>
                    {name}
                  </button>
                  <small className="muted">{folders.map(({ root }) => root).join(', ')}</small>
                </li>
              ))}
            </ul>
          </section>
        )}
        <p>
          <button type="button" className="link" onClick={openWalkthrough}>
            {t('How privacy works here')}
          </button>
        </p>
        <dl className="shortcuts">
          {SHORTCUTS.map((id) => {
            const { label } = commandOf(id);
            return (
              <div key={id}>
                <dt>{label}</dt>
                <dd>
                  <CommandKey id={id} />
                </dd>
              </div>
            );
          })}
        </dl>
      </div>
    </div>
  );
}
