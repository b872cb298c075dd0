import { create } from 'zustand';
import type { TextRange } from '../../shared/schemas/search.ts';
import * as tabs from './groups.ts';
import { activeTab, groupOf, type Group, type Groups, type GroupTab, type NewTab, type Side } from './groups.ts';

interface GroupsState extends Groups {
  /** Where groups are to go that the grid does not have yet. */
  readonly placed: Readonly<Record<string, { readonly beside: string; readonly side: Side }>>;
  /** How the groups lie in the grid, as the dock writes it, for the dock to take over; `null` once it has. */
  readonly shape: string | null;
  /** Counts what is to put the focus into the tab on screen. */
  readonly focused: number;
  /** What is to be selected in the file on screen, once it is. */
  readonly goTo: TextRange | null;
}

const FIRST = 'group-1';

/** The groups and their tabs; the grid that they lie in, and the texts that they show, are elsewhere. */
export const useGroups = create<GroupsState>(() => ({
  ...tabs.emptyGroups(FIRST),
  placed: {},
  shape: null,
  focused: 0,
  goTo: null,
}));

const set = (next: (state: Groups) => Groups): void => {
  useGroups.setState(next);
};
const refocus = (): void => {
  useGroups.setState(({ focused }) => ({ focused: focused + 1 }));
};

/** An id that no group has. */
function newId(): string {
  const known = new Set(useGroups.getState().groups.map((g) => g.id));
  for (let n = 1; ; n++) if (!known.has(`group-${String(n)}`)) return `group-${String(n)}`;
}

function place(id: string, beside: string, side: Side): void {
  useGroups.setState(({ placed }) => ({ placed: { ...placed, [id]: { beside, side } } }));
}

/** The group that has the focus, or had it last. */
export function activeGroup(): Group | undefined {
  const state = useGroups.getState();
  return groupOf(state, state.active);
}

/** The tab on screen in that group. */
export function currentTab(): GroupTab | undefined {
  return activeTab(activeGroup());
}

/** The file whose text is on screen in the active group; `null` while another kind of tab is, or none. */
export function fileOnScreen(state: Groups): string | null {
  const tab = activeTab(groupOf(state, state.active));
  return tab?.kind === 'file' ? tab.path : null;
}

/** How a tab is opened. */
export interface OpenOptions {
  /** Let the next preview take its place. */
  readonly preview?: boolean;
  /** In the group after the active one, which is made if there is none. */
  readonly beside?: boolean;
  /** Leave the focus where it is. */
  readonly stay?: boolean;
}

/**
 * Open a tab of any kind, or show it where the group has it. This is how features of the workbench open a tab of
 * their own: with a row in the table of kinds, and this one call.
 */
export function openTab(tab: NewTab, { preview = false, beside = false, stay = false }: OpenOptions = {}): void {
  const { groups, active } = useGroups.getState();
  const next = groups[groups.findIndex((g) => g.id === active) + 1];
  const group = !beside ? active : (next?.id ?? addGroup('right'));
  set((state) => tabs.showTab(state, group, tab, preview));
  if (!stay) refocus();
}

/** Bring a tab to the front, with the focus in it. */
export function showTab(group: string, tab: string): void {
  set((state) => tabs.activate(state, group, tab));
  refocus();
}

/** What is used becomes the active group, wherever the focus goes in it. */
export function enterGroup(group: string): void {
  if (useGroups.getState().active !== group) set((state) => ({ ...state, active: group }));
}

/** Put the focus into a group, by its place from 0; the one after the last is made. */
export function focusGroup(index: number): void {
  const { groups } = useGroups.getState();
  const group = groups[index];
  if (group) {
    enterGroup(group.id);
    refocus();
  } else if (index === groups.length) splitActive('right');
}

/** Put the focus into the group after the active one, or before it. */
export function focusNextGroup(step: 1 | -1): void {
  const { groups, active } = useGroups.getState();
  const at = groups.findIndex((g) => g.id === active);
  focusGroup((at + step + groups.length) % groups.length);
}

function addGroup(side: Side): string {
  const id = newId();
  const { active } = useGroups.getState();
  place(id, active, side);
  set((state) => tabs.addGroup(state, active, side, id));
  return id;
}

