import { CODER, EMBEDDER, startOllamaServer, type OllamaServer } from '../test/model-server/ollama-server.ts';
import { createScratch } from './support/folders.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { ollamaSection, type OllamaSection } from './support/ollama-section.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** The models of an Ollama server: seen, fetched and deleted as a user does it, under each mode. */
const scratch = createScratch();
const NAME = 'qwen2.5-coder:1.5b';
let app: StartedApp;
let server: OllamaServer;
let ollama: OllamaSection;

test.describe.serial('an Ollama server', () => {
  test.beforeAll(async ({ browser }) => {
    server = await startOllamaServer();
    server.installed.set('nomic-embed-text:latest', EMBEDDER);
    server.registry.set(NAME, CODER);
    server.registry.set('qwen2.5-coder:0.5b', { ...CODER, size: 531_000_000, parameters: '494.03M' });
    const servers = [{ id: 'server-1', kind: 'ollama' as const, label: 'Here', baseUrl: server.url }];
    app = await startApp(browser, {
      data: await scratch.data({ servers, detectLocalServers: false }),
      folder: await scratch.folder({ 'a.ts': 'const a = 1;\n' }),
    });
    await app.window.trustFolder();
    ollama = ollamaSection(app.window.page, app.window.models.provider('Here'));
  });
  test.afterAll(async () => {
    await (app as StartedApp | undefined)?.stop();
    await server.close();
    await scratch.remove();
  });

  test('shows what it has, with size, parameters, quantisation, family and context', async () => {
    const { models } = app.window;
    await models.open();
    const row = ollama.installed('nomic-embed-text:latest');
    await expect(row).toContainText('274 MB');
    for (const cell of ['137M', 'F16', 'nomic-bert', '2,048 tokens', 'not used: makes no text']) {
      await expect(row.getByRole('cell', { name: cell })).toBeVisible();
    }
    await hasNoViolation(app.window, 'models of an Ollama server');
  });

  test('suggests models that fit this machine, one click from a pull', async () => {
    await ollama.section.getByText('Suggested for this machine').click();
    const small = ollama.suggestion('qwen2.5-coder:0.5b');
    await expect(small).toContainText('531 MB');
    await small.getByRole('button', { name: 'Pull qwen2.5-coder:0.5b' }).click();
    await expect(small).toContainText('Installed');
    await expect(ollama.installed('qwen2.5-coder:0.5b')).toContainText('chat, completion, tools');
  });

  test('refuses a bad name before anything is asked', async () => {
    await ollama.pull('not a name');
    await expect(ollama.section.getByRole('alert')).toContainText('It has a space in it.');
    await expect(ollama.name).toHaveAttribute('aria-invalid', 'true');
    expect(server.requests.filter(({ path }) => path === '/api/pull')).toHaveLength(1);
  });

  test('fetches a model, shows how far it is, and stops when told to', async () => {
    server.hold = true;
    await ollama.pull(NAME);
    await expect(ollama.progress).toHaveAttribute('value', '50');
    await expect(ollama.pulls).toContainText('50 % · 493 MB of 986 MB');
    await expect(ollama.pulls).toContainText(/pulling [\da-f]{12} · layer: 493 MB of 986 MB/);
    await ollama.cancel(NAME);
    await expect.poll(() => server.left).toEqual([NAME]);
    await expect(ollama.installed(NAME)).toHaveCount(0);
  });

  test('goes on while the dialog is closed, and offers the model at the end', async () => {
    const { models, notifications, chat } = app.window;
    await ollama.pull(NAME);
    await expect(ollama.progress).toBeVisible();
    await models.close();
    server.release();
    await expect(notifications).toContainText(`${NAME} is installed.`);
    await expect(chat.model.locator('option', { hasText: NAME })).toBeAttached();
    await models.open();
    await expect(ollama.installed(NAME)).toContainText('986 MB');
  });

  test('says plainly why a pull failed, and pulls again', async () => {
    server.hold = false;
    server.installed.delete(NAME);
    server.fault = { kind: 'error', message: 'write /models/x-partial: no space left on device' };
    await ollama.pull(NAME);
    const failed = ollama.pulls.getByRole('alert');
    await expect(failed).toContainText(`${NAME} was not pulled. The disk of the model server is full.`);
    server.fault = null;
    await failed.getByRole('button', { name: 'Pull again' }).click();
    await expect(failed).toBeHidden();
    await expect(ollama.installed(NAME)).toContainText('986 MB');
    await ollama.pull('nobody/has-this');
    await expect(failed).toContainText('The registry does not have this model');
    await failed.getByRole('button', { name: /^Dismiss/ }).click();
    await expect(failed).toBeHidden();
  });

  test('deletes a model after asking', async () => {
    const { question } = app.window;
    await ollama.askToDelete('qwen2.5-coder:0.5b');
    await expect(question).toContainText('Delete qwen2.5-coder:0.5b?');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(ollama.installed('qwen2.5-coder:0.5b')).toBeVisible();
    await ollama.askToDelete('qwen2.5-coder:0.5b');
    await expect(question).toContainText('That frees up to 531 MB.');
    await question.getByRole('button', { name: 'Delete' }).click();
    await expect(ollama.installed('qwen2.5-coder:0.5b')).toHaveCount(0);
    expect([...server.installed.keys()].sort()).toEqual(['nomic-embed-text:latest', NAME]);
    // Another program was faster.
    server.installed.delete(NAME);
    await ollama.askToDelete(NAME);
    await question.getByRole('button', { name: 'Delete' }).click();
    await expect(ollama.section.getByRole('alert')).toContainText('The server does not have this model any more.');
    await expect(ollama.installed(NAME)).toHaveCount(0);
  });

  test('in Sensitive asks first, and says what leaves', async () => {
    const { models, question } = app.window;
    await models.close();
    await app.window.setMode('Sensitive');
    await models.open();
    await ollama.pull(NAME);
    await expect(question).toContainText('fetches it from registry.ollama.ai');
    await expect(question).toContainText('Nothing of the workspace leaves.');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(ollama.pulls).toBeHidden();
    expect(server.installed.has(NAME)).toBe(false);
    await ollama.pull(NAME);
    await question.getByRole('button', { name: 'Pull' }).click();
    await expect(ollama.installed(NAME)).toBeVisible();
  });

  test('stops pulling when the mode becomes Offline, and pulls nothing there', async () => {
    const { models } = app.window;
    await models.close();
    await app.window.setMode('Normal');
    await models.open();
    server.hold = true;
    server.installed.delete(NAME);
    server.left.length = 0;
    await ollama.pull(NAME);
    await expect(ollama.progress).toHaveAttribute('value', '50');
    await models.close();
    await app.window.setMode('Offline');
    await expect.poll(() => server.left).toEqual([NAME]);
    await models.open();
    await expect(ollama.pulls.getByRole('alert')).toContainText('The privacy mode changed while this was running');
    const before = server.requests.filter(({ path }) => path === '/api/pull').length;
    await ollama.pulls.getByRole('button', { name: 'Pull again' }).click();
    await expect(ollama.pulls.getByRole('alert')).toContainText('Offline permits no pull');
    await expect(ollama.section).toContainText('Offline refuses every pull');
    expect(server.requests.filter(({ path }) => path === '/api/pull')).toHaveLength(before);
    await models.close();
  });

  test('has each pull and deletion in the record, with what it was', async () => {
    const { ledger } = app.window;
    await ledger.open();
    const rule = expect.stringContaining('Offline permits no pull');
    await ledger.expectLatest('pull', { model: NAME, outcome: 'Refused', sent: '0 B', rule });
    const pulls = await ledger.rows('pull');
    expect(pulls.map(({ outcome }) => outcome)).toEqual(
      expect.arrayContaining(['Allowed', 'Cancelled', 'Refused', 'Allowed']),
    );
    const allowed = pulls.find(({ outcome }) => outcome === 'Allowed');
    expect(allowed?.destination).toContain('This machine');
    expect(allowed?.rule).toContain('fetches the model from its registry: the model’s name leaves');
    expect(await ledger.rows('delete')).toMatchObject([{ model: NAME }, { model: 'qwen2.5-coder:0.5b' }]);
    await ledger.filter('Left this machine');
    expect((await ledger.rows()).every(({ task }) => task === 'pull')).toBe(true);
    expect(app.foreign).toEqual([]);
  });
});

