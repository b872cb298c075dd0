import { ask } from '../ui/ask.tsx';
import { baseName } from '../ui/format.ts';
import { holdFile, saveFile, useEditor } from './editor-store.ts';
import { activeTab, groupOf, isHeld, removeTabs, type GroupTab } from './groups.ts';
import { activeGroup, dropGroup, dropTabs, openTab, pinTab, useGroups } from './groups-store.ts';
import { t } from '../../shared/messages/t.ts';

interface Closed {
  readonly tab: GroupTab;
  readonly group: string;
}

const REMEMBERED = 30;
/** The latest last. Of the open folder, and in memory only. */
let closed: readonly Closed[] = [];

/** Forget which tabs were closed, as when another folder is opened. */
export function forgetClosed(): void {
  closed = [];
}

/**
 * Close tabs of one group, asking first about each file whose unsaved text would be lost.
 * @returns false if the user kept one; those before it are closed
 */
export async function closeTabs(groupId: string, ids: readonly string[]): Promise<boolean> {
  for (const id of ids) if (!(await closeTab(groupId, id))) return false;
  return true;
}

/** Close a tab, asking first if that would lose something. False if the user kept it. */
export async function closeTab(groupId: string, id: string): Promise<boolean> {
  const tab = groupOf(useGroups.getState(), groupId)?.tabs.find((t) => t.id === id);
  if (!tab) return true;
  if (tab.path !== null && tab.holds && wouldLose(groupId, tab) && !(await askAbout(tab.path))) return false;
  dropTabs(groupId, new Set([id]));
  if (tab.keep) closed = [...closed, { tab, group: groupId }].slice(-REMEMBERED);
  return true;
}

/** Whether a file's unsaved text goes with the tab. */
function wouldLose(groupId: string, { id, path }: GroupTab): boolean {
  if (!useEditor.getState().tabs.some((t) => t.path === path && t.dirty)) return false;
  return path !== null && !isHeld(removeTabs(useGroups.getState(), groupId, new Set([id])), path);
}

async function askAbout(path: string): Promise<boolean> {
  const choice = await ask(
    t('Save the changes to {path}?', { path: baseName(path) }),
    t('Without saving they are lost.'),
    [
      { id: 'save', label: t('Save') },
      { id: 'discard', label: t("Don't save"), danger: true },
    ],
  );
  return choice === 'discard' || (choice === 'save' && (await saveFile(path)));
}

/** Close the tab on screen. */
export async function closeActive(): Promise<void> {
  const group = activeGroup();
  if (group?.active) await closeTab(group.id, group.active);
  else if (group) dropGroup(group.id);
}

/** Close the tabs of a group that are not pinned, but for one. */
export async function closeOthers(groupId: string, id: string): Promise<void> {
  await closeTabs(
    groupId,
    tabsOf(groupId)
      .filter((t) => t.id !== id && !t.pinned)
      .map((t) => t.id),
  );
}

/** Close the tabs right of one. */
export async function closeToTheRight(groupId: string, id: string): Promise<void> {
  const all = tabsOf(groupId);
  const at = all.findIndex((t) => t.id === id);
  await closeTabs(
    groupId,
    all.filter((t, i) => i > at && !t.pinned).map((t) => t.id),
  );
}

/** Close the tabs of a group that have nothing unsaved and are not pinned. */
export async function closeSaved(groupId: string): Promise<void> {
  const dirty = new Set(useEditor.getState().tabs.flatMap((t) => (t.dirty ? [t.path] : [])));
  await closeTabs(
    groupId,
    tabsOf(groupId)
      .filter((t) => !t.pinned && !dirty.has(t.path ?? ''))
      .map((t) => t.id),
  );
}

/** Close a group with all its tabs. */
export async function closeGroup(groupId: string): Promise<boolean> {
  const ids = tabsOf(groupId).map((t) => t.id);
  if (ids.length > 0) return closeTabs(groupId, ids);
  dropGroup(groupId);
  return true;
}

/** Close all tabs, e.g. before another folder is opened. False if the user kept one. */
export async function closeAllTabs(): Promise<boolean> {
  for (const { id } of useGroups.getState().groups) if (!(await closeGroup(id))) return false;
  return true;
}

/** Open the tab again that was closed last. */
export async function reopenClosed(): Promise<void> {
  const last = closed.at(-1);
  if (!last) return;
  closed = closed.slice(0, -1);
  const { tab, group } = last;
  if (tab.path !== null && tab.holds) await holdFile(tab.path);
  if (groupOf(useGroups.getState(), group)) useGroups.setState({ active: group });
  openTab(tab);
  if (tab.pinned) pinTab(useGroups.getState().active, tab.id, true);
}

function tabsOf(groupId: string): readonly GroupTab[] {
  return groupOf(useGroups.getState(), groupId)?.tabs ?? [];
}

/** Whether a tab is on screen in the active group. */
export function hasTab(): boolean {
  return activeTab(activeGroup()) !== undefined;
}
