import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DEFAULT_SETTINGS } from '../../src/shared/default-settings.ts';
import { buildBareMonaco, startBareMonaco } from '../support/bare-monaco.ts';
import { admit, openBrowser } from '../support/browser.ts';
import { valueOf } from '../support/core-client.ts';
import { answerDirectly } from '../support/direct-answer.ts';
import { interleave } from '../support/interleave.ts';
import { startModelCore, startModels } from '../support/model-core.ts';
import { comparison, milliseconds, table, type Compared, type Section } from '../support/report.ts';
import { writeSampleProject, type SampleProject } from '../support/sample-project.ts';
import { latestRequest, sameRequest } from '../support/sent-request.ts';
import { median } from '../support/statistics.ts';
import { within } from '../support/within.ts';

const DEFAULT_PAUSE = DEFAULT_SETTINGS.completionDebounceMs;
/** What the server takes and the pause in typing that the user has set, ms. */
const CASES = [
  { what: 'The server answers at once, no pause set', delay: 0, pause: 0, rounds: 25 },
  { what: 'The server takes 100 ms, no pause set', delay: 100, pause: 0, rounds: 25 },
  {
    what: 'The server answers at once, the longest pause is at its default',
    delay: 0,
    pause: DEFAULT_PAUSE,
    rounds: 10,
  },
];
const WARM_UPS = 3;

/** From a key to the ghost text that answers it. */
export const completion: Section = {
  name: 'completion',
  title: 'Key to ghost text',
  run: async (folder) => {
    await buildBareMonaco();
    const project = await writeSampleProject(folder);
    const models = await startModels(folder);
    const { instant } = models.servers;
    const servers = [{ id: 'ollama', kind: 'ollama' as const, label: 'Ollama', baseUrl: instant.url }];
    const { api, core, cookie, stop } = await startModelCore(join(folder, 'data'), project.root, { servers }, 1);
    const bareServer = await startBareMonaco(project.root);
    const browser = await openBrowser(join(folder, 'profile'));
    try {
      const origin = await admit(browser, core.url, cookie);
      const ours = await openNotes(await browser.newPage(), origin, project, true);
      const address = new URL(bareServer.url);
      address.searchParams.set('file', project.notes);
      address.searchParams.set('generate', `${instant.url}/api/generate`);
      address.searchParams.set('model', instant.model);
      const bare = await openNotes(await browser.newPage(), address.href, project, false);
      const overMonaco: Compared[] = [];
      const parts: string[][] = [];
      for (const { what, delay, pause, rounds } of CASES) {
        await models.setDelay(delay);
        await valueOf(api['settings.update']({ values: { completionDebounceMs: pause } }).result);
        await bare.evaluate((ms) => (location.hash = String(ms)), pause);
        await keyToGhost(ours);
        const sent = await latestRequest(api);
        const samples = await interleave(rounds, WARM_UPS, {
          ours: () => keyToGhost(ours),
          bare: () => keyToGhost(bare),
          direct: async () => (await answerDirectly(sent.url, sameRequest(sent))).all,
        });
        overMonaco.push({ what, ours: samples.ours, direct: samples.bare });
        const server = median(samples.direct);
        const [inOurs, inBare] = [samples.ours, samples.bare].map((s) => milliseconds(median(s) - server));
        // With a pause, CodeGrex waits for as long as model and typing call for: the rest cannot be told from it.
        if (pause === 0) parts.push([what, milliseconds(server), inOurs ?? '', inBare ?? '']);
      }
      return [
        'From pressing a key until ghost text is in the page, at the end of a line of plain text, in Chromium. Beside it ' +
          'Monaco alone with a provider of twenty lines that asks the same server straight from the page, after the ' +
          'pause in typing, which CodeGrex shortens where the server is quick. Either waits for the browser’s next frame ' +
          'more than once, 16.7 ms apart.',
        comparison('Monaco alone', overMonaco),
        'What is left of these medians, where no pause is set, without the server’s own time (`fetch` of the same bytes, ' +
          'in turn with the rest):',
        table(['', 'Server', 'Left in CodeGrex', 'Left in Monaco alone'], parts),
      ];
    } finally {
      await browser.close();
      await bareServer.stop();
      await stop();
      await models.stop();
    }
  },
};

/** What the script in the page is told and has seen. */
interface Watch {
  /** Forget the last key. */
  next: () => void;
  /** From the key to the ghost text that answers it, ms. */
  time: number | null;
  /** Called when there is a time. */
  told: () => void;
}
type Watching = typeof globalThis & { watch: Watch };

/** Open the project's notes in the page, with the cursor at the end of their first line. */
async function openNotes(page: Page, url: string, { notes }: SampleProject, inTree: boolean): Promise<Page> {
  await page.addInitScript(watchGhostText);
  await page.goto(url);
  if (inTree) await page.locator(`.tree .row[title="${notes}"]`).click();
  await page.locator('.view-line').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('End');
  return page;
}

/** Press a key and wait for its ghost text, ms. */
async function keyToGhost(page: Page): Promise<number> {
  await page.bringToFront();
  await page.keyboard.press('Escape');
  // Until what the last key set off is over.
  await page.waitForTimeout(100);
  await page.evaluate(() => {
    (globalThis as Watching).watch.next();
  });
  await page.keyboard.press('x');
  const time = page.evaluate(
    () =>
      new Promise<number>((done) => {
        const { watch } = globalThis as Watching;
        watch.told = () => {
          if (watch.time !== null) done(watch.time);
        };
        watch.told();
      }),
  );
  return within('ghost text', time);
}

/** Runs in the page, before its own scripts. */
function watchGhostText(): void {
  let pressed: number | null = null;
  let before = '';
  const ghost = (): string =>
    [...document.querySelectorAll('.ghost-text-decoration, .ghost-text')].map((e) => e.textContent).join('');
  const watch: Watch = {
    time: null,
    told: () => undefined,
    next: () => {
      watch.time = pressed = null;
      before = ghost();
    },
  };
  (globalThis as Watching).watch = watch;
  new MutationObserver(() => {
    if (pressed === null || watch.time !== null) return;
    const now = performance.now();
    const text = ghost();
    // Each answer of the server has another number, so that an old one is not taken for the new.
    if (!text.includes('answer') || text === before) return;
    watch.time = now - pressed;
    watch.told();
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'x') pressed ??= event.timeStamp;
    },
    { capture: true },
  );
}
