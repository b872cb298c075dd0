import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { createScratch } from './support/folders.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** Keys of commands: found, changed, removed and reset, in the editor and in the file. */
const scratch = createScratch();
let app: StartedApp;
let data = '';
let folder = '';

const file = (): string => join(data, 'keybindings.json');
const row = (command: string): Locator => app.window.page.locator(`[data-command="${command}"]`);
const search = (): Locator => app.window.page.getByRole('searchbox', { name: 'Search keyboard shortcuts' });

test.afterAll(() => scratch.remove());

test.describe.serial('keybindings', () => {
  test.beforeAll(async ({ browser }) => {
    folder = await scratch.folder({ 'a.txt': 'one\n' });
    data = await scratch.data({ detectLocalServers: false, completionEnabled: false });
    app = await startApp(browser, { data, folder });
  });
  test.afterAll(() => app.stop());
  test.afterEach(() => {
    expect(app.window.errors).toEqual([]);
  });

  test('are found by command and by pressed key', async () => {
    const { page } = app.window;
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(search()).toBeFocused();
    await search().fill('side bar toggle');
    await expect(row('toggle.side')).toContainText('Ctrl+B');
    await expect(row('save')).toHaveCount(0);
    await page.getByRole('button', { name: 'Search by pressing keys' }).click();
    await search().focus();
    await page.keyboard.press('Control+s');
    await expect(row('save')).toContainText('Ctrl+S');
    await expect(row('toggle.side')).toHaveCount(0);
    await page.getByRole('button', { name: 'Search by pressing keys' }).click();
    await expect(row('toggle.side')).toHaveCount(1);
    await hasNoViolation(app.window, 'the editor of keybindings');
  });

  test('are recorded, with a word on what has the key already', async () => {
    const { page } = app.window;
    await row('toggle.side')
      .getByRole('button', { name: /^Change the key of/ })
      .click();
    const dialog = page.getByRole('dialog');
    await page.keyboard.press('Control+s');
    await expect(dialog.getByRole('status')).toContainText('Save');
    await page.keyboard.press('y');
    await expect(dialog.getByRole('textbox', { name: 'Keys' })).toHaveValue('Ctrl+S Y');
    await page.keyboard.press('Control+Alt+y');
    await hasNoViolation(app.window, 'recording a key');
  });

  test('of the user run the command, its old key does not, and the palette shows which', async () => {
    const { page } = app.window;
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Keys' }).focus();
    await expect(dialog.getByRole('textbox', { name: 'Keys' })).toHaveValue('Ctrl+Alt+Y');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(row('toggle.side')).toContainText('User');
    const tree = page.getByRole('tree').first();
    await expect(tree).toBeVisible();
    await page.keyboard.press('Control+Alt+y');
    await expect(tree).toBeHidden();
    await page.keyboard.press('Control+b');
    await expect(tree).toBeHidden();
    await page.keyboard.press('Control+Alt+y');
    await expect(tree).toBeVisible();
    await page.keyboard.press('F1');
    await expect(page.getByRole('option', { name: 'Show or hide the side bar' })).toContainText('Ctrl+Alt+Y');
    await page.keyboard.press('Escape');
    await row('toggle.side')
      .getByRole('button', { name: /^Reset/ })
      .click();
    await expect(row('toggle.side')).toContainText('Default');
    await page.keyboard.press('Control+b');
    await expect(tree).toBeHidden();
    await page.keyboard.press('Control+b');
    await expect(tree).toBeVisible();
  });

  test('of the file, as VS Code writes it, apply at once; what does not count is said', async () => {
    const { page } = app.window;
    await writeFile(
      file(),
      '// mine\n[\n  { "key": "ctrl+alt+y", "command": "toggle.side", "when": "!editorTextFocus" },\n  { "key": "f9", "command": "save", "when": "nowhere" },\n]\n',
    );
    await expect(page.getByRole('alert').filter({ hasText: 'keybindings.json' })).toContainText(
      'Rule 2: there is no context "nowhere"',
    );
    await expect(row('toggle.side').filter({ hasText: 'User' })).toContainText('!editorTextFocus');
    await row('toggle.side')
      .filter({ hasText: 'User' })
      .getByRole('button', { name: /^Remove/ })
      .click();
    await expect(row('toggle.side').filter({ hasText: 'User' })).toHaveCount(0);
    const text = await readFile(file(), 'utf8');
    expect(text).toContain('// mine');
    expect(text).not.toContain('ctrl+alt+y');
  });

  test('are written as JSON, and one that is none is refused', async () => {
    const { page } = app.window;
    await page.getByRole('button', { name: 'Edit as JSON' }).click();
    const text = page.getByRole('textbox', { name: 'keybindings.json' });
    await expect(page.locator('.view-lines').filter({ hasText: 'mine' }).first()).toBeVisible();
    await text.focus();
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.insertText('[,');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(page.getByRole('alert').filter({ hasText: 'Nothing was saved' })).toBeVisible();
    expect(await readFile(file(), 'utf8')).not.toContain('[,');
  });

  test('of Vim: toggled by a command, with its mode in a status line, and :w saves', async () => {
    const { editor, explorer, page } = app.window;
    await explorer.open('a.txt');
    await app.window.command('Toggle Vim mode');
    const status = page.getByRole('status', { name: 'Vim' });
    await expect(status).toContainText('NORMAL');
    await editor.focus('a.txt');
    await page.keyboard.type('Otwo');
    await expect(status).toContainText('INSERT');
    await page.keyboard.press('Escape');
    await expect(status).toContainText('NORMAL');
    await page.keyboard.type('yyp');
    await page.keyboard.type(':w');
    await page.keyboard.press('Enter');
    await expect.poll(() => readFile(join(folder, 'a.txt'), 'utf8')).toBe('two\ntwo\none\n');
    await app.window.command('Toggle Vim mode');
    await expect(status).toHaveCount(0);
    await editor.focus('a.txt');
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.type('x');
    await expect(page.locator('.view-line').first()).toHaveText('xtwo');
  });
});
