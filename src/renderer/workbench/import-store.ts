import { create } from 'zustand';
import { JSON_FILES, pickFiles } from '../ui/pick-files.ts';
import { notify, notifyError } from '../ui/notifications.tsx';

/** Larger files are no settings. */
const MOST_BYTES = 1_000_000;

/** Texts of VS Code's files that the user chose, to be looked at before they are taken over; `null`: none. */
export const useImport = create<{ readonly texts: readonly string[] | null }>(() => ({ texts: null }));

/** Have the user choose settings.json, keybindings.json or both of VS Code. */
export function importFromVsCode(): void {
  pickFiles(JSON_FILES, (files) => {
    if (files.some(({ size }) => size > MOST_BYTES)) notify('error', 'A file of this size holds no settings.');
    else
      Promise.all(files.map((file) => file.text())).then((texts) => {
        useImport.setState({ texts });
      }, notifyError);
  });
}
