import type { WindowState } from '../../shared/schemas/window-state.ts';
import { call } from '../bridge/bridge.ts';
import { alreadyKept, backUpAll } from '../editor/backups.ts';
import { onShape, shapeOfDock } from '../editor/dock-shape.ts';
import { encodingsToKeep } from '../editor/file-encoding.ts';
import { fileTab, holdFile, releaseUnheld, restoreText } from '../editor/editor-store.ts';
import { keepShownViews, onPlace } from '../editor/group-editors.ts';
import { emptyGroups, heldBy, showTab, type Group, type Groups, type GroupTab, type Json } from '../editor/groups.ts';
import { replaceGroups, useGroups } from '../editor/groups-store.ts';
import { placeIn, putPlace } from '../editor/view-states.ts';
import { useExplorer } from '../explorer/explorer-store.ts';
import { useLayout } from './layout-store.ts';

/** What changed is kept after this, ms. */
const AFTER_MS = 1000;
/** What was kept last. */
let saved = '';

/** The workspace whose window is as it was; what is on show belongs to it. */
let restored: string | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;

/** Keep how the window looks, for each folder, from now on. Call once. */
export function startWindowState(): void {
  const later = (): void => {
    if (restored !== null) timer ??= setTimeout(() => void saveWindow(), AFTER_MS);
  };
  useLayout.subscribe(later);
  useGroups.subscribe(({ groups, active }, before) => {
    if (groups !== before.groups || active !== before.active) later();
  });
  onShape(later);
  onPlace(later);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void saveWindow();
  });
}

/** Keep how the window looks now. */
async function saveWindow(): Promise<void> {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  if (restored === null) return;
  const request = { workspace: restored, state: currentState() };
  const json = JSON.stringify(request);
  if (json === saved) return;
  saved = json;
  // Without it the window begins anew the next time, and nothing else is amiss.
  await call('window.saveState', request).catch(() => undefined);
}

/** What is on show is of no folder any more: it is kept as it is now, and what is closed after that is not. */
export async function leaveWindow(): Promise<void> {
  await saveWindow();
  restored = null;
}

/** The folder was not left after all. */
export function stayInWindow(): void {
  restored = useExplorer.getState().workspace?.id ?? null;
}

function currentState(): WindowState {
  keepShownViews();
  const { groups, active } = useGroups.getState();
  const { side, secondary, panel } = useLayout.getState();
  return {
    groups: groups.map(({ id, tabs, active: shown, recent }) => {
      const kept = tabs.filter((t) => t.keep);
      const has = (tab: string): boolean => kept.some((t) => t.id === tab);
      return {
        id,
        tabs: kept.map(({ id: tab, kind, title, path, holds, params, preview, pinned }) => ({
          id: tab,
          kind,
          title,
          path,
          holds,
          params: JSON.stringify(params),
          preview,
          pinned,
          place: path === null ? null : placeIn(id, path),
        })),
        active: shown !== null && has(shown) ? shown : (recent.find(has) ?? null),
        recent: recent.filter(has),
      };
    }),
    active,
    grid: shapeOfDock(),
    places: { side, secondary, panel },
    encodings: encodingsToKeep(),
  };
}

/** Show the open folder as its window looked last, with the texts that were not saved. */
export async function restoreWindow(): Promise<void> {
  const id = useExplorer.getState().workspace?.id ?? null;
  restored = null;
  if (id === null) return;
  const [state, texts] = await Promise.all([
    call('window.state', {}).catch(() => null),
    call('backups.take', {}).catch(() => []),
  ]);
  const groups = state ? groupsOf(state) : emptyGroups('group-1');
  const files = [...heldBy(groups)];
  const encodings = new Map(state?.encodings?.map(({ path, encoding }) => [path, encoding]));
  await Promise.all(files.map((path) => holdFile(path, encodings.get(path))));
  for (const backup of texts) {
    alreadyKept(backup.path);
    await restoreText(backup);
  }
  // Another folder may have been opened meanwhile.
  if (useExplorer.getState().workspace?.id !== id) {
    releaseUnheld();
    return;
  }
  if (state) {
    useLayout.setState(state.places);
    for (const { id, tabs } of state.groups)
      for (const { path, place } of tabs) if (path !== null && place) putPlace(id, path, place);
  }
  const missing = texts.filter(({ path }) => !files.includes(path)).map(({ path }) => fileTab(path));
  // What the user opened meanwhile stays on screen.
  const opened = useGroups.getState().groups.flatMap((g) => g.tabs);
  if (state || missing.length > 0) {
    const all = [...missing, ...opened].reduce((now, tab) => showTab(now, now.active, tab, false), groups);
    replaceGroups(all, state?.grid ?? '');
  }
  restored = id;
  backUpAll();
}

/** The groups of a state, without what does not fit together. */
function groupsOf({ groups, active }: WindowState): Groups {
  const all = groups.map(({ id, tabs, active: shown, recent }): Group => {
    const has = (tab: string): boolean => tabs.some((t) => t.id === tab);
    const order = recent.filter(has);
    return {
      id,
      tabs: tabs.map(({ id: tab, kind, title, path, holds, params, preview, pinned }): GroupTab => ({
        id: tab,
        kind,
        title,
        path,
        holds,
        params: parsed(params),
        preview,
        pinned,
        keep: true,
      })),
      active: shown !== null && has(shown) ? shown : (tabs[0]?.id ?? null),
      recent: [...order, ...tabs.map((t) => t.id).filter((tab) => !order.includes(tab))],
    };
  });
  // A group that had nothing but what does not come back is not missed.
  const full = all.filter((g) => g.tabs.length > 0);
  const [first] = full;
  if (!first) return emptyGroups('group-1');
  return { groups: full, active: full.some((g) => g.id === active) ? active : first.id };
}

function parsed(json: string): Json {
  try {
    return JSON.parse(json) as Json;
  } catch {
    return null;
  }
}
