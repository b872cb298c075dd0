import type { Page } from '@playwright/test';
import { speak, t, type Message } from '../src/shared/messages/t.ts';
import { createScratch } from './support/folders.ts';
import { launchApp, type RunningApp } from './support/launch-app.ts';
import { expect, test } from './support/test.ts';
import { untranslated } from './support/untranslated.ts';

/** In the pseudo-locale every message has accents, so that a text without them is in no catalogue. */
const scratch = createScratch();
let core: RunningApp;
let page: Page;

/** What the folder, products, languages and shells call their things. */
const KNOWN: readonly RegExp[] = [
  /codegrex-e2e-/,
  /^(?:notes|src|src\/)?(?:notes\.ts|package\.json|read\.md)?$/,
  /^(?:snippets|settings)\.json$/,
  /^(?:Ollama|Linux|macOS|Windows|TypeScript|Markdown|Plain Text|JSON|bash|sh|dash|build)$/,
  /^https?:\S+$/,
];

/** The command of the palette, by its English name. */
async function command(label: Message): Promise<void> {
  await page.keyboard.press('F1');
  const palette = page.getByRole('dialog', { name: t('Commands') });
  await palette.getByRole('combobox').fill(t(label));
  await palette
    .getByRole('option', { name: t(label) })
    .first()
    .click();
  await expect(palette).toBeHidden();
}

/** Run a command and look at what it shows. */
async function showsNothingElse(label: Message): Promise<void> {
  await command(label);
  await isTranslated(label);
  // What a command opened over the window may take two: a field within it has the first.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
}

async function isTranslated(where: string): Promise<void> {
  // What is looked at is to be there, whatever it is.
  await page.waitForTimeout(300);
  await expect
    .poll(() => untranslated(page, KNOWN), { message: where, intervals: [100, 200, 400, 800], timeout: 5000 })
    .toEqual([]);
}

test.describe.serial('in another language', () => {
  test.beforeAll(async ({ browser }) => {
    speak('en-XA');
    const folder = await scratch.folder({
      'src/notes.ts': 'export const notes = 1;\n',
      'read.md': '# read\n',
      'package.json': '{ "scripts": { "build": "true" } }\n',
    });
    core = await launchApp({
      data: await scratch.data({ displayLanguage: 'en-XA', detectLocalServers: false }),
      folder,
    });
    page = await browser.newPage();
    await page.goto(core.url);
    await expect(page.getByRole('tree', { name: t('Files') })).toBeVisible();
  });
  test.afterAll(async () => {
    await page.close();
    await core.stop();
    speak('en');
    await scratch.remove();
  });

  test('the parts of the window are', async () => {
    await isTranslated('the start');
    for (const [keys, heading] of [
      ['ControlOrMeta+Shift+f', 'Search'],
      ['ControlOrMeta+Shift+g', 'Source Control'],
      ['ControlOrMeta+Shift+m', 'Problems'],
      ['ControlOrMeta+Shift+e', 'Explorer'],
    ] as const) {
      await page.keyboard.press(keys);
      await expect(
        page
          .getByRole('region', { name: t(heading) })
          .or(page.getByText(t(heading)))
          .first(),
      ).toBeVisible();
      await isTranslated(heading);
    }
  });

  test('a file and what is said of it are', async () => {
    await page.keyboard.press('ControlOrMeta+p');
    await page
      .getByRole('dialog', { name: t('Go to file') })
      .getByRole('combobox')
      .fill('notes');
    await expect(page.getByRole('option', { name: 'notes.ts' })).toBeVisible();
    await isTranslated('quick open');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: t('Text editor') })).toBeAttached();
    await isTranslated('the editor');
    await page.keyboard.press('F1');
    await isTranslated('the commands');
    await page.keyboard.press('Escape');
    await showsNothingElse('May models read this file?');
    await showsNothingElse('Compare with saved');
  });

  for (const label of [
    'Settings',
    'Privacy settings: redaction, records…',
    'Keyboard shortcuts',
    'Settings as JSON',
    'Configure snippets',
    'Models',
    'Verify offline',
    'Completions: state, keys and counts',
    'Import settings, keybindings and snippets of VS Code',
    'Help: Privacy walkthrough',
    'New terminal',
    'New file',
    'Open folder',
  ] as const) {
    test(`“${label}” is`, () => showsNothingElse(label));
  }

  test('an error of the core is', async () => {
    await command('Open folder');
    await page
      .getByRole('dialog')
      .getByRole('textbox', { name: t('Path') })
      .fill('/not/there');
    await page.keyboard.press('Enter');
    await expect(page.getByText(t('The file or folder no longer exists.'))).toBeVisible();
    await page.keyboard.press('Escape');
  });

  test('the page to begin with is', async () => {
    await command('Close folder');
    await expect(page.getByText(t('You choose what leaves your machine, and you can see it.'))).toBeVisible();
    await isTranslated('the welcome');
  });
});
