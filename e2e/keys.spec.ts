import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { passagesOf, scanForResidue } from '../src/main/records/residue-scan.ts';
import type { ServerConfig } from '../src/shared/schemas/settings.ts';
import { writeTinyGguf } from '../scripts/make-tiny-gguf.ts';
import { keyringObstacle, withKeyring, WITHOUT_KEYRING } from '../test/keyring/keyring.ts';
import { startModelServer, type ModelServer } from '../test/model-server/model-server.ts';
import { createScratch } from './support/folders.ts';
import type { RunningApp } from './support/launch-app.ts';
import { foundInHeap, recordFrames } from './support/scan-for.ts';
import { startBrowserApp, type BrowserApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** A key from the clipboard to the provider, in each state of the system's keychain; and where no copy of it is left. */

const LABEL = 'Keyed server';
const KEY = 'not-a-key-of-anybody-7f3a9c1e5b2d';
const WRONG = 'nor-is-this-one-4d8e0b6a2c9f';
/** Of OpenAI's shape, and nobody's. */
const SHAPED = `sk-proj-${'aB3dE5gH7jK9mN1p'.repeat(4)}`;
const ALL = [KEY, WRONG, SHAPED];

const scratch = createScratch();
let server: ModelServer;
let app: BrowserApp | undefined;
let servers: ServerConfig[];

test.beforeAll(async () => {
  const gguf = join(await scratch.folder(), 'tiny.gguf');
  await writeTinyGguf(gguf);
  server = await startModelServer(gguf);
  server.key = KEY;
  server.say = 'Only those with a key hear this.';
  servers = [{ id: 'keyed', kind: 'openai-compatible', label: LABEL, baseUrl: `${server.url}/v1` }];
});
test.afterAll(async () => {
  await app?.stop();
  await server.close();
  await scratch.remove();
});

async function newData(): Promise<string> {
  return scratch.data({ servers, detectLocalServers: false, defaultMode: 'offline', completionEnabled: false });
}
const now = (): BrowserApp => {
  if (app === undefined) throw new Error('The app did not start.');
  return app;
};
const keyOf = (label: string) =>
  now()
    .window.models.provider(label)
    .getByRole('group', { name: `Key of ${label}` });
/** Paste, as from a password manager. */
async function save(label: string, open: 'Add key' | 'Replace', key: string): Promise<void> {
  const group = keyOf(label);
  await group.getByRole('button', { name: open }).click();
  const field = group.getByLabel(/ey for /);
  await expect(field).toHaveAttribute('type', 'password');
  await expect(field).toHaveAttribute('autocomplete', 'off');
  await expect(field).toBeFocused();
  await now().window.page.keyboard.insertText(` ${key}\n`);
  await group.getByRole('button', { name: 'Save key' }).click();
  await expect(group.getByRole('button', { name: 'Replace' })).toBeVisible();
}
async function tried(label: string, says: string | RegExp): Promise<void> {
  await keyOf(label).getByRole('button', { name: 'Test' }).click();
  await expect(keyOf(label).getByRole('status')).toHaveText(says);
}
async function chats(): Promise<void> {
  const { chat, models } = now().window;
  await models.close();
  await expect(chat.model).toHaveValue(`keyed/${server.model}`);
  await chat.ask('Do you hear me?');
  await expect.poll(chat.answerText).toBe(server.say ?? '');
  await models.open();
}
/** The copies of any key in files, in the page, in what was printed; a planted one is found in each. */
async function leavesNoCopy(folder: string, core: RunningApp): Promise<void> {
  const { page } = now().window;
  const passages = passagesOf(ALL, '');
  expect(await scanForResidue(folder, passages)).toMatchObject({ found: [], unread: [] });
  expect(await foundInHeap(page, ALL)).toEqual([]);
  expect(
    await page.locator('input').evaluateAll((all) => all.map((input) => (input as HTMLInputElement).value)),
  ).not.toEqual(expect.arrayContaining([expect.stringMatching(/key|sk-/)]));
  expect(ALL.filter((key) => core.output().includes(key))).toEqual([]);

  await writeFile(join(folder, 'planted'), `{"a":"${KEY}"}`);
  await page.evaluate((key) => Object.assign(globalThis, { planted: { deep: [`x${key}`] } }), WRONG);
  expect((await scanForResidue(folder, passages)).found).toEqual(['planted']);
  expect(await foundInHeap(page, ALL)).toEqual([WRONG]);
}

test.describe.serial('a key, where the system has a keychain', () => {
  let data: string;
  let keyring: string;
  let frames: ReturnType<typeof recordFrames>;
  test.beforeAll(async ({ browser }) => {
    keyring = await scratch.folder();
    await mkdir(join(keyring, 'data'));
    const obstacle = keyringObstacle(keyring);
    test.skip(obstacle !== null, obstacle ?? '');
    data = await newData();
    app = await startBrowserApp(browser, { data, wrapper: withKeyring(keyring, 'unlocked') });
    frames = recordFrames(app.window.page);
    await app.window.page.reload();
    await app.window.ready();
    await app.window.models.open();
  });

  test('is asked for by a server that wants one', async () => {
    await expect(now().window.models.provider(LABEL)).toContainText('The model server wants a valid key.');
    await expect(keyOf(LABEL)).toContainText('No key');
  });

  test('that is wrong is said to be, and is replaced', async () => {
    await save(LABEL, 'Add key', WRONG);
    await expect(keyOf(LABEL)).toContainText('••••2c9f');
    await expect(keyOf(LABEL)).toContainText('in the system’s keychain');
    await tried(LABEL, /^The model server wants a valid key\./);
    await save(LABEL, 'Replace', KEY);
    await expect(keyOf(LABEL)).toContainText('••••5b2d');
    await tried(LABEL, `It works: ${LABEL} answered with one model.`);
  });

  test('answers a chat, whose record shows no key', async () => {
    await chats();
    const { ledger, models } = now().window;
    await models.close();
    await ledger.open();
    await ledger.show('chat');
    await expect(ledger.headers).toContainText('authorization: (credential)');
    await ledger.close();
    await models.open();
  });

  test('that is pasted tells whose it is, and adds the provider', async () => {
    const { dialog, provider } = now().window.models;
    const form = dialog.getByLabel('Key of a provider');
    await form.focus();
    await now().window.page.keyboard.insertText('something-of-no-shape');
    await expect(dialog.getByText('Its shape does not tell whose key this is')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Add provider' })).toBeDisabled();
    await form.fill('');
    await now().window.page.keyboard.insertText(SHAPED);
    await expect(dialog.getByRole('combobox', { name: 'Provider' })).toHaveValue('openai');
    await expect(dialog.getByText('This is a key of OpenAI. It will be sent to https://api.openai.com')).toBeVisible();
    await dialog.getByRole('button', { name: 'Add OpenAI' }).click();
    await expect(provider('OpenAI')).toContainText('https://api.openai.com');
    await expect(keyOf('OpenAI')).toContainText('••••mN1p');
    await expect(form).toHaveValue('');
  });

  test('of a provider that the mode refuses is not tried', async () => {
    await tried('OpenAI', /^The privacy mode of this workspace does not permit this destination\./);
    await now().window.models.close();
    await now().window.ledger.open();
    await now().window.ledger.filter('Refused');
    await now().window.ledger.expectLatest('models', { sent: '0 B', outcome: 'Refused' });
    await now().window.ledger.close();
    await now().window.models.open();
  });

  test('is nowhere but in the keychain', async () => {
    const sets = frames.sent.filter((frame) => /"keys\.(set|addProvider)"/.test(frame));
    expect(sets).toHaveLength(3);
    const rest = [...frames.received, ...frames.sent.filter((frame) => !sets.includes(frame))];
    expect(rest.length).toBeGreaterThan(20);
    expect(rest.filter((frame) => ALL.some((key) => frame.includes(key)))).toEqual([]);
    expect((await readdir(join(keyring, 'data', 'keyrings'))).length).toBeGreaterThan(0);
    expect((await scanForResidue(keyring, passagesOf(ALL, ''))).found).toEqual([]);
    await leavesNoCopy(data, now().core);
  });

  test('is there after a start, and asked for again where the keychain is locked', async ({ browser }) => {
    await now().stop();
    app = await startBrowserApp(browser, { data, wrapper: withKeyring(keyring, 'unlocked') });
    await app.window.models.open();
    await tried(LABEL, `It works: ${LABEL} answered with one model.`);
    await app.stop();

    app = await startBrowserApp(browser, { data, wrapper: withKeyring(keyring, 'locked') });
    await app.window.models.open();
    await expect(keyOf(LABEL)).toContainText('••••5b2d');
    await expect(app.window.models.provider(LABEL)).toContainText('The system’s keychain is locked');
    const { length } = server.requests;
    await tried(LABEL, /^The system’s keychain is locked, so a stored key cannot be read\. Unlock it and try again\./);
    expect(server.requests).toHaveLength(length);

    await save(LABEL, 'Replace', KEY);
    await expect(keyOf(LABEL)).toContainText('in memory, until CodeGrex ends');
    await expect(keyOf(LABEL)).toContainText('The system’s keychain is locked, so this key is kept in memory');
    await tried(LABEL, `It works: ${LABEL} answered with one model.`);
    await app.stop();

    app = await startBrowserApp(browser, { data, wrapper: withKeyring(keyring, 'unlocked') });
    await app.window.models.open();
    await expect(keyOf(LABEL)).toContainText('No key');
  });

  test('is removed', async () => {
    await keyOf('OpenAI').getByRole('button', { name: 'Remove' }).click();
    await expect(keyOf('OpenAI')).toContainText('No key');
    await expect(readFile(join(data, 'keys.json'))).rejects.toMatchObject({ code: 'ENOENT' });
    await now().stop();
    app = undefined;
  });
});

test.describe.serial('a key, where the system has no keychain', () => {
  let data: string;
  let reports: string;
  test.beforeAll(async ({ browser }) => {
    test.skip(process.platform !== 'linux', 'Other systems always have one.');
    data = await newData();
    reports = await scratch.folder();
    const crashing = `--report-on-signal --report-uncaught-exception --report-directory=${reports}`;
    app = await startBrowserApp(browser, { data, wrapper: [...WITHOUT_KEYRING, `NODE_OPTIONS=${crashing}`] });
    await app.window.models.open();
  });

  test('is kept in memory, with the reason', async () => {
    await save(LABEL, 'Add key', KEY);
    await expect(keyOf(LABEL)).toContainText('in memory, until CodeGrex ends');
    await expect(keyOf(LABEL)).toContainText('This system has no keychain in use');
    await tried(LABEL, `It works: ${LABEL} answered with one model.`);
    await chats();
  });

  test('is in no report of a crash, and nowhere else', async () => {
    now().core.process.kill('SIGUSR2');
    await expect.poll(() => readdir(reports)).toHaveLength(1);
    await leavesNoCopy(data, now().core);
    await now().core.kill();
    const [report = ''] = await readdir(reports);
    expect(await readFile(join(reports, report), 'utf8')).toContain('javascriptStack');
    expect((await scanForResidue(reports, passagesOf(ALL, ''))).found).toEqual([]);
    expect(ALL.filter((key) => now().core.output().includes(key))).toEqual([]);
  });
});
