import { open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeTinyGguf } from '../scripts/make-tiny-gguf.ts';
import { ERROR_MESSAGES } from '../src/shared/error-codes.ts';
import type { ServerConfig } from '../src/shared/schemas/settings.ts';
import { startModelServer, type Fault, type ModelServer } from '../test/model-server/model-server.ts';
import { createScratch } from './support/folders.ts';
import { holdReads } from './support/hold-reads.ts';
import { startApp, startBrowserApp, type BrowserApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';
import { createUnprivileged } from './support/unprivileged.ts';

/** What goes wrong outside the app: each a clear message, and nothing is lost. */
const scratch = createScratch();
test.afterAll(() => scratch.remove());

const MB = 1024 * 1024;

test('settings that are not JSON: the app opens, says so, is stricter, and leaves the file alone', async ({
  browser,
}) => {
  const broken = '{ "theme": "dark", "defaultMode": "normal", ';
  const data = await scratch.folder({ 'settings.json': broken });
  const folder = await scratch.folder({ 'a.txt': 'a\n' });
  const app = await startApp(browser, { data, folder });
  try {
    const { window } = app;
    await expect(window.page.getByRole('alert').filter({ hasText: 'settings.json' })).toContainText(
      ERROR_MESSAGES['settings-unreadable'],
    );
    await expect(window.mode('Sensitive')).toBeVisible();
    await window.explorer.open('a.txt');
    await expect.poll(window.editor.text).toContain('a');

    await window.settings.open();
    await window.settings.row('theme').getByRole('combobox').selectOption('dark');
    await expect(window.notifications).toContainText(ERROR_MESSAGES['settings-unreadable']);
    await window.settings.close();
    // Looser than what could be read is not to be had.
    await window.page.keyboard.press('F1');
    const palette = window.page.getByRole('dialog', { name: 'Commands' });
    await palette.getByRole('combobox').fill('Privacy mode');
    await expect(palette.getByRole('option', { name: 'Privacy mode: Offline' })).toBeVisible();
    await expect(palette.getByRole('option', { name: 'Privacy mode: Normal' })).toHaveCount(0);
    expect(await readFile(join(data, 'settings.json'), 'utf8')).toBe(broken);

    // Mended by hand, it applies at once.
    await window.page.keyboard.press('Escape');
    await writeFile(join(data, 'settings.json'), '{ "theme": "dark", "defaultMode": "normal" }');
    await window.trustFolder();
    await expect(window.mode('Normal')).toBeVisible();
    await expect(window.page.getByRole('alert').filter({ hasText: 'settings.json' })).toHaveCount(0);
    await expect(window.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  } finally {
    await app.stop();
  }
});

test.describe.serial('files', () => {
  let app: StartedApp;
  let folder: string;
  const onDisk = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');

  test.beforeAll(async ({ browser }) => {
    folder = await scratch.folder({
      'binary.bin': new Uint8Array([1, 2, 0, 3]),
      'latin1.txt': new Uint8Array([0x63, 0x61, 0x66, 0xe9, 0x0a]),
      'one.txt': 'one\n',
      'two.txt': 'two\n',
      'three.txt': 'three\n',
      '.codegrex/policy.json': '{ "mode": "offline", ',
    });
    const large = await open(join(folder, 'large.txt'), 'w');
    await large.truncate(200 * MB);
    await large.close();
    app = await startApp(browser, { data: await scratch.data(), folder });
  });
  test.afterAll(() => app.stop());

  test('a policy that is not JSON counts as Sensitive, and the menu says why', async () => {
    const { window } = app;
    await expect(window.page.getByRole('alert').filter({ hasText: 'policy.json' })).toContainText(
      'could not be read, so it counts as Sensitive',
    );
    await window.mode('Sensitive').click();
    const menu = window.page.getByRole('menu');
    await expect(menu.getByRole('menuitemradio', { name: 'Normal' })).toBeDisabled();
    await expect(menu).toContainText('policy.json');
    await window.page.keyboard.press('Escape');
    await expect(menu).toBeHidden();
  });

  test('a binary file, one that is not UTF-8 and one of 200 MB are not opened, and are left as they are', async () => {
    const { explorer, editor } = app.window;
    const messages = [
      ['binary.bin', ERROR_MESSAGES['file-is-binary']],
      ['latin1.txt', ERROR_MESSAGES['file-in-other-encoding']],
      ['large.txt', `${ERROR_MESSAGES['file-too-large']} It has 200 MB; up to 64 MB can be opened.`],
    ] as const;
    for (const [name, message] of messages) {
      const before = await stat(join(folder, name));
      await explorer.open(name);
      await expect(editor.tab(name)).toHaveAttribute('aria-selected', 'true');
      await expect(editor.region.getByRole('alert')).toContainText(message);
      const after = await stat(join(folder, name));
      expect([after.size, after.mtimeMs]).toEqual([before.size, before.mtimeMs]);
    }
    // The others open as ever.
    await explorer.open('one.txt');
    await expect.poll(editor.text).toContain('one');
    for (const [name] of messages) await editor.close(name);
    await expect(editor.region.getByRole('tab')).toHaveCount(1);
  });

  test('a file changed on disk under an unchanged tab is read again', async () => {
    const { editor } = app.window;
    await writeFile(join(folder, 'one.txt'), 'one, from elsewhere\n');
    await expect.poll(editor.text).toContain('one, from elsewhere');
    await expect(editor.banner).toHaveCount(0);
    await expect(editor.unsaved('one.txt')).toBeHidden();
  });

  test('a file deleted under a changed tab: the text stays, and can be saved again', async () => {
    const { editor } = app.window;
    await editor.focus('one.txt');
    await editor.append('mine');
    await rm(join(folder, 'one.txt'));
    await expect(editor.banner).toContainText('one.txt was removed on disk. Your text is still here.');
    await expect.poll(editor.text).toContain('one, from elsewhere\nmine');
    await editor.banner.getByRole('button', { name: 'Save it again' }).click();
    await expect(editor.banner).toHaveCount(0);
    await expect(editor.unsaved('one.txt')).toBeHidden();
    expect(await onDisk('one.txt')).toBe('one, from elsewhere\nmine');
  });

  test('a file changed under a changed tab: compare, and take the one on disk without losing the other', async () => {
    const { editor, explorer, page } = app.window;
    await explorer.open('two.txt');
    await editor.focus('two.txt');
    await editor.append('mine');
    await writeFile(join(folder, 'two.txt'), 'theirs\n');
    await expect(editor.banner).toContainText('two.txt changed on disk, and you changed it here.');
    expect(await onDisk('two.txt')).toBe('theirs\n');

    await editor.banner.getByRole('button', { name: 'Compare' }).click();
    const comparison = page.locator('.diff-host');
    await expect(comparison.locator('.original .view-lines')).toContainText('theirs');
    await expect(comparison.locator('.modified .view-lines')).toContainText('mine');
    await editor.focus('two.txt');

    await editor.banner.getByRole('button', { name: 'Take the one on disk' }).click();
    await expect(editor.banner).toHaveCount(0);
    await expect.poll(editor.text).toBe('theirs\n');
    await expect(editor.unsaved('two.txt')).toBeHidden();
    await editor.focus('two.txt');
    await page.keyboard.press('ControlOrMeta+z');
    await expect.poll(editor.text).toBe('two\nmine');
    await expect(editor.unsaved('two.txt')).toBeVisible();
    await page.keyboard.press('ControlOrMeta+Shift+z');
    await expect(editor.unsaved('two.txt')).toBeHidden();
  });

  test('a file changed under a changed tab: saving does not write over it unless told to', async () => {
    const { editor, explorer, notifications, page } = app.window;
    await explorer.open('three.txt');
    await editor.focus('three.txt');
    await editor.append('mine');
    await writeFile(join(folder, 'three.txt'), 'theirs\n');
    // Perhaps before anyone saw the change: saving finds out by itself.
    await page.keyboard.press('ControlOrMeta+s');
    await expect(notifications).toContainText(ERROR_MESSAGES['file-changed-on-disk']);
    await expect(editor.banner).toContainText('three.txt changed on disk');
    expect(await onDisk('three.txt')).toBe('theirs\n');
    await expect.poll(editor.text).toBe('three\nmine');
    await editor.banner.getByRole('button', { name: 'Overwrite with mine' }).click();
    await expect(editor.banner).toHaveCount(0);
    await expect(editor.unsaved('three.txt')).toBeHidden();
    expect(await onDisk('three.txt')).toBe('three\nmine');
  });
});

test('a file changed on disk: what is typed while it is read again is not lost', async ({ browser }) => {
  const folder = await scratch.folder({ 'a.txt': 'first\n' });
  const app = await startBrowserApp(browser, { data: await scratch.data(), folder });
  try {
    const { editor, explorer, page } = app.window;
    // The core's answers to reads are held back for as long as `reads` says.
    const reads = await holdReads(page);
    await page.reload();
    await explorer.open('a.txt');
    await expect.poll(editor.text).toBe('first\n');
    await editor.focus('a.txt');
    reads.hold();
    await writeFile(join(folder, 'a.txt'), 'theirs\n');
    await expect.poll(reads.held).toBeGreaterThan(0);
    await editor.append('mine');
    reads.release();
    await expect(editor.banner).toContainText('a.txt changed on disk, and you changed it here.');
    await expect.poll(editor.text).toBe('first\nmine');
    await expect(editor.unsaved('a.txt')).toBeVisible();
  } finally {
    await app.stop();
  }
});

test.describe('without permission', () => {
  const unprivileged = createUnprivileged();
  test.skip(unprivileged.obstacle !== null, unprivileged.obstacle ?? '');

  test('a folder that may not be read, and a file that may not be read or written', async ({ browser }) => {
    const folder = await scratch.folder({
      'closed/secret.txt': 'secret\n',
      'open.txt': 'open\n',
      'locked.txt': 'locked\n',
      'fixed.txt': 'fixed\n',
    });
    const data = await scratch.data();
    await unprivileged.give([data, folder, join(folder, 'open.txt')]);
    await unprivileged.close(join(folder, 'closed'), 0o000);
    await unprivileged.close(join(folder, 'locked.txt'), 0o000);
    await unprivileged.close(join(folder, 'fixed.txt'), 0o444);
    const app = await startBrowserApp(browser, { data, folder, wrapper: unprivileged.wrapper });
    try {
      const { window } = app;
      const { explorer, editor, page } = window;
      await explorer.item('closed').click();
      await expect(explorer.region).toContainText(ERROR_MESSAGES['path-not-permitted']);
      await explorer.open('locked.txt');
      await expect(editor.region.getByRole('alert')).toContainText(ERROR_MESSAGES['path-not-permitted']);
      await explorer.open('fixed.txt');
      await expect(editor.banner).toContainText('This file is read-only.');
      await explorer.open('open.txt');
      await expect.poll(editor.text).toContain('open');

      await window.command('Open folder');
      const picker = page.getByRole('dialog', { name: 'Open a folder' });
      await picker.getByRole('textbox', { name: 'Path' }).fill(join(folder, 'closed'));
      await picker.getByRole('button', { name: 'Open this folder' }).click();
      await expect(picker.getByRole('alert')).toContainText(ERROR_MESSAGES['path-not-permitted']);
      await page.keyboard.press('Escape');
      await expect(explorer.item('open.txt')).toBeVisible();
    } finally {
      await app.stop();
      await unprivileged.reopen();
    }
  });
});

test.describe.serial('a model server', () => {
  let app: StartedApp;
  let server: ModelServer;
  let folder: string;

  test.beforeAll(async ({ browser }) => {
    const gguf = join(await scratch.folder(), 'tiny.gguf');
    await writeTinyGguf(gguf);
    server = await startModelServer(gguf);
    const servers: ServerConfig[] = [
      { id: 'server-ollama', kind: 'ollama', label: 'Ollama', baseUrl: server.url },
      { id: 'server-openai', kind: 'openai-compatible', label: 'OpenAI', baseUrl: `${server.url}/v1` },
    ];
    folder = await scratch.folder({ 'a.ts': 'export const a = 1;\n' });
    const data = await scratch.data({ servers, detectLocalServers: false, chatMaxTokens: 30 });
    app = await startApp(browser, { data, folder });
  });
  test.afterAll(async () => {
    await app.stop();
    await server.close();
  });
  test.afterEach(() => {
    server.fault = 'none';
    server.delay = 0;
  });

  const faults: readonly (readonly [Fault, string, string])[] = [
    ['garbage', 'that answers garbage', ERROR_MESSAGES['server-garbled']],
    ['drop', 'that drops the connection within the answer', ERROR_MESSAGES['stream-broken']],
    ['error-500', 'with an error of its own', ERROR_MESSAGES['server-failed']],
  ];
  for (const provider of ['server-ollama', 'server-openai']) {
    for (const [fault, what, message] of faults) {
      test(`${what}, as ${provider}: a clear message, and the question can be asked again`, async () => {
        const { chat } = app.window;
        await chat.region.getByRole('button', { name: 'New conversation' }).click();
        await chat.choose(`${provider}/${server.model}`);
        server.fault = fault;
        await chat.ask('Is anybody there?');
        await expect(chat.lastAnswer.getByRole('alert')).toContainText(message);
        if (fault === 'drop') expect(await chat.answerText()).not.toBe('');
        server.fault = 'none';
        await chat.lastAnswer.getByRole('button', { name: 'Regenerate' }).click();
        await expect(chat.lastAnswer).toContainText('Cut off at the length limit');
        await expect(chat.lastAnswer.getByRole('alert')).toHaveCount(0);
        await expect(chat.questions).toHaveCount(1);
      });
    }

    test(`that hangs, as ${provider}: stopping works, and the question can be asked again`, async () => {
      const { chat } = app.window;
      await chat.region.getByRole('button', { name: 'New conversation' }).click();
      await chat.choose(`${provider}/${server.model}`);
      const before = server.requests.length;
      server.fault = 'hang';
      await chat.send('Is anybody there?');
      await expect.poll(() => server.requests.length).toBeGreaterThan(before);
      await expect(chat.lastAnswer).toContainText('Waiting for the model…');
      await chat.stopButton.click();
      await chat.ended();
      await expect(chat.lastAnswer).toContainText('Stopped.');
      server.fault = 'none';
      await chat.lastAnswer.getByRole('button', { name: 'Regenerate' }).click();
      await expect(chat.lastAnswer).toContainText('Cut off at the length limit');
    });
  }

  test('whose completions fail: typing goes on, and the status bar tells', async () => {
    const { explorer, editor, page, statusBar } = app.window;
    server.fault = 'error-500';
    await explorer.open('a.ts');
    await editor.focus('a.ts');
    await editor.append('const b = ');
    await page.keyboard.type('2');
    const state = statusBar.getByRole('button', { name: /^No completion\./ });
    await expect(state).toHaveAttribute('title', new RegExp(ERROR_MESSAGES['server-failed'].slice(0, 30)));
    await expect.poll(editor.text).toContain('const b = 2');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(editor.unsaved('a.ts')).toBeHidden();
    expect(await readFile(join(folder, 'a.ts'), 'utf8')).toContain('const b = 2');
  });
});

test('the core killed under unsaved text and an answer: both stay, and can be saved once it runs again', async ({
  browser,
}) => {
  const gguf = join(await scratch.folder(), 'tiny.gguf');
  await writeTinyGguf(gguf);
  const server = await startModelServer(gguf);
  const servers: ServerConfig[] = [{ id: 'server-1', kind: 'ollama', label: 'Ollama', baseUrl: server.url }];
  const data = await scratch.data({ servers, detectLocalServers: false, completionEnabled: false });
  const folder = await scratch.folder({ 'a.txt': 'first\n' });
  let app: BrowserApp | undefined;
  let again: Awaited<ReturnType<BrowserApp['restart']>> | undefined;
  try {
    app = await startBrowserApp(browser, { data, folder });
    const { chat, editor, explorer, notifications, page, statusBar } = app.window;
    await explorer.open('a.txt');
    await editor.focus('a.txt');
    await editor.append('second');
    server.delay = 50;
    await expect(chat.model).toHaveValue(`server-1/${server.model}`);
    await chat.send('Tell me something long.');
    await expect.poll(chat.answerText).not.toBe('');

    await app.core.kill();
    await expect(statusBar).toContainText('Connection lost; reconnecting. Unsaved text is kept.');
    await chat.ended();
    await expect(chat.lastAnswer.getByRole('alert')).toContainText(ERROR_MESSAGES['connection-lost']);
    expect(await chat.answerText()).not.toBe('');
    await editor.focus('a.txt');
    await editor.append(' third');
    await expect.poll(editor.text).toBe('first\nsecond third');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(notifications).toContainText('a.txt is not saved');
    await expect(editor.unsaved('a.txt')).toBeVisible();
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('first\n');

    again = await app.restart();
    await expect(statusBar).not.toContainText('Connection lost');
    await expect.poll(editor.text).toBe('first\nsecond third');
    await editor.focus('a.txt');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(editor.unsaved('a.txt')).toBeHidden();
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('first\nsecond third');
  } finally {
    await app?.stop();
    await again?.stop();
    await server.close();
  }
});
