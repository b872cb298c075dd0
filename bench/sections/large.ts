import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { openBrowser } from '../support/browser.ts';
import { writeLargeFolder } from '../support/large-folder.ts';
import { memoryOfPages, memoryOfTree } from '../support/process-memory.ts';
import { startCore, type Program } from '../support/programs.ts';
import { milliseconds, table, type Section } from '../support/report.ts';
import { writeSampleProject } from '../support/sample-project.ts';
import { median } from '../support/statistics.ts';
import { within } from '../support/within.ts';

const FILES = 100_000;
const ROUNDS = 3;
const TABS = 50;

interface Opened {
  /** From opening the link to the first name in the tree. */
  readonly tree: number;
  /** From the key to the list of files for what is typed, the first time. */
  readonly quickOpen: number;
  /** From Enter to the first result on screen. */
  readonly firstHit: number;
  /** In bytes: the core and all that it started, and the page. */
  readonly core: number;
  readonly page: number;
}

/** A folder of 100,000 files beside one of 40, by what a user waits for; and what windows take of memory. */
export const large: Section = {
  name: 'large',
  title: 'A window with 100,000 files, and memory',
  run: async (folder) => {
    const many = await writeLargeFolder(folder, FILES);
    const few = await writeSampleProject(folder);
    const wanted = many.paths.at(-1) ?? '';
    const rounds = { many: [] as Opened[], few: [] as Opened[] };
    for (let round = 0; round < ROUNDS; round++) {
      const name = String(round);
      rounds.few.push(await open(folder, `few-${name}`, few.root, 'part-36', 'reduce'));
      rounds.many.push(
        await open(folder, `many-${name}`, many.root, wanted.slice(wanted.lastIndexOf('/') + 1), 'voucher.supplier'),
      );
    }
    const tabs = await withTabs(folder, few.root);
    const of = (which: keyof typeof rounds, key: keyof Opened): number => median(rounds[which].map((one) => one[key]));
    const time = (what: string, key: keyof Opened): string[] => [
      what,
      milliseconds(of('few', key)),
      milliseconds(of('many', key)),
      `${(of('many', key) / of('few', key)).toFixed(2)} ×`,
    ];
    return [
      `The same window on a generated folder of ${FILES.toLocaleString('en')} files and on one of 40; medians of ${String(ROUNDS)} ` +
        'starts, each with a new profile and a new data folder.',
      table(
        ['', '40 files', '100,000 files', ''],
        [
          time('Link to the names in the tree', 'tree'),
          time('Ctrl+P and a name to its file in the list, the first time', 'quickOpen'),
          time('Search: Enter to the first result on screen', 'firstHit'),
          ['Memory of the core, after these', megabytes(of('few', 'core')), megabytes(of('many', 'core')), ''],
          ['Memory of the page, after these', megabytes(of('few', 'page')), megabytes(of('many', 'page')), ''],
        ],
      ),
      `**Memory** of a window on the small folder, without and with ${String(TABS)} files open in tabs, half a minute idle ` +
        'each: proportional set sizes of the core with all that it started, TypeScript’s language server for the tabs included, and of the page’s process.',
      table(
        ['', 'Core', 'Page'],
        [
          ['Idle, no file open', megabytes(tabs.idle.core), megabytes(tabs.idle.page)],
          [`${String(TABS)} tabs`, megabytes(tabs.full.core), megabytes(tabs.full.page)],
        ],
      ),
    ];
  },
};

const megabytes = (bytes: number): string => `${String(Math.round(bytes / 1024 / 1024))} MB`;

interface Window {
  readonly core: Program;
  readonly browser: BrowserContext;
  readonly page: Page;
  readonly tree: number;
}

async function start(folder: string, name: string, root: string): Promise<Window> {
  const core = await startCore({
    data: join(folder, `data-${name}`),
    folder: root,
    settings: { detectLocalServers: false, completionEnabled: false },
  });
  const browser = await openBrowser(join(folder, `profile-${name}`));
  const page = browser.pages()[0] ?? (await browser.newPage());
  const began = performance.now();
  await page.goto(core.url, { waitUntil: 'commit' });
  await within('folder', page.locator('.tree .row').first().waitFor());
  return { core, browser, page, tree: performance.now() - began };
}

async function stop({ core, browser }: Window): Promise<void> {
  await browser.close();
  await core.stop();
}

async function open(folder: string, name: string, root: string, file: string, text: string): Promise<Opened> {
  const window = await start(folder, name, root);
  const { core, browser, page, tree } = window;
  try {
    let began = performance.now();
    await page.keyboard.press('Control+P');
    await page.getByRole('combobox', { name: 'Go to file' }).fill(file);
    await within('file in the list', page.getByRole('option', { name: file }).first().waitFor());
    const quickOpen = performance.now() - began;
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Shift+F');
    const query = page.getByRole('textbox', { name: 'Search for' });
    await query.fill(text);
    began = performance.now();
    await query.press('Enter');
    const results = page.getByRole('tree', { name: 'Results' });
    await within('result', results.getByRole('treeitem').first().waitFor());
    const firstHit = performance.now() - began;
    await page.waitForTimeout(3000);
    return { tree, quickOpen, firstHit, core: await memoryOfTree(core.pid), page: await memoryOfPages(browser) };
  } finally {
    await stop(window);
  }
}

type Memory = Pick<Opened, 'core' | 'page'>;

async function withTabs(folder: string, root: string): Promise<{ readonly idle: Memory; readonly full: Memory }> {
  await Promise.all(
    Array.from({ length: TABS }, (_, i) =>
      writeFile(join(root, `tab-${String(i)}.ts`), `export const tab${String(i)} = ${String(i)};\n`.repeat(200)),
    ),
  );
  const window = await start(folder, 'tabs', root);
  const { core, browser, page } = window;
  const now = async (): Promise<Memory> => {
    await page.waitForTimeout(30_000);
    return { core: await memoryOfTree(core.pid), page: await memoryOfPages(browser) };
  };
  try {
    const idle = await now();
    for (let i = 0; i < TABS; i++) {
      const row = page.locator(`.tree .row[title="tab-${String(i)}.ts"]`);
      // Only rows on screen are in the page.
      for (let tries = 0; (await row.count()) === 0 && tries < 50; tries++) {
        await page.locator('.tree').hover();
        await page.mouse.wheel(0, 200);
        await page.waitForTimeout(50);
      }
      await row.dblclick();
    }
    await within('last tab', page.getByRole('tab', { name: `tab-${String(TABS - 1)}.ts` }).waitFor());
    return { idle, full: await now() };
  } finally {
    await stop(window);
  }
}
