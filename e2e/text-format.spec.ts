import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createScratch } from './support/folders.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** How a text is written, as the status bar shows it and changes it. */
const scratch = createScratch();
let app: StartedApp;
let folder: string;

async function choose(what: string, option: string): Promise<void> {
  await app.window.statusBar.getByRole('button', { name: new RegExp(`^${what}: `) }).click();
  await app.window.page
    .getByRole('menu', { name: what })
    .getByRole('menuitemradio', { name: option, exact: true })
    .click();
}

test.afterAll(() => scratch.remove());

test.describe.serial('how a text is written', () => {
  test.beforeAll(async ({ browser }) => {
    folder = await scratch.folder({
      'windows.txt': 'a\r\n  b\r\n  c\r\n',
      'marked.txt': '\uFEFFa\n',
      'plain.md': '# a\n',
    });
    app = await startApp(browser, {
      data: await scratch.data({ detectLocalServers: false, completionEnabled: false }),
      folder,
    });
  });
  test.afterAll(async () => {
    expect(app.window.errors).toEqual([]);
    await app.stop();
  });

  test('is told of the file on screen', async () => {
    const { explorer, page, statusBar } = app.window;
    await expect(statusBar.getByRole('button', { name: /^End of line/ })).toBeHidden();
    await explorer.open('windows.txt');
    await expect(statusBar.getByRole('button', { name: 'End of line: CRLF' })).toBeVisible();
    await expect(statusBar.getByRole('button', { name: 'Indentation: Spaces: 2' })).toBeVisible();
    await expect(statusBar.getByRole('button', { name: 'Language: Plain Text' })).toBeVisible();
    await explorer.open('marked.txt');
    await expect(statusBar.getByText('UTF-8 with BOM')).toBeVisible();
    await expect(statusBar.getByRole('button', { name: 'End of line: LF' })).toBeVisible();
    await explorer.open('plain.md');
    await expect(statusBar.getByRole('button', { name: 'Language: Markdown' })).toBeVisible();
    await statusBar.getByRole('button', { name: /^Language/ }).click();
    await expect(page.getByRole('menu', { name: 'Language' })).toBeVisible();
    await hasNoViolation(app.window, 'the menu of languages');
    await page.keyboard.press('Escape');
  });

  test('line ends are changed with the next save', async () => {
    const { editor, explorer, page } = app.window;
    await explorer.open('windows.txt');
    await choose('End of line', 'LF Linux, macOS');
    await expect(editor.unsaved('windows.txt')).toBeVisible();
    await editor.focus('windows.txt');
    await page.keyboard.press('ControlOrMeta+s');
    await expect.poll(() => readFile(join(folder, 'windows.txt'), 'utf8')).toBe('a\n  b\n  c\n');
    await expect(editor.unsaved('windows.txt')).toBeHidden();
  });

  test('indentation and language hold at once', async () => {
    const { editor, page, statusBar } = app.window;
    await choose('Indentation', 'Tabs, 4 columns wide');
    await editor.focus('windows.txt');
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ControlOrMeta+s');
    await expect.poll(() => readFile(join(folder, 'windows.txt'), 'utf8')).toBe('\ta\n  b\n  c\n');
    await choose('Language', 'Python');
    await expect(statusBar.getByRole('button', { name: 'Language: Python' })).toBeVisible();
  });
});
