import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createScratch } from './support/folders.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { startApp, startBrowserApp, type StartedApp } from './support/start-app.ts';
import type { SettingsView } from './support/settings-view.ts';
import { expect, test } from './support/test.ts';

/** The editor of settings, its layers, and the JSON behind it. */
const scratch = createScratch();
let app: StartedApp;
let data = '';
let folder = '';

const row: SettingsView['row'] = (name) => app.window.settings.row(name);
const userFile = async (): Promise<unknown> => JSON.parse(await readFile(join(data, 'settings.json'), 'utf8'));

/** Replace the text in focus, without the brackets that the editor closes by itself. */
async function typeOver(text: string): Promise<void> {
  const { keyboard } = app.window.page;
  await keyboard.press('ControlOrMeta+a');
  await keyboard.insertText(text);
  await keyboard.press('ControlOrMeta+Shift+End');
  await keyboard.press('Delete');
}

test.afterAll(() => scratch.remove());

test.describe.serial('settings', () => {
  test.beforeAll(async ({ browser }) => {
    data = await scratch.data({ detectLocalServers: false, completionEnabled: false });
    folder = await scratch.folder({ 'a.txt': 'one  \ntwo\n' });
    app = await startApp(browser, { data, folder });
  });
  test.afterAll(() => app.stop());
  test.afterEach(() => {
    expect(app.window.errors).toEqual([]);
  });

  test('are found by typing, changed at once, and reset', async () => {
    const { editor, explorer, page } = app.window;
    await explorer.open('a.txt');
    await page.keyboard.press('ControlOrMeta+,');
    const { search } = app.window.settings;
    await expect(search).toBeFocused();
    await search.fill('font size');
    await expect(page.getByRole('status').filter({ hasText: '2 settings' })).toBeVisible();
    const size = row('editorFontSize').getByRole('spinbutton', { name: 'Font size' });
    await expect(row('editorFontSize')).toContainText('Default');
    await size.fill('30');
    await size.press('Enter');
    await expect(row('editorFontSize')).toContainText('Set by you');
    await editor.tab('a.txt').click();
    await expect(page.locator('.view-line').first()).toHaveCSS('font-size', '30px');
    await editor.tab('Settings').click();
    await size.fill('9999');
    await size.press('Enter');
    await expect(row('editorFontSize').getByRole('alert')).toContainText('72');
    await expect(size).toHaveValue('30');
    await row('editorFontSize').getByRole('button', { name: 'Reset Font size' }).click();
    await expect(size).toHaveValue('14');
    expect(await userFile()).not.toHaveProperty('editorFontSize');
  });

  test('have no violation of accessibility', async () => {
    await app.window.settings.search.fill('');
    await hasNoViolation(app.window, 'the editor of settings');
  });

  test('of a folder apply once it is trusted, and only where they tighten', async () => {
    const { page } = app.window;
    await mkdir(join(folder, '.codegrex'), { recursive: true });
    await writeFile(join(folder, '.codegrex/settings.json'), '{ "editorTabSize": 3, "telemetry": true }');
    await page.getByRole('button', { name: 'Workspace', exact: true }).click();
    await expect(page.getByText('This folder is not trusted: its settings do not apply')).toBeVisible();
    await app.window.trustFolder();
    const size = row('editorTabSize').getByRole('spinbutton', { name: 'Tab size' });
    await expect(size).toHaveValue('3');
    await expect(row('editorTabSize')).toContainText('Set for this folder');
    await expect(page.getByRole('alert').filter({ hasText: '.codegrex/settings.json' })).toContainText(
      '"telemetry" can only be set in your own settings.',
    );
    await expect(row('telemetry')).toHaveCount(0);
    await page.getByRole('button', { name: 'User', exact: true }).click();
    await expect(row('editorTabSize')).toContainText('Overridden by this folder');
    await page.getByRole('button', { name: 'Workspace', exact: true }).click();
    await row('editorTabSize').getByRole('button', { name: 'Reset Tab size' }).click();
    await expect(size).toHaveValue('4');
    expect(JSON.parse(await readFile(join(folder, '.codegrex/settings.json'), 'utf8'))).toEqual({ telemetry: true });
    await writeFile(join(folder, '.codegrex/settings.json'), '{}');
    await expect(page.getByRole('alert').filter({ hasText: '.codegrex/settings.json' })).toHaveCount(0);
  });

  test('are written as JSON, where what is wrong is refused and nothing is lost', async () => {
    const { page } = app.window;
    await app.window.command('Settings as JSON');
    const text = page.getByRole('textbox', { name: 'settings.json' });
    await expect(page.locator('.view-lines').filter({ hasText: 'detectLocalServers' }).first()).toBeVisible();
    await text.focus();
    await typeOver('{ "editorTabSize": "wide" }');
    await expect(page.getByText('Not saved yet.')).toBeVisible();
    await expect(page.locator('.squiggly-warning, .squiggly-error').first()).toBeAttached();
    await page.keyboard.press('ControlOrMeta+s');
    await expect(page.getByRole('alert').filter({ hasText: 'Nothing was saved' })).toContainText('"editorTabSize"');
    expect(await userFile()).toMatchObject({ detectLocalServers: false });
    await typeOver('{ "editorTrimTrailingWhitespace": true, "completionEnabled": false }');
    await page.keyboard.press('ControlOrMeta+s');
    await expect.poll(userFile).toEqual({ editorTrimTrailingWhitespace: true, completionEnabled: false });
    await expect(page.getByText('Nothing was saved')).toHaveCount(0);
  });

  test('of saving: spaces at the ends of lines go, and files are saved by themselves', async () => {
    const { editor, page } = app.window;
    await editor.tab('a.txt').click();
    await editor.focus('a.txt');
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type('three  ');
    await page.keyboard.press('ControlOrMeta+s');
    const onDisk = (): Promise<string> => readFile(join(folder, 'a.txt'), 'utf8');
    await expect.poll(onDisk).toBe('one\ntwo\nthree');
    await writeFile(join(data, 'settings.json'), '{ "editorAutoSave": "afterDelay", "editorAutoSaveDelayMs": 100 }');
    await page.keyboard.press('ControlOrMeta+,');
    await page.getByRole('button', { name: 'User', exact: true }).click();
    await expect(row('editorAutoSave').getByRole('combobox')).toHaveValue('afterDelay');
    await editor.tab('a.txt').click();
    await editor.focus('a.txt');
    await page.keyboard.type('!');
    await expect.poll(onDisk).toBe('one\ntwo\nthree!');
  });

  test('and keys of VS Code are taken over after a look at what is', async () => {
    const { page } = app.window;
    const theirs = await scratch.folder({
      'settings.json': '{ // mine\n "editor.tabSize": 6, "python.path": "x", }',
      'keybindings.json': '[{ "key": "ctrl+alt+q", "command": "workbench.action.files.save" }]',
      'css.json': '{ "Flex": { "prefix": "flex", "body": "display: flex;" } }',
    });
    const choosing = page.waitForEvent('filechooser');
    await app.window.command('Import settings, keybindings and snippets of VS Code');
    // Whoever has VS Code on this machine is asked first.
    void page
      .getByRole('button', { name: 'Choose other files…' })
      .click({ timeout: 3000 })
      .catch(() => undefined);
    await (
      await choosing
    ).setFiles(['settings.json', 'keybindings.json', 'css.json'].map((name) => join(theirs, name)));
    const dialog = page.getByRole('dialog', { name: 'Import from VS Code' });
    await expect(dialog).toContainText('editorTabSize: 6');
    await expect(dialog).toContainText('python.path CodeGrex has no such setting.');
    await hasNoViolation(app.window, 'what is imported from VS Code');
    await dialog.getByRole('button', { name: 'Take over' }).click();
    await expect(dialog).toHaveCount(0);
    await expect.poll(userFile).toMatchObject({ editorTabSize: 6 });
    const keys = (): Promise<string> => readFile(join(data, 'keybindings.json'), 'utf8').catch(() => 'null');
    await expect
      .poll(async () => JSON.parse(await keys()) as unknown)
      .toEqual([{ key: 'ctrl+alt+q', command: 'save' }]);
    const snippets = (): Promise<string> => readFile(join(data, 'snippets.json'), 'utf8').catch(() => '');
    await expect.poll(snippets).toContain('display: flex;');
    expect(await snippets()).toContain('"scope": "css"');
  });
});

