import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { buildBareMonaco, startBareMonaco } from '../support/bare-monaco.ts';
import { admit, openBrowser } from '../support/browser.ts';
import { connectToCore, valueOf } from '../support/core-client.ts';
import { keyLatencies } from '../support/key-latency.ts';
import { interleave } from '../support/interleave.ts';
import { startCore } from '../support/programs.ts';
import { milliseconds, ratio, table, type Section } from '../support/report.ts';
import { sampleFunctions } from '../support/sample-project.ts';
import { median, quantile } from '../support/statistics.ts';
import { within } from '../support/within.ts';

const LINES = 10_000;
const ROUNDS = 8;
/** What is typed in each round; between two keys, ms. */
const TYPED = 'return price * count + other';
const BETWEEN = 90;
/** The target of the ratio of the 95th percentiles. */
const MOST = 1.2;

/** From a key to the frame with its letter, in a large file with all that the editor adds to Monaco. */
export const keys: Section = {
  name: 'keys',
  title: 'Key to paint in 10,000 lines',
  run: async (folder) => {
    await buildBareMonaco();
    const root = await writeProject(folder);
    const core = await startCore({
      data: join(folder, 'data'),
      folder: root,
      settings: { detectLocalServers: false, completionEnabled: false },
    });
    const client = await connectToCore(core.url);
    const bareServer = await startBareMonaco(root);
    const browser = await openBrowser(join(folder, 'profile'));
    try {
      await valueOf(client.api['policy.setTrust']({ trusted: true }).result);
      const origin = await admit(browser, core.url, client.cookie);
      const ours = await browser.newPage();
      await ours.goto(origin);
      await ours.locator('.tree .row', { hasText: FILE }).click();
      // The language server has read the file, and git has told what changed.
      await within('problem', ours.locator('.squiggly-error').first().waitFor());
      await within('mark of a change', ours.locator('.change-mark').first().waitFor());
      const bare = await browser.newPage();
      await bare.goto(`${bareServer.url}?file=${FILE}`);
      await within('text', bare.locator('.view-line').first().waitFor());
      const samples = await interleave(ROUNDS, 1, { ours: () => typeLine(ours), bare: () => typeLine(bare) });
      return [
        `Letters typed into a new line amid ${LINES.toLocaleString('en')} lines of TypeScript, by Chromium’s tracing from the ` +
          'press to the frame that shows it. In CodeGrex with the language server running, its problems, semantic colours ' +
          'and list of suggestions, and git’s marks of changed lines; beside it Monaco alone in the same browser, with its ' +
          'own worker for TypeScript. Either waits for a frame, 16.7 ms apart.',
        table(['', 'Keys', 'Median', 'p95'], [row('Monaco alone', samples.bare), row('CodeGrex', samples.ours)]),
        `Medians: ${ratio(samples.ours, samples.bare)} times. 95th percentiles: ${verdict(samples.ours, samples.bare)}.`,
      ];
    } finally {
      await browser.close();
      await bareServer.stop();
      client.close();
      await core.stop();
    }
  },
};

const FILE = 'orders.ts';

function row(what: string, samples: readonly number[]): string[] {
  const [middle, p95] = [median(samples), quantile(samples, 0.95)].map(milliseconds);
  return [what, String(samples.length), middle ?? '', p95 ?? ''];
}

function verdict(ours: readonly number[], bare: readonly number[]): string {
  const times = quantile(ours, 0.95) / quantile(bare, 0.95);
  return `${times.toFixed(2)} times (${times <= MOST ? 'within' : 'not within'} ${String(MOST)})`;
}

/** A repository with one file, an error at its begin and changes that are not committed. */
async function writeProject(folder: string): Promise<string> {
  const root = join(folder, 'project');
  await mkdir(root, { recursive: true });
  const functions = sampleFunctions(LINES / 5);
  const git = (...args: string[]): void => {
    execFileSync('git', args, { cwd: root, stdio: 'ignore' });
  };
  await writeFile(join(root, 'tsconfig.json'), '{ "compilerOptions": { "strict": true }, "include": ["*.ts"] }');
  await writeFile(join(root, FILE), functions.join(''));
  git('init', '-q');
  git('add', '.');
  git('-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', 'commit', '-q', '-m', 'Orders');
  const changed = functions.map((text, i) => (i % 20 === 0 ? text.replace('all + sum', 'sum + all') : text));
  await writeFile(join(root, FILE), `const wrong: number = 'text';\n${changed.join('')}`);
  return root;
}

/** Type into a new line after the third function, and take it back. */
async function typeLine(page: Page): Promise<number[]> {
  await page.bringToFront();
  await page.locator('.view-line').first().click();
  await page.keyboard.press('Control+Home');
  for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(1000);
  const found = await keyLatencies(page, async () => {
    for (const letter of TYPED) {
      await page.keyboard.press(letter === ' ' ? 'Space' : letter);
      await page.waitForTimeout(BETWEEN);
    }
  });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+Home');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Backspace');
  await page.waitForTimeout(500);
  return found;
}
