import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { writeTinyGguf } from '../scripts/make-tiny-gguf.ts';
import type { ServerConfig } from '../src/shared/schemas.ts';
import { startModelServer, type ModelServer } from '../test/model-server/model-server.ts';
import type { AppPage } from './support/app-page.ts';
import { createScratch } from './support/folders.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** Every screen in every theme by axe's rules, and the window without a mouse. */
const scratch = createScratch();
let app: StartedApp;
let server: ModelServer;

/** The system's wishes that each theme answers to while the setting is "As the system". */
const THEMES = [
  { theme: 'light', colorScheme: 'light', contrast: 'no-preference' },
  { theme: 'dark', colorScheme: 'dark', contrast: 'no-preference' },
  { theme: 'hc-light', colorScheme: 'light', contrast: 'more' },
  { theme: 'hc-dark', colorScheme: 'dark', contrast: 'more' },
] as const;

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

test.describe.serial('accessibility', () => {
  test.beforeAll(async ({ browser }) => {
    const gguf = join(await scratch.folder(), 'tiny.gguf');
    await writeTinyGguf(gguf);
    server = await startModelServer(gguf);
    const servers: ServerConfig[] = [
      { id: 'server-1', kind: 'ollama', label: 'Here', baseUrl: server.url },
      { id: 'server-2', kind: 'ollama', label: 'Not there', baseUrl: 'http://127.0.0.1:9' },
      { id: 'server-3', kind: 'openai-compatible', label: 'Elsewhere', baseUrl: 'http://models.example.com' },
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
      }),
      folder,
    });
  });
  test.afterAll(async () => {
    await app.stop();
    await server.close();
    await scratch.remove();
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
    await window.settings.open();
    await hasNoViolation(window, 'settings');
    const { redaction } = window.settings;
    await redaction.add('Also replaced', 'PROJ-[0-9]+', 'Project');
    await redaction.add('Left as they are', 'support@corp.example');
    await redaction.field('Also replaced').fill('PROJ-(?=7)');
    await expect(window.settings.dialog.getByRole('alert')).toContainText('Look-ahead');
    await redaction.text.fill('PROJ-7 of jane.doe@corp.example');
    await expect(redaction.tried.locator('mark')).toHaveCount(2);
    await hasNoViolation(window, 'redaction in every folder');
    await redaction.show('In this folder alone');
    await hasNoViolation(window, 'redaction in this folder');
    await window.settings.close();
  });

  test('the menu of modes', async () => {
    const { window } = app;
    await window.mode('Offline').click();
    await expect(window.page.getByRole('menu')).toBeVisible();
    await hasNoViolation(window, 'mode menu');
    await window.page.keyboard.press('Escape');
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

  test('a theme that was chosen holds against the system’s', async () => {
    const { page, settings } = app.window;
    await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
    await settings.open();
    const theme = settings.dialog.getByRole('combobox', { name: 'Theme' });
    await theme.selectOption('High contrast, dark');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'hc-dark');
    await theme.selectOption('As the system');
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

/** No serious or critical violation in any theme. */
async function hasNoViolation({ page }: AppPage, screen: string): Promise<void> {
  for (const { theme, colorScheme, contrast } of THEMES) {
    await test.step(`${screen}, ${theme}`, async () => {
      await page.emulateMedia({ colorScheme, contrast, reducedMotion: 'reduce' });
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      // There are no frames, and the other mode opens a page for each look.
      const axe = new AxeBuilder({ page }).setLegacyMode(true);
      // Themes differ in colours alone, so the other rules need no second look.
      const { violations } = await (theme === 'light' ? axe : axe.withRules('color-contrast')).analyze();
      const grave = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(
          ({ id, nodes }) =>
            `${id}: ${nodes.map((n) => `${n.target.join(' ')} ${n.failureSummary ?? ''}`).join('\n  ')}`,
        );
      expect.soft(grave, `${screen}, ${theme}`).toEqual([]);
    });
  }
}
