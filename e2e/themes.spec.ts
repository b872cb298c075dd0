import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createScratch } from './support/folders.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** Colour themes of VS Code, from files. */
const scratch = createScratch();
let app: StartedApp;
let data = '';
let themes = '';

async function importFiles(...names: string[]): Promise<void> {
  const choosing = app.window.page.waitForEvent('filechooser');
  await app.window.command('Import a VS Code color theme');
  await (await choosing).setFiles(names.map((name) => join(themes, name)));
}

test.afterAll(() => scratch.remove());

test.describe.serial('themes', () => {
  test.beforeAll(async ({ browser }) => {
    data = await scratch.data({ detectLocalServers: false, completionEnabled: false, theme: 'light' });
    themes = await scratch.folder({
      'mine.json':
        '{ // comment\n "name": "Mine", "include": "./base.json", "colors": { "editor.background": "#102030", "sideBar.background": "url(https://a.example/)" }, "tokenColors": [{ "scope": "comment", "settings": { "foreground": "#ff0000" } }], }',
      'base.json': '{ "type": "dark", "colors": { "foreground": "#fafafa" } }',
      'none.json': '[1, 2',
    });
    app = await startApp(browser, { data, folder: await scratch.folder({ 'a.ts': '// red\n' }) });
  });
  test.afterAll(() => app.stop());
  test.afterEach(() => {
    expect(app.window.errors).toEqual([]);
    expect(app.foreign).toEqual([]);
  });

  test('one that is none is refused, and nothing changes', async () => {
    await importFiles('none.json');
    await expect(app.window.notifications).toContainText('none.json is no colour theme of VS Code.');
    await importFiles('mine.json');
    await expect(app.window.notifications).toContainText('choose that file as well');
    await expect(app.window.page.locator('html')).toHaveAttribute('data-theme', 'light');
  });

  test('colours of the window and of the text are taken over, and what is no colour is left out', async () => {
    const { explorer, page } = app.window;
    await explorer.open('a.ts');
    await importFiles('mine.json', 'base.json');
    await expect(app.window.notifications).toContainText('The theme “Mine” is in use. 1 values are no colours');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(page.locator('.monaco-editor-background').first()).toHaveCSS('background-color', 'rgb(16, 32, 48)');
    await expect(page.locator('.view-line span span').filter({ hasText: 'red' }).first()).toHaveCSS(
      'color',
      'rgb(255, 0, 0)',
    );
    await expect(page.locator('body')).toHaveCSS('color', 'rgb(250, 250, 250)');
    expect(JSON.parse(await readFile(join(data, 'settings.json'), 'utf8'))).toMatchObject({ theme: 'custom' });
  });

  test('it is there again after the page is loaded again, and goes with another theme', async () => {
    const { page } = app.window;
    await page.reload();
    await app.window.ready();
    await expect(page.locator('body')).toHaveCSS('color', 'rgb(250, 250, 250)');
    await page.keyboard.press('ControlOrMeta+,');
    await page.locator('[data-setting="theme"]').getByRole('combobox').selectOption('light');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
    await expect(page.locator('body')).not.toHaveCSS('color', 'rgb(250, 250, 250)');
  });
});
