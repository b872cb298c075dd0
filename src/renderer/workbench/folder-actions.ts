import { call } from '../bridge/bridge.ts';
import { openFile, useEditor } from '../editor/editor-store.ts';
import { reloadAll } from '../explorer/explorer-store.ts';
import { changeModels } from '../models/models-store.ts';
import { askText } from '../ui/ask-text.tsx';
import { parentOf } from '../ui/format.ts';
import { notifyError } from '../ui/notifications.tsx';
import { pickPath } from './path-picker.tsx';
import { openWorkspace } from './workspace-sync.ts';
import { t } from '../../shared/messages/t.ts';

/** Pick a folder and open it. */
export async function openFolder(): Promise<void> {
  const path = await pickPath('folder');
  if (path !== null) await openWorkspace(path);
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
  const folder = parentOf(useEditor.getState().active ?? '');
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
