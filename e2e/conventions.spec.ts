import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createScratch } from './support/folders.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** How a project wants its files written: .editorconfig, and its own Prettier. */
const scratch = createScratch();
let app: StartedApp;
let folder: string;

const onDisk = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');
const save = (): Promise<void> => app.window.page.keyboard.press('ControlOrMeta+s');

test.afterAll(() => scratch.remove());

test.describe.serial('conventions of a project', () => {
  test.beforeAll(async ({ browser }) => {
    folder = await scratch.folder({
      '.editorconfig':
        '[*]\nindent_style = tab\ninsert_final_newline = true\ntrim_trailing_whitespace = true\n[*.bat]\nend_of_line = crlf\n',
      'a.txt': 'one  ',
      'run.bat': 'echo\n',
      'b.json': '[1,   2,\n3]',
      'odd.xyz': 'as   it is',
      '.prettierrc': '{ "tabWidth": 3 }',
    });
    await cp(join(import.meta.dirname, '../node_modules/prettier'), join(folder, 'node_modules/prettier'), {
      recursive: true,
    });
    app = await startApp(browser, {
      data: await scratch.data({ detectLocalServers: false, completionEnabled: false, editorFormatOnSave: true }),
      folder,
    });
  });
  test.afterAll(async () => {
    expect(app.window.errors).toEqual([]);
    expect(app.foreign).toEqual([]);
    await app.stop();
  });

  test('.editorconfig says how lines begin and end', async () => {
    const { editor, explorer, page } = app.window;
    await explorer.open('a.txt');
    await editor.focus('a.txt');
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.press('Tab');
    await save();
    await expect.poll(() => onDisk('a.txt')).toBe('\tone\n');
    await explorer.open('run.bat');
    await editor.focus('run.bat');
    await page.keyboard.type('x');
    await save();
    await expect.poll(() => onDisk('run.bat')).toBe('xecho\r\n');
  });

  test('another .editorconfig holds at once', async () => {
    const { editor, page } = app.window;
    await writeFile(join(folder, '.editorconfig'), '[*.txt]\nindent_style = space\nindent_size = 3\n');
    await editor.focus('a.txt');
    await expect(async () => {
      await page.keyboard.press('ControlOrMeta+Home');
      await page.keyboard.press('Tab');
      await save();
      expect(await onDisk('a.txt')).toMatch(/^ {3}/);
    }).toPass();
  });

  test('one whose patterns take too long is said, and not followed', async () => {
    const { page } = app.window;
    await writeFile(join(folder, '.editorconfig'), `[${'*a'.repeat(30)}]\nindent_size = 7\n`);
    await expect(page.getByText('.editorconfig is not followed')).toBeVisible();
  });

  test('the project’s Prettier formats once the folder is trusted, and not before', async () => {
    const { editor, explorer, page } = app.window;
    await explorer.open('b.json');
    await editor.focus('b.json');
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.press('Enter');
    await save();
    await expect(editor.unsaved('b.json')).toBeHidden();
    expect(await onDisk('b.json')).not.toContain('[1, 2, 3]');
    await app.window.trustFolder();
    await expect(async () => {
      await editor.focus('b.json');
      await page.keyboard.press('Shift+Alt+f');
      expect(await editor.text()).toContain('[1, 2, 3]');
    }).toPass();
    await save();
    await expect.poll(() => onDisk('b.json')).toBe('[1, 2, 3]\n');
    await explorer.open('odd.xyz');
    await editor.focus('odd.xyz');
    await page.keyboard.type(' ');
    await save();
    await expect.poll(() => onDisk('odd.xyz')).toBe(' as   it is');
  });

  test('what it cannot format is said, and saved as it is', async () => {
    const { editor, page } = app.window;
    await editor.focus('b.json');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('{ "a": ');
    await save();
    await expect(page.getByText('The project’s formatter could not format this')).toBeVisible();
    await expect.poll(() => onDisk('b.json')).toMatch(/^\{ "a": /);
  });
});
