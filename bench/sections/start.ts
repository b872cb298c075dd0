import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { buildBareMonaco, startBareMonaco } from '../support/bare-monaco.ts';
import { openBrowser } from '../support/browser.ts';
import { freePort } from '../support/free-port.ts';
import { startCore, type Program } from '../support/programs.ts';
import { comparison, summary, type Compared, type Section } from '../support/report.ts';
import { writeSampleProject, type SampleProject } from '../support/sample-project.ts';
import { within } from '../support/within.ts';

const COLD_ROUNDS = 5;
const WARM_ROUNDS = 7;
/** Starts that fill the browser's caches and are not counted. */
const WARM_UPS = 2;

/** The script in the page found the file in the tree, or there would be no result. */
function listed({ ours }: Starts): number[] {
  return ours.map((s) => s.listed ?? 0);
}

/** What one start took, ms. */
interface Start {
  /** From starting the process to the link being printed. */
  readonly listening: number;
  /** From opening the link to the names of the files; `null` for a page without any. */
  readonly listed: number | null;
  /** From opening the link to the first file's text in the editor. */
  readonly opened: number;
  /** From the first key to its letter in the text. */
  readonly typed: number;
}
const total = ({ listening, opened, typed }: Start): number => listening + opened + typed;

/** From nothing to a window in which a file is open and can be typed into. */
export const start: Section = {
  name: 'start',
  title: 'Start to usable window',
  run: async (folder) => {
    await buildBareMonaco();
    const project = await writeSampleProject(folder);
    const cold = await coldStarts(folder, project);
    const warm = await warmStarts(folder, project);
    return [
      'From starting the process until the first file of the folder (400 lines of TypeScript) is on screen and the ' +
        'first letter typed into it shows: process to link, link to the file’s text in the editor, key to letter. ' +
        'The hand that copies the link and the one that presses the key take no time, and the file is clicked the ' +
        'moment it is listed. Beside it Monaco alone: a page with one editor and the same file, served by thirty ' +
        'lines around `sirv`, measured the same way.',
      'Cold: a new browser profile and a new data folder. Warm: the third and later starts with the same profile, data ' +
        'folder and port. The system’s cache of files is warm in both, and the browser itself already runs.',
      comparison('Monaco alone', [...rows('cold', cold), ...rows('warm', warm)]),
      `The names of the files are on screen ${summary(listed(cold))} after the link is opened, warm ${summary(listed(warm))}.`,
    ];
  },
};

interface Starts {
  readonly ours: readonly Start[];
  readonly bare: readonly Start[];
}

function rows(kind: string, { ours, bare }: Starts): Compared[] {
  const row = (what: string, of: (start: Start) => number): Compared => ({
    what: `${kind}: ${what}`,
    ours: ours.map(of),
    direct: bare.map(of),
  });
  return [
    row('**all of it**', total),
    row('process to link', (s) => s.listening),
    row('link to text in the editor', (s) => s.opened),
    row('first key to its letter', (s) => s.typed),
  ];
}

/** The letter that is typed is not to be there at the next start. */
const SETTINGS = { editorHotExit: false };

async function coldStarts(folder: string, project: SampleProject): Promise<Starts> {
  return inTurn(COLD_ROUNDS, 0, async (which, round) => {
    const name = `cold-${which}-${String(round)}`;
    const browser = await openBrowser(join(folder, `profile-${name}`));
    try {
      return await measure(browser, project, () =>
        which === 'ours'
          ? startCore({ data: join(folder, `data-${name}`), folder: project.root, settings: SETTINGS })
          : startBareMonaco(project.root),
      );
    } finally {
      await browser.close();
    }
  });
}

async function warmStarts(folder: string, project: SampleProject): Promise<Starts> {
  const data = join(folder, 'data-warm');
  const ports = { ours: await freePort(), bare: await freePort() };
  const browser = await openBrowser(join(folder, 'profile-warm'));
  try {
    return await inTurn(WARM_ROUNDS, WARM_UPS, (which) =>
      measure(browser, project, () =>
        which === 'ours'
          ? startCore({ data, folder: project.root, port: ports.ours, settings: SETTINGS })
          : startBareMonaco(project.root, ports.bare),
      ),
    );
  } finally {
    await browser.close();
  }
}

async function inTurn(
  rounds: number,
  warmUps: number,
  one: (which: keyof Starts, round: number) => Promise<Start>,
): Promise<Starts> {
  const starts = { ours: [] as Start[], bare: [] as Start[] };
  for (let round = -warmUps; round < rounds; round++) {
    for (const which of round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)) {
      const sample = await one(which, round);
      if (round >= 0) starts[which].push(sample);
    }
  }
  return starts;
}

/** What the script in the page has seen, in ms since the link was opened, redirects included. */
interface Watch {
  listed: number | null;
  opened: number | null;
  /** From the first key to its letter. */
  typed: number | null;
  /** Called when one of them is there. */
  told: () => void;
}
type Watching = typeof globalThis & { watch: Watch };

async function measure(
  browser: BrowserContext,
  project: SampleProject,
  startIt: () => Promise<Program>,
): Promise<Start> {
  const program = await startIt();
  const page = await browser.newPage();
  try {
    await page.addInitScript(watchPage, { file: project.source, firstLine: project.firstLine });
    const address = new URL(program.url);
    if (!address.searchParams.has('token')) address.searchParams.set('file', project.source);
    await page.goto(address.href, { waitUntil: 'commit' });
    const opened = await seen(page, 'opened');
    await page.keyboard.press('x');
    const typed = await seen(page, 'typed');
    const listed = await page.evaluate(() => (globalThis as Watching).watch.listed);
    return { listening: program.startMs, listed, opened, typed };
  } finally {
    // The text typed is not to be saved, and nobody is asked about it.
    await page.close({ runBeforeUnload: false });
    await program.stop();
  }
}

/** Wait for what the script in the page looks out for. Nothing is polled: that would take its share of the machine. */
function seen(page: Page, what: 'opened' | 'typed'): Promise<number> {
  const time = page.evaluate(
    (key) =>
      new Promise<number>((done) => {
        const { watch } = globalThis as Watching;
        watch.told = () => {
          if (watch[key] !== null) done(watch[key]);
        };
        watch.told();
      }),
    what,
  );
  return within(what === 'opened' ? 'file in the editor' : 'letter in the text', time);
}

/** Runs in the page, before its own scripts. */
function watchPage({ file, firstLine }: { file: string; firstLine: string }): void {
  const watch: Watch = { listed: null, opened: null, typed: null, told: () => undefined };
  (globalThis as Watching).watch = watch;
  let pressed: number | null = null;
  const look = (): void => {
    const now = performance.now();
    if (watch.listed === null) {
      const row = document.querySelector<HTMLElement>(`.tree .row[title="${file}"]`);
      if (row) {
        watch.listed = now;
        row.click();
      }
    }
    // Monaco writes spaces so that they are not collapsed.
    const first = document.querySelector('.view-line')?.textContent.replaceAll('\u00a0', ' ');
    if (first === firstLine) watch.opened ??= now;
    if (pressed !== null && first === `x${firstLine}`) watch.typed ??= now - pressed;
    watch.told();
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  addEventListener('keydown', (event) => (pressed ??= event.timeStamp), { capture: true });
}
