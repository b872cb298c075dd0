import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { DEFAULT_SETTINGS } from '../../src/shared/default-settings.ts';
import { buildBareMonaco, startBareMonaco } from '../support/bare-monaco.ts';
import { admit, openBrowser } from '../support/browser.ts';
import { valueOf } from '../support/core-client.ts';
import { startModelCore } from '../support/model-core.ts';
import { milliseconds, table, type Section } from '../support/report.ts';
import { quantile } from '../support/statistics.ts';
import { replay } from '../typing/replay.ts';
import { REPLAY_MODEL, startReplayModel, type ReplayModel } from '../typing/replay-model.ts';
import { readRecording, type Recording } from '../typing/session.ts';
import { tally, type Tally } from '../typing/tally.ts';
import { watchTyping, type WatchingTyping } from '../typing/watch-typing.ts';

const DEFAULT_PAUSE = DEFAULT_SETTINGS.completionDebounceMs;
/** What the model takes, and the longest pause that the user wants, ms. */
const CASES = [
  { latency: 100, pause: 0 },
  { latency: 200, pause: 0 },
  { latency: 300, pause: 0 },
  { latency: 100, pause: DEFAULT_PAUSE },
  { latency: 300, pause: DEFAULT_PAUSE },
  { latency: 1000, pause: DEFAULT_PAUSE },
] as const;

/** How often the session is typed where a percentile is asked of it: one has some forty requests that are answered. */
const SESSIONS = 3;

type Place = Recording['places'][number];

/** A recorded typing session against a model of fixed latency. */
export const typing: Section = {
  name: 'typing',
  title: 'Completions while typing',
  run: async (folder) => {
    const recording = await readRecording();
    const project = join(folder, 'project');
    for (const { path, before, after } of recording.places) {
      await mkdir(dirname(join(project, path)), { recursive: true });
      await writeFile(join(project, path), `${before}\n${after}`);
    }
    const model = await startReplayModel();
    const servers = [{ id: 'ollama', kind: 'ollama' as const, label: 'Ollama', baseUrl: model.url }];
    const { api, core, cookie, stop } = await startModelCore(join(folder, 'data'), project, { servers }, 1);
    await valueOf(api['policy.setTrust']({ trusted: true }).result);
    await buildBareMonaco();
    const bareServer = await startBareMonaco(project);
    const browser = await openBrowser(join(folder, 'profile'));
    try {
      const origin = await admit(browser, core.url, cookie);
      const newPage = (): Promise<Page> => browser.newPage();
      const ours = (page: Page, place: Place): Promise<void> => openAt(page, origin, place);
      const bare = (page: Page, place: Place): Promise<void> => openBare(page, bareServer.url, model.url, place);
      const rows: string[][] = [];
      for (const { latency, pause } of CASES) {
        model.latency = latency;
        const name = `${milliseconds(latency)}, ${pause === 0 ? 'none' : milliseconds(pause)}`;
        await valueOf(api['settings.update']({ values: { completionDebounceMs: pause } }).result);
        const times = pause === 0 ? SESSIONS : 1;
        rows.push(rowOf(name, await typeAll(newPage, ours, recording, model, times), model));
        if (pause === 0)
          rows.push(rowOf(`${name}: Monaco alone`, await typeAll(newPage, bare, recording, model, 1), model));
      }
      const keys = recording.places.reduce((sum, place) => sum + place.keys.length, 0);
      return [
        `A session of ${String(keys)} keys, recorded in [bench/typing](typing), is replayed in Chromium over code of this ` +
          'repository. Its rhythm is made, with thinking pauses before words and lines. The model server takes the time ' +
          'given, three fifths of it before its first word; what it says is right to the end in 45 % of places, right at ' +
          'its begin in 25 %, and wrong otherwise. Of completions that are right, the user takes one in three. Without ' +
          `a pause the session is typed ${String(SESSIONS)} times, in Monaco alone once, as that asks for each key.`,
        table(
          [
            'Model, longest pause',
            'Requests per 100 keys',
            'Shown from reuse',
            'Beyond the model: median',
            'p95',
            'Of the model’s time',
            'Tokens wasted',
            'Given up',
            'Most in flight',
          ],
          rows,
        ),
        'Monaco alone has a provider of twenty lines that asks for each key, stops nothing and keeps nothing: its own ' +
          'bar for how soon ghost text can be there. “Shown from reuse”: of the keys after which ghost text was on show, those that cost no request. “Beyond the ' +
          'model”: from a key to the ghost text that its request brought, less the model’s own time; with a pause, the ' +
          'pause is in it. “Of the model’s time”: the same with the model’s time, median. “Wasted”: tokens of answers of ' +
          'which nothing was ever on show. Monaco draws marks of folding 300 ms after a key: ghost text that comes just ' +
          'then waits for the next frame.',
      ];
    } finally {
      await browser.close();
      await bareServer.stop();
      await stop();
      await model.close();
    }
  },
};

