import { join } from 'node:path';
import { writeTinyGguf } from '../scripts/make-tiny-gguf.ts';
import { ERROR_MESSAGES } from '../src/shared/error-codes.ts';
import type { ServerConfig } from '../src/shared/schemas/settings.ts';
import { formatBytes } from '../src/renderer/ui/format.ts';
import { startModelServer, type ModelServer } from '../test/model-server/model-server.ts';
import type { AppPage } from './support/app-page.ts';
import { cloudObstacle, createCloud, type Cloud } from './support/cloud.ts';
import { createScratch } from './support/folders.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { startBrowserApp, type BrowserApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/**
 * Sensitive and a cloud: what goes there is shown before it goes, exactly, and goes only when the user says so.
 * In browser mode, as the core is put into a network of its own; the core is the same.
 */
const scratch = createScratch();
const obstacle = cloudObstacle();

const MAIL = 'jane.doe@customer.example';
const DATABASE_PASSWORD = 'pa55' + 'word-of-the-shop';
const TOKEN = 'shop' + '-9f41c07ab3d2e8';
const ORIGINALS = [MAIL, DATABASE_PASSWORD, TOKEN];
const SOURCE = `export const orders = 'postgres://shop:${DATABASE_PASSWORD}@db.shop.example/orders';\n`;
const QUESTION = `Why does the import fail for ${MAIL} with ${TOKEN}?`;

let app: BrowserApp;
let server: ModelServer;
let cloud: Cloud;
let window: AppPage;
let folder: string;

/** What of a question reached the server, by the text of each turn. */
const received = (): { raw: string; turns: string[] }[] =>
  server.requests
    .filter((r) => r.path === '/v1/chat/completions')
    .map(({ raw, body }) => ({ raw, turns: (body['messages'] as { content: string }[]).map((m) => m.content) }));

