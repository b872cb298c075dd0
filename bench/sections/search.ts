import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { RIPGREP } from '../../src/main/workspace/ripgrep.ts';
import { patternArguments, scopeArguments } from '../../src/main/workspace/search/ripgrep-arguments.ts';
import { createFileRanks } from '../../src/renderer/quick-open/rank-files.ts';
import type { Api } from '../../src/shared/api.ts';
import type { SearchQuery } from '../../src/shared/schemas/search.ts';
import { admit, openBrowser } from '../support/browser.ts';
import { connectToCore, valueOf } from '../support/core-client.ts';
import { interleave } from '../support/interleave.ts';
import { writeLargeFolder, type LargeFolder } from '../support/large-folder.ts';
import { startCore } from '../support/programs.ts';
import { comparison, milliseconds, summary, table, type Compared, type Section } from '../support/report.ts';
import { quantile } from '../support/statistics.ts';
import { within } from '../support/within.ts';
import { searchQuery } from '../../test/support/search-query.ts';

const FILES = 100_000;
const ROUNDS = 10;
const WARM_UPS = 2;
/** Between letters, of somebody who types fast, ms. */
const KEY_GAP_MS = 80;
/** What is typed, letter by letter. */
const TYPED = [
  'invoice',
  'ordermodel',
  'payhandler',
  'ledger/price',
  'searchsess',
  'usr-prof',
  'widget-7',
  'market.py',
  'transfertok',
  'clientcache-12.ts',
];

/** Search in a large folder beside bare ripgrep, and finding files in it. */
export const search: Section = {
  name: 'search',
  title: 'Search and quick open in 100,000 files',
  run: async (folder) => {
    const large = await writeLargeFolder(folder, FILES);
    const ranks = rankings(large);
    const core = await startCore({ data: join(folder, 'data'), folder: large.root });
    const client = await connectToCore(core.url);
    try {
      const rows = await searches(client.api, large.root);
      const drawn = await keystrokes(folder, core.url, client.cookie, large);
      return [
        `A generated folder of ${FILES.toLocaleString('en')} files of 30 lines. **Search**: from asking the core over the page’s ` +
          'socket to the last result there. Beside it the program that the core runs, `rg --json` with the same ' +
          'arguments, started by Node and read to its end, without the namespace that cuts it off the network, and with nothing made of what it says.',
        comparison('Bare `rg`', rows),
        `In the same order, the first results are there after ${rows.map(({ first }) => summary(first)).join(', ')}, ` +
          `and which files are kept from models is told after ${rows.map(({ ends }) => summary(ends)).join(', ')}.`,
        '**Quick open**: each letter of ten queries, files found among all. *Ranking* is the part of the slower of two workers, which share the files, here in Node; ' +
          `*key to list* is from the key to the new list in the page, ranking and drawing included. Letters come ${milliseconds(KEY_GAP_MS)} ` +
          'after the list before, and the workers get ready for them meanwhile.',
        table(
          ['', 'Keys', 'Median (p95)', 'p95 within 16 ms'],
          [
            ['Ranking', String(ranks.length), summary(ranks), verdict(ranks)],
            ['Key to list', String(drawn.length), summary(drawn), verdict(drawn)],
          ],
        ),
      ];
    } finally {
      client.close();
      await core.stop();
    }
  },
};

function verdict(samples: readonly number[]): string {
  const p95 = quantile(samples, 0.95);
  return p95 <= 16 ? 'yes' : `no: ${milliseconds(p95)}`;
}

const PLAIN = searchQuery('');
const QUERIES: readonly (readonly [what: string, query: SearchQuery])[] = [
  ['a number', { ...PLAIN, text: '(123456)' }],
  ['a text in many places', { ...PLAIN, text: 'voucher.supplier', matchCase: true }],
  ['an expression', { ...PLAIN, text: 'ticket\\d+ = (order|stock)\\.', regex: true }],
  ['a text in one kind of files', { ...PLAIN, text: 'basket.invoice', include: ['*.py'] }],
];

interface Searched extends Compared {
  /** To the first results, ms. */
  readonly first: readonly number[];
  /** To the end: which of the files are kept from models is told by then. */
  readonly ends: readonly number[];
}

