import { AppError } from '../../shared/app-error.ts';
import { call } from '../bridge/bridge.ts';
import { ask } from '../ui/ask.tsx';
import { baseName, joined, parentOf } from '../ui/format.ts';
import { notify, notifyError } from '../ui/notifications.tsx';
import type { OpenFiles } from '../ui/open-files.ts';
import { visibleText } from '../ui/visible-text.ts';
import { followMove, loadFolder, reveal, setExpanded, setNaming, useExplorer } from './explorer-store.ts';
import * as history from './file-history.ts';
import { outermost } from './tree-rows.ts';
import { t } from '../../shared/messages/t.ts';

let openFiles: OpenFiles = { unsavedWithin: () => [], moved: () => undefined };

/** Join the explorer to what is open. Call once. */
export function startExplorer(open: OpenFiles): void {
  openFiles = open;
  useExplorer.subscribe(({ workspace }, before) => {
    if (workspace?.id !== before.workspace?.id) history.forgetActions();
  });
}

const quoted = (path: string): string => `“${visibleText(baseName(path))}”`;
const many = (paths: readonly string[]): string =>
  paths.length === 1 ? quoted(paths[0] ?? '') : t('{paths} files and folders', { paths: paths.length });

/** Read again what is on show of the folders that paths lie in. */
async function reloadAround(paths: readonly string[]): Promise<void> {
  const { folders } = useExplorer.getState();
  const around = new Set(paths.map(parentOf));
  await Promise.all([...around].filter((folder) => folders.has(folder)).map(loadFolder));
}

/** Begin to name a new file or folder in a folder, which is opened. */
export async function beginNew(folder: string, what: 'file' | 'folder'): Promise<void> {
  if (folder !== '') await setExpanded(folder, true);
  setNaming({ what, folder });
}

/**
 * Make a file or folder and show it.
 * @param name may have folders that are made too; a slash at its end makes it a folder
 * @returns the path of a file, to be opened
 */
export async function createEntry(folder: string, name: string, what: 'file' | 'folder'): Promise<string | null> {
  setNaming(null);
  const kind = name.endsWith('/') ? 'folder' : what;
  const path = joined(folder, name.replace(/\/$/, ''));
  try {
    const { folders } = await call('files.create', { path, kind });
    history.remember({ kind: 'create', path, what: kind, folders });
  } catch (error) {
    notifyError(error);
    return null;
  }
  await showThere([path]);
  return kind === 'file' ? path : null;
}

async function showThere(paths: readonly string[]): Promise<void> {
  await Promise.all([reveal(paths), reloadAround(paths)]);
}

/** Give a file or folder another name, which may lead into folders. */
export async function renameEntry(path: string, name: string): Promise<void> {
  setNaming(null);
  await moveAll([[path, joined(parentOf(path), name.replace(/\/$/, ''))]]);
}

/** Move files and folders into a folder. */
export async function moveInto(paths: readonly string[], folder: string): Promise<void> {
  await moveAll(outermost(paths).map((path) => [path, joined(folder, baseName(path))] as const));
}

async function moveAll(pairs: readonly (readonly [string, string])[]): Promise<void> {
  const moved: (readonly [string, string])[] = [];
  try {
    for (const [from, to] of pairs) if (from !== to && (await moveOne(from, to))) moved.push([from, to]);
  } catch (error) {
    notifyError(error);
  }
  if (moved.length === 0) return;
  history.remember({ kind: 'move', pairs: moved });
  await Promise.all([reveal(moved.map(([, to]) => to)), reloadAround(moved.flat())]);
}

/** @returns whether it was moved; false if the user did not want to replace what is there */
async function moveOne(from: string, to: string): Promise<boolean> {
  try {
    await call('files.move', { from, to, overwrite: false });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'path-exists') throw error;
    if (openFiles.unsavedWithin(to).length > 0) {
      notify('error', t('{to} has unsaved text, so it was not replaced. Save or close it first.', { to: quoted(to) }));
      return false;
    }
    const where = parentOf(to) === '' ? 'there' : t('in {to}', { to: visibleText(parentOf(to)) });
    const choice = await ask(
      t('Replace {to}?', { to: quoted(to) }),
      t(
        'There is a file or folder of this name {where} already. It goes to the trash, or is deleted where there is none.',
        { where },
      ),
      [{ id: 'replace', label: t('Replace'), danger: true }],
    );
    if (choice === null) return false;
    await call('files.move', { from, to, overwrite: true });
  }
  tellMoved(from, to);
  return true;
}

function tellMoved(from: string, to: string): void {
  followMove(from, to);
  openFiles.moved(from, to);
}

