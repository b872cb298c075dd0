import { execFileSync } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import type { AppPage } from '../e2e/support/app-page.ts';
import { cloudObstacle, createCloud } from '../e2e/support/cloud.ts';
import { gitView } from '../e2e/support/git-view.ts';
import { ollamaSection } from '../e2e/support/ollama-section.ts';
import { terminalView } from '../e2e/support/terminal-view.ts';
import { startBrowserApp } from '../e2e/support/start-app.ts';
import { startStandIn, type StandIn } from './stand-in-server.ts';

/**
 * Pictures of each screen for `docs/screenshots`, light and dark, at 1280×800 and some at 1920×1080. The
 * models are a stand-in, on this machine and in a cloud; there is a network for neither.
 */
const ROOT = resolve(import.meta.dirname, '..');
const OUT = join(ROOT, 'docs/screenshots');

/** Screens also kept at 1920×1080, where the layout has room to go wrong. */
const WIDE = new Set([
  'first-run',
  'trust',
  'chat',
  'kept',
  'why-kept',
  'preview',
  'ledger',
  'redaction',
  'verify-offline',
  'source-control',
  'walkthrough',
]);

/** What lies in the folder besides this repository's files: something to keep from models, and something to redact. */
const MORE: Readonly<Record<string, string>> = {
  'examples/prices.ts': [
    '/** What an order costs, in cents. */',
    'export function total(order: Order): number {',
    '  let sum = 0;',
    `${'<'.repeat(7)} HEAD`,
    '  for (const { price, count } of order.items) sum += price * count;',
    '  return sum - discountOf(order.customer, sum);',
    '='.repeat(7),
    '  for (const item of order.items) sum += item.price * item.count;',
    '  return Math.round(sum * (1 + TAX));',
    `${'>'.repeat(7)} taxes`,
    '}',
    '',
    'export interface Order {',
    `${'<'.repeat(7)} HEAD`,
    '  readonly customer: string;',
    '='.repeat(7),
    '  readonly country: string;',
    `${'>'.repeat(7)} taxes`,
    '  readonly items: readonly Item[];',
    '}',
    '',
  ].join('\n'),
  '.codegrexignore': '# Not for models\nbench/RESULTS.md\nexamples/contracts/\n',
  '.env': 'SHOP_TOKEN=shop-9f41c07ab3d2e8\n',
  'examples/contracts/2026-northwind.md': '# Northwind\n',
  'examples/import-orders.ts': `import { connect } from './database.ts';

/** Orders of one day, as the shop hands them over. */
export async function importOrders(day: string): Promise<number> {
  const database = await connect('postgres://shop:${'pa55' + 'word-of-the-shop'}@db.shop.example/orders');
  const orders = await database.ordersOf(day);
  let sum = 0;
  for (const order of orders) {
    // Fails for jane.doe@customer.example, whose total is text.
    sum += order.total;
  }
  return sum;
}
`,
};

/** The tracked files of this repository, so that a picture shows no machine's paths or builds. */
async function copyOfRepository(parent: string): Promise<string> {
  const folder = join(parent, 'codegrex');
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(join(ROOT, file), join(folder, file)).catch(() => undefined);
  }
  for (const [file, text] of Object.entries(MORE)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  repositoryOf(folder);
  const gate = join(folder, 'src/privacy/gate.ts');
  const text = await readFile(gate, 'utf8');
  await writeFile(
    gate,
    text.replace('/** What a pull does, by where its server is. */', '/** What leaves with a pull. */'),
  );
  await writeFile(join(folder, 'notes.md'), '# Notes\n');
  return folder;
}

/** Another folder, with a repository of its own. */
async function makeShop(parent: string): Promise<string> {
  const shop = join(parent, 'shop');
  const orders = join(shop, 'src/orders.ts');
  await mkdir(dirname(orders), { recursive: true });
  await writeFile(join(shop, 'README.md'), '# Shop\n');
  await writeFile(join(shop, '.codegrexignore'), 'customers/\n');
  await writeFile(orders, '/** An order, as it is paid. */\nexport interface Order {\n  readonly total: number;\n}\n');
  repositoryOf(shop);
  await appendFile(orders, '\nexport const isPaid = ({ total }: Order): boolean => total > 0;\n');
  return shop;
}

function repositoryOf(folder: string): void {
  const git = (...args: string[]): void => {
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], { cwd: folder });
  };
  git('init', '-q', '-b', 'main');
  git('add', '--all');
  git('commit', '-q', '-m', 'As it was');
}

async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+P');
  await page.getByRole('combobox', { name: 'Go to file' }).fill(name);
  const base = name.slice(name.lastIndexOf('/') + 1);
  await page.getByRole('option', { name: base }).first().click();
  // What was on screen before has lines too.
  await page.locator('.editor-group.active [role="tab"][aria-selected="true"]', { hasText: base }).waitFor();
  await page.locator('.view-line').first().waitFor();
}