test.describe.serial('a preview of what goes to a cloud', () => {
  test.skip(obstacle !== null, obstacle ?? '');

  test.beforeAll(async ({ browser }) => {
    const gguf = join(await scratch.folder(), 'tiny.gguf');
    await writeTinyGguf(gguf);
    server = await startModelServer(gguf);
    cloud = await createCloud(await scratch.folder(), {
      'models.example.com': server.port,
      'other.example.org': server.port,
    });
    const servers: ServerConfig[] = [
      {
        id: 'server-1',
        kind: 'openai-compatible',
        label: 'Cloud',
        baseUrl: 'http://models.example.com/v1',
        agreedOrigin: 'http://models.example.com',
      },
      {
        id: 'server-2',
        kind: 'openai-compatible',
        label: 'Other',
        baseUrl: 'http://other.example.org/v1',
        agreedOrigin: 'http://other.example.org',
      },
    ];
    folder = await scratch.folder({ 'src/orders.ts': SOURCE, '.env': `SHOP_TOKEN=${TOKEN}\n` });
    const data = await scratch.data({ servers, detectLocalServers: false, completionEnabled: false });
    app = await startBrowserApp((core) => cloud.enter(core, browser.browserType()), {
      data,
      folder,
      wrapper: cloud.wrapper,
    });
    ({ window } = app);
    server.say = 'Ask REDACTED_EMAIL_1@redacted.invalid about it.';
  });
  test.afterAll(async () => {
    await (app as BrowserApp | undefined)?.stop();
    await (cloud as Cloud | undefined)?.close();
    await (server as ModelServer | undefined)?.close();
    await scratch.remove();
  });

  test('asks a cloud nothing until it is approved for the folder', async () => {
    const { chat, models } = window;
    // A folder that is not trusted yet is Sensitive, whatever the user chose.
    await expect(window.mode('Sensitive')).toBeVisible();
    await models.open();
    await expect(models.provider('Cloud')).toContainText('Refused by the privacy mode');
    expect(server.requests).toEqual([]);
    await models.approve('Cloud');
    await expect(models.provider('Other')).toContainText('Refused by the privacy mode');
    await models.close();
    await expect(chat.model).toHaveValue(`server-1/${server.model}`);
  });

  test('shows the exact redacted text with each replaced value marked, and sends nothing meanwhile', async () => {
    const { chat, explorer, page, preview } = window;
    await explorer.open('src/orders.ts');
    await chat.region.getByRole('button', { name: '+ Current file' }).click();
    await chat.submit(QUESTION);
    await expect(preview.dialog).toContainText('Send this to Cloud?');
    await expect(preview.dialog).toContainText('It goes to http://models.example.com');
    await expect(preview.dialog).toContainText('3 values are replaced, marked below.');
    await expect(preview.marks).toHaveText([
      /^REDACTED_[A-Z_]+_1$/,
      'REDACTED_EMAIL_1@redacted.invalid',
      /^REDACTED_[A-Z_]+_\d$/,
    ]);
    const shown = (await preview.turns()).join('\n');
    expect(shown).toContain('File src/orders.ts:');
    expect(shown).toContain('Why does the import fail for REDACTED_EMAIL_1@redacted.invalid with REDACTED_');
    for (const original of ORIGINALS) {
      expect(shown).not.toContain(original);
      // Not in some attribute either.
      expect(await preview.dialog.innerHTML()).not.toContain(original);
    }
    const colour = (element: Element): string => getComputedStyle(element).backgroundColor;
    const around = await preview.dialog.locator('pre').last().evaluate(colour);
    for (const mark of await preview.marks.all()) expect(await mark.evaluate(colour)).not.toBe(around);
    expect(received()).toEqual([]);
    await expect(page.getByRole('dialog')).toHaveCount(1);
    await hasNoViolation(window, 'preview');
  });

  test('not sent, nothing reaches the server, and the ledger has a row', async () => {
    const { chat, ledger, preview } = window;
    await preview.decline();
    await chat.ended();
    await expect(chat.lastAnswer.getByRole('alert')).toContainText(ERROR_MESSAGES['preview-declined']);
    expect(received()).toEqual([]);
    await ledger.open();
    await ledger.expectLatest('chat', {
      destination: 'Off this machine · models.example.com',
      sent: '0 B',
      redacted: '3',
      outcome: 'Refused',
      rule: ERROR_MESSAGES['preview-declined'],
    });
    await ledger.close();
  });

  test('Escape sends nothing either', async () => {
    const { chat, page, preview } = window;
    await chat.lastAnswer.getByRole('button', { name: 'Regenerate' }).click();
    await expect(preview.dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(preview.dialog).toBeHidden();
    await chat.ended();
    expect(received()).toEqual([]);
  });

  test('sent, exactly what was shown arrives, and the answer has the original back', async () => {
    const { chat, ledger, preview } = window;
    await chat.lastAnswer.getByRole('button', { name: 'Regenerate' }).click();
    await expect(preview.dialog).toBeVisible();
    const shown = await preview.turns();
    await preview.send();
    await chat.ended();
    expect(received()).toHaveLength(1);
    const [sent] = received();
    expect(sent?.turns).toEqual(shown);
    for (const original of ORIGINALS) expect(sent?.raw).not.toContain(original);
    await expect.poll(chat.answerText).toBe(`Ask ${MAIL} about it.`);
    await expect(chat.lastAnswer).toContainText('Off this machine · 3 redacted');

    await ledger.open();
    await ledger.filter('Left this machine');
    await ledger.expectLatest('chat', {
      destination: 'Off this machine · models.example.com',
      sent: formatBytes(Buffer.byteLength(sent?.raw ?? '')),
      redacted: '3',
      outcome: 'Allowed',
      rule: 'Approved for this workspace under Sensitive, redacted',
      where: 'http://models.example.com 203.0.113.10 in Sensitive',
    });
    await ledger.show('chat');
    await expect(ledger.body).toHaveText(sent?.raw ?? '', { useInnerText: false });
    await ledger.filter('All requests');
    await ledger.close();
  });

  test('comes for the next question too, with the same placeholder for the same value', async () => {
    const { chat, preview } = window;
    await chat.submit(`And for ${MAIL} again?`);
    await expect(preview.dialog).toBeVisible();
    expect((await preview.turns()).at(-1)).toBe('And for REDACTED_EMAIL_1@redacted.invalid again?');
    // The answer before had the original put back on screen; what goes is the placeholder again.
    expect((await preview.turns()).at(-2)).toBe('Ask REDACTED_EMAIL_1@redacted.invalid about it.');
    await preview.decline();
    await chat.ended();
    expect(received()).toHaveLength(1);
  });

  test('is closed by a change of the mode, and nothing is sent', async () => {
    const { chat, ledger, preview } = window;
    // Another window with the same folder: this one's status bar lies under the preview.
    const other = await app.newWindow();
    await other.openFolder(folder);
    await chat.lastAnswer.getByRole('button', { name: 'Regenerate' }).click();
    await expect(preview.dialog).toBeVisible();
    await other.setMode('Offline');
    await expect(preview.dialog).toBeHidden();
    await chat.ended();
    await expect(chat.lastAnswer.getByRole('alert')).toContainText(ERROR_MESSAGES['mode-changed']);
    expect(received()).toHaveLength(1);
    await ledger.open();
    await ledger.expectLatest('chat', {
      sent: '0 B',
      outcome: 'Cancelled',
      rule: ERROR_MESSAGES['mode-changed'],
    });
    await ledger.close();
    await expect(window.mode('Offline')).toBeVisible();
    await other.setMode('Sensitive');
    await other.page.close();
  });

  test('can be turned off for one provider in one folder, and on again', async () => {
    const { chat, models, preview } = window;
    await models.open();
    await models.approve('Other');
    await models.close();
    await chat.choose(`server-1/${server.model}`);
    await chat.submit('A last look?');
    await expect(preview.dialog).toContainText('Send this to Cloud?');
    await preview.again.uncheck();
    await preview.send();
    await chat.ended();
    expect(received()).toHaveLength(2);

    await test.step('then it is not shown for that provider', async () => {
      await chat.ask('And now?');
      await expect(preview.dialog).toBeHidden();
      expect(received()).toHaveLength(3);
      // Not shown is not unredacted.
      expect(received().at(-1)?.raw).not.toContain(MAIL);
    });
    await test.step('but for another one', async () => {
      await chat.choose(`server-2/${server.model}`);
      await chat.submit('And elsewhere?');
      await expect(preview.dialog).toContainText('Send this to Other?');
      await expect(preview.again).toBeChecked();
      await preview.decline();
      await chat.ended();
    });
    await test.step('and for the same one in another folder', async () => {
      await window.openFolder(await scratch.folder({ 'a.txt': 'a\n' }));
      await models.open();
      await models.approve('Cloud');
      await models.close();
      await chat.choose(`server-1/${server.model}`);
      await chat.submit('And here?');
      await expect(preview.dialog).toContainText('Send this to Cloud?');
      await preview.decline();
      await chat.ended();
    });
    await test.step('and again once it is turned on', async () => {
      await window.openFolder(folder);
      await models.open();
      const shown = models.provider('Cloud').getByRole('checkbox', { name: /^Show me exactly what goes/ });
      await expect(shown).not.toBeChecked();
      await shown.click();
      await expect(shown).toBeChecked();
      await models.close();
      await chat.submit('Shown again?');
      await expect(preview.dialog).toContainText('Send this to Cloud?');
      await preview.decline();
      await chat.ended();
    });
    expect(received()).toHaveLength(3);
  });

  test('has asked nothing of any other place, and broke nowhere', () => {
    expect(app.foreign).toEqual([]);
    expect(window.errors).toEqual([]);
  });
});