/** Show a tab in a new group as well. */
export function splitTab(group: string, tab: string, side: Side): void {
  const id = newId();
  place(id, group, side);
  set((state) => tabs.splitTab(state, group, tab, side, id));
  refocus();
}

/** Show what is on screen in a new group as well. */
export function splitActive(side: Side): void {
  const group = activeGroup();
  if (group?.active) splitTab(group.id, group.active, side);
}

/** Move a tab to another place of its group, or to another group. */
export function moveTab(from: string, tab: string, to: string, index?: number): void {
  set((state) => tabs.moveTab(state, from, tab, to, index));
  refocus();
}

/** Move a tab into a new group at one side of another. */
export function moveTabAside(from: string, tab: string, beside: string, side: Side): void {
  const id = newId();
  place(id, beside, side);
  set((state) => tabs.moveTabAside(state, from, tab, beside, side, id));
  refocus();
}

/** Move the tab on screen to the next group, or the one before; after the last one into a new one. */
export function moveActive(step: 1 | -1): void {
  const { groups, active } = useGroups.getState();
  const group = activeGroup();
  if (!group?.active) return;
  const to = groups[groups.findIndex((g) => g.id === active) + step];
  if (to) moveTab(active, group.active, to.id);
  else moveTabAside(active, group.active, active, step > 0 ? 'right' : 'left');
}

/** A preview stays. */
export function keepTab(group: string, tab: string): void {
  set((state) => tabs.keepTab(state, group, tab));
}

/** The previews of a file that is changed stay. */
export function keepPreviewsOf(path: string): void {
  const now = useGroups.getState();
  if (now.groups.some((g) => g.tabs.some((t) => t.preview && t.path === path)))
    set((state) => tabs.keepPreviewsOf(state, path));
}

/** Pin a tab, or no longer. */
export function pinTab(group: string, tab: string, pinned: boolean): void {
  set((state) => tabs.pinTab(state, group, tab, pinned));
}

/** Take tabs away that nothing is lost with; see close-tabs.ts for what asks first. */
export function dropTabs(group: string, ids: ReadonlySet<string>): void {
  set((state) => tabs.removeTabs(state, group, ids));
}

/** Take an empty group away. */
export function dropGroup(group: string): void {
  set((state) => tabs.removeGroup(state, group));
}

/** Replace all groups, as when a folder is opened again. */
export function replaceGroups(groups: Groups, shape: string): void {
  useGroups.setState({ ...groups, placed: {}, shape, goTo: null });
}

/** Files have other paths now, and their tabs follow. */
export function followMoves(moved: (path: string) => string): void {
  set((state) => tabs.moveTabs(state, moved));
}

/** Select a range in the file on screen, once it is drawn. */
export function selectOnScreen(goTo: TextRange): void {
  useGroups.setState(({ focused }) => ({ goTo, focused: focused + 1 }));
}

/** Show the next tab of the active group, or the one before. */
export function cycleTabs(step: 1 | -1): void {
  const group = activeGroup();
  if (!group || group.tabs.length === 0) return;
  const at = group.tabs.findIndex((t) => t.id === group.active);
  const next = group.tabs[(at + step + group.tabs.length) % group.tabs.length];
  if (next) showTab(group.id, next.id);
}

/** The order that Ctrl+Tab goes through, as it was when Ctrl was pressed. */
let walk: readonly string[] | null = null;

/** Show the tab that was on screen before, then older ones, until {@link endRecentWalk}. */
export function walkRecent(step: 1 | -1): void {
  const group = activeGroup();
  if (!group) return;
  walk ??= group.recent;
  const next = tabs.stepRecent(walk, group.active, step);
  if (next !== null && group.tabs.some((t) => t.id === next)) {
    showTab(group.id, next);
  }
}

/** The key that held the walk is up: what is shown now was used last. */
export function endRecentWalk(): void {
  const passed = walk;
  walk = null;
  const group = activeGroup();
  if (passed === null || !group) return;
  // Those that were only passed by were not used.
  const recent = [group.active ?? '', ...passed.filter((id) => id !== group.active)];
  const known = new Set(group.tabs.map((t) => t.id));
  if (recent.length !== group.recent.length || !recent.every((id) => known.has(id))) return;
  set((state) => ({ ...state, groups: state.groups.map((g) => (g === group ? { ...g, recent } : g)) }));
}
