import type { DockviewApi } from 'dockview-react';

let dock: DockviewApi | null = null;
const listeners = new Set<() => void>();

/** The dock is there. Returns what forgets it. */
export function followDock(api: DockviewApi): () => void {
  dock = api;
  const changed = api.onDidLayoutChange(() => {
    for (const listener of listeners) listener();
  });
  return () => {
    changed.dispose();
    if (dock === api) dock = null;
  };
}

/** How the groups lie beside each other, as JSON; empty while there is no dock. */
export function shapeOfDock(): string {
  return dock === null ? '' : JSON.stringify(dock.toJSON());
}

/** Be told when groups come, go or change their sizes. */
export function onShape(changed: () => void): void {
  listeners.add(changed);
}
