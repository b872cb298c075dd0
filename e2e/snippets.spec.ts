import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createScratch } from './support/folders.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** Snippets: written as VS Code has them, refused where they are none, and offered while typing. */
const scratch = createScratch();
let app: StartedApp;
let data: string;

test.afterAll(() => scratch.remove());

test.describe.serial('snippets', () => {
  test.beforeAll(async ({ browser }) => {
    data = await scratch.data({ detectLocalServers: false, completionEnabled: false });
    app = await startApp(browser, { data, folder: await scratch.folder({ 'a.md': '\n', 'a.txt': '\n' }) });
  });
  test.afterAll(async () => {
    expect(app.window.errors).toEqual([]);
    await app.stop();
  });

  async function write(text: string): Promise<void> {
    const { page } = app.window;
    await app.window.command('Configure snippets');
    const box = page.getByRole('textbox', { name: 'snippets.json' });
    await expect(page.locator('.view-line').first()).toBeVisible();
    await box.focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(text);
    // What the editor closed by itself goes.
    await page.keyboard.press('ControlOrMeta+Shift+End');
    await page.keyboard.press('Delete');
    await page.keyboard.press('ControlOrMeta+s');
  }

  test('that are none are refused, and say why', async () => {
    await write('{ "Thanks": { "prefix": "ty" } }');
    await expect(app.window.page.getByText('“Thanks” needs a prefix and a body.')).toBeVisible();
    await expect(readFile(join(data, 'snippets.json'), 'utf8')).rejects.toThrow();
  });

  test('are offered in their languages, with places to fill in', async () => {
    const { page, editor, explorer } = app.window;
    await write('{ "Thanks": { "prefix": "tyvm", "body": "Thank you, ${1:name}!$0", "scope": "markdown" } }');
    await expect.poll(() => readFile(join(data, 'snippets.json'), 'utf8').catch(() => '')).toContain('tyvm');
    await explorer.open('a.md');
    await editor.focus('a.md');
    await page.keyboard.type('tyvm');
    await page.keyboard.press('ControlOrMeta+Space');
    await page.locator('.suggest-widget.visible .monaco-list-row').filter({ hasText: 'tyvm' }).first().click();
    await page.keyboard.type('Ada');
    await expect.poll(editor.text).toContain('Thank you, Ada!');
    await explorer.open('a.txt');
    await editor.focus('a.txt');
    await page.keyboard.type('tyvm');
    await page.keyboard.press('ControlOrMeta+Space');
    await expect(page.locator('.suggest-widget.visible')).toContainText(/No suggestions/);
  });
});