async function searches(api: Api, root: string): Promise<Searched[]> {
  const rows: Searched[] = [];
  for (const [what, query] of QUERIES) {
    let found = 0;
    const first: number[] = [];
    const ends: number[] = [];
    const { ours, direct } = await interleave(ROUNDS, WARM_UPS, {
      ours: async () => {
        const began = performance.now();
        let last = 0;
        found = 0;
        await valueOf(
          api['search.text']({ query, unsaved: [] }, (event) => {
            if (event.kind !== 'found') return;
            if (found === 0) first.push(performance.now() - began);
            for (const { matches } of event.files) found += matches.length;
            last = performance.now() - began;
          }).ended,
        );
        if (found === 0) throw new Error(`Nothing was found of ${what}.`);
        ends.push(performance.now() - began);
        return last;
      },
      direct: () => bareSearch(query, root),
    });
    rows.push({
      what: `${what}: all ${String(found)}`,
      ours,
      direct,
      first: first.slice(WARM_UPS),
      ends: ends.slice(WARM_UPS),
    });
  }
  return rows;
}

/** The program alone, ms. */
async function bareSearch(query: SearchQuery, root: string): Promise<number> {
  const began = performance.now();
  const child = spawn(RIPGREP, [...scopeArguments(query), ...patternArguments(query)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.stdout.resume();
  await once(child, 'close');
  return performance.now() - began;
}

/** What each letter takes to rank all files by as many workers as there are cores here, one after the other: the longest, ms. */
function rankings({ paths }: LargeFolder): number[] {
  const workers = 2;
  const recent = paths.filter((_, i) => i % 2000 === 0);
  const each = Array.from({ length: workers }, (_, part) => {
    const ranks = createFileRanks(
      paths.filter((__, i) => i % workers === part),
      1 / workers,
    );
    // As the worker does before anybody asks.
    for (const step of ranks.warmUp) step();
    return TYPED.flatMap((text) =>
      Array.from(text, (_letter, i) => {
        const began = performance.now();
        ranks.find(text.slice(0, i + 1), recent, 50);
        const took = performance.now() - began;
        // As the worker does before the next letter is there.
        for (const step of ranks.ahead(text.slice(0, i + 1))) step();
        return took;
      }),
    );
  });
  return (each[0] ?? []).map((_, i) => Math.max(...each.map((times) => times[i] ?? 0)));
}

/** What the script in the page tells. */
type Told = typeof globalThis & { keyTimes: number[]; listDrawn: () => void };

/** From each key to the list that it makes, in the page, ms. */
async function keystrokes(folder: string, url: string, cookie: string, { paths }: LargeFolder): Promise<number[]> {
  const browser = await openBrowser(join(folder, 'profile'));
  try {
    const origin = await admit(browser, url, cookie);
    const page = await browser.newPage();
    await page.addInitScript(watchList);
    await page.goto(origin);
    await within('the folder', page.locator('.tree .row').first().waitFor());
    await page.keyboard.press('Control+P');
    // The list of all files has come, and the worker has it.
    const last = paths.at(-1) ?? '';
    await page.getByRole('combobox').fill(last);
    await within(
      'the file list',
      page
        .getByRole('option', { name: last.slice(last.lastIndexOf('/') + 1) })
        .first()
        .waitFor(),
    );
    for (const text of TYPED) {
      await page.getByRole('combobox').fill('');
      await page.waitForTimeout(KEY_GAP_MS);
      for (const letter of text) {
        await keyDrawn(page, letter);
        await page.waitForTimeout(KEY_GAP_MS);
      }
    }
    return await page.evaluate(() => (globalThis as Told).keyTimes);
  } finally {
    await browser.close();
  }
}

async function keyDrawn(page: Page, letter: string): Promise<void> {
  const drawn = page.evaluate(
    () =>
      new Promise<void>((done) => {
        (globalThis as Told).listDrawn = done;
      }),
  );
  await page.keyboard.type(letter);
  await within('the list', drawn);
}

/** Runs in the page, before its own scripts: the list says when it is of what is typed. */
function watchList(): void {
  const told = globalThis as Told;
  told.keyTimes = [];
  told.listDrawn = () => undefined;
  let pressed: number | null = null;
  addEventListener('keydown', (event) => (pressed = event.timeStamp), { capture: true });
  new MutationObserver((changes) => {
    const ready = changes.some(({ target }) => (target as Element).getAttribute('aria-busy') === 'false');
    if (!ready || pressed === null) return;
    told.keyTimes.push(performance.now() - pressed);
    pressed = null;
    told.listDrawn();
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['aria-busy'] });
}
