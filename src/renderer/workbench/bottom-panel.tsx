import { useId, type KeyboardEvent } from 'react';
import { IconButton } from '../ui/icon-button.tsx';
import { shown } from './keybindings.ts';
import { showView, togglePlace } from './layout-store.ts';
import { viewsOf, type View } from './views.ts';
import { t } from '../../shared/messages/t.ts';

/** The panel below: a tab for each of its views, and the one that is on show. */
export function BottomPanel({ view }: { readonly view: View }) {
  const views = viewsOf('panel');
  const id = useId();
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = views[(views.indexOf(view) + step + views.length) % views.length];
    if (step === 0 || !next) return;
    event.preventDefault();
    showView('panel', next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-view="${next.id}"]`)?.focus();
  };
  const { Body, Actions } = view;
  return (
    <section className="bottom-panel" aria-label={t('Panel')}>
      <header>
        <div role="tablist" aria-label={t('Panel')} onKeyDown={onKeyDown}>
          {views.map(({ id: each, title, Badge }) => (
            <button
              key={each}
              type="button"
              role="tab"
              id={`${id}${each}`}
              data-view={each}
              aria-selected={each === view.id}
              aria-controls={each === view.id ? `${id}body` : undefined}
              tabIndex={each === view.id ? 0 : -1}
              onClick={() => {
                showView('panel', each);
              }}
            >
              {title}
              {Badge ? <Badge /> : null}
            </button>
          ))}
        </div>
        <span className="actions">
          {Actions ? <Actions /> : null}
          <IconButton
            icon="close"
            label={t('Close panel')}
            title={t('Close panel ({key})', { key: shown('Ctrl+J') })}
            onClick={() => {
              togglePlace('panel');
            }}
          />
        </span>
      </header>
      <div role="tabpanel" id={`${id}body`} aria-labelledby={`${id}${view.id}`} className="panel-body">
        <Body />
      </div>
    </section>
  );
}