test.describe.serial('where no Ollama answers', () => {
  const elsewhere = createScratch();
  let alone: StartedApp;
  test.beforeAll(async ({ browser }) => {
    alone = await startApp(browser, {
      data: await elsewhere.data({ detectLocalServers: false }),
      folder: await elsewhere.folder({ 'a.ts': '' }),
    });
  });
  test.afterAll(async () => {
    await (alone as StartedApp | undefined)?.stop();
    await elsewhere.remove();
  });

  test('the dialog says how to start one, for each system', async () => {
    const { models, question, page } = alone.window;
    await models.open();
    await models.dialog.getByText('No Ollama answers: how to start one').click();
    for (const [system, command] of [
      ['Windows', 'winget install Ollama.Ollama'],
      ['macOS', 'brew services start ollama'],
      ['Linux', 'curl -fsSL https://ollama.com/install.sh | sh'],
    ] as const) {
      await models.dialog.getByText(system, { exact: true }).click();
      await expect(models.dialog.getByText(command, { exact: true })).toBeVisible();
      await expect(models.dialog.getByRole('button', { name: `Copy ${command}` })).toBeVisible();
      await expect(models.dialog.getByText('ollama pull qwen2.5-coder:1.5b')).toBeVisible();
    }
    await hasNoViolation(alone.window, 'how to start Ollama');
    // A link opens once the user has seen where it leads.
    await models.dialog.getByRole('button', { name: 'Ollama for Linux' }).click();
    await expect(question).toContainText('https://docs.ollama.com/linux');
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(page.context().pages()).toHaveLength(1);
    await models.close();
  });
});
