import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { launchApp } from '../e2e/support/launch-app.ts';
import { findChromium } from './find-chromium.ts';

/**
 * Pictures of each screen for `docs/screenshots`, light and dark, at 1280×800 and some at 1920×1080. The
 * model is a stand-in that always says the same, so that pictures change only when the app does.
 */
const ROOT = resolve(import.meta.dirname, '..');
const OUT = join(ROOT, 'docs/screenshots');
const MODEL = 'qwen2.5-coder:1.5b';

/** Screens also kept at 1920×1080, where the layout has room to go wrong. */
const WIDE = new Set(['first-run', 'chat', 'ledger', 'redaction']);

const ANSWER = `\`parseServerAddress\` takes an address apart and answers \`null\` for whatever two parsers could read differently:

- credentials in the address (\`http://user:pw@host\`)
- numbers that stand for an address (\`http://2130706433\`)
- a query, a fragment, or a backslash

A stricter check of the port alone would be:

\`\`\`ts
function isPort(text: string): boolean {
  const port = Number(text);
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}
\`\`\`
`;
const COMPLETION = 'port >= 1 && port <= 65_535;';

/** Speaks enough of Ollama's interface for one chat and one completion. */
async function startStandIn(): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const answers: Readonly<Record<string, readonly object[]>> = {
      '/api/version': [{ version: '0.12.0' }],
      '/api/tags': [{ models: [{ name: MODEL, model: MODEL }] }],
      '/api/show': [{ capabilities: ['completion', 'insert'], model_info: { 'qwen2.context_length': 32_768 } }],
      '/api/chat': [
        ...ANSWER.split(/(?<= )/).map((content) => ({ message: { role: 'assistant', content }, done: false })),
        {
          message: { role: 'assistant', content: '' },
          done: true,
          done_reason: 'stop',
          prompt_eval_count: 1204,
          eval_count: 131,
        },
      ],
      '/api/generate': [
        { response: COMPLETION, done: false },
        { response: '', done: true, done_reason: 'stop' },
      ],
    };
    const lines = answers[request.url ?? ''] ?? [];
    request
      .resume()
      .on('end', () => response.end(lines.map((line) => `${JSON.stringify({ model: MODEL, ...line })}\n`).join('')));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${String(port)}`, close: () => server.close() };
}

/** The tracked files of this repository, so that a picture shows no machine's paths or builds. */
async function copyOfRepository(parent: string): Promise<string> {
  const folder = join(parent, 'codegrex');
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(join(ROOT, file), join(folder, file)).catch(() => undefined);
  }
  return folder;
}

async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+P');
  await page.getByRole('combobox', { name: 'Go to file' }).fill(name);
  await page.getByRole('option').first().click();
  await page.locator('.view-line').first().waitFor();
}

async function picturesOf(page: Page, url: string, suffix: string): Promise<void> {
  const shot = async (name: string): Promise<void> => {
    if (suffix.endsWith('1920') && !WIDE.has(name)) return;
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(OUT, `${name}-${suffix}.png`) });
  };
  await page.getByRole('heading', { name: 'Add a model' }).waitFor();
  await shot('first-run');
  await page.getByRole('button', { name: 'Trust this folder' }).click();

  await page.getByRole('button', { name: 'Models', exact: true }).first().click();
  await page.getByLabel('Kind').last().selectOption('ollama');
  await page.getByLabel('Address').last().fill(url);
  await page.getByLabel('Name (optional)').last().fill('Ollama');
  await page.getByRole('dialog').getByRole('button', { name: 'Add server' }).click();
  await page.getByRole('dialog').getByText('32,768 tokens').waitFor();
  await shot('models');
  await page.keyboard.press('Escape');

  await openFile(page, 'privacy/destination.ts');
  await page.getByRole('button', { name: '+ Current file' }).click();
  await page.getByLabel('Question').fill('What does parseServerAddress refuse, and why?');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Regenerate' }).waitFor();
  await shot('chat');

  await page.locator('.view-line').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\nconst isPort = (port: number): boolean => ');
  await page.locator('[class*="ghost-text"]').first().waitFor();
  await shot('completion');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+J');
  await page.getByRole('row').filter({ hasText: 'chat' }).first().click();
  await shot('ledger');
  await page.keyboard.press('Control+J');

  await page.getByRole('button', { name: /Privacy mode/ }).click();
  await page.getByRole('menuitemradio', { name: /Offline/ }).hover();
  await shot('mode');
  await page.keyboard.press('Escape');

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

  await page.keyboard.press('Control+,');
  await shot('settings');
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
}

const folder = await mkdtemp(join(tmpdir(), 'codegrex-pictures-'));
const workspace = await copyOfRepository(folder);
const standIn = await startStandIn();
const executablePath = findChromium();
if (executablePath === null)
  throw new Error('Chromium is missing. Install the package chromium, or name one in CODEGREX_CHROMIUM.');
const browser = await chromium.launch({
  executablePath,
  chromiumSandbox: process.platform !== 'linux' || process.getuid?.() !== 0,
  args: ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
});
await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
  ]) {
    const suffix = `${colorScheme}-${String(viewport.width)}`;
    const app = await launchApp({ folder: workspace, data: join(folder, suffix) });
    const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' });
    page.setDefaultTimeout(15_000);
    await page.goto(app.url);
    await picturesOf(page, standIn.url, suffix);
    await page.close();
    await app.stop();
    console.log(`Took the pictures of ${suffix}`);
  }
}
await browser.close();
standIn.close();
await rm(folder, { recursive: true, force: true });
