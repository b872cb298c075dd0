import { create } from 'zustand';
import { createInTurn } from '../../shared/in-turn.ts';
import { rootsOf } from '../../shared/workspace-id.ts';
import type { AppInfo } from '../../shared/schemas/workspace.ts';
import { call, connectionState, onConnectionState, subscribe, type ConnectionState } from '../bridge/bridge.ts';
import { newConversation } from '../chat/chat-store.ts';
import { backUpAll, backUpAs, startBackups } from '../editor/backups.ts';
import { closeAllTabs, closeTabs, forgetClosed } from '../editor/close-tabs.ts';
import { DiffParams } from '../editor/diff-tab.ts';
import { changedOnDisk } from '../editor/disk-changes.ts';
import { useGroups } from '../editor/groups-store.ts';
import { askAgain, conventionsMayHaveChanged, useConventions } from '../editor/conventions.ts';
import { fileChangedOnDisk, onSaved, refreshKept, useEditor } from '../editor/editor-store.ts';
import { forgetViews } from '../editor/view-states.ts';
import { openAgain } from '../editor/language/sync-texts.ts';
import { moveOpenFiles } from '../editor/open-files.ts';
import { loadFolder, reloadAll, showFolders, showWorkspace, useExplorer } from '../explorer/explorer-store.ts';
import { foldersOf, movedBetween } from '../explorer/folder-paths.ts';
import { refreshPolicy, usePolicy } from '../privacy/policy-store.ts';
import { forgetFiles, rememberFile } from '../quick-open/recent-files.ts';
import { forgetReplacements } from '../search/replace-store.ts';
import { forgetResults } from '../search/search-store.ts';
import { useSettings } from '../settings/settings-store.ts';
import { notifyError } from '../ui/notifications.tsx';
import { leaveWindow, restoreWindow, startWindowState, stayInWindow } from './window-state.ts';

/** What the window knows of the core it is connected to. */
export const useCore = create<{ readonly info: AppInfo | null; readonly connection: ConnectionState }>(() => ({
  info: null,
  connection: connectionState(),
}));

/**
 * What is open changes to one thing after the other: while a window is put back as it was, the core is not to speak of
 * another folder yet.
 */
const inTurn = createInTurn();

/** Follow the core: the open folder, what changes in it on disk, and whether the core can be reached. Call once. */
export function startWorkspace(): void {
  onConnectionState((connection) => {
    useCore.setState({ connection });
  });
  subscribe(
    'files.changes',
    {},
    (change) => void onChange(change),
    () => void onConnect(),
  );
  useExplorer.subscribe(watchWhatIsShown);
  useExplorer.subscribe(({ workspace, opened }, before) => {
    if (opened !== before.opened) forgetViews();
    if (workspace?.id === before.workspace?.id) return;
    forgetResults();
    forgetReplacements();
    forgetFiles();
    forgetClosed();
  });
  usePolicy.subscribe(({ view }, before) => {
    if (view?.trusted !== before.view?.trusted) askAgain();
  });
  startBackups({
    workspace: () => useExplorer.getState().workspace?.id ?? null,
    enabled: () => useSettings.getState().view?.values.editorHotExit === true,
  });
  useSettings.subscribe(({ view }, before) => {
    if (view?.values.editorHotExit === true && before.view?.values.editorHotExit === false) backUpAll();
  });
  startWindowState();
  useEditor.subscribe(watchWhatIsShown);
  useConventions.subscribe(watchWhatIsShown);
  onSaved(conventionsMayHaveChanged);
  useGroups.subscribe(({ groups }, before) => {
    if (groups !== before.groups) watchWhatIsShown();
  });
  useEditor.subscribe(({ active }, before) => {
    if (active !== null && active !== before.active) rememberFile(active);
  });
}

async function onConnect(): Promise<void> {
  try {
    const info = await call('app.info', {});
    useCore.setState({ info, connection: connectionState() });
    const shown = useExplorer.getState().workspace;
    const resume = async (): Promise<void> => {
      await showWorkspace(await call('workspace.resume', { window: windowId() }));
      await refreshPolicy();
    };
    if (shown) {
      // A connection that was lost had the folder open. The new one is told before it is asked anything: without a
      // folder, servers may be asked that the folder's mode forbids.
      await call('workspace.open', { paths: [...rootsOf(shown.id)] });
      await resume();
      // They belonged to the connection that was lost.
      await call('backups.take', {});
      backUpAll();
    } else
      await inTurn(async () => {
        await resume();
        await restoreWindow();
      });
    watched = '';
    watchWhatIsShown();
    for (const { path, error } of useEditor.getState().tabs)
      if (error === null) await fileChangedOnDisk(path, 'changed');
  } catch (error) {
    notifyError(error);
  }
}

