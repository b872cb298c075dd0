import { join } from 'node:path';
import { writeTinyGguf } from '../scripts/make-tiny-gguf.ts';
import { startModelServer, type ModelServer } from '../test/model-server/model-server.ts';
import { createScratch } from './support/folders.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { layoutView } from './support/layout-view.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { terminalView, type TerminalView } from './support/terminal-view.ts';
import { expect, test } from './support/test.ts';

/** Terminals, as a user meets them: real shells in a folder that nobody trusts. */
const scratch = createScratch();
let app: StartedApp;
let server: ModelServer;
let folder: string;
let terminal: TerminalView;

/** What a program prints to do things that nobody asked for. */
const HOSTILE = [
  '\\033]52;c;c3RvbGVu\\007',
  '\\033]0;ti\\001tle\\342\\200\\256evil\\007',
  '\\033]8;;javascript:alert(1)\\033\\\\js-link\\033]8;;\\033\\\\ ',
  '\\033]8;;file:///etc/passwd\\033\\\\file-link\\033]8;;\\033\\\\ ',
  '\\033]8;;https://example.com/shown\\033\\\\web-link\\033]8;;\\033\\\\',
  '\\033[8;5;5t\\033[21t\\033[14t',
].join('');

test.afterAll(() => scratch.remove());