function rowOf(name: string, sums: Tally, model: ReplayModel): string[] {
  const percent = (part: number, all: number): string => `${String(Math.round((100 * part) / Math.max(1, all)))} %`;
  return [
    name,
    ((100 * sums.requests) / sums.keys).toFixed(1),
    `${percent(sums.reused, sums.shown)} of ${String(sums.shown)}`,
    milliseconds(quantile(sums.overheads, 0.5)),
    milliseconds(quantile(sums.overheads, 0.95)),
    `${quantile(sums.multiples, 0.5).toFixed(2)} × (${String(sums.overheads.length)} runs)`,
    percent(sums.wasted, sums.tokens),
    percent(sums.left, sums.requests),
    String(model.takeMost()),
  ];
}

/** Type all places so many times, each in a page of its own, and add up. */
async function typeAll(
  newPage: () => Promise<Page>,
  open: (page: Page, place: Place) => Promise<void>,
  recording: Recording,
  model: ReplayModel,
  times: number,
): Promise<Tally> {
  const all: Tally[] = [];
  const places = Array.from({ length: times }, () => recording.places).flat();
  for (const place of places) {
    const page = await newPage();
    await page.addInitScript(watchTyping);
    await open(page, place);
    model.place = place;
    const from = model.generations.length;
    const { typed } = await replay(page, place);
    await page.waitForTimeout(model.latency + 500);
    const seen = await page.evaluate(() => (globalThis as WatchingTyping).seen);
    const began = typed[0] ?? 0;
    const keys = seen.keys.filter((at) => at >= began - 50);
    all.push(tally({ keys, ghosts: seen.ghosts }, model.generations.slice(from)));
    // Closing would ask about the unsaved text.
    await page.close({ runBeforeUnload: false });
  }
  const sum = (key: 'keys' | 'requests' | 'shown' | 'reused' | 'tokens' | 'wasted' | 'left'): number =>
    all.reduce((total, one) => total + one[key], 0);
  return {
    keys: sum('keys'),
    requests: sum('requests'),
    shown: sum('shown'),
    reused: sum('reused'),
    tokens: sum('tokens'),
    wasted: sum('wasted'),
    left: sum('left'),
    overheads: all.flatMap(({ overheads }) => overheads),
    multiples: all.flatMap(({ multiples }) => multiples),
  };
}

/** Open a place's file, with the cursor where the code goes. */
async function openAt(page: Page, origin: string, { path, before }: Place): Promise<void> {
  await page.goto(origin);
  await page.locator('.tree .row').first().waitFor();
  await page.keyboard.press('ControlOrMeta+p');
  const finder = page.getByRole('dialog', { name: 'Go to file' });
  await finder.getByRole('combobox').fill(path);
  await finder.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await finder.waitFor({ state: 'hidden' });
  await goAfter(page, before);
}

/** The same in Monaco alone, which asks the model for each key. */
async function openBare(page: Page, bare: string, model: string, { path, before }: Place): Promise<void> {
  const address = new URL(bare);
  address.search = new URLSearchParams({
    file: path,
    generate: `${model}/api/generate`,
    model: REPLAY_MODEL,
  }).toString();
  address.hash = '0';
  await page.goto(address.href);
  await goAfter(page, before);
}

async function goAfter(page: Page, before: string): Promise<void> {
  await page.locator('.view-line').first().click();
  await page.keyboard.press('ControlOrMeta+Home');
  const lines = before.split('\n').length - 1;
  for (let i = 0; i < lines; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
}