/** Copy files and folders into a folder, under names that are free there. */
export async function copyInto(paths: readonly string[], folder: string): Promise<void> {
  const made: string[] = [];
  try {
    for (const from of outermost(paths)) made.push((await call('files.copy', { from, folder })).path);
  } catch (error) {
    notifyError(error);
  }
  if (made.length === 0) return;
  history.remember({ kind: 'copy', paths: made });
  await showThere(made);
}

/** Copy beside themselves. */
export async function duplicate(paths: readonly string[]): Promise<void> {
  for (const path of outermost(paths)) await copyInto([path], parentOf(path));
}

/** Take files and folders to be pasted. */
export function takeFiles(paths: readonly string[], cut: boolean): void {
  useExplorer.setState({ clipboard: { paths: outermost(paths), cut } });
}

/** Put what was taken into a folder. */
export async function pasteInto(folder: string): Promise<void> {
  const { clipboard } = useExplorer.getState();
  if (clipboard === null) return;
  if (!clipboard.cut) {
    await copyInto(clipboard.paths, folder);
    return;
  }
  useExplorer.setState({ clipboard: null });
  await moveInto(clipboard.paths, folder);
}

/** Ask, and delete. */
export async function deleteEntries(all: readonly string[], forGood: boolean): Promise<void> {
  const paths = outermost(all);
  if (paths.length === 0) return;
  const unsaved = paths.flatMap((path) => openFiles.unsavedWithin(path));
  const open = unsaved.length === 0 ? '' : t(' {unsaved} with unsaved text stays open.', { unsaved: many(unsaved) });
  const choice = forGood
    ? await ask(t('Delete {paths} for good?', { paths: many(paths) }), t('This cannot be undone.{open}', { open }), [
        { id: 'delete', label: t('Delete for good'), danger: true },
      ])
    : await ask(
        t('Delete {paths}?', { paths: many(paths) }),
        t('You can get it back from the trash.{open}', { open }),
        [{ id: 'delete', label: t('Move to the trash') }],
      );
  if (choice === null) return;
  const kept: string[] = [];
  for (const path of paths) {
    try {
      await call('files.delete', { path, forGood });
    } catch (error) {
      if (error instanceof AppError && error.code === 'trash-unavailable') kept.push(path);
      else notifyError(error);
    }
  }
  await reloadAround(paths);
  if (kept.length > 0) await deleteWithoutTrash(kept);
}

async function deleteWithoutTrash(paths: readonly string[]): Promise<void> {
  const choice = await ask(
    t('Delete {paths} for good?', { paths: many(paths) }),
    t('There is no trash for this place, so nothing was deleted yet. Deleted for good it cannot be got back.'),
    [{ id: 'delete', label: t('Delete for good'), danger: true }],
  );
  if (choice === null) return;
  for (const path of paths) await call('files.delete', { path, forGood: true }).catch(notifyError);
  await reloadAround(paths);
}

/** Take the latest action back. */
export async function undoFileAction(): Promise<void> {
  const action = history.takeUndo();
  if (action === null) return;
  try {
    switch (action.kind) {
      case 'move':
        for (const [from, to] of action.pairs.toReversed()) {
          await call('files.move', { from: to, to: from, overwrite: false });
          tellMoved(to, from);
        }
        break;
      case 'create':
        for (const path of [action.path, ...action.folders.toReversed()]) await call('files.deleteEmpty', { path });
        break;
      case 'copy':
        for (const path of action.paths) await call('files.delete', { path, forGood: false });
        break;
    }
    history.rememberUndone(action);
  } catch (error) {
    notifyError(error);
  }
  await reloadAround(pathsOf(action));
}

/** Do again what was taken back last. */
export async function redoFileAction(): Promise<void> {
  const action = history.takeRedo();
  if (action === null) return;
  try {
    switch (action.kind) {
      case 'move':
        for (const [from, to] of action.pairs) {
          await call('files.move', { from, to, overwrite: false });
          tellMoved(from, to);
        }
        break;
      case 'create':
        await call('files.create', { path: action.path, kind: action.what });
        break;
      case 'copy':
        // Copies were put into the trash, from where only the user can take them.
        notify('info', t('Copies that were undone are in the trash.'));
        return;
    }
    history.rememberRedone(action);
  } catch (error) {
    notifyError(error);
  }
  await reloadAround(pathsOf(action));
}

function pathsOf(action: history.FileAction): readonly string[] {
  switch (action.kind) {
    case 'move':
      return action.pairs.flat();
    case 'create':
      return [action.path, ...action.folders];
    case 'copy':
      return action.paths;
  }
}
