import { IconButton } from '../ui/icon-button.tsx';
import { keyOf, useKeybindings } from './key-store.ts';
import { shown } from './keybindings.ts';
import { toggleView, useLayout } from './layout-store.ts';
import { openSettings } from './settings-tab.tsx';
import { VIEWS, viewIn } from './views.ts';
import { showOverlay } from './workbench-store.ts';
import { t } from '../../shared/messages/t.ts';

const titled = (title: string, key: string | undefined): string =>
  key === undefined ? title : `${title} (${shown(key)})`;

/** The views that the window has, and what opens over it. */
export function ActivityBar() {
  const layout = useLayout();
  const bindings = useKeybindings((s) => s.bindings);
  return (
    <nav className="activity-bar" aria-label={t('Views')}>
      {VIEWS.filter((view) => view.inActivityBar).map(({ id, place, icon, title }) => (
        <IconButton
          key={id}
          icon={icon}
          label={title}
          title={titled(title, keyOf(bindings, `view.${id}`))}
          aria-pressed={viewIn(layout, place)?.id === id}
          onClick={() => {
            toggleView(place, id);
          }}
        />
      ))}
      <span className="spacer" />
      <IconButton
        icon="chip"
        label={t('Models')}
        onClick={() => {
          showOverlay('models');
        }}
      />
      <IconButton icon="settings-gear" label={t('Settings')} onClick={openSettings} />
    </nav>
  );
}
