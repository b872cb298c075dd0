import { expect, type Locator, type Page } from '@playwright/test';
import { chatView, type ChatView } from './chat-view.ts';
import {
  modelsDialog,
  previewDialog,
  privacySettings,
  type ModelsDialog,
  type PreviewDialog,
  type PrivacySettings,
} from './dialogs.ts';
import { editorView, type EditorView } from './editor-view.ts';
import { explorerView, type ExplorerView } from './explorer-view.ts';
import { ledgerView, type LedgerView } from './ledger-view.ts';
import { searchView, type SearchView } from './search-view.ts';
import { settingsView, type SettingsView } from './settings-view.ts';

/** Makes the user's choice in the folder or file dialog that `act` opens, whichever the host has. */
export type PathChooser = (page: Page, act: () => Promise<void>, path: string) => Promise<void>;

/** One window of the app, by what a user sees of it. */
export interface AppPage {
  readonly page: Page;
  readonly explorer: ExplorerView;
  readonly editor: EditorView;
  readonly chat: ChatView;
  readonly ledger: LedgerView;
  readonly search: SearchView;
  readonly models: ModelsDialog;
  readonly preview: PreviewDialog;
  readonly settings: SettingsView;
  readonly privacySettings: PrivacySettings;
  readonly statusBar: Locator;
  readonly notifications: Locator;
  /** The question with a few answers that is asked now. */
  readonly question: Locator;
  /** Errors that nothing in the page caught. */
  readonly errors: readonly string[];
  /** Wait until the core has answered. */
  ready(): Promise<void>;
  /** Run a command of the palette, by its whole label. */
  command(label: string): Promise<void>;
  openFolder(path: string): Promise<void>;
  /** Have a folder open beside those that are. */
  addFolder(path: string): Promise<void>;
  /** Trust the folder that was opened, as its banner asks. */
  trustFolder(): Promise<void>;
  addGguf(path: string): Promise<void>;
  /** Open a file through quick open. @param query what to type; the first hit is taken */
  quickOpen(query: string): Promise<void>;
  /** The button that shows the mode, e.g. `Offline`. */
  mode(label: string): Locator;
  /** Choose a mode from the status bar. */
  setMode(label: string): Promise<void>;
}

export function createAppPage(page: Page, choosePath: PathChooser): AppPage {
  const statusBar = page.getByRole('contentinfo', { name: 'Status' });
  const mode = (label: string): Locator =>
    statusBar.getByRole('button', { name: `Privacy mode: ${label}`, exact: true });
  const errors: string[] = [];
  page.on('pageerror', (error) => {
    // Monaco rejects with the first what it no longer wants, and nobody waits for it. The second is how it
    // gives up a flourish: its mark in the margin is to pulse before it is drawn.
    const ofMonaco = error.message === 'Canceled' || error.message.startsWith('Make sure the ref is set');
    if (!ofMonaco) errors.push(error.message);
  });
  const models = modelsDialog(page);
  const explorer = explorerView(page);
  const editor = editorView(page);

  async function command(label: string): Promise<void> {
    await page.keyboard.press('F1');
    const palette = page.getByRole('dialog', { name: 'Commands' });
    await palette.getByRole('combobox').fill(label);
    await palette.getByRole('option', { name: label }).first().click();
    await expect(palette).toBeHidden();
  }

  return {
    page,
    explorer,
    editor,
    models,
    chat: chatView(page),
    ledger: ledgerView(page),
    search: searchView(page),
    preview: previewDialog(page),
    settings: settingsView(page),
    privacySettings: privacySettings(page),
    statusBar,
    notifications: page.getByRole('region', { name: 'Notifications' }),
    question: page.getByRole('alertdialog'),
    errors,
    ready: () => expect(statusBar.getByRole('button', { name: /^Privacy mode: / })).toBeVisible(),
    command,
    openFolder: async (path) => {
      await choosePath(page, () => command('Open folder'), path);
      await expect(explorer.tree).toBeVisible();
    },
    addFolder: (path) => choosePath(page, () => command('Add a folder to the window…'), path),
    trustFolder: async () => {
      const banner = page.getByRole('region', { name: 'Trust' });
      await banner.getByRole('button', { name: 'Trust this folder' }).click();
      await expect(banner).toBeHidden();
    },
    addGguf: async (path) => {
      await models.open();
      await choosePath(page, () => models.dialog.getByRole('button', { name: 'GGUF file' }).click(), path);
    },
    quickOpen: async (query) => {
      await page.keyboard.press('ControlOrMeta+p');
      const finder = page.getByRole('dialog', { name: 'Go to file' });
      await finder.getByRole('combobox').fill(query);
      await expect(finder.getByRole('option').first()).toBeVisible();
      await page.keyboard.press('Enter');
      await expect(finder).toBeHidden();
    },
    mode,
    setMode: async (label) => {
      await statusBar.getByRole('button', { name: /^Privacy mode: / }).click();
      await page.getByRole('menuitemradio', { name: label }).click();
      await expect(mode(label)).toBeVisible();
    },
  };
}
