import { join } from 'node:path';
import { writeTinyGguf } from '../scripts/make-tiny-gguf.ts';
import { ERROR_MESSAGES } from '../src/shared/error-codes.ts';
import type { ServerConfig } from '../src/shared/schemas/settings.ts';
import { startModelServer, type ModelServer } from '../test/model-server/model-server.ts';
import type { AppPage } from './support/app-page.ts';
import { createScratch } from './support/folders.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** Two windows on two folders: each has its own mode, and what runs in one is not the other's business. */
const scratch = createScratch();
let app: StartedApp;
let server: ModelServer;
let left: AppPage;
let right: AppPage;
let leftFolder: string;
let rightFolder: string;

test.describe.serial('two windows', () => {
  test.beforeAll(async ({ browser }) => {
    const gguf = join(await scratch.folder(), 'tiny.gguf');
    await writeTinyGguf(gguf);
    server = await startModelServer(gguf);
    const servers: ServerConfig[] = [{ id: 'server-1', kind: 'ollama', label: 'Test', baseUrl: server.url }];
    app = await startApp(browser, {
      data: await scratch.data({ servers, detectLocalServers: false, chatMaxTokens: 400 }),
    });
    left = app.window;
    right = await app.newWindow();
    leftFolder = await scratch.folder({ 'left.txt': 'left\n' });
    rightFolder = await scratch.folder({ 'right.txt': 'right\n' });
    await left.openFolder(leftFolder);
    await left.trustFolder();
    await right.openFolder(rightFolder);
    await right.trustFolder();
  });
  test.afterAll(async () => {
    await app.stop();
    await server.close();
    await scratch.remove();
  });

  test('have a folder each', async () => {
    await expect(left.explorer.item('left.txt')).toBeVisible();
    await expect(right.explorer.item('right.txt')).toBeVisible();
    await expect(left.explorer.item('right.txt')).toHaveCount(0);
    await expect(right.explorer.item('left.txt')).toHaveCount(0);
  });

  test('never share a mode', async () => {
    await left.setMode('Offline');
    await expect(right.mode('Normal')).toBeVisible();
    await right.setMode('Sensitive');
    await expect(left.mode('Offline')).toBeVisible();
  });

  test('keep the mode with the folder, whichever window opens it', async () => {
    await right.openFolder(await scratch.folder());
    await right.trustFolder();
    await expect(right.mode('Normal')).toBeVisible();
    await right.openFolder(rightFolder);
    await expect(right.mode('Sensitive')).toBeVisible();
    // A page that is loaded again has its folder again.
    await left.page.reload();
    await left.ready();
    await expect(left.explorer.item('left.txt')).toBeVisible();
    await expect(left.mode('Offline')).toBeVisible();
    await expect(right.mode('Sensitive')).toBeVisible();
  });

  test('changing the mode of one stops its answer with a message, and leaves the other’s', async () => {
    server.delay = 30;
    await left.chat.send('Tell me something long.');
    await right.chat.send('Tell me something long.');
    await expect.poll(left.chat.answerText).not.toBe('');
    await expect.poll(right.chat.answerText).not.toBe('');
    const abandoned = server.abandoned();

    await left.setMode('Sensitive');
    await left.chat.ended();
    await expect(left.chat.lastAnswer.getByRole('alert')).toContainText(ERROR_MESSAGES['mode-changed']);
    expect(await left.chat.answerText()).not.toBe('');
    await expect.poll(server.abandoned).toBe(abandoned + 1);

    await expect(right.chat.lastAnswer).toHaveAttribute('aria-busy', 'true');
    const soFar = await right.chat.answerText();
    await expect.poll(async () => (await right.chat.answerText()).length).toBeGreaterThan(soFar.length);
    await right.chat.stopButton.click();
    await right.chat.ended();
    await expect(right.chat.lastAnswer).toContainText('Stopped.');
    server.delay = 0;

    await left.chat.lastAnswer.getByRole('button', { name: 'Regenerate' }).click();
    await expect.poll(left.chat.answerText).not.toBe('');
    await expect(left.chat.lastAnswer.getByRole('alert')).toHaveCount(0);
  });
});
