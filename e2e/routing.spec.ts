import { join } from 'node:path';
import { writeTinyGguf } from '../scripts/make-tiny-gguf.ts';
import { ERROR_MESSAGES } from '../src/shared/error-codes.ts';
import type { ServerConfig } from '../src/shared/schemas/settings.ts';
import { startModelServer, type ModelServer } from '../test/model-server/model-server.ts';
import type { AppPage } from './support/app-page.ts';
import { createScratch } from './support/folders.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** What happens when a server goes away, and what the user is told of which model was asked. */
const scratch = createScratch();
let app: StartedApp;
let first: ModelServer;
let second: ModelServer;
let window: AppPage;

test.describe.serial('routing', () => {
  test.beforeAll(async ({ browser }) => {
    const gguf = join(await scratch.folder(), 'tiny.gguf');
    await writeTinyGguf(gguf);
    first = await startModelServer(gguf);
    second = await startModelServer(gguf);
    const servers: ServerConfig[] = [
      { id: 'first', kind: 'ollama', label: 'First', baseUrl: first.url },
      { id: 'second', kind: 'openai-compatible', label: 'Second', baseUrl: second.url },
    ];
    app = await startApp(browser, {
      data: await scratch.data({ servers, detectLocalServers: false, chatMaxTokens: 400, completionEnabled: false }),
      folder: await scratch.folder({ 'a.txt': 'a\n' }),
    });
    ({ window } = app);
  });
  test.afterAll(async () => {
    await app.stop();
    await second.close();
    await scratch.remove();
  });

  test('the order is the user’s to choose, and shown with its reasons', async () => {
    await window.models.open();
    const { dialog } = window.models;
    await dialog.getByRole('combobox', { name: 'For chat' }).selectOption({ index: 0 });
    await dialog.getByText('Routing, fallbacks and budget').click();
    const fallbacks = dialog.getByRole('group', { name: 'Where a chat fails, ask' });
    const other = fallbacks.locator('option[value^="second/"]');
    await fallbacks.getByRole('combobox').selectOption((await other.getAttribute('value')) ?? '');
    await expect(fallbacks.getByRole('listitem')).toHaveCount(1);
    await window.models.close();
    await expect(window.page.getByRole('button', { name: /tiny/ }).last()).toHaveAttribute(
      'title',
      /You chose it|local/,
    );
  });

  test('a server that goes away in an answer stalls nothing: what arrived stays, and the next question goes on', async () => {
    first.delay = 50;
    await window.chat.send('Count for a long time');
    await expect.poll(window.chat.answerText).not.toBe('');
    await first.close();
    await window.chat.ended();
    await expect(window.chat.lastAnswer).toContainText(ERROR_MESSAGES['stream-broken']);
    expect(await window.chat.answerText()).not.toBe('');

    await window.chat.ask('And now?');
    await expect(window.notifications).toContainText('was asked instead');
    await expect(window.chat.lastAnswer.locator('.origin')).toHaveAttribute('title', /^second\//);
    expect(await window.chat.answerText()).not.toBe('');
  });

  test('the record says why a model was asked', async () => {
    await window.ledger.open();
    await window.ledger.show('chat');
    await window.page.getByText('Why this model').click();
    await expect(window.ledger.detail).toContainText('Asked in this order');
  });

  test('one folder can have a model of its own', async () => {
    await window.models.open();
    const { dialog } = window.models;
    const here = dialog.getByRole('checkbox', { name: 'Only in this folder' }).first();
    await here.click();
    await expect(here).toBeChecked();
    await window.models.close();
    await window.openFolder(await scratch.folder());
    await window.models.open();
    await expect(here).not.toBeChecked();
    await window.models.close();
  });

  test('what was used is counted, and a budget can be set', async () => {
    await window.models.open();
    const { dialog } = window.models;
    await dialog.getByText('Routing, fallbacks and budget').click();
    await expect(dialog.getByRole('status').filter({ hasText: 'Today' })).toContainText(
      /Today \d+ answers?, [\d,]+ tokens, \$0\.0000/,
    );
    const budget = dialog.getByRole('textbox', { name: 'Budget of a day, US dollars' });
    await budget.fill('2.5');
    await budget.press('Enter');
    await window.models.close();
    await window.models.open();
    await dialog.getByText('Routing, fallbacks and budget').click();
    await expect(budget).toHaveValue('2.5');
  });
});
