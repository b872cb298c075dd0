import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ERROR_MESSAGES } from '../src/shared/error-codes.ts';
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

async function pickEncoding(title: string, text: string): Promise<void> {
  const box = app.window.page.getByRole('dialog', { name: title });
  await box.getByRole('combobox').fill(text);
  await box.getByRole('option').first().click();
  await expect(box).toBeHidden();
}

test.afterAll(() => scratch.remove());

test.describe.serial('how a text is written', () => {
  test.beforeAll(async ({ browser }) => {
    folder = await scratch.folder({
      'windows.txt': 'a\r\n  b\r\n  c\r\n',
      'marked.txt': '\uFEFFa\n',
      'plain.md': '# a\n',
    });
    await writeFile(join(folder, 'old.txt'), Buffer.from('gr\xfcn 5 \x80\n', 'latin1'));
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
    await expect(statusBar.getByRole('button', { name: 'Encoding: UTF-8 with BOM' })).toBeVisible();
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

  test('a file in another encoding is read in it once it is named, and stays so', async () => {
    const { editor, explorer, page, statusBar } = app.window;
    await explorer.open('old.txt');
    await expect(editor.region.getByRole('alert')).toContainText(ERROR_MESSAGES['file-in-other-encoding']);
    await editor.region.getByRole('button', { name: 'Reopen with encoding…' }).click();
    await pickEncoding('Reopen with encoding', '1252');
    await expect.poll(editor.text).toContain('grün 5 €');
    await expect(statusBar.getByRole('button', { name: 'Encoding: Windows 1252' })).toBeVisible();
    await page.reload();
    await expect(statusBar.getByRole('button', { name: 'Encoding: Windows 1252' })).toBeVisible();
    await editor.focus('old.txt');
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.insertText('ß ');
    await page.keyboard.press('ControlOrMeta+s');
    await expect.poll(() => readFile(join(folder, 'old.txt'), 'latin1')).toBe('\xdf gr\xfcn 5 \x80\n');
  });

  test('what is not ASCII in it is found, and replaced as it is written there', async () => {
    const { page, search } = app.window;
    await search.openReplace();
    await search.find('grün', '1 match in 1 file');
    expect(await search.matches()).toEqual(['ß grün 5 €']);
    await search.replacement.fill('blüht');
    await search.replaceAll();
    await expect.poll(() => readFile(join(folder, 'old.txt'), 'latin1')).toBe('\xdf bl\xfcht 5 \x80\n');
    await search.outcome.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => readFile(join(folder, 'old.txt'), 'latin1')).toBe('\xdf gr\xfcn 5 \x80\n');
    await page.keyboard.press('ControlOrMeta+Shift+E');
  });

  test('what an encoding does not have is not written in it, and is in another one', async () => {
    const { editor, notifications, page, statusBar } = app.window;
    await editor.focus('old.txt');
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.insertText('ж ');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(notifications).toContainText(ERROR_MESSAGES['text-not-in-encoding']);
    await expect(editor.unsaved('old.txt')).toBeVisible();
    expect(await readFile(join(folder, 'old.txt'), 'latin1')).toBe('\xdf gr\xfcn 5 \x80\n');
    await statusBar.getByRole('button', { name: /^Encoding: / }).click();
    await page.getByRole('menuitem', { name: 'Save with encoding…' }).click();
    await pickEncoding('Save with encoding', 'UTF-8');
    await expect.poll(() => readFile(join(folder, 'old.txt'), 'utf8')).toBe('ж ß grün 5 €\n');
    await expect(statusBar.getByRole('button', { name: 'Encoding: UTF-8' })).toBeVisible();
    await expect(editor.unsaved('old.txt')).toBeHidden();
  });
});
