import { call } from '../bridge/bridge.ts';
import { openFile, useEditor } from '../editor/editor-store.ts';
import { reloadAll, useExplorer } from '../explorer/explorer-store.ts';
import { folderAround } from '../explorer/open-folders.ts';
import { changeModels } from '../models/models-store.ts';
import { askText } from '../ui/ask-text.tsx';
import { notify, notifyError } from '../ui/notifications.tsx';
import { pick } from '../ui/pick.tsx';
import { pickPath } from './path-picker.tsx';
import { LIMITS } from '../../shared/limits.ts';
import { openWorkspace, setFolders } from './workspace-sync.ts';
import { t } from '../../shared/messages/t.ts';

/** Pick a folder and open it. */
export async function openFolder(): Promise<void> {
  const path = await pickPath('folder');
  if (path !== null) await openWorkspace([path]);
}

/** Pick a folder and have it open beside those that are. */
export async function addFolder(): Promise<void> {
  const path = await pickPath('folder', { title: t('Add a folder to the window'), action: t('Add this folder') });
  if (path === null) return;
  const { workspace } = useExplorer.getState();
  if (workspace === null) await openWorkspace([path]);
  else if (workspace.folders.length >= LIMITS.windowFolders)
    notify(
      'error',
      t('A window has at most {most} folders. Open this one in another.', { most: LIMITS.windowFolders }),
    );
  else await setFolders((roots) => [...roots, path]);
}

/** Have one of several folders not open any more. @param name `undefined`: the user finds which */
export async function removeFolder(name?: string): Promise<void> {
  const folders = useExplorer.getState().workspace?.folders ?? [];
  const chosen =
    name ??
    (await pick({
      title: t('Folders of the window'),
      placeholder: t('Which folder is to be removed from the window?'),
      choices: folders.map(({ name: id, root }) => ({ id, label: id, detail: root, icon: 'root-folder' })),
      none: t('No folder of that name.'),
    }));
  if (chosen === null) return;
  const root = folders.find(({ name: each }) => each === chosen)?.root;
  await setFolders((roots) => roots.filter((each) => each !== root));
}

/** Pick a GGUF file and add it to the models. */
export async function addGguf(): Promise<void> {
  const path = await pickPath('gguf');
  if (path === null) return;
  try {
    await changeModels('models.addGguf', { path });
  } catch (error) {
    notifyError(error);
  }
}

/** Ask for a name and make an empty file beside the active one. */
export async function newFile(): Promise<void> {
  const folder = folderAround(useEditor.getState().active);
  const path = await askText({
    title: t('New file'),
    label: t('Path within the folder'),
    value: folder === '' ? '' : `${folder}/`,
    action: t('Create'),
    check: (text) => (text === '' || text.endsWith('/') ? t('Give the file a name.') : null),
  });
  if (path === null) return;
  try {
    await call('files.write', { path, text: '', eol: '\n', bom: false, expectedVersion: null });
  } catch (error) {
    notifyError(error);
    return;
  }
  await reloadAll();
  await openFile(path);
}
