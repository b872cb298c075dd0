import { join } from 'node:path';
import { writeTinyGguf } from '../scripts/make-tiny-gguf.ts';
import { startModelServer, type ModelServer } from '../test/model-server/model-server.ts';
import { createScratch } from './support/folders.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** Servers of every kind, an address that nobody knows, a company's network, and a model with little room. */
const scratch = createScratch();
let app: StartedApp;
let server: ModelServer;

test.describe.serial('providers', () => {
  test.beforeAll(async ({ browser }) => {
    const gguf = join(await scratch.folder(), 'tiny.gguf');
    await writeTinyGguf(gguf);
    server = await startModelServer(gguf);
    server.say = 'Nothing to add.';
    const folder = await scratch.folder({ 'small.ts': 'const a = 1;\n', 'big.txt': 'word '.repeat(40_000) });
    const test = { id: 'server-1', kind: 'openai-compatible' as const, label: 'Test', baseUrl: server.url };
    app = await startApp(browser, {
      // Offline: what is added here is reached by nobody.
      data: await scratch.data({ servers: [test], detectLocalServers: false, defaultMode: 'offline' }),
      folder,
    });
    await app.window.trustFolder();
  });
  test.afterAll(async () => {
    await (app as StartedApp | undefined)?.stop();
    await server.close();
    await scratch.remove();
  });

  test('are offered in every kind, with the address that the provider documents', async () => {
    const { models } = app.window;
    await models.open();
    const kind = models.dialog.getByRole('combobox', { name: 'Kind' });
    const address = models.dialog.getByRole('textbox', { name: 'Address' });
    await kind.selectOption('Anthropic');
    await expect(address).toHaveValue('https://api.anthropic.com');
    await kind.selectOption('Google Gemini');
    await expect(address).toHaveValue(/generativelanguage\.googleapis\.com/);
    await kind.selectOption('Azure OpenAI');
    await expect(address).toHaveValue('');
    await models.dialog.getByRole('textbox', { name: 'Deployments' }).fill('my-gpt');
    await address.fill('https://me.openai.azure.com');
    await models.dialog.getByRole('textbox', { name: 'Name (optional)' }).fill('Our Azure');
    await models.dialog.getByRole('button', { name: 'Add server' }).click();
    const added = models.provider('Our Azure');
    await expect(added).toContainText('Refused by the privacy mode');
    await expect(added).toContainText('https://me.openai.azure.com');
  });

  test('at an address that no provider documents are agreed to first', async () => {
    const { models } = app.window;
    const { dialog } = models;
    await dialog.getByRole('combobox', { name: 'Kind' }).selectOption('OpenAI-compatible');
    const address = dialog.getByRole('textbox', { name: 'Address' });
    await address.fill('https://llm.invalid/v1');
    await dialog.getByRole('textbox', { name: 'Name (optional)' }).fill('Somebody');
    await dialog.getByRole('button', { name: 'Add server' }).click();
    await expect(dialog.getByRole('alert')).toContainText('https://llm.invalid is neither on this machine');
    await expect(models.provider('Somebody')).toHaveCount(0);
    // Another address is another question.
    await address.fill('https://other.invalid/v1');
    await expect(dialog.getByRole('button', { name: 'Agree and add' })).toBeHidden();
    await dialog.getByRole('button', { name: 'Add server' }).click();
    await dialog.getByRole('button', { name: 'Agree and add' }).click();
    await expect(models.provider('Somebody')).toContainText('https://other.invalid');
    await models.close();
  });

  test('are reached by the proxy and the authority that the settings name', async () => {
    const { settings } = app.window;
    await settings.open();
    const proxy = settings.row('proxy').getByRole('textbox');
    await proxy.fill('http://me:secret@proxy.corp:3128');
    await proxy.press('Enter');
    await expect(settings.row('proxy').getByRole('alert')).toBeVisible();
    await proxy.fill('http://proxy.corp:3128');
    await proxy.press('Enter');
    await expect(settings.row('proxy').getByRole('alert')).toBeHidden();
    const certificates = settings.row('caFile').getByRole('textbox');
    await certificates.fill('/etc/company.pem');
    await certificates.press('Enter');
    await settings.close();
    await settings.open();
    await expect(proxy).toHaveValue('http://proxy.corp:3128');
    await expect(certificates).toHaveValue('/etc/company.pem');
    await settings.row('proxy').getByRole('button', { name: 'Reset Proxy' }).click();
    await expect(settings.row('proxy')).toContainText('Default');
    await settings.close();
  });

  test('with too little room for a question say what did not go along', async () => {
    const { chat, explorer } = app.window;
    await expect(chat.model.locator('option', { hasText: server.model })).toBeAttached();
    await explorer.open('big.txt');
    await chat.region.getByRole('button', { name: '+ Current file' }).click();
    await expect(chat.removeChip('big.txt')).toBeVisible();
    await chat.ask('What is in there?');
    await expect(chat.lastAnswer).toContainText('Nothing to add.');
    await chat.lastAnswer.getByText('Not all went along').click();
    await expect(chat.lastAnswer).toContainText('big.txt: Left out: the model has no room for its');
    await expect(chat.lastAnswer).toContainText('1 + 1 tokens');
    const asked = server.requests.at(-1);
    expect(asked?.raw).toContain('What is in there?');
    expect(asked?.raw).not.toContain('word word');
  });
});
