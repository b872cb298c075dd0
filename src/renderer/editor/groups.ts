import { baseName } from '../ui/format.ts';

/** A plain value, which is there again after a restart. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What one tab of a group shows. The same file may be shown by tabs of several groups, and of several kinds. */
export interface GroupTab {
  /** Unique in its group: the kind, a colon and what tells it from others of its kind. */
  readonly id: string;
  /** Which row of the table of kinds draws it; see tab-kind.ts. */
  readonly kind: string;
  readonly title: string;
  /** The file that it shows something of; `null` for what is of no file. */
  readonly path: string | null;
  /** Whether the text of `path` stays open for as long as the tab is there. */
  readonly holds: boolean;
  /** What its kind needs to draw it. */
  readonly params: Json;
  /** The next preview takes its place. */
  readonly preview: boolean;
  /** Stays at the left, and where others are closed. */
  readonly pinned: boolean;
  /** Whether it is there again after a restart; what holds a text of its own is not, as that would be kept on disk. */
  readonly keep: boolean;
}

/** Tabs beside each other, one of them on screen. */
export interface Group {
  readonly id: string;
  readonly tabs: readonly GroupTab[];
  /** Id of the tab on screen. */
  readonly active: string | null;
  /** Ids of its tabs, that on screen first, then by when they were. */
  readonly recent: readonly string[];
}

/** All groups as they are read, and the one that has the focus or had it last. There is always one. */
export interface Groups {
  readonly groups: readonly Group[];
  readonly active: string;
}

/** Where a new group goes. */
export type Side = 'left' | 'right' | 'above' | 'below';

/** A tab without what only its place in a group says of it. */
export type NewTab = Omit<GroupTab, 'preview' | 'pinned'>;

/** One group with nothing in it. */
export function emptyGroups(id: string): Groups {
  return { groups: [emptyGroup(id)], active: id };
}

function emptyGroup(id: string): Group {
  return { id, tabs: [], active: null, recent: [] };
}

/** A group by its id. */
export function groupOf({ groups }: Groups, id: string): Group | undefined {
  return groups.find((g) => g.id === id);
}

/** The tab on screen in a group. */
export function activeTab(group: Group | undefined): GroupTab | undefined {
  return group?.tabs.find((t) => t.id === group.active);
}

function change(state: Groups, id: string, next: (group: Group) => Group): Groups {
  return { ...state, groups: state.groups.map((g) => (g.id === id ? next(g) : g)) };
}

function withActive(group: Group, tab: string): Group {
  return { ...group, active: tab, recent: [tab, ...group.recent.filter((id) => id !== tab)] };
}

/** Pinned tabs first, each part in its order. */
function ordered(tabs: readonly GroupTab[]): readonly GroupTab[] {
  return [...tabs.filter((t) => t.pinned), ...tabs.filter((t) => !t.pinned)];
}

/**
 * Show a tab in a group, which becomes the active one. A preview takes the place of the one before, and no tab that is
 * there becomes one; what is there is shown.
 */
export function showTab(state: Groups, groupId: string, tab: NewTab, preview: boolean): Groups {
  const shown = change(state, groupId, (group) => {
    const there = group.tabs.find((t) => t.id === tab.id);
    if (there) {
      const kept = { ...there, ...tab, preview: there.preview && preview };
      return withActive({ ...group, tabs: group.tabs.map((t) => (t === there ? kept : t)) }, tab.id);
    }
    const added: GroupTab = { ...tab, preview, pinned: false };
    const before = preview ? group.tabs.find((t) => t.preview) : undefined;
    const at = group.tabs.findIndex((t) => t.id === group.active) + 1;
    const tabs = before
      ? group.tabs.map((t) => (t === before ? added : t))
      : ordered([...group.tabs.slice(0, at), added, ...group.tabs.slice(at)]);
    const recent = group.recent.filter((id) => id !== before?.id);
    return withActive({ ...group, tabs, recent }, tab.id);
  });
  return { ...shown, active: groupId };
}

/** Bring a tab to the front; its group becomes the active one. */
export function activate(state: Groups, groupId: string, tabId: string): Groups {
  return { ...change(state, groupId, (group) => withActive(group, tabId)), active: groupId };
}

/** The tab that is no preview any more. */
export function keepTab(state: Groups, groupId: string, tabId: string): Groups {
  if (groupOf(state, groupId)?.tabs.some((t) => t.id === tabId && t.preview) !== true) return state;
  return change(state, groupId, (group) => ({
    ...group,
    tabs: group.tabs.map((t) => (t.id === tabId ? { ...t, preview: false } : t)),
  }));
}

/** Previews of a file that was changed stay. */
export function keepPreviewsOf(state: Groups, path: string): Groups {
  return state.groups.reduce(
    (now, group) =>
      group.tabs.filter((t) => t.path === path).reduce((inner, tab) => keepTab(inner, group.id, tab.id), now),
    state,
  );
}

/** Pin a tab, or no longer. */
export function pinTab(state: Groups, groupId: string, tabId: string, pinned: boolean): Groups {
  return change(state, groupId, (group) => {
    const tab = group.tabs.find((t) => t.id === tabId);
    if (!tab || tab.pinned === pinned) return group;
    const others = group.tabs.filter((t) => t !== tab);
    const at = others.filter((t) => t.pinned).length;
    const next = { ...tab, pinned, preview: false };
    return { ...group, tabs: [...others.slice(0, at), next, ...others.slice(at)] };
  });
}

/**
 * Take tabs out of a group. The one that was on screen before comes back. A group with none left goes, unless it is
 * the last.
 */
