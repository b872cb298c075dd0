import { join } from 'node:path';
import { writeTinyGguf } from '../scripts/make-tiny-gguf.ts';
import type { ServerConfig } from '../src/shared/schemas/settings.ts';
import { startModelServer, type ModelServer } from '../test/model-server/model-server.ts';
import { createScratch } from './support/folders.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** Suggestions for the next edit: off until asked for, then shown where they are, jumped to and taken with Tab. */
const scratch = createScratch();
let app: StartedApp;
let server: ModelServer;

const TEXT = 'let total = 0;\nfor (const n of all) {\n  total += n;\n}\nlog(total);\n';
const edit = (search: string, replace: string): string =>
  `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE`;

const asked = (): number => server.requests.filter(({ path }) => path === '/api/chat').length;
const cursor = () => app.window.statusBar.getByText(/^Ln \d+, Col \d+$/);

/** Open a file and rename `total` in its first line, so that the others are behind. */
async function rename(name: string): Promise<void> {
  const { editor, explorer, page } = app.window;
  await explorer.open(name);
  await editor.focus(name);
  await page.keyboard.press('ControlOrMeta+Home');
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
  for (let i = 0; i < 5; i++) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.type('sum', { delay: 20 });
}

test.describe.serial('next edits', () => {
  test.beforeAll(async ({ browser }) => {
    const gguf = join(await scratch.folder(), 'tiny.gguf');
    await writeTinyGguf(gguf);
    server = await startModelServer(gguf);
    // No completion comes first.
    server.say = '';
    const servers: ServerConfig[] = [{ id: 'server-1', kind: 'ollama', label: 'Here', baseUrl: server.url }];
    const names = ['off.js', 'taken.js', 'dismissed.js', 'typed.js'];
    const long = TEXT.replace('log', `${'// More.\n'.repeat(197)}log`);
    app = await startApp(browser, {
      data: await scratch.data({ servers, detectLocalServers: false, completionDebounceMs: 60 }),
      folder: await scratch.folder({ ...Object.fromEntries(names.map((name) => [name, TEXT])), 'long.js': long }),
    });
    await expect(app.window.statusBar.getByRole('button', { name: /^Completions\. From / })).toBeVisible();
  });
  test.afterAll(async () => {
    await app.stop();
    await server.close();
    await scratch.remove();
  });

  test('are off by default', async () => {
    const { editor, page, settings } = app.window;
    await rename('off.js');
    await expect.poll(editor.text).toContain('let sum = 0;');
    await page.waitForTimeout(800);
    expect(asked()).toBe(0);
    await settings.open();
    const on = settings.row('nextEditEnabled').getByRole('checkbox');
    await expect(on).not.toBeChecked();
    await on.click();
    await expect(on).toBeChecked();
    await expect(settings.row('nextEditModel').getByRole('combobox')).toHaveValue('');
    await hasNoViolation(app.window, 'next edit settings');
    await settings.close();
  });

  test('are shown where they are; Tab jumps there, and Tab again takes them', async () => {
    const { editor, page } = app.window;
    server.sayInChat = edit('  total += n;', '  sum += n;');
    await rename('taken.js');
    await expect(editor.nextEdit).toBeVisible();
    await expect(cursor()).toHaveText('Ln 1, Col 8');
    // What is taken may call for the next one.
    server.sayInChat = edit('log(total);', 'log(sum);');
    await page.keyboard.press('Tab');
    await expect(cursor()).toHaveText('Ln 3, Col 3');
    expect(await editor.text()).toContain('total += n;');
    await page.keyboard.press('Tab');
    await expect.poll(editor.text).toContain('  sum += n;');
    await expect(editor.nextEdit).toBeVisible();
    // In a row, and in sight, one key is enough.
    await page.keyboard.press('Tab');
    await expect.poll(editor.text).toBe(TEXT.replaceAll('total', 'sum'));
  });

  test('say what was edited and what stands there, and are in the record', async () => {
    const { ledger } = app.window;
    const [first] = server.requests.filter(({ path }) => path === '/api/chat');
    const said = JSON.stringify(first?.body['messages']);
    expect(said).toContain('-let total = 0;\\n+let sum = 0;');
    expect(said).toContain('log(total);');
    await ledger.open();
    await ledger.expectLatest('edit', { destination: expect.stringContaining('This machine'), redacted: '0' });
    await ledger.close();
  });

  test('are found beyond the window too', async () => {
    const { editor, page } = app.window;
    server.sayInChat = edit('log(total);', 'log(sum);');
    await rename('long.js');
    await expect(editor.nextEdit).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(cursor()).toHaveText(/^Ln 202, /);
    await page.keyboard.press('Tab');
    await expect.poll(editor.text).toContain('log(sum);');
  });

  test('go away with Escape, and do not come back', async () => {
    const { editor, page } = app.window;
    server.sayInChat = edit('  total += n;', '  sum += n;');
    await rename('dismissed.js');
    await expect(editor.nextEdit).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(editor.nextEdit).toBeHidden();
    const before = asked();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await page.waitForTimeout(400);
    await expect(editor.nextEdit).toBeHidden();
    expect(asked()).toBe(before);
    server.sayInChat = 'NONE';
    // Tab is what it always is.
    await page.keyboard.press('Tab');
    await expect.poll(editor.text).toMatch(/^let sum +=/);
    await expect(cursor()).toHaveText(/^Ln 1, /);
  });

  test('are nothing where the model does not say an edit', async () => {
    const { editor, page } = app.window;
    for (const said of ['You should rename the others too.', edit('  count += n;', '  sum += n;')]) {
      server.sayInChat = said;
      const before = asked();
      await page.keyboard.type(' ');
      await expect.poll(asked).toBe(before + 1);
      await page.waitForTimeout(300);
      await expect(editor.nextEdit).toBeHidden();
    }
  });

  test('are given up when the user types on', async () => {
    const { editor, page } = app.window;
    server.sayInChat = edit('  total += n;', '  sum += n;');
    server.delay = 500;
    const before = asked();
    const left = server.abandoned();
    await rename('typed.js');
    await expect.poll(asked).toBe(before + 1);
    await page.keyboard.type('s');
    await expect.poll(server.abandoned).toBe(left + 1);
    server.delay = 0;
    await expect(editor.nextEdit).toBeVisible();
  });

  test('wait for a completion to be dismissed', async () => {
    const { editor, page } = app.window;
    server.say = ' // ghost';
    await editor.focus('off.js');
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.press('End');
    await page.keyboard.type(' ');
    await expect.poll(editor.offered).toContain('ghost');
    const before = asked();
    await page.waitForTimeout(400);
    expect(asked()).toBe(before);
    await page.keyboard.press('Escape');
    await expect.poll(asked).toBe(before + 1);
    await expect(editor.nextEdit).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(editor.nextEdit).toBeHidden();
  });

  test('are counted apart from completions, for the user alone', async () => {
    const { command, page } = app.window;
    const row = page.getByRole('dialog', { name: 'Completions' }).getByRole('row', { name: /next edits/ });
    // Handed on every two seconds.
    await expect(async () => {
      await page.keyboard.press('Escape');
      await command('Completions: state, keys and counts');
      const [shown, taken, , dismissed] = (await row.getByRole('cell').allTextContents()).map((t) =>
        Number.parseInt(t, 10),
      );
      expect(shown).toBeGreaterThanOrEqual(5);
      expect(taken).toBe(3);
      expect(dismissed).toBe(2);
    }).toPass();
    await page.keyboard.press('Escape');
  });

  test('and nothing of the page went wrong', () => {
    expect(app.window.errors).toEqual([]);
    expect(app.foreign).toEqual([]);
  });
});