/** @param beside another folder, which is opened at the end */
async function picturesOf(window: AppPage, standIn: StandIn, suffix: string, beside: string): Promise<void> {
  const { page } = window;
  const shot = async (name: string): Promise<void> => {
    if (suffix.endsWith('1920') && !WIDE.has(name)) return;
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(OUT, `${name}-${suffix}.png`) });
  };
  /** What was said of a change goes by itself. */
  const quiet = (): Promise<void> => page.locator('.notification').first().waitFor({ state: 'hidden' });

  await page.getByRole('heading', { name: 'Add a model' }).waitFor();
  await shot('first-run');

  standIn.running = true;
  await page.getByRole('button', { name: 'Look again' }).click();
  await page.getByText('Ask about your code.').waitFor();
  await openFile(page, 'privacy/mode.ts');
  await shot('trust');
  await window.editor.close('mode.ts');
  await window.trustFolder();
  await quiet();

  await window.models.open();
  await window.models.addServer('OpenAI-compatible', 'http://models.example.com/v1', 'Example Cloud');
  await page.getByText('131,072 tokens').waitFor();
  await shot('models');
  const ollama = ollamaSection(page, window.models.provider('Ollama'));
  await ollama.pull('qwen2.5-coder:7b');
  await page.getByText('37 %').waitFor();
  await ollama.section.getByText('Suggested for this machine').click();
  await ollama.section.evaluate((section) => {
    section.scrollIntoView();
  });
  await shot('ollama');
  await ollama.cancel('qwen2.5-coder:7b');
  await window.models.close();

  await openFile(page, 'privacy/destination.ts');
  await window.chat.region.getByRole('button', { name: '+ Current file' }).click();
  await window.chat.ask('What does parseServerAddress refuse, and why?');
  await shot('chat');

  await page.locator('.view-line').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\nconst isPort = (port: number): boolean => ');
  await page.locator('[class*="ghost-text"]').first().waitFor();
  await shot('completion');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+\\');
  await openFile(page, 'privacy/policy.ts');
  await shot('groups');
  await window.command('Close group');
  await openFile(page, 'docs/completion.md');
  await window.command('Open preview to the side');
  await page.getByRole('document').getByRole('heading').first().waitFor();
  await shot('markdown');
  await window.command('Close group');
  await window.editor.tab('destination.ts').click();
  await window.command('Compare with saved');
  await page.locator('.modified .line-insert').first().waitFor();
  await shot('diff');
  await window.editor.close('destination.ts (saved ↔ here)');

  await openFile(page, 'northwind');
  await page.getByRole('button', { name: /^Why is 2026-northwind\.md kept/ }).waitFor();
  await page.mouse.move(0, 0);
  await shot('kept');
  await window.statusBar.getByRole('button', { name: 'Kept from models' }).click();
  await page.getByRole('dialog', { name: 'Kept from models' }).waitFor();
  await shot('why-kept');
  await page.keyboard.press('Escape');
  await window.editor.close('2026-northwind.md');

  await window.setMode('Sensitive');
  await window.models.open();
  await window.models.approve('Example Cloud');
  await window.models.close();
  await window.chat.model.selectOption({ label: 'example-large · Off this machine' });
  await window.statusBar.getByText('example-large').waitFor();
  await openFile(page, 'import-orders');
  await window.chat.region.getByRole('button', { name: 'New conversation' }).click();
  await window.chat.region.getByRole('button', { name: '+ Current file' }).click();
  await quiet();
  await window.chat.submit('Why does the import stop at jane.doe@customer.example?');
  await window.preview.dialog.waitFor();
  await shot('preview');
  await window.preview.decline();
  await window.chat.ended();
  await window.chat.lastAnswer.getByRole('button', { name: 'Regenerate' }).click();
  await window.preview.dialog.waitFor();
  await window.preview.send();
  await window.chat.ended();

  await page.keyboard.press('Control+J');
  await page.getByRole('row').filter({ hasText: 'chat' }).first().click();
  await shot('ledger');
  await page.keyboard.press('Control+J');

  const terminal = terminalView(page);
  await terminal.open();
  await terminal.run("PS1='\\$ '; clear; ls --color=always", 'README.md');
  await terminal.choose('Split');
  await terminal.panes.nth(1).locator('textarea:focus').waitFor();
  await terminal.run("PS1='\\$ '; clear; grep -rn 'class AppError' src", /^src\/shared/m);
  await shot('terminal');
  await window.command('Kill the active terminal');
  await window.command('Kill the active terminal');
  await page.keyboard.press('Control+J');

  await window.command('Run task…');
  await page.getByRole('dialog', { name: 'Tasks' }).getByRole('option').first().waitFor();
  await shot('tasks');
  await page.keyboard.press('Escape');

  const git = gitView(page);
  await git.open();
  await git.row('gate.ts').dblclick();
  await page.locator('.modified .line-insert').first().waitFor();
  await shot('source-control');
  await window.editor.close('gate.ts (Working Tree)');
  await git.act('Open', 'gate.ts');
  await page.locator('.view-line').first().click();
  // Until git has told what changed.
  await page.waitForTimeout(2000);
  await page.keyboard.press('Alt+F5');
  if (!(await git.peek.isVisible())) await window.command('Git: Show the change at the cursor');
  await git.peek.waitFor();
  await shot('change');
  await git.peek.getByRole('button', { name: 'Close' }).click();
  await openFile(page, 'examples/prices.ts');
  await window.command('Git: Open the merge editor');
  await page.locator('.merge-view .conflict-theirs').first().waitFor();
  await shot('merge');
  await window.editor.close('prices.ts (Merge)');
  await window.editor.close('prices.ts');
  await window.command('Show Outline');
  await page.getByRole('region', { name: 'Outline' }).getByRole('treeitem').first().waitFor();
  await shot('outline');
  await window.editor.close('gate.ts');
  await window.command('Help: Privacy walkthrough');
  await shot('walkthrough');
  await window.editor.close('Privacy walkthrough');
  await window.command('Help: Report an issue…');
  await shot('report');
  await window.editor.close('Report an issue');
  await window.command('Show Explorer');

  await page.getByRole('button', { name: /Privacy mode/ }).click();
  await page.getByRole('menuitemradio', { name: /Offline/ }).hover();
  await shot('mode');
  await page.keyboard.press('Escape');

  await window.setMode('Offline');
  await quiet();
  await page.keyboard.press('F1');
  await page.getByRole('option', { name: 'Verify offline' }).click();
  await page.getByRole('dialog').getByText('Child processes have no network').waitFor();
  await shot('verify-offline');
  await page.keyboard.press('Escape');

  await page.keyboard.press('F1');
  await shot('palette');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+P');
  await page.getByRole('combobox', { name: 'Go to file' }).fill('egress');
  await shot('quick-open');
  await page.keyboard.press('Escape');

  await window.privacySettings.open();
  await shot('privacy-settings');
  await page.getByRole('textbox', { name: 'Pattern' }).fill('PROJ-[0-9]+');
  await page.getByRole('textbox', { name: 'Name (optional)' }).fill('Project');
  await page.getByRole('group', { name: 'Also replaced' }).getByRole('button', { name: 'Add' }).click();
  await page.getByRole('button', { name: 'Change PROJ-[0-9]+' }).waitFor();
  await page
    .getByRole('textbox', { name: /^Try it/ })
    .fill('Ask jane.doe@corp.example about PROJ-42.\nconst card = 4111111111111111;');
  await page.getByRole('list', { name: 'What was found' }).waitFor();
  await page.getByRole('heading', { name: 'Redaction' }).evaluate((heading) => {
    heading.scrollIntoView();
  });
  await shot('redaction');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+,');
  await page.getByRole('searchbox', { name: 'Search settings' }).waitFor();
  await shot('settings-editor');
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Control+S');
  await page.getByRole('searchbox', { name: 'Search keyboard shortcuts' }).waitFor();
  await shot('keybindings');
  await window.editor.close('Keyboard shortcuts');
  await window.editor.close('Settings');

  await window.command('Show Explorer');
  await window.addFolder(beside);
  await window.trustFolder();
  await openFile(page, 'shop/src/orders.ts');
  await git.open();
  await git.region.getByRole('combobox', { name: 'Folder' }).selectOption({ label: 'shop (main)' });
  await git.row('orders.ts').waitFor();
  await window.command('Show Explorer');
  await quiet();
  await shot('folders');
}