export function removeTabs(state: Groups, groupId: string, ids: ReadonlySet<string>): Groups {
  const removed = change(state, groupId, (group) => {
    const recent = group.recent.filter((id) => !ids.has(id));
    const active = group.active !== null && ids.has(group.active) ? (recent[0] ?? null) : group.active;
    return { ...group, tabs: group.tabs.filter((t) => !ids.has(t.id)), recent, active };
  });
  return groupOf(removed, groupId)?.tabs.length === 0 ? removeGroup(removed, groupId) : removed;
}

/** Take a group away, with its tabs; of the last one only the tabs. The next one, or the one before, becomes active. */
export function removeGroup(state: Groups, groupId: string): Groups {
  if (state.groups.length === 1) return emptyGroups(groupId);
  const at = state.groups.findIndex((g) => g.id === groupId);
  if (at < 0) return state;
  const groups = state.groups.filter((g) => g.id !== groupId);
  const next = groups[Math.min(at, groups.length - 1)];
  return { groups, active: state.active === groupId && next ? next.id : state.active };
}

/** A new group beside another, with these tabs and the focus. */
export function addGroup(
  state: Groups,
  beside: string,
  side: Side,
  id: string,
  tabs: readonly GroupTab[] = [],
): Groups {
  const at = state.groups.findIndex((g) => g.id === beside);
  const group = tabs.reduce<Group>(
    (now, tab) => withActive({ ...now, tabs: [...now.tabs, tab] }, tab.id),
    emptyGroup(id),
  );
  const place = side === 'left' || side === 'above' ? Math.max(0, at) : at + 1;
  return { groups: [...state.groups.slice(0, place), group, ...state.groups.slice(place)], active: id };
}

/** The same tab in a new group beside its own. */
export function splitTab(state: Groups, groupId: string, tabId: string, side: Side, id: string): Groups {
  const tab = groupOf(state, groupId)?.tabs.find((t) => t.id === tabId);
  return addGroup(state, groupId, side, id, tab ? [{ ...tab, preview: false, pinned: false }] : []);
}

/**
 * Move a tab within its group or to another, where it is on screen.
 * @param index where it is to stand among those that are there; the end, unless given
 */
export function moveTab(state: Groups, fromId: string, tabId: string, toId: string, index?: number): Groups {
  const tab = groupOf(state, fromId)?.tabs.find((t) => t.id === tabId);
  const target = groupOf(state, toId);
  if (!tab || !target) return state;
  const at = index ?? target.tabs.length;
  const moved: GroupTab = { ...tab, preview: false, pinned: fromId === toId && tab.pinned };
  const put = change(state, toId, (group) => {
    const without = (list: readonly GroupTab[]): GroupTab[] => list.filter((t) => t.id !== tabId);
    const tabs = ordered([...without(group.tabs.slice(0, at)), moved, ...without(group.tabs.slice(at))]);
    return withActive({ ...group, tabs }, tabId);
  });
  const left = fromId === toId ? put : removeTabs(put, fromId, new Set([tabId]));
  return { ...left, active: toId };
}

/** Move a tab into a new group beside another one. The only tab of a group beside which it would go stays. */
export function moveTabAside(
  state: Groups,
  fromId: string,
  tabId: string,
  besideId: string,
  side: Side,
  id: string,
): Groups {
  const from = groupOf(state, fromId);
  if (!from?.tabs.some((t) => t.id === tabId) || (fromId === besideId && from.tabs.length === 1)) return state;
  return moveTab(addGroup(state, besideId, side, id), fromId, tabId, id);
}

/** The files whose texts some tab holds open. */
export function heldBy({ groups }: Groups): ReadonlySet<string> {
  const tabs = groups.flatMap((g) => g.tabs);
  return new Set(tabs.flatMap((t) => (t.holds && t.path !== null ? [t.path] : [])));
}

/** Whether any tab holds a file's text open. */
export function isHeld({ groups }: Groups, path: string): boolean {
  return groups.some((g) => g.tabs.some((t) => t.holds && t.path === path));
}

/** Files have other paths now, and their tabs follow. Of two that show the same now, the one that moved stays. */
export function moveTabs(state: Groups, moved: (path: string) => string): Groups {
  return {
    ...state,
    groups: state.groups.map((group) => {
      const ids = new Map<string, string>();
      const tabs = group.tabs.map((tab): GroupTab => {
        const path = tab.path === null ? null : moved(tab.path);
        if (path === null || tab.path === null || path === tab.path) return tab;
        const id = tab.id === `${tab.kind}:${tab.path}` ? `${tab.kind}:${path}` : tab.id;
        ids.set(tab.id, id);
        return { ...tab, id, path, title: tab.title === baseName(tab.path) ? baseName(path) : tab.title };
      });
      if (ids.size === 0) return group;
      const came = new Set(ids.values());
      const renamed = (id: string): string => ids.get(id) ?? id;
      return {
        ...group,
        tabs: tabs.filter((tab, i) => tab !== group.tabs[i] || !came.has(tab.id)),
        active: group.active === null ? null : renamed(group.active),
        recent: [...new Set(group.recent.map(renamed))],
      };
    }),
  };
}

/** The tab that a step of Ctrl+Tab leads to: the one that was on screen before, then the one before that. */
export function stepRecent(walk: readonly string[], current: string | null, step: 1 | -1): string | null {
  const at = walk.indexOf(current ?? '');
  return walk[(at + step + walk.length) % walk.length] ?? null;
}
