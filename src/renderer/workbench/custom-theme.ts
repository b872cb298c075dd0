import { create } from 'zustand';
import { call, subscribe } from '../bridge/bridge.ts';
import { defineCustomTheme } from '../editor/monaco-setup.ts';
import { updateSettings } from '../settings/settings-store.ts';
import { JSON_FILES, pickFiles } from '../ui/pick-files.ts';
import { notify, notifyError } from '../ui/notifications.tsx';
import { readColorTheme, type ColorTheme } from './vscode-theme.ts';
import { t } from '../../shared/messages/t.ts';

/** The theme that was imported last; `null` while there is none. */
export const useCustomTheme = create<{ readonly theme: ColorTheme | null }>(() => ({ theme: null }));

/** What is kept of imported files: all that the theme is made of, the theme itself first. */
interface Kept {
  readonly files: readonly (readonly [string, string])[];
}

function take(text: string): void {
  let theme: ColorTheme | null = null;
  try {
    const { files } = JSON.parse(text) as Kept;
    // Read like any other file: it lies where the user can write.
    theme = readColorTheme(files[0]?.[0] ?? '', new Map(files));
  } catch {
    theme = null;
  }
  if (theme) defineCustomTheme(theme);
  useCustomTheme.setState({ theme });
}

/** Follow the imported theme. Call once. */
export function startCustomTheme(): void {
  const set = ({ text }: { readonly text: string }): void => {
    take(text);
  };
  subscribe('colorTheme.changes', {}, set, () => void call('colorTheme.readText', {}).then(set, notifyError));
}

/** Have the user choose a colour theme of VS Code, with what it includes, and use it. */
export function importTheme(): void {
  pickFiles(JSON_FILES, (files) => {
    void importFiles(files);
  });
}

async function importFiles(chosen: readonly File[]): Promise<void> {
  try {
    const files = await Promise.all(
      chosen.filter(({ size }) => size <= 1_000_000).map(async (file) => [file.name, await file.text()] as const),
    );
    if (files.length < chosen.length) throw new Error(t('A file of this size is no colour theme.'));
    // The one that no other includes.
    const main = files.find(([name]) => !files.some(([, text]) => text.includes(`/${name}"`))) ?? files[0];
    if (!main) return;
    const theme = readColorTheme(main[0], new Map(files));
    const kept: Kept = { files: [main, ...files.filter((each) => each !== main)] };
    const text = JSON.stringify(kept);
    await call('colorTheme.writeText', { text });
    take(text);
    await updateSettings({ theme: 'custom' });
    const left =
      theme.refused === 0 ? '' : t(' {refused} values are no colours and were left out.', { refused: theme.refused });
    notify('info', t('The theme “{name}” is in use.{left}', { name: theme.name, left }));
  } catch (error) {
    if (error instanceof Error && error.name === 'Error') notify('error', error.message);
    else notifyError(error);
  }
}
