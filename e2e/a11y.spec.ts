import { join } from 'node:path';
import { writeTinyGguf } from '../scripts/make-tiny-gguf.ts';
import type { ServerConfig } from '../src/shared/schemas/settings.ts';
import { startModelServer, type ModelServer } from '../test/model-server/model-server.ts';
import { createScratch } from './support/folders.ts';
import { groupsView } from './support/groups-view.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { terminalView } from './support/terminal-view.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** Every screen in every theme by axe's rules, and the window without a mouse. */
const scratch = createScratch();
let app: StartedApp;
let server: ModelServer;

const ANSWER = [
  'Some `code` and a [link](https://example.com/), then **words**:',
  '',
  '```ts',
  '// A comment.',
  "export const text: string = 'x' + `${1}`;",
  'function f(a: number): boolean { return /x/.test(String(a)); }',
  '```',
  '',
  '> quoted',
  '',
  '| a | b |',
  '|---|---|',
  '| 1 | 2 |',
].join('\n');

/** Something of each colour. */
const SOURCE = `// A comment.
/** @param a documented */
@decorated
export class Shape<T extends object> {
  readonly #side: number = 0x1f;
  private area(a: string): boolean {
    return /[a-z]+\\d/g.test(a) && this.#side > 1.5 ? true : a === 'x\\n' + \`\${a}\`;
  }
}
`;

test.afterAll(() => scratch.remove());

