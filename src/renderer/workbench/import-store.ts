import { create } from 'zustand';
import type { ImportFile } from './vscode-import.ts';
import { JSON_FILES, pickFiles } from '../ui/pick-files.ts';
import { notify, notifyError } from '../ui/notifications.tsx';
import { t } from '../../shared/messages/t.ts';

/** Larger files are no settings. */
const MOST_BYTES = 1_000_000;

/** VS Code's files that the user chose, to be looked at before they are taken over; `null`: none. */
export const useImport = create<{ readonly files: readonly ImportFile[] | null }>(() => ({ files: null }));

/** Have the user choose settings.json, keybindings.json and files of snippets of VS Code. */
export function importFromVsCode(): void {
  pickFiles(JSON_FILES, (files) => {
    if (files.some(({ size }) => size > MOST_BYTES)) notify('error', t('A file of this size holds no settings.'));
    else
      Promise.all(files.map(async (file) => ({ name: file.name, text: await file.text() }))).then((read) => {
        useImport.setState({ files: read });
      }, notifyError);
  });
}
