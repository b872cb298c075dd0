import { join } from 'node:path';
import { writeTinyGguf } from '../scripts/make-tiny-gguf.ts';
import type { ServerConfig } from '../src/shared/schemas/settings.ts';
import { startModelServer, type ModelServer } from '../test/model-server/model-server.ts';
import { createScratch } from './support/folders.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** Ghost text as a user meets it: taken in parts, typed along, kept away from where it is not wanted. */
const scratch = createScratch();
let app: StartedApp;
let server: ModelServer;

/** What the model says at every cursor. */
const SAID = 'alpha beta\ngamma delta\nepsilon';

const asked = (): number => server.requests.filter(({ path }) => path === '/api/generate').length;

test.describe.serial('completions', () => {
  test.beforeAll(async ({ browser }) => {
    const gguf = join(await scratch.folder(), 'tiny.gguf');
    await writeTinyGguf(gguf);
    server = await startModelServer(gguf);
    const servers: ServerConfig[] = [{ id: 'server-1', kind: 'ollama', label: 'Here', baseUrl: server.url }];
    const folder = await scratch.folder({
      'notes.txt': 'begin:\n',
      'second.txt': 'begin:\n',
      'main.ts': "import { helper } from './helper.ts';\n\n",
      'helper.ts': 'export function helper(first: string, second: number): boolean {\n  return secretBody();\n}\n',
      'readme.md': '# Title\n',
    });
    app = await startApp(browser, {
      data: await scratch.data({ servers, detectLocalServers: false, completionDebounceMs: 60 }),
      folder,
    });
    await expect(app.window.statusBar.getByRole('button', { name: /^Completions\. From / })).toBeVisible();
  });
  test.afterAll(async () => {
    await app.stop();
    await server.close();
    await scratch.remove();
  });
  test.beforeEach(() => {
    server.say = SAID;
    server.delay = 0;
  });

  test('are taken by word, by line, and whole', async () => {
    const { editor, explorer, page } = app.window;
    await explorer.open('notes.txt');
    await editor.append('');
    // On a line of its own there is room for several.
    await page.keyboard.press('Enter');
    await expect.poll(editor.offered).toContain('alpha beta');
    await expect.poll(editor.offered).toContain('epsilon');
    await page.keyboard.press('ControlOrMeta+ArrowRight');
    await expect.poll(editor.text).toBe('begin:\n\nalpha');
    await page.keyboard.press('ControlOrMeta+ArrowDown');
    await expect.poll(editor.text).toBe('begin:\n\nalpha beta\n');
    await expect.poll(editor.offered).toContain('gamma delta');
    await page.keyboard.press('Tab');
    await expect.poll(editor.text).toBe(`begin:\n\n${SAID}`);
  });

  test('cost nothing while the user types what they say, and come back when it is taken back', async () => {
    const { editor, explorer, page } = app.window;
    await explorer.open('second.txt');
    await editor.append(' ');
    await page.keyboard.type('y');
    await expect.poll(editor.offered).toContain('alpha beta');
    const before = asked();
    for (const [typed, left] of [
      ['a', 'lpha beta'],
      ['lpha', ' beta'],
      [' be', 'ta'],
    ] as const) {
      await page.keyboard.type(typed, { delay: 30 });
      await expect.poll(async () => (await editor.offered()).startsWith(left)).toBe(true);
    }
    await page.keyboard.press('Backspace');
    await expect.poll(async () => (await editor.offered()).startsWith('eta')).toBe(true);
    expect(asked()).toBe(before);
    // Anything else is news.
    await page.keyboard.type('z');
    await expect.poll(asked).toBe(before + 1);
    // What was not shown yet is not dismissed.
    await expect.poll(editor.offered).toContain('alpha beta');
    await page.keyboard.press('Escape');
    await expect(editor.ghostText).toHaveCount(0);
  });

  test('tell the model what the imported file offers, and what was edited elsewhere', async () => {
    const { editor, explorer, page } = app.window;
    await explorer.open('main.ts');
    await editor.append('const told = ');
    await expect
      .poll(
        async () => {
          await page.keyboard.type('h');
          await page.waitForTimeout(300);
          return server.requests.at(-1)?.raw ?? '';
        },
        { timeout: 15_000 },
      )
      .toContain('export function helper(first: string, second: number): boolean');
    const sent = server.requests.at(-1)?.raw ?? '';
    expect(sent).not.toContain('secretBody');
    expect(sent).toContain('second.txt');
  });

  test('stay away from comments when told to, and say why', async () => {
    const { editor, page, settings, statusBar } = app.window;
    await settings.open();
    // A setting shows what is saved.
    const inComments = settings.row('completionInComments').getByRole('checkbox');
    await inComments.click();
    await expect(inComments).not.toBeChecked();
    await settings.close();
    await editor.focus('main.ts');
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.press('Enter');
    const before = asked();
    await page.keyboard.type('// a note ', { delay: 20 });
    await expect(statusBar.getByRole('button', { name: /^Completions off here\. .* in comments/ })).toBeVisible();
    await page.waitForTimeout(400);
    // Neither the new line nor the first slash is a comment yet.
    expect(asked()).toBeLessThanOrEqual(before + 2);
    const within = asked();
    await page.keyboard.type('more', { delay: 20 });
    await page.waitForTimeout(400);
    expect(asked()).toBe(within);
    await page.keyboard.press('Enter');
    await page.keyboard.type('let ');
    await expect.poll(asked).toBeGreaterThan(within);
    await expect(statusBar.getByRole('button', { name: /^(Completions|Completing)\./ })).toBeVisible();
  });

  test('stay away from a language that is turned off, until it is turned on again', async () => {
    const { editor, explorer, page, statusBar, command } = app.window;
    await explorer.open('readme.md');
    await editor.focus('readme.md');
    await command('Turn inline completions on or off for this language');
    await editor.append('text');
    const off = statusBar.getByRole('button', { name: /^Completions off here\. .* language/ });
    // The setting is on its way to the core and back; what is typed meanwhile is completed.
    await expect(async () => {
      await page.keyboard.type('.');
      await expect(off).toBeVisible({ timeout: 1000 });
    }).toPass();
    const before = asked();
    await page.keyboard.type(' and more', { delay: 20 });
    await expect(off).toBeVisible();
    await page.waitForTimeout(400);
    expect(asked()).toBe(before);
    await off.click();
    const dialog = page.getByRole('dialog', { name: 'Completions' });
    const inMarkdown = dialog.getByRole('checkbox', { name: 'In files of the language markdown' });
    await inMarkdown.click();
    await expect(inMarkdown).toBeChecked();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await editor.focus('readme.md');
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type('!');
    await expect.poll(asked).toBeGreaterThan(before);
  });

  test('show what they are doing while the model takes its time', async () => {
    const { editor, page, statusBar } = app.window;
    server.delay = 2000;
    server.say = 'slow';
    await editor.focus('readme.md');
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type(' q');
    await expect(statusBar.getByRole('button', { name: /^Completing\. Asking / })).toBeVisible();
    await expect(statusBar.getByRole('button', { name: /^Completions\. From / })).toBeVisible();
    await expect.poll(editor.offered).toBe('slow');
    await page.keyboard.press('Escape');
  });

  test('are counted, for the user alone, until everything is deleted', async () => {
    const { command, page, question } = app.window;
    await command('Completions: state, keys and counts');
    const dialog = page.getByRole('dialog', { name: 'Completions' });
    const row = dialog.getByRole('row').nth(1);
    // Handed on every two seconds.
    await expect(async () => {
      await expect(dialog).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      await command('Completions: state, keys and counts');
      // The core is asked once the dialog is there.
      await expect(row).toBeVisible();
      const [shown, taken, , dismissed] = (await row.getByRole('cell').allTextContents()).map((t) =>
        Number.parseInt(t, 10),
      );
      expect(shown).toBeGreaterThanOrEqual(3);
      expect(taken).toBe(1);
      expect(dismissed).toBe(2);
      const keys = Number((await row.getByRole('cell').last().textContent()) ?? 'none');
      expect(keys).toBeGreaterThan(5);
    }).toPass();
    await hasNoViolation(app.window, 'completions');
    await page.keyboard.press('Escape');
    await command('Delete everything: conversations, records, recent folders');
    await question.getByRole('button', { name: 'Delete records', exact: true }).click();
    const report = page.getByRole('dialog', { name: 'Everything was deleted' });
    await expect(report).toBeVisible();
    await page.keyboard.press('Escape');
    await command('Completions: state, keys and counts');
    await expect(dialog).toContainText('None was shown yet.');
    await page.keyboard.press('Escape');
  });

  test('and nothing of the page went wrong', () => {
    expect(app.window.errors).toEqual([]);
    expect(app.foreign).toEqual([]);
  });
});
