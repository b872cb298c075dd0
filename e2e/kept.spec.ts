import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { createScratch } from './support/folders.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** Files kept from models: which, and by which rule of which line of which file. */
const scratch = createScratch();
let app: StartedApp;
let folder: string;

/** The answer, and a term of it by its name. */
const answer = (): Locator =>
  app.window.page.getByRole('dialog', { name: /^(Kept from models|Models may read this)$/ });
const part = (name: string): Locator =>
  answer()
    .locator('dt')
    .filter({ hasText: new RegExp(`^${name}$`) })
    .locator('+ dd');

async function says(expected: Readonly<Record<'Path' | 'Rule' | 'Where', string>>): Promise<void> {
  await expect(answer().getByRole('heading')).toHaveText('Kept from models');
  for (const [name, text] of Object.entries(expected)) await expect(part(name)).toHaveText(text);
}

test.describe.serial('files kept from models', () => {
  test.beforeAll(async ({ browser }) => {
    folder = await scratch.folder({
      '.codegrexignore': '# Ours.\n\nsecrets/\n',
      'deep/.codegrexignore': '*.sql\n!schema.sql\n',
      'deep/dump.sql': 'select 1;\n',
      'deep/schema.sql': 'create table a ();\n',
      'secrets/db.txt': 'secret\n',
      'mine.txt': 'mine\n',
      'open.txt': 'open\n',
      '.env': 'A=1\n',
    });
    const data = await scratch.data({ detectLocalServers: false, ignoreRules: ['other.txt', 'mine.txt'] });
    app = await startApp(browser, { data, folder });
  });
  test.afterAll(async () => {
    await app.stop();
    await scratch.remove();
  });

  test('are marked in the tree, and the mark tells the rule, its file and its line', async () => {
    const { explorer, page } = app.window;
    await expect(explorer.keptMark('open.txt')).toHaveCount(0);
    await explorer.keptMark('secrets').click();
    await says({ Path: 'secrets', Rule: 'secrets/', Where: '.codegrexignore, line 3' });
    // Asking opened nothing.
    await page.keyboard.press('Escape');
    await expect(explorer.item('db.txt')).toHaveCount(0);

    await explorer.item('deep').click();
    await explorer.keptMark('dump.sql').click();
    await says({ Path: 'deep/dump.sql', Rule: '*.sql', Where: 'deep/.codegrexignore, line 1' });
    await page.keyboard.press('Escape');
    await expect(explorer.keptMark('schema.sql')).toHaveCount(0);

    await explorer.keptMark('.env').click();
    await says({ Path: '.env', Rule: '.env*', Where: 'CodeGrex’s built-in rules' });
    await expect(answer()).toContainText('!.env* in the settings');
    await answer().getByRole('button', { name: 'Close', exact: true }).last().click();

    await explorer.keptMark('mine.txt').click();
    await says({ Path: 'mine.txt', Rule: 'mine.txt', Where: 'Your settings, rule 2' });
    await answer().getByRole('button', { name: 'Open the settings' }).click();
    await expect(app.window.privacySettings.dialog).toBeVisible();
    await app.window.privacySettings.close();
  });

  test('the tree’s menu tells of any file, by the keyboard too', async () => {
    const { explorer, page } = app.window;
    await explorer.item('schema.sql').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'May models read it?' }).click();
    await expect(answer().getByRole('heading')).toHaveText('Models may read this');
    await expect(part('Rule')).toHaveText('!schema.sql');
    await expect(part('Where')).toHaveText('deep/.codegrexignore, line 2');
    await page.keyboard.press('Escape');

    await explorer.item('deep').press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(explorer.tree.locator('.row.focused')).toHaveText('dump.sql');
    await page.keyboard.press('Shift+F10');
    await expect(page.getByRole('menuitem', { name: 'Open', exact: true })).toBeFocused();
    await page.keyboard.press('End');
    await expect(page.getByRole('menuitem', { name: 'Why is it kept from models?' })).toBeFocused();
    await page.keyboard.press('Enter');
    await says({ Path: 'deep/dump.sql', Rule: '*.sql', Where: 'deep/.codegrexignore, line 1' });
    await page.keyboard.press('Escape');
    await expect(answer()).toBeHidden();
  });

  test('the tab and the status bar tell it too, and the rule can be opened where it stands', async () => {
    const { editor, explorer, page, statusBar } = app.window;
    await explorer.open('secrets/db.txt');
    await expect(editor.tab('db.txt')).toHaveAttribute('aria-selected', 'true');
    await editor.region.getByRole('button', { name: 'Why is db.txt kept from models?' }).click();
    await says({ Path: 'secrets/db.txt', Rule: 'secrets/', Where: '.codegrexignore, line 3' });
    await page.keyboard.press('Escape');
    await statusBar.getByRole('button', { name: 'Kept from models' }).click();
    await says({ Path: 'secrets/db.txt', Rule: 'secrets/', Where: '.codegrexignore, line 3' });
    await answer().getByRole('button', { name: 'Open the rule' }).click();
    await expect(editor.tab('.codegrexignore')).toHaveAttribute('aria-selected', 'true');
    await expect(statusBar).toContainText('Ln 3, Col 1');
    await expect(editor.input).toBeFocused();
    // Already open, at another line.
    await page.keyboard.press('ControlOrMeta+Home');
    await expect(statusBar).toContainText('Ln 1, Col 1');
    await explorer.keptMark('db.txt').click();
    await answer().getByRole('button', { name: 'Open the rule' }).click();
    await expect(statusBar).toContainText('Ln 3, Col 1');
  });

  test('what the rules say now is what is shown', async () => {
    const { editor, explorer, statusBar } = app.window;
    await editor.focus('db.txt');
    await rm(join(folder, '.codegrexignore'));
    await writeFile(join(folder, '.codegrexignore'), 'open.txt\n');
    await expect(editor.region.getByRole('button', { name: /kept from models\?$/ })).toHaveCount(0);
    await expect(statusBar).not.toContainText('Kept from models');
    await expect(explorer.keptMark('open.txt')).toBeVisible();
    await app.window.command('May models read this file?');
    await expect(answer().getByRole('heading')).toHaveText('Models may read this');
    await expect(part('Reason')).toHaveText('No rule names it.');
  });

  test('broke nowhere', () => {
    expect(app.window.errors).toEqual([]);
  });
});
