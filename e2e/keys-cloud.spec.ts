import { join } from 'node:path';
import { writeTinyGguf } from '../scripts/make-tiny-gguf.ts';
import { ERROR_MESSAGES } from '../src/shared/error-codes.ts';
import type { ServerConfig } from '../src/shared/schemas/settings.ts';
import { WITHOUT_KEYRING } from '../test/keyring/keyring.ts';
import { startModelServer, type ModelServer } from '../test/model-server/model-server.ts';
import { cloudObstacle, createCloud, type Cloud } from './support/cloud.ts';
import { createScratch } from './support/folders.ts';
import { startBrowserApp, type BrowserApp } from './support/start-app.ts';
import { startTlsFront, tlsObstacle, type TlsFront } from './support/tls-front.ts';
import { expect, test } from './support/test.ts';

/** Keys and clouds: a key goes to its own by TLS, to no other, and in no text to any. */
const KEY = 'not-a-key-of-anybody-7f3a9c1e5b2d';
const KEYED: ServerConfig = {
  id: 'keyed',
  kind: 'openai-compatible',
  label: 'Keyed cloud',
  baseUrl: 'https://models.example.com/v1',
  agreedOrigin: 'https://models.example.com',
};
const OPEN: ServerConfig = {
  id: 'open',
  kind: 'openai-compatible',
  label: 'Open cloud',
  baseUrl: 'http://other.example.org/v1',
  agreedOrigin: 'http://other.example.org',
};

const scratch = createScratch();
const obstacle = cloudObstacle() ?? tlsObstacle();
let app: BrowserApp;
let cloud: Cloud;
let front: TlsFront;
let keyed: ModelServer;
let open: ModelServer;

test.describe.serial('a key, where clouds are asked', () => {
  test.skip(obstacle !== null, obstacle ?? '');

  test.beforeAll(async ({ browser }) => {
    const gguf = join(await scratch.folder(), 'tiny.gguf');
    await writeTinyGguf(gguf);
    [keyed, open] = [await startModelServer(gguf), await startModelServer(gguf)];
    keyed.key = KEY;
    keyed.say = 'Only those with a key hear this.';
    open.say = 'You said REDACTED_STORED_KEY_1.';
    const folder = await scratch.folder();
    front = await startTlsFront(folder, 'models.example.com', keyed.port);
    cloud = await createCloud(folder, { 'models.example.com:443': front.port, 'other.example.org': open.port });
    const data = await scratch.data({ servers: [KEYED, OPEN], detectLocalServers: false, completionEnabled: false });
    app = await startBrowserApp((core) => cloud.enter(core, browser.browserType()), {
      data,
      wrapper: [...cloud.wrapper, ...WITHOUT_KEYRING, `NODE_EXTRA_CA_CERTS=${front.certificate}`],
    });
    await app.window.models.open();
  });
  test.afterAll(async () => {
    await (app as BrowserApp | undefined)?.stop();
    await (cloud as Cloud | undefined)?.close();
    (front as TlsFront | undefined)?.close();
    await (keyed as ModelServer | undefined)?.close();
    await (open as ModelServer | undefined)?.close();
    await scratch.remove();
  });
  const keyOf = (label: string) => app.window.models.provider(label).getByRole('group', { name: `Key of ${label}` });
  async function save(label: string): Promise<void> {
    await keyOf(label).getByRole('button', { name: 'Add key' }).click();
    await keyOf(label)
      .getByLabel(/ey for /)
      .fill(KEY);
    await keyOf(label).getByRole('button', { name: 'Save key' }).click();
  }

  test('is sent by TLS, and answered', async () => {
    const { chat, models } = app.window;
    await save(KEYED.label);
    await keyOf(KEYED.label).getByRole('button', { name: 'Test' }).click();
    await expect(keyOf(KEYED.label).getByRole('status')).toHaveText(/^It works/);
    await models.close();
    await chat.model.selectOption(`keyed/${keyed.model}`);
    await chat.ask('Do you hear me?');
    await expect.poll(chat.answerText).toBe(keyed.say ?? '');
    await models.open();
  });

  test('is not stored for an address where others could read it', async () => {
    await save(OPEN.label);
    await expect(keyOf(OPEN.label).getByRole('alert')).toHaveText(ERROR_MESSAGES['key-needs-https']);
    await keyOf(OPEN.label).getByRole('button', { name: 'Cancel' }).click();
    await expect(keyOf(OPEN.label)).toContainText('No key');
    await app.window.models.close();
  });

  test('is in nothing that another cloud is sent, and back in what it answers', async () => {
    const { chat } = app.window;
    const encoded = Buffer.from(`Authorization: Bearer ${KEY}`).toString('base64');
    await chat.model.selectOption(`open/${open.model}`);
    open.requests.length = 0;
    await chat.ask(`Is ${KEY} as good as ${encoded}?`);
    await expect.poll(chat.answerText).toBe(`You said ${KEY}.`);
    expect(open.requests.length).toBeGreaterThan(0);
    for (const { raw } of open.requests) {
      expect(raw).not.toContain(KEY.slice(4, 20));
      expect(raw).not.toContain(encoded.slice(12, 40));
    }
    expect(open.requests.some(({ raw }) => raw.includes('REDACTED_STORED_KEY_2'))).toBe(true);
  });
});