test.describe.serial('accessibility', () => {
  test.beforeAll(async ({ browser }) => {
    const gguf = join(await scratch.folder(), 'tiny.gguf');
    await writeTinyGguf(gguf);
    server = await startModelServer(gguf);
    const servers: ServerConfig[] = [
      { id: 'server-1', kind: 'ollama', label: 'Here', baseUrl: server.url },
      { id: 'server-2', kind: 'ollama', label: 'Not there', baseUrl: 'http://127.0.0.1:9' },
      {
        id: 'server-3',
        kind: 'openai-compatible',
        label: 'Elsewhere',
        baseUrl: 'http://models.example.com',
        agreedOrigin: 'http://models.example.com',
      },
    ];
    const folder = await scratch.folder({
      'src/main.ts': SOURCE,
      'src/other.ts': 'export const other = 2;\n',
      'notes.md': '# Notes\n',
      '.env': 'KEEP=out\n',
    });
    app = await startApp(browser, {
      data: await scratch.data({
        servers,
        detectLocalServers: false,
        defaultMode: 'offline',
        completionEnabled: false,
        terminalDefaultProfile: 'sh',
      }),
      folder,
    });
  });
  test.afterAll(async () => {
    await app.stop();
    await server.close();
  });

  test('the first screen', async () => {
    await expect(app.window.page.getByRole('heading', { name: 'CodeGrex' })).toBeVisible();
    await hasNoViolation(app.window, 'welcome');
  });

  test('editor and chat', async () => {
    const { window } = app;
    await window.explorer.open('src/main.ts');
    await window.editor.focus('main.ts');
    await window.editor.append('// unsaved');
    server.say = ANSWER;
    await window.chat.region.getByRole('button', { name: '+ Current file' }).click();
    await window.chat.ask('What does it say?');
    server.fault = 'error-500';
    await window.chat.ask('And again?');
    server.fault = 'none';
    await window.chat.region.getByRole('button', { name: '+ Current file' }).click();
    await hasNoViolation(window, 'editor and chat');
    await window.chat.region.getByRole('button', { name: '+ More' }).click();
    await expect(window.page.getByRole('menuitem', { name: 'Recent edits' })).toBeVisible();
    await hasNoViolation(window, 'menu of context');
    await window.page.keyboard.press('Escape');
  });

  test('groups of tabs, and the menu of a tab', async () => {
    const { window } = app;
    const { page } = window;
    const groups = groupsView(page);
    await page.keyboard.press('ControlOrMeta+\\');
    await expect(groups.all).toHaveCount(2);
    await groups.choose(groups.group(2).tab('main.ts'), 'Pin');
    await window.explorer.item('notes.md').click();
    await expect(groups.group(2).tab('notes.md')).toHaveAttribute('aria-selected', 'true');
    await hasNoViolation(window, 'two groups');
    await groups.group(2).tab('notes.md').press('Shift+F10');
    await expect(page.getByRole('menuitem', { name: 'Close others' })).toBeVisible();
    await hasNoViolation(window, 'the menu of a tab');
    await page.keyboard.press('Escape');
    await window.command('Close group');
    await expect(groups.all).toHaveCount(1);
  });

  test('the ledger, with a request in detail', async () => {
    const { window } = app;
    await window.ledger.open();
    await window.ledger.show('chat');
    await hasNoViolation(window, 'ledger');
    await window.ledger.close();
  });

  test('palette and finder', async () => {
    const { page } = app.window;
    await page.keyboard.press('F1');
    await expect(page.getByRole('dialog', { name: 'Commands' }).getByRole('option').first()).toBeVisible();
    await hasNoViolation(app.window, 'palette');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+p');
    await expect(page.getByRole('dialog', { name: 'Go to file' }).getByRole('option').first()).toBeVisible();
    await hasNoViolation(app.window, 'quick open');
    await page.keyboard.press('Escape');
  });

  test('models and settings', async () => {
    const { window } = app;
    await window.models.open();
    await expect(window.models.provider('Not there')).toContainText('Not reached');
    await expect(window.models.provider('Elsewhere')).toContainText('Refused');
    await hasNoViolation(window, 'models');
    await window.models.provider('Here').getByRole('button', { name: 'Add key' }).click();
    await window.models.dialog.getByRole('combobox', { name: 'Provider' }).selectOption('Azure OpenAI');
    await hasNoViolation(window, 'models, with the fields for keys');
    await window.models.close();
    await window.privacySettings.open();
    await hasNoViolation(window, 'privacy settings');
    const { redaction } = window.privacySettings;
    await redaction.add('Also replaced', 'PROJ-[0-9]+', 'Project');
    await redaction.add('Left as they are', 'support@corp.example');
    await redaction.field('Also replaced').fill('PROJ-(?=7)');
    await expect(window.privacySettings.dialog.getByRole('alert')).toContainText('Look-ahead');
    await redaction.text.fill('PROJ-7 of jane.doe@corp.example');
    await expect(redaction.tried.locator('mark')).toHaveCount(2);
    await hasNoViolation(window, 'redaction in every folder');
    await redaction.show('In this folder alone');
    await hasNoViolation(window, 'redaction in this folder');
    await window.privacySettings.close();
  });

  test('the menu of modes', async () => {
    const { window } = app;
    await window.mode('Offline').click();
    await expect(window.page.getByRole('menu')).toBeVisible();
    await hasNoViolation(window, 'mode menu');
    await window.page.keyboard.press('Escape');
  });

  test('the trust banner, and what a change of it says', async () => {
    const { window } = app;
    await expect(window.page.getByRole('region', { name: 'Trust' })).toBeVisible();
    await window.trustFolder();
    await expect(window.notifications).toContainText('This folder is trusted');
    await hasNoViolation(window, 'trusted');
    await window.privacySettings.open();
    await window.page.getByRole('checkbox', { name: 'Trust this folder' }).click();
    await window.privacySettings.close();
    await expect(window.page.getByRole('region', { name: 'Trust' })).toBeVisible();
    await hasNoViolation(window, 'trust banner');
  });

  test('verify offline, with its evidence', async () => {
    const { page } = app.window;
    await app.window.command('Verify offline');
    await expect(page.getByRole('dialog', { name: 'Verify offline' }).getByRole('listitem').first()).toBeVisible();
    await hasNoViolation(app.window, 'verify offline');
    await page.keyboard.press('Escape');
  });

  test('conversations: the menu, and the question before one is deleted', async () => {
    const { chat, page, question } = app.window;
    await chat.region.getByRole('button', { name: 'Conversations', exact: true }).click();
    await expect(page.getByRole('menu', { name: 'Conversations' }).getByRole('group')).toHaveCount(1);
    await hasNoViolation(app.window, 'conversations');
    await page.getByRole('menuitem', { name: 'Delete What does it say?' }).click();
    await expect(question).toBeVisible();
    await hasNoViolation(app.window, 'deleting a conversation');
    await question.getByRole('button', { name: 'Cancel' }).click();
  });

  test('ignore settings and records, in the privacy settings', async () => {
    const { privacySettings } = app.window;
    await privacySettings.open();
    await privacySettings.dialog.getByText('Built-in rules', { exact: true }).click();
    await privacySettings.dialog.getByRole('checkbox', { name: /^Keep anonymous usage samples/ }).click();
    await privacySettings.dialog.getByText(/samples? so far$/).click();
    await hasNoViolation(app.window, 'ignore settings and records');
    await privacySettings.dialog.getByRole('checkbox', { name: /^Keep anonymous usage samples/ }).click();
    await privacySettings.close();
  });

  test('why a file is kept from models, and the tree’s menu', async () => {
    const { explorer, page } = app.window;
    await explorer.item('.env').click({ button: 'right' });
    await expect(page.getByRole('menu', { name: '.env' })).toBeVisible();
    await hasNoViolation(app.window, 'menu of the tree');
    await page.getByRole('menuitem', { name: 'Why is it kept from models?' }).click();
    await expect(page.getByRole('dialog', { name: 'Kept from models' })).toBeVisible();
    await hasNoViolation(app.window, 'why kept');
    await page.keyboard.press('Escape');
    await explorer.open('.env');
    await expect(page.getByRole('button', { name: 'Why is .env kept from models?' })).toBeVisible();
    await hasNoViolation(app.window, 'tab of a kept file');
    await app.window.editor.close('.env');
  });

  test('terminals, by the keyboard alone', async () => {
    const { page } = app.window;
    const terminal = terminalView(page);
    await terminal.open();
    await page.keyboard.press('Control+Shift+5');
    await expect(terminal.panes.nth(1).locator('textarea')).toBeFocused();
    await hasNoViolation(app.window, 'two terminals');
    await page.keyboard.press('Shift+F10');
    await expect(page.getByRole('menuitem', { name: 'Ask chat about the selection' })).toBeVisible();
    await hasNoViolation(app.window, 'menu of a terminal');
    await page.keyboard.press('Escape');
    await expect(terminal.active.locator('textarea')).toBeFocused();
    await page.getByRole('button', { name: 'Terminal profiles' }).press('Enter');
    await expect(page.getByRole('menuitem', { name: /^sh/ })).toBeVisible();
    await hasNoViolation(app.window, 'terminal profiles');
    await page.keyboard.press('Escape');
    // Tab is the shell's; F6 leaves.
    await terminal.active.locator('textarea').focus();
    await page.keyboard.press('F6');
    await expect(terminal.region.locator(':focus')).toHaveCount(0);
    await app.window.command('Kill the active terminal');
    await app.window.command('Kill the active terminal');
    await expect(terminal.region.getByRole('button', { name: 'New terminal' })).toBeVisible();
    await page.keyboard.press('ControlOrMeta+j');
  });

  test('questions, and the folder picker', async () => {
    const { window } = app;
    await window.editor.close('main.ts');
    await expect(window.question).toBeVisible();
    await hasNoViolation(window, 'question');
    await window.question.getByRole('button', { name: 'Cancel' }).click();
    test.skip(app.kind !== 'browser', 'Electron shows the system’s own picker.');
    await window.command('Open folder');
    await expect(
      window.page.getByRole('dialog', { name: 'Open a folder' }).getByRole('listitem').first(),
    ).toBeVisible();
    await hasNoViolation(window, 'folder picker');
    await window.page.keyboard.press('Escape');
  });

  test('the report of what was deleted', async () => {
    const { page, question } = app.window;
    await app.window.command('Delete everything');
    await expect(question).toBeVisible();
    await hasNoViolation(app.window, 'delete everything');
    await question.getByRole('button', { name: 'Delete records', exact: true }).click();
    await expect(page.getByRole('dialog', { name: 'Everything was deleted' })).toBeVisible();
    await hasNoViolation(app.window, 'deleted');
    await page.keyboard.press('Escape');
  });

  test('a theme that was chosen holds against the system’s', async () => {
    const { page, settings } = app.window;
    await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
    await settings.open();
    const theme = settings.row('theme').getByRole('combobox');
    await theme.selectOption('hc-dark');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'hc-dark');
    await theme.selectOption('system');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
    await settings.close();
  });

  test('the keyboard alone opens a file from the tree', async () => {
    const { editor, explorer, page } = app.window;
    await explorer.item('notes.md').press('Home');
    const focused = explorer.tree.locator('.row.focused');
    await expect(focused).toHaveText('src');
    await page.keyboard.press('ArrowLeft');
    await expect(explorer.item('src')).toHaveAttribute('aria-expanded', 'false');
    await page.keyboard.press('ArrowRight');
    await expect(explorer.item('src')).toHaveAttribute('aria-expanded', 'true');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(focused).toHaveText('other.ts');
    await page.keyboard.press('Enter');
    await expect(editor.tab('other.ts')).toHaveAttribute('aria-selected', 'true');
    await expect(editor.input).toBeFocused();
    await page.keyboard.type('x');
    await expect(editor.unsaved('other.ts')).toBeVisible();
    await page.keyboard.press('ControlOrMeta+z');
    await expect(editor.unsaved('other.ts')).toBeHidden();
  });

  test('F6 goes round the parts of the window, Shift+F6 back', async () => {
    const { chat, editor, explorer, page, statusBar } = app.window;
    await explorer.tree.focus();
    const round = [editor.region, chat.region, statusBar, explorer.tree];
    for (const part of round) {
      await page.keyboard.press('F6');
      await expect(part.locator(':focus')).toHaveCount(1);
    }
    for (const part of [...round].reverse().slice(1)) {
      await page.keyboard.press('Shift+F6');
      await expect(part.locator(':focus')).toHaveCount(1);
    }
  });

  test('Tab reaches everything, and the editor lets go of the focus', async () => {
    const { editor, page } = app.window;
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Explorer' }).focus();
    const reached = new Set<string>();
    // In Monaco Tab is a letter until Ctrl+M makes it move the focus, as its own help says.
    for (let steps = 0; steps < 80 && !reached.has('Status'); steps++) {
      if (await editor.input.evaluate((input) => input === document.activeElement)) {
        reached.add('Text editor');
        await page.keyboard.press('Control+m');
      }
      await page.keyboard.press('Tab');
      reached.add(
        await page.evaluate(() => {
          const named = document.activeElement?.closest('section, nav, footer, [role=tree]');
          return named?.getAttribute('aria-label') ?? '';
        }),
      );
    }
    expect([...reached]).toEqual(expect.arrayContaining(['Views', 'Files', 'Text editor', 'Chat', 'Status']));
  });
});
