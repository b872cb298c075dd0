import { create } from 'zustand';
import { call } from '../bridge/bridge.ts';
import { ask } from '../ui/ask.tsx';
import { visibleText } from '../ui/visible-text.ts';
import type { ImportFile } from './vscode-import.ts';
import { JSON_FILES, pickFiles } from '../ui/pick-files.ts';
import { notify, notifyError } from '../ui/notifications.tsx';
import { t } from '../../shared/messages/t.ts';

/** Larger files are no settings. */
const MOST_BYTES = 1_000_000;

/** VS Code's files that the user chose, to be looked at before they are taken over; `null`: none. */
export const useImport = create<{ readonly files: readonly ImportFile[] | null }>(() => ({ files: null }));

/** Take what VS Code has on this machine, or have the user choose its files. */
export async function importFromVsCode(): Promise<void> {
  const { folder, files } = await call('vscode.profile', {}).catch(() => ({ folder: null, files: [] }));
  if (folder === null) {
    chooseFiles();
    return;
  }
  const answer = await ask(
    t('Take over what VS Code has here?'),
    t('{files, plural, one {# file} other {# files}} of {folder}. You see what is taken over before it is.', {
      files: files.length,
      folder: visibleText(folder),
    }),
    [
      { id: 'found', label: t('Look at it') },
      { id: 'others', label: t('Choose other files…') },
    ],
  );
  if (answer === 'found') useImport.setState({ files });
  else if (answer === 'others') chooseFiles();
}

/** settings.json, keybindings.json and files of snippets of VS Code. */
function chooseFiles(): void {
  pickFiles(JSON_FILES, (files) => {
    if (files.some(({ size }) => size > MOST_BYTES)) notify('error', t('A file of this size holds no settings.'));
    else
      Promise.all(files.map(async (file) => ({ name: file.name, text: await file.text() }))).then((read) => {
        useImport.setState({ files: read });
      }, notifyError);
  });
}
