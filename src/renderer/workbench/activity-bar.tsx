import { IconButton } from '../ui/icon-button.tsx';
import { shown } from './keybindings.ts';
import { toggleView, useLayout } from './layout-store.ts';
import { VIEWS, viewIn } from './views.ts';
import { showOverlay } from './workbench-store.ts';

/** The views that the window has, and what opens over it. */
export function ActivityBar() {
  const layout = useLayout();
  return (
    <nav className="activity-bar" aria-label="Views">
      {VIEWS.filter((view) => view.inActivityBar).map(({ id, place, icon, title, keys }) => (
        <IconButton
          key={id}
          icon={icon}
          label={title}
          title={keys?.[0] === undefined ? title : `${title} (${shown(keys[0])})`}
          aria-pressed={viewIn(layout, place)?.id === id}
          onClick={() => {
            toggleView(place, id);
          }}
        />
      ))}
      <span className="spacer" />
      <IconButton
        icon="chip"
        label="Models"
        onClick={() => {
          showOverlay('models');
        }}
      />
      <IconButton
        icon="settings-gear"
        label="Settings"
        onClick={() => {
          showOverlay('settings');
        }}
      />
    </nav>
  );
}