/** Names this window for as long as it is there: a page that is loaded again has the name of the one before. */
function windowId(): string {
  const [, id = crypto.randomUUID()] = /^codegrex-([0-9a-f-]{36})$/.exec(window.name) ?? [];
  window.name = `codegrex-${id}`;
  return id;
}

async function onChange(change: { readonly path: string; readonly kind: string }): Promise<void> {
  switch (change.kind) {
    case 'folder-changed':
      askAgain(change.path === '.' ? '' : change.path);
      await loadFolder(change.path === '.' ? '' : change.path);
      break;
    case 'ignore-changed':
      await Promise.all([reloadAll(), refreshKept()]);
      break;
    case 'added':
    case 'changed':
    case 'removed':
      changedOnDisk(change.path);
      conventionsMayHaveChanged(change.path);
      await fileChangedOnDisk(change.path, change.kind);
      break;
  }
}

/** The files that some tab shows something of. */
function shownFiles(): ReadonlySet<string> {
  const tabs = useGroups.getState().groups.flatMap((g) => g.tabs);
  const compared = tabs.flatMap(({ params }) => {
    const { data } = DiffParams.safeParse(params);
    return data ? [data.left.path, data.right.path] : [];
  });
  const configurations = Object.values(useConventions.getState().files).flatMap(({ sources }) => sources);
  return new Set([...useEditor.getState().tabs, ...tabs].flatMap((t) => t.path ?? []).concat(compared, configurations));
}

let watched = '';
/** Some paths are those of before, and some those of after. */
let moving = false;
function watchWhatIsShown(): void {
  const { workspace, expanded } = useExplorer.getState();
  if (!workspace || moving) return;
  const request = { folders: ['', ...expanded], files: [...shownFiles()].slice(0, 1000) };
  const key = JSON.stringify([workspace.id, request]);
  if (key === watched) return;
  watched = key;
  call('files.watch', request).catch(notifyError);
}

/**
 * Open another folder; tabs with unsaved changes are asked about first.
 * @param paths absolute; several are opened together
 * @returns whether it was opened
 */
export function openWorkspace(paths: readonly string[]): Promise<boolean> {
  return inTurn(() => open(paths));
}

async function open(paths: readonly string[]): Promise<boolean> {
  if (!(await leaveFolder())) return false;
  try {
    await newConversation({ keepDraft: true });
    await showWorkspace(await call('workspace.open', { paths: [...paths] }));
    await refreshPolicy();
    await restoreWindow();
    return true;
  } catch (error) {
    notifyError(error);
    // The folder that was open still is.
    await restoreWindow();
    return false;
  }
}

/**
 * Have other folders open than now. What is open of those that stay goes on; tabs of those that do not are closed, and
 * comparisons, as they are of paths that may be others.
 * @param change what is to be open in place of what is; absolute
 * @returns whether it was done
 */
export function setFolders(change: (roots: readonly string[]) => readonly string[]): Promise<boolean> {
  return inTurn(() => replaceFolders(change));
}

async function replaceFolders(change: (roots: readonly string[]) => readonly string[]): Promise<boolean> {
  const { workspace: before } = useExplorer.getState();
  const paths = change(before?.folders.map(({ root }) => root) ?? []);
  const gone = foldersOf(before).filter(({ root }) => !paths.includes(root));
  await leaveWindow();
  try {
    for (const { id, tabs } of useGroups.getState().groups) {
      const closing = tabs.filter(
        ({ kind, path }) =>
          kind === 'diff' || kind === 'merge' || gone.some(({ prefix }) => path?.startsWith(prefix) === true),
      );
      const ids = closing.map((tab) => tab.id);
      if (!(await closeTabs(id, ids))) return false;
    }
    await newConversation({ keepDraft: true });
    const next = await call('workspace.setFolders', { paths: [...paths] });
    const moved = movedBetween(before, next);
    moving = true;
    await backUpAs(next.id, moved).catch(notifyError);
    moveOpenFiles(moved);
    const shown = showFolders(next, moved);
    moving = false;
    watchWhatIsShown();
    await shown;
    await refreshPolicy();
    openAgain();
    return true;
  } catch (error) {
    notifyError(error);
    return false;
  } finally {
    moving = false;
    stayInWindow();
  }
}

/** Close what is open, which is there again when the folder is. False if the user kept a tab. */
async function leaveFolder(): Promise<boolean> {
  await leaveWindow();
  if (await closeAllTabs()) return true;
  stayInWindow();
  return false;
}

/** Close the open folder. */
export function closeWorkspace(): Promise<void> {
  return inTurn(close);
}

async function close(): Promise<void> {
  if (!(await leaveFolder())) return;
  try {
    await newConversation({ keepDraft: true });
    await call('workspace.close', {});
    await showWorkspace(null);
    await refreshPolicy();
    await restoreWindow();
  } catch (error) {
    notifyError(error);
  }
}
