import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { attemptsOffMachine, parseTrace } from '../test/network-trace/network-trace.ts';
import { createScratch } from './support/folders.ts';
import { describeJourney, type Journey } from './support/journey.ts';
import { startBrowserApp, type BrowserApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';
import { chromiumInNetworkOf, emptyNetwork, namespaceObstacle, tracing, tracingObstacle } from './support/tools.ts';

/**
 * The whole first day in Offline mode, with every connection and look-up of the core and its children
 * recorded: none may go off this machine, whether it would have succeeded or not. And once more where
 * there is no network at all. In browser mode, as Electron is a browser with traffic of its own to rule
 * out; the core is the same.
 */
const scratch = createScratch();
test.afterAll(() => scratch.remove());

/** Reserved for documentation, so that nothing can be there (RFC 5737). */
const ELSEWHERE = '192.0.2.1';

test.describe('the tracer', () => {
  const obstacle = tracingObstacle();
  test.skip(obstacle !== null, obstacle ?? '');

  async function traceOf(program: string): Promise<string> {
    const file = join(await scratch.folder(), 'trace');
    const [strace = '', ...args] = tracing(file);
    spawnSync(strace, [...args, process.execPath, '-e', program], { timeout: 20_000 });
    return readFile(file, 'utf8');
  }

  test('sees a connection that a child of the process tries', async () => {
    const child = `require('node:net').connect(443, '${ELSEWHERE}').on('error', () => {}); setTimeout(() => process.exit(), 200)`;
    const trace = await traceOf(
      `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(child)}])`,
    );
    expect(attemptsOffMachine(trace).map((a) => a.target)).toContain(`${ELSEWHERE}:443`);
  });

  test('sees a datagram and a look-up', async () => {
    const datagram = await traceOf(
      `require('node:dgram').createSocket('udp4').send('x', 9, '${ELSEWHERE}', () => process.exit())`,
    );
    expect(attemptsOffMachine(datagram)).toContainEqual(
      expect.objectContaining({ target: `${ELSEWHERE}:9`, kind: 'remote' }),
    );
    const lookup = await traceOf(`require('node:dns').lookup('models.example.com', () => process.exit())`);
    expect(attemptsOffMachine(lookup)).toContainEqual(expect.objectContaining({ kind: 'name-service' }));
  });

  test('has nothing to say of a process that stays on this machine', async () => {
    const trace = await traceOf(
      `const s = require('node:net').createServer().listen(0, '127.0.0.1', () => require('node:net').connect(s.address().port, '127.0.0.1').on('connect', () => process.exit()))`,
    );
    expect(attemptsOffMachine(trace)).toEqual([]);
    expect(parseTrace(trace)).toContainEqual(expect.objectContaining({ call: 'connect', kind: 'loopback' }));
  });
});

for (const answers of ['embedded', 'ollama'] as const) {
  test.describe('recorded', () => {
    const obstacle = tracingObstacle();
    test.skip(obstacle !== null, obstacle ?? '');
    let file: string;

    describeJourney(`the first day offline, answered by ${answers}`, {
      answers,
      mode: 'Offline',
      start: async (browser, data) => {
        file = join(await scratch.folder(), 'trace');
        return startBrowserApp(browser, { data, wrapper: tracing(file) });
      },
      more: (journey) => {
        test('refuses a server off this machine, and says by which rule', () => refusesCloud(journey()));
        test('the page may reach nothing but its own socket', () => pageIsShutIn(journey()));
        test('no process tried to leave this machine, by connection or look-up', async () => {
          const { app, server } = journey();
          await app.stop();
          const trace = await readFile(file, 'utf8');
          expect(attemptsOffMachine(trace)).toEqual([]);
          // It was this process tree that was recorded: it looked for servers here, and asked ours.
          const reached = parseTrace(trace).filter((a) => a.call === 'connect' && a.kind === 'loopback');
          expect(reached.map((a) => a.target)).toContain('127.0.0.1:11434');
          if (server) expect(reached.map((a) => a.target)).toContain(`127.0.0.1:${String(server.port)}`);
        });
      },
    });
  });
}

test.describe('without any network', () => {
  const obstacle = namespaceObstacle();
  test.skip(obstacle !== null, obstacle ?? '');
  let within: Browser | undefined;
  test.afterAll(() => within?.close());

  describeJourney('the first day with loopback only, answered by embedded', {
    answers: 'embedded',
    mode: 'Offline',
    start: async (browser, data) => {
      const app = await startWithoutNetwork(browser, data);
      within = app.browser;
      return app;
    },
    more: (journey) => {
      test('there was no network but loopback', async () => {
        const { core } = journey().app as BrowserApp;
        const devices = await readFile(`/proc/${String(core.process.pid)}/net/dev`, 'utf8');
        expect([...devices.matchAll(/^\s*([^\s:|]+):/gm)].map((m) => m[1])).toEqual(['lo']);
      });
    },
  });
});

async function startWithoutNetwork(browser: Browser, data: string): Promise<BrowserApp & { browser: Browser }> {
  const folder = await scratch.folder();
  let made: Browser | undefined;
  const app = await startBrowserApp(
    async (core) => (made = await chromiumInNetworkOf(core.process.pid ?? 0, folder, browser.browserType())),
    { data, wrapper: emptyNetwork() },
  );
  if (!made) throw new Error('Chromium did not start.');
  return { ...app, browser: made };
}

async function refusesCloud({ window }: Journey): Promise<void> {
  const { models, ledger } = window;
  await models.open();
  await models.addServer('OpenAI-compatible', 'http://models.example.com', 'Elsewhere');
  await expect(models.provider('Elsewhere')).toContainText('Refused by the privacy mode');
  await models.close();
  await ledger.open();
  await ledger.filter('Refused');
  await ledger.expectLatest('models', {
    destination: 'Off this machine · models.example.com',
    sent: '0 B',
    outcome: 'Refused',
    rule: 'Offline permits nothing off this machine',
  });
  await ledger.show('models');
  await expect(ledger.detail).toContainText('Nothing was sent.');
  await ledger.filter('All requests');
  await ledger.close();
  await expect(window.statusBar).toContainText('Nothing left this machine');
}

/** What a script in the page could try, had one got in. */
async function pageIsShutIn({ app, window }: Journey): Promise<void> {
  const { page } = window;
  const { origin } = new URL(page.url());
  const tried = await page.evaluate(async (own) => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
    });
    const works = async (work: () => Promise<unknown>): Promise<boolean> => {
      try {
        await work();
        return true;
      } catch {
        return false;
      }
    };
    const opens = (source: EventTarget): Promise<unknown> =>
      new Promise((opened, failed) => {
        source.addEventListener('open', opened);
        source.addEventListener('error', failed);
      });
    const reached = {
      elsewhere: await works(() => fetch('https://example.com/')),
      home: await works(() => fetch(`${own}/`)),
      socket: await works(() => opens(new WebSocket('wss://example.com/socket'))),
    };
    navigator.sendBeacon('https://example.com/beacon', 'x');
    await new Promise((next) => setTimeout(next));
    return { reached, violations };
  }, origin);
  expect(tried.reached).toEqual({ elsewhere: false, home: false, socket: false });
  expect(tried.violations).toEqual(
    expect.arrayContaining([
      'connect-src https://example.com/',
      'connect-src wss://example.com/socket',
      'connect-src https://example.com/beacon',
    ]),
  );
  // Stopped before any of it became a request.
  expect(app.foreign).toEqual([]);
}