const obstacle = cloudObstacle();
if (obstacle !== null) throw new Error(`The pictures need a cloud that is none: ${obstacle}`);
const folder = await mkdtemp(join(tmpdir(), 'codegrex-pictures-'));
const workspace = await copyOfRepository(folder);
const shop = await makeShop(folder);
await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
  ]) {
    const suffix = `${colorScheme}-${String(viewport.width)}`;
    const data = join(folder, suffix);
    await mkdir(join(data, 'data'), { recursive: true });
    // The prompt of no user's own shell is in the pictures.
    await writeFile(join(data, 'data', 'settings.json'), '{ "terminalDefaultProfile": "sh" }');
    const standIn = await startStandIn();
    const cloud = await createCloud(data, { 'localhost:11434': standIn.port, 'models.example.com': standIn.port });
    const app = await startBrowserApp((core) => cloud.enter(core, chromium), {
      folder: workspace,
      data: join(data, 'data'),
      wrapper: cloud.wrapper,
    });
    const { page } = app.window;
    page.setDefaultTimeout(15_000);
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await picturesOf(app.window, standIn, suffix, shop);
    await app.stop();
    await cloud.close();
    standIn.close();
    console.log(`Took the pictures of ${suffix}`);
  }
}
await rm(folder, { recursive: true, force: true });
