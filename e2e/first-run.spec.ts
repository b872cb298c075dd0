import { createServer } from 'node:net';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeTinyGguf } from '../scripts/make-tiny-gguf.ts';
import { startModelServer, type ModelServer } from '../test/model-server/model-server.ts';
import { createScratch } from './support/folders.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** A machine without a model: the app says how to get one, and is an editor meanwhile. */
const scratch = createScratch();
let app: StartedApp;
let folder: string;
let gguf: string;

/** Where the app looks for servers. Were one running, this would not be a first run. */
const LOOKED_AT = [11434, 1234, 8080, 8000];

test.describe.serial('with no model', () => {
  test.beforeAll(async ({ browser }) => {
    for (const port of LOOKED_AT) {
      test.skip(!(await isFree(port)), `Something listens at port ${String(port)} of this machine.`);
    }
    gguf = join(await scratch.folder(), 'tiny.gguf');
    await writeTinyGguf(gguf);
    folder = await scratch.folder({ 'notes.md': '# Notes\n' });
    app = await startApp(browser, { data: await scratch.data(), folder });
  });
  test.afterAll(async () => {
    await (app as StartedApp | undefined)?.stop();
    await scratch.remove();
  });

  test('explains in place the four ways to get one', async () => {
    const { chat, statusBar } = app.window;
    await expect(chat.region.getByRole('heading', { name: 'Add a model' })).toBeVisible();
    for (const way of ['Ollama', 'A GGUF file', 'A server', 'Your own key']) {
      await expect(chat.region.getByRole('heading', { name: way, exact: true })).toBeVisible();
    }
    await expect(chat.region.getByText('ollama pull')).toBeVisible();
    await expect(chat.region.getByRole('button', { name: 'Choose a GGUF file' })).toBeVisible();
    await expect(chat.region.getByRole('button', { name: 'Add server' })).toBeVisible();
    await expect(statusBar.getByRole('button', { name: 'No model', exact: true })).toBeVisible();
    await chat.question.fill('Is anybody there?');
    await expect(chat.sendButton).toBeDisabled();
  });

  test('says what is wrong with an address, and with a server that is not there', async () => {
    const { chat } = app.window;
    const address = chat.region.getByRole('textbox', { name: 'Address' });
    await address.fill('not an address');
    await chat.region.getByRole('button', { name: 'Add server' }).click();
    await expect(chat.region.getByRole('alert')).toContainText('This is not a usable server address.');
    // Port 9 discards, where anyone still listens there at all.
    await address.fill('http://127.0.0.1:9');
    await chat.region.getByRole('button', { name: 'Add server' }).click();
    await expect(chat.region.getByText('127.0.0.1: The model server cannot be reached.')).toBeVisible();
  });

  test('works as an editor meanwhile', async () => {
    const { editor, explorer, page, statusBar } = app.window;
    await explorer.open('notes.md');
    await editor.focus('notes.md');
    await editor.append('written without a model');
    await expect(statusBar.getByRole('button', { name: /^No completions?\./ })).toBeVisible();
    await page.keyboard.press('ControlOrMeta+s');
    await expect(editor.unsaved('notes.md')).toBeHidden();
    expect(await readFile(join(folder, 'notes.md'), 'utf8')).toBe('# Notes\nwritten without a model');
  });

  test('finds a server that was started since', async () => {
    let server: ModelServer | undefined;
    const { chat, statusBar } = app.window;
    try {
      server = await startModelServer(gguf, LOOKED_AT[0]);
      await chat.region.getByRole('button', { name: 'Look again' }).click();
      await expect(chat.region.getByRole('heading', { name: 'Add a model' })).toBeHidden();
      await expect(chat.model).toHaveValue(`ollama/${server.model}`);
      await expect(statusBar.getByRole('button', { name: server.model, exact: true })).toBeVisible();
      server.say = 'Here I am.';
      await chat.ask('Is anybody there?');
      await expect.poll(chat.answerText).toBe('Here I am.');
    } finally {
      await server?.close();
    }
  });
});

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.on('error', () => {
      resolve(false);
    });
    probe.listen(port, '127.0.0.1', () =>
      probe.close(() => {
        resolve(true);
      }),
    );
  });
}
