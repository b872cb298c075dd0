import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { writeTinyGguf } from '../scripts/make-tiny-gguf.ts';
import { ERROR_MESSAGES } from '../src/shared/error-codes.ts';
import type { ServerConfig } from '../src/shared/schemas/settings.ts';
import { startModelServer, type ModelServer } from '../test/model-server/model-server.ts';
import type { AppPage } from './support/app-page.ts';
import { cloudObstacle, createCloud, type Cloud } from './support/cloud.ts';
import { createScratch } from './support/folders.ts';
import { startBrowserApp, type BrowserApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/**
 * A day's budget warns, then stops what costs, and leaves alone what does not.
 * In browser mode, as the core is put into a network of its own; the core is the same.
 */
const scratch = createScratch();
const obstacle = cloudObstacle();

let app: BrowserApp;
let cloud: Cloud;
let paid: ModelServer;
let local: ModelServer;
let window: AppPage;

const answers = ({ requests }: ModelServer): number => requests.filter(({ path }) => path.includes('chat')).length;

const use = (): Locator => window.models.dialog.getByRole('status').filter({ hasText: 'Today' });
async function showUse(): Promise<void> {
  await window.models.open();
  await window.models.dialog.getByText('Routing, fallbacks and budget').click();
}

test.describe.serial('a budget of the day', () => {
  test.skip(obstacle !== null, obstacle ?? '');

  test.beforeAll(async ({ browser }) => {
    const gguf = join(await scratch.folder(), 'tiny.gguf');
    await writeTinyGguf(gguf);
    [paid, local] = await Promise.all([startModelServer(gguf), startModelServer(gguf)]);
    paid.say = 'From the cloud.';
    local.say = 'From this machine.';
    cloud = await createCloud(await scratch.folder(), {
      'models.example.com': paid.port,
      'localhost:11434': local.port,
    });
    const servers: ServerConfig[] = [
      {
        id: 'paid',
        kind: 'openai-compatible',
        label: 'Cloud',
        baseUrl: 'http://models.example.com/v1',
        agreedOrigin: 'http://models.example.com',
      },
      { id: 'local', kind: 'ollama', label: 'Here', baseUrl: 'http://localhost:11434' },
    ];
    const data = await scratch.data({
      servers,
      detectLocalServers: false,
      completionEnabled: false,
      defaultMode: 'normal',
      chatModel: `paid/${paid.model}`,
      // The server counts one token for each question and one for each answer: 20 cents.
      modelPrices: [{ ref: `paid/${paid.model}`, input: 100_000, output: 100_000 }],
      dailyBudget: 0.5,
    });
    app = await startBrowserApp((core) => cloud.enter(core, browser.browserType()), { data, wrapper: cloud.wrapper });
    ({ window } = app);
    await expect(window.chat.model).toHaveValue(`paid/${paid.model}`);
  });
  test.afterAll(async () => {
    await (app as BrowserApp | undefined)?.stop();
    await (cloud as Cloud | undefined)?.close();
    await Promise.all([(paid as ModelServer | undefined)?.close(), (local as ModelServer | undefined)?.close()]);
    await scratch.remove();
  });

  test('warns before it is spent', async () => {
    const { chat, notifications } = window;
    await chat.ask('One?');
    await expect.poll(chat.answerText).toBe('From the cloud.');
    await expect(notifications).not.toContainText('budget');
    await chat.ask('Two?');
    await expect(notifications).toContainText('Most of the budget of the day is spent.');
    await showUse();
    await expect(use()).toContainText('Today 2 answers, 4 tokens, $0.4000');
    await window.models.close();
  });

  test('once spent, says so, and questions go to a local model', async () => {
    const { chat, ledger, notifications, page } = window;
    await chat.ask('Three?');
    await expect.poll(chat.answerText).toBe('From the cloud.');
    await expect(notifications).toContainText(
      'The budget of the day is spent: clouds get no more until tomorrow. Local models go on. You can raise it under Models.',
    );
    await expect(chat.model).toHaveValue(`local/${local.model}`);
    await chat.ask('Four?');
    await expect.poll(chat.answerText).toBe('From this machine.');
    expect(answers(paid)).toBe(3);
    expect(answers(local)).toBe(1);
    await ledger.open();
    await ledger.expectLatest('chat', { destination: expect.stringContaining('This machine') });
    await ledger.show('chat');
    await page.getByText('Why this model').click();
    await expect(ledger.detail).toContainText(`paid/${paid.model} (The budget of the day is spent)`);
    await ledger.close();
  });

  test('without a local model, a question is refused with what to do', async () => {
    const { chat, models } = window;
    await models.open();
    await models.provider('Here').getByRole('button', { name: 'Remove Here' }).click();
    await expect(models.provider('Here')).toBeHidden();
    await models.close();
    await chat.ask('Five?');
    await expect(chat.lastAnswer.getByRole('alert')).toContainText(ERROR_MESSAGES['budget-spent']);
    expect(answers(paid)).toBe(3);
    expect(answers(local)).toBe(1);
  });

  test('raised, the cloud is asked again', async () => {
    const { chat, models } = window;
    await showUse();
    await expect(use()).toContainText('$0.6000');
    const budget = models.dialog.getByRole('textbox', { name: 'Budget of a day, US dollars' });
    await budget.fill('2');
    await budget.press('Enter');
    await expect(budget).toHaveValue('2');
    await models.close();
    await chat.ask('Six?');
    await expect.poll(chat.answerText).toBe('From the cloud.');
    expect(answers(paid)).toBe(4);
  });

  test('and nothing of the page went wrong', () => {
    expect(window.errors).toEqual([]);
    expect(app.foreign).toEqual([]);
  });
});