test.describe.serial('terminals', () => {
  test.beforeAll(async ({ browser }) => {
    const gguf = join(await scratch.folder(), 'tiny.gguf');
    await writeTinyGguf(gguf);
    server = await startModelServer(gguf);
    server.say = 'I see.';
    folder = await scratch.folder({
      'src/place.ts': 'export const first = 1;\n\nexport const third = 3;\n',
      'hostile.sh': `printf '${HOSTILE}\\n'\n`,
      '.codegrex/settings.json': '{ "terminalFontSize": 40, "terminalDefaultProfile": "none" }',
      '.env': 'SECRET_TOKEN=of-the-folder-8d1f\n',
    });
    app = await startApp(browser, {
      data: await scratch.data({
        detectLocalServers: false,
        completionEnabled: false,
        // It reads no files of whoever runs this.
        terminalDefaultProfile: 'sh',
        servers: [{ id: 'server-1', kind: 'ollama', label: 'Here', baseUrl: server.url }],
      }),
      folder,
    });
    terminal = terminalView(app.window.page);
  });
  test.afterAll(async () => {
    expect(app.window.errors).toEqual([]);
    expect(app.foreign).toEqual([]);
    await app.stop();
    await server.close();
  });

  test('opens with Ctrl+`, in the folder, which need not be trusted', async () => {
    await terminal.open();
    await terminal.run('echo "in $(basename "$PWD") $TERM_PROGRAM"', /in codegrex-e2e-\w+ codegrex/);
    // The folder's settings say nothing here.
    await expect(terminal.active.locator('.xterm-rows')).toHaveCSS('font-size', '14px');
  });

  test('goes on while it is hidden, and is there again as it was', async () => {
    await terminal.run('echo kept-on-screen; (sleep 0.3; echo printed-while-hidden) &', 'kept-on-screen');
    await app.window.page.keyboard.press('Control+`');
    await expect(terminal.region).toHaveCount(0);
    await layoutView(app.window.page).activity('What left this machine').click();
    await app.window.page.keyboard.press('Control+`');
    await expect.poll(terminal.text).toContain('kept-on-screen');
    await expect.poll(terminal.text).toContain('printed-while-hidden');
    await expect(terminal.active.locator('textarea')).toBeFocused();
  });

  test('finds text', async () => {
    await terminal.run('clear; for i in 1 2 3; do echo needle-$i; done', 'needle-3');
    await app.window.page.keyboard.press('ControlOrMeta+f');
    const bar = app.window.page.getByRole('search', { name: 'Find in terminal' });
    await bar.getByRole('textbox', { name: 'Find' }).fill('needle-[13]');
    await expect(bar.getByRole('status')).toHaveText('No results');
    await bar.getByRole('button', { name: 'Use regular expression' }).click();
    await expect(bar.getByRole('status')).toHaveText(/\d of 2/);
    await hasNoViolation(app.window, 'find in terminal');
    await bar.getByRole('textbox', { name: 'Find' }).press('Escape');
    await expect(bar).toHaveCount(0);
    await expect(terminal.active.locator('textarea')).toBeFocused();
  });

  test('asks before it pastes lines that a shell would run one by one', async () => {
    const { page, question } = app.window;
    const paste = (text: string): Promise<void> =>
      terminal.active.locator('textarea').evaluate((field, pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      }, text);
    await paste('echo pasted-one\necho pasted-two\n');
    await expect(question).toContainText('Paste 2 lines?');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await paste('echo one-line-\x1b[201~only');
    await page.keyboard.press('Enter');
    await expect.poll(terminal.text).toContain('one-line-[201~only');
    expect(await terminal.text()).not.toContain('pasted-one');
    await paste('echo pasted-three\necho pasted-four\n');
    await question.getByRole('button', { name: 'Paste' }).click();
    await expect.poll(terminal.text).toContain('pasted-four');
  });

  test('does nothing that a program asks for by escape sequences', async () => {
    const { page } = app.window;
    const title = await page.title();
    const readable = app.kind === 'browser';
    if (readable) {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.evaluate(() => navigator.clipboard.writeText('the user’s own'));
    }
    await terminal.run('clear; sh hostile.sh', 'web-link');
    expect(await page.title()).toBe(title);
    // What a program calls itself is shown, with nothing hidden in it.
    await expect(page.locator('.terminal-alone')).toHaveAttribute('title', /⟨202E⟩evil$/);
    if (readable) expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('the user’s own');
    await terminal.follow('js-link');
    await terminal.follow('file-link');
    await expect(app.window.question).toBeHidden();
    await terminal.follow('web-link');
    await expect(app.window.question).toContainText('https://example.com/shown');
    await app.window.question.getByRole('button', { name: 'Cancel' }).click();
    expect(page.context().pages()).toHaveLength(1);
  });

  test('splits, renames, and kills', async () => {
    const { page } = app.window;
    await terminal.choose('Split');
    await expect(terminal.panes).toHaveCount(2);
    await expect(terminal.panes.nth(1).locator('textarea')).toBeFocused();
    await page.keyboard.press('Control+PageUp');
    await expect(terminal.panes.nth(0).locator('textarea')).toBeFocused();
    await expect(terminal.list.getByRole('tab')).toHaveCount(2);
    await page.keyboard.press('Control+Shift+`');
    await expect(terminal.panes).toHaveCount(1);
    await expect(terminal.list.getByRole('tab')).toHaveCount(3);
    await terminal.choose('Rename…');
    const dialog = page.getByRole('dialog', { name: 'Rename the terminal' });
    await dialog.getByRole('textbox').fill('server');
    await dialog.getByRole('textbox').press('Enter');
    await expect(terminal.row('server')).toHaveAttribute('aria-selected', 'true');
    await hasNoViolation(app.window, 'terminals');
    await terminal.row('server').press('ArrowUp');
    await expect(terminal.panes).toHaveCount(2);
    await terminal.row('server').click();
    await terminal.choose('Kill');
    await expect(terminal.list.getByRole('tab')).toHaveCount(2);
    await expect(terminal.panes).toHaveCount(2);
    await page.getByRole('button', { name: 'Kill terminal' }).click();
    await expect(terminal.list).toHaveCount(0);
    await expect(terminal.panes).toHaveCount(1);
  });

  test('tells how a shell ended, and starts it again', async () => {
    await terminal.run('exit 7', 'ended with exit code 7');
    await app.window.page.keyboard.press('Enter');
    await expect.poll(terminal.text).not.toContain('ended with exit code');
    await terminal.run('echo here-again', 'here-again');
    // One that was left is closed, as in VS Code.
    await app.window.page.keyboard.insertText('exit');
    await app.window.page.keyboard.press('Enter');
    await expect(terminal.panes).toHaveCount(0);
    await terminal.region.getByRole('button', { name: 'New terminal' }).click();
    await expect.poll(terminal.text).toMatch(/[$#%>]/);
  });

  test('opens the file that a line names', async () => {
    const { page } = app.window;
    await terminal.run('clear; echo src/place.ts:3:8', /^src\/place\.ts:3:8/m);
    await terminal.pointAt('src/place.ts');
    // It is a link once the file was found.
    await expect(terminal.active.locator('.xterm-cursor-pointer')).toHaveCount(1);
    await terminal.follow('src/place.ts');
    await expect(app.window.editor.tab('place.ts')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByText('Ln 3, Col 8')).toBeVisible();
  });

  test('stays usable in a flood, which Ctrl+C ends', async () => {
    const { page } = app.window;
    await terminal.run('clear; yes flooding-the-screen', 'flooding-the-screen');
    await app.window.explorer.open('.codegrex/settings.json');
    await expect(app.window.editor.tab('settings.json')).toHaveAttribute('aria-selected', 'true');
    await terminal.active.locator('textarea').focus();
    await page.keyboard.press('Control+c');
    await expect.poll(terminal.text, { timeout: 20_000 }).toMatch(/\^C/);
    await terminal.run('clear; echo calm-again', /^calm-again/m);
  });

  test('goes to a model when the user shares a selection, and not before', async () => {
    const { chat, page } = app.window;
    await terminal.run('clear; echo printed-for-nobody; echo share-this-line', /^share-this-line/m);
    await chat.ask('Anything new?');
    expect(JSON.stringify(server.requests)).not.toContain('printed-for-nobody');
    await chat.region.getByRole('button', { name: '+ More' }).click();
    await page.getByRole('menuitem', { name: 'Output of the terminal' }).click();
    await expect(app.window.notifications).toContainText('is not shared in this folder');
    await terminal.selectLine('share-this-line');
    await terminal.choose('Ask chat about the selection');
    await expect(chat.region.getByText('selection', { exact: false }).first()).toBeVisible();
    await chat.ask('What is this?');
    const sent = JSON.stringify(server.requests);
    expect(sent).toContain('share-this-line');
    expect(sent).not.toContain('printed-for-nobody');
  });

  test('says in Offline that terminals are the user’s own', async () => {
    await expect(terminal.region).not.toContainText('Offline holds CodeGrex');
    await app.window.setMode('Offline');
    await expect(terminal.region).toContainText('Offline holds CodeGrex, not what you run here');
    await hasNoViolation(app.window, 'terminal in Offline');
  });
});