test('what VS Code has on this machine is found, and taken over after a look at it', async ({ browser }) => {
  const config = await scratch.folder({
    'Code/User/settings.json': '{ "editor.fontSize": 17 }',
    'Code/User/snippets/css.json': '{ "Flex": { "prefix": "flex", "body": "display: flex;" } }',
  });
  const own = await scratch.data({ detectLocalServers: false, completionEnabled: false });
  const started = await startBrowserApp(browser, { data: own, wrapper: ['env', `XDG_CONFIG_HOME=${config}`] });
  try {
    const { window } = started;
    await window.command('Import settings, keybindings and snippets of VS Code');
    await expect(window.question).toContainText(`2 files of ${join(config, 'Code/User')}`);
    await window.question.getByRole('button', { name: 'Look at it' }).click();
    const dialog = window.page.getByRole('dialog', { name: 'Import from VS Code' });
    await expect(dialog).toContainText('editorFontSize: 17');
    await expect(dialog).toContainText('A snippet: flex');
    await dialog.getByRole('button', { name: 'Take over' }).click();
    const text = (name: string): Promise<string> => readFile(join(own, name), 'utf8').catch(() => '');
    await expect.poll(() => text('settings.json')).toContain('"editorFontSize": 17');
    await expect.poll(() => text('snippets.json')).toContain('"scope": "css"');
  } finally {
    await started.stop();
  }
});
