import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createScratch } from './support/folders.ts';
import { groupsView } from './support/groups-view.ts';
import { layoutView } from './support/layout-view.ts';
import { startBrowserApp, type BrowserApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** What is there again after the page is loaded again, after a restart, and after a crash. */
const scratch = createScratch();
const LINES = Array.from({ length: 400 }, (_, i) => `line ${String(i + 1)}`).join('\n');
let app: BrowserApp;
let folder: string;
let data: string;

test.afterAll(() => scratch.remove());

/** The unsaved texts that are kept now, with their files. */
async function backups(): Promise<string[]> {
  const entries = await readdir(join(data, 'backups'), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((e) => e.isFile() && e.name.endsWith('.json')).map((e) => join(e.parentPath, e.name));
}
const backupTexts = async (): Promise<string> =>
  (await Promise.all((await backups()).map((file) => readFile(file, 'utf8').catch(() => '')))).join('\n');

test.describe.serial('what is there again', () => {
  test.beforeAll(async ({ browser }) => {
    data = await scratch.data({ detectLocalServers: false, completionEnabled: false });
    folder = await scratch.folder({ 'long.txt': LINES, 'b.txt': 'text of b\n', 'c.txt': 'text of c\n' });
    app = await startBrowserApp(browser, { data });
  });
  test.afterAll(() => app.stop());
  test.afterEach(() => {
    expect(app.window.errors).toEqual([]);
  });

  test('the folder, the groups, their tabs, cursors and places in the text, when the page is loaded again', async () => {
    const { editor, explorer, page, statusBar } = app.window;
    const groups = groupsView(page);
    await app.window.openFolder(folder);
    await explorer.open('b.txt');
    await explorer.open('long.txt');
    await page.keyboard.press('ControlOrMeta+\\');
    await expect(groups.all).toHaveCount(2);
    await page.keyboard.press('ControlOrMeta+g');
    await page.keyboard.type('300:3');
    await page.keyboard.press('Enter');
    await expect(statusBar).toContainText('Ln 300, Col 3');
    await explorer.open('c.txt');
    await groups.choose(groups.group(2).tab('c.txt'), 'Pin');
    await groups.group(1).tab('long.txt').click();
    await page.keyboard.press('ControlOrMeta+b');
    await expect(layoutView(page).side).toBeHidden();
    // It is kept when the page is left, and from time to time.
    await page.reload();
    await app.window.ready();
    await expect(groups.all).toHaveCount(2);
    await expect(layoutView(page).side).toBeHidden();
    expect(await groups.group(1).names()).toEqual(['b.txt', 'long.txt']);
    expect(await groups.group(2).names()).toEqual(['c.txt', 'long.txt']);
    await expect(groups.group(1).tab('long.txt')).toHaveAttribute('aria-selected', 'true');
    await expect(groups.active).toHaveAttribute('aria-label', 'Group 1');
    await groups.group(2).tab('long.txt').click();
    await expect(statusBar).toContainText('Ln 300, Col 3');
    await expect(groups.group(2).lines).toContainText('line 300');
    await expect(editor.input).toBeFocused();
    await page.keyboard.press('ControlOrMeta+b');
  });

  test('a folder that was closed is not open again', async () => {
    const { page } = app.window;
    await app.window.command('Close folder');
    await expect(page.getByText('No folder is open.')).toBeVisible();
    await page.reload();
    await app.window.ready();
    await expect(page.getByText('No folder is open.')).toBeVisible();
    await app.window.openFolder(folder);
    await expect(groupsView(page).all).toHaveCount(2);
  });

  test('unsaved text, when the page is loaded again without a question', async () => {
    const { editor, page } = app.window;
    await groupsView(page).group(1).tab('b.txt').click();
    await editor.append('not saved');
    await expect.poll(backupTexts).toContain('not saved');
    const [file = ''] = await backups();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    let asked = false;
    page.once('dialog', (dialog) => {
      asked = true;
      void dialog.accept();
    });
    await page.reload();
    await app.window.ready();
    await expect(editor.unsaved('b.txt')).toBeVisible();
    await expect.poll(editor.text).toContain('not saved');
    expect(asked).toBe(false);
    expect(await readFile(join(folder, 'b.txt'), 'utf8')).toBe('text of b\n');
    // What is on disk is an undo away.
    await editor.focus('b.txt');
    await page.keyboard.press('ControlOrMeta+z');
    await expect(editor.unsaved('b.txt')).toBeHidden();
    await expect.poll(backups).toEqual([]);
    await page.keyboard.press('ControlOrMeta+Shift+z');
    await expect(editor.unsaved('b.txt')).toBeVisible();
    await expect.poll(backupTexts).toContain('not saved');
  });

  test('text whose file changed on disk meanwhile: that is said, and neither is lost', async ({ browser }) => {
    await app.core.kill();
    await app.window.page.close();
    await app.stop();
    await writeFile(join(folder, 'b.txt'), 'text of another program\n');
    app = await startBrowserApp(browser, { data, folder });
    const { editor, page } = app.window;
    await expect(editor.unsaved('b.txt')).toBeVisible();
    await editor.focus('b.txt');
    await expect(editor.banner).toContainText('b.txt changed on disk, and you changed it here.');
    await expect.poll(editor.text).toContain('not saved');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(app.window.notifications).toContainText('changed on disk');
    expect(await readFile(join(folder, 'b.txt'), 'utf8')).toBe('text of another program\n');
    await editor.banner.getByRole('button', { name: 'Overwrite with mine' }).click();
    await expect(editor.unsaved('b.txt')).toBeHidden();
    expect(await readFile(join(folder, 'b.txt'), 'utf8')).toContain('not saved');
    await expect.poll(backups).toEqual([]);
  });

  test('text whose file is gone', async ({ browser }) => {
    await app.window.page.keyboard.press('ControlOrMeta+2');
    await app.window.editor.focus('c.txt');
    await app.window.editor.append('of a file that goes');
    await expect.poll(backupTexts).toContain('of a file that goes');
    await app.core.kill();
    await app.stop();
    await rm(join(folder, 'c.txt'));
    // Started without a folder, it goes on in the one that was open last.
    app = await startBrowserApp(browser, { data });
    const { editor, page } = app.window;
    await expect(groupsView(page).all).toHaveCount(2);
    await page.keyboard.press('ControlOrMeta+2');
    await editor.focus('c.txt');
    await expect(editor.banner).toContainText('c.txt was removed on disk. Your text is still here.');
    await expect.poll(editor.text).toBe('text of c\nof a file that goes');
    await editor.banner.getByRole('button', { name: 'Save it again' }).click();
    await expect(editor.unsaved('c.txt')).toBeHidden();
    expect(await readFile(join(folder, 'c.txt'), 'utf8')).toBe('text of c\nof a file that goes');
  });

  test('of what is typed until the core is killed at most a second is lost', async ({ browser }) => {
    const { editor, explorer, page } = app.window;
    await app.window.command('Close all tabs');
    await explorer.open('b.txt');
    await editor.focus('b.txt');
    await page.keyboard.press('ControlOrMeta+a');
    /** When each word was typed; its number is its place. */
    const typed: number[] = [];
    const until = Date.now() + 3000;
    while (Date.now() < until) {
      await page.keyboard.insertText(`w${String(typed.length)} `);
      typed.push(Date.now());
    }
    const killed = Date.now();
    await app.core.kill();
    await app.stop();
    app = await startBrowserApp(browser, { data, folder });
    await expect(app.window.editor.unsaved('b.txt')).toBeVisible();
    const text = await backupTexts();
    const words = [...text.matchAll(/w(\d+) /g)].map(([, n]) => Number(n));
    expect(words).toEqual(words.map((_, i) => i));
    expect(words.length).toBeGreaterThan(10);
    // The one after the last that was kept is the oldest that was lost.
    const oldestLost = typed[words.length] ?? killed;
    expect(killed - oldestLost).toBeLessThanOrEqual(1000);
    await app.window.editor.focus('b.txt');
    await expect.poll(app.window.editor.text).toContain(`w${String(words.length - 1)}`);
  });

  test('nothing of it once it is given up, or everything is deleted', async () => {
    const { editor, explorer, page, question } = app.window;
    await editor.close('b.txt');
    await question.getByRole('button', { name: "Don't save" }).click();
    await expect(editor.tab('b.txt')).toHaveCount(0);
    await expect.poll(backups).toEqual([]);
    await explorer.open('b.txt');
    await editor.focus('b.txt');
    await editor.append('canary-of-hot-exit-7391');
    await expect.poll(backupTexts).toContain('canary-of-hot-exit-7391');
    await app.window.command('Delete everything');
    await question.getByRole('button', { name: 'Delete records', exact: true }).click();
    const report = page.getByRole('dialog', { name: 'Everything was deleted' });
    await expect(report).toContainText('Unsaved texts kept against a crash: 1');
    expect(await backups()).toEqual([]);
    await page.keyboard.press('Escape');
    // The text itself is the user's.
    await expect(editor.unsaved('b.txt')).toBeVisible();
  });

  test('no text where the user wants none kept: then leaving asks', async () => {
    const { editor, page, settings } = app.window;
    await settings.open();
    const keep = settings.row('editorHotExit').getByRole('checkbox');
    await keep.click();
    await expect(keep).not.toBeChecked();
    await settings.close();
    await editor.append(' more');
    const asked = page.waitForEvent('dialog');
    // Playwright's own reload would wait for a page that does not come.
    await page.evaluate(() => {
      setTimeout(() => {
        location.reload();
      }, 0);
    });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    expect(await backups()).toEqual([]);
    await expect(editor.unsaved('b.txt')).toBeVisible();
  });
});
