import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { writeTinyGguf } from '../scripts/make-tiny-gguf.ts';
import type { LedgerEntry } from '../src/shared/schemas/ledger.ts';
import type { ServerConfig } from '../src/shared/schemas/settings.ts';
import { startModelServer, type ModelServer } from '../test/model-server/model-server.ts';
import { createScratch } from './support/folders.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** What is kept: conversations, the record of requests; and how to get rid of all of it. */
const scratch = createScratch();
let app: StartedApp;
let server: ModelServer;
let data: string;
let folder: string;
let other: string;

const QUESTION = 'How many kittens fit in the wheelbarrow?';

async function start(browser: Parameters<typeof startApp>[0]): Promise<void> {
  app = await startApp(browser, { data, folder });
  await expect(app.window.chat.model).toHaveValue(`server-1/${server.model}`);
}
const menu = (): Locator => app.window.page.getByRole('menu', { name: 'Conversations' });
async function openMenu(): Promise<void> {
  await app.window.chat.region.getByRole('button', { name: 'Conversations', exact: true }).click();
  await expect(menu()).toBeVisible();
}
async function closeMenu(): Promise<void> {
  await app.window.page.keyboard.press('Escape');
  await expect(menu()).toBeHidden();
}
const choice = (): Locator => app.window.privacySettings.dialog.getByRole('combobox', { name: 'Keep conversations' });
/** Whether a word is in some file below a folder. */
async function holds(path: string, word: string): Promise<boolean> {
  const files = (await readdir(path, { recursive: true, withFileTypes: true })).filter((e) => e.isFile());
  const texts = await Promise.all(files.map((e) => readFile(join(e.parentPath, e.name), 'utf8')));
  return texts.some((text) => text.includes(word));
}

test.describe.serial('records', () => {
  test.beforeAll(async ({ browser }) => {
    const gguf = join(await scratch.folder(), 'tiny.gguf');
    await writeTinyGguf(gguf);
    server = await startModelServer(gguf);
    server.say = 'Seven, if they are asleep.';
    const servers: ServerConfig[] = [{ id: 'server-1', kind: 'ollama', label: 'Here', baseUrl: server.url }];
    data = await scratch.data({ servers, detectLocalServers: false, completionEnabled: false });
    folder = await scratch.folder({ 'a.txt': 'a\n' });
    other = await scratch.folder({ 'b.txt': 'b\n' });
    await start(browser);
    await app.window.trustFolder();
  });
  test.afterAll(async () => {
    await app.stop();
    await server.close();
    await scratch.remove();
  });

  for (const mode of ['Sensitive', 'Offline']) {
    test(`${mode} keeps a conversation in memory only, unless told otherwise`, async () => {
      const { window } = app;
      await window.setMode(mode);
      await window.privacySettings.open();
      await expect(choice()).toHaveValue('session');
      await window.privacySettings.close();
      await window.chat.region.getByRole('button', { name: 'New conversation' }).click();
      await window.chat.ask(`${QUESTION} In ${mode}.`);
      await openMenu();
      await expect(menu()).toContainText('Kept in memory until CodeGrex ends.');
      await expect(menu().getByRole('group', { name: `${QUESTION} In ${mode}.` })).toBeVisible();
      await closeMenu();
      expect(await holds(data, 'kittens')).toBe(false);
    });
  }

  test('a conversation comes back after another folder was open, and belongs to its folder', async () => {
    const { window } = app;
    await window.openFolder(other);
    await expect(window.chat.questions).toHaveCount(0);
    await openMenu();
    await expect(menu()).toContainText('No conversations.');
    await closeMenu();
    await window.openFolder(folder);
    await openMenu();
    await menu()
      .getByRole('menuitem', { name: `${QUESTION} In Offline.` })
      .first()
      .click();
    await expect(window.chat.questions).toHaveText([`${QUESTION} In Offline.`]);
    await expect.poll(window.chat.answerText).toBe('Seven, if they are asleep.');
    // It goes on where it was.
    await window.chat.ask('And awake?');
    await expect(window.chat.questions).toHaveCount(2);
  });

  test('one conversation can be deleted', async () => {
    const { question, page } = app.window;
    await openMenu();
    await menu()
      .getByRole('menuitem', { name: `Delete ${QUESTION} In Sensitive.` })
      .click();
    await expect(question).toContainText(`${QUESTION} In Sensitive.`);
    await question.getByRole('button', { name: 'Delete' }).click();
    await expect(question).toBeHidden();
    await openMenu();
    await expect(menu().getByRole('group')).toHaveCount(1);
    await expect(page.getByText(`${QUESTION} In Sensitive.`)).toHaveCount(0);
    await closeMenu();
  });

  test('what is in memory only is gone when CodeGrex was started again', async ({ browser }) => {
    await app.stop();
    await start(browser);
    await openMenu();
    await expect(menu()).toContainText('No conversations.');
    await closeMenu();
  });

  test('on disk, where it was chosen: it is there after a start, in no other folder, and not in the repository', async ({
    browser,
  }) => {
    const { privacySettings } = app.window;
    await privacySettings.open();
    await choice().selectOption('On disk, for this folder');
    await privacySettings.close();
    await app.window.chat.ask(QUESTION);
    await openMenu();
    await expect(menu()).toContainText('Kept on this machine for this folder.');
    await expect(menu().getByRole('group')).toContainText('on disk');
    await closeMenu();
    expect(await holds(join(data, 'history'), 'kittens')).toBe(true);
    expect(await holds(folder, 'kittens')).toBe(false);

    await app.stop();
    await start(browser);
    await openMenu();
    await menu().getByRole('menuitem', { name: QUESTION }).first().click();
    await expect(app.window.chat.questions).toHaveText([QUESTION]);
  });

  test('off: nothing is kept, and what was on disk goes once it was asked', async () => {
    const { chat, question, privacySettings } = app.window;
    await privacySettings.open();
    await choice().selectOption('Not at all');
    await expect(question).toContainText('1 conversation of this folder will be deleted from disk.');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(choice()).toHaveValue('workspace');
    await choice().selectOption('Not at all');
    await question.getByRole('button', { name: 'Delete' }).click();
    await expect(choice()).toHaveValue('off');
    await privacySettings.close();
    expect(await holds(data, 'kittens')).toBe(false);
    await chat.region.getByRole('button', { name: 'New conversation' }).click();
    await chat.ask('Is this kept?');
    await openMenu();
    await expect(menu()).toContainText('Conversations are not kept.');
    await expect(menu()).toContainText('No conversations.');
    await closeMenu();
  });

  test('the record of requests is written out as CSV and as JSON', async () => {
    const { ledger, page } = app.window;
    await ledger.open();
    await expect(ledger.record).toContainText(/Record intact, \d+ lines, head [0-9a-f]{12}/);
    const rows = await ledger.rows();
    const csv = await readFile(await exportAs('As CSV, for a spreadsheet'), 'utf8');
    const [header, ...lines] = csv.trimEnd().split('\r\n');
    expect(header).toContain('"time","task","outcome","mode","destination"');
    expect(lines.filter((line) => line.includes('"chat"'))).toHaveLength(rows.filter((r) => r.task === 'chat').length);
    const json = JSON.parse(await readFile(await exportAs('As JSON, for a program'), 'utf8')) as {
      record: { intact: boolean };
      entries: LedgerEntry[];
    };
    expect(json.record.intact).toBe(true);
    expect(json.entries).toHaveLength(lines.length);
    for (const text of [csv, JSON.stringify(json)]) expect(text).not.toContain('kittens');

    /** Into a new folder, through our own picker. @returns the file that the panel names */
    async function exportAs(label: string): Promise<string> {
      test.skip(app.kind !== 'browser', 'Electron shows the system’s own picker.');
      const into = await scratch.folder();
      await ledger.region.getByRole('button', { name: 'Export…' }).click();
      await page.getByRole('menuitem', { name: label }).click();
      const picker = page.getByRole('dialog', { name: 'Choose a folder to write to' });
      await expect(picker.getByRole('listitem').first()).toBeVisible();
      await picker.getByRole('textbox', { name: 'Path' }).fill(into);
      await picker.getByRole('button', { name: 'Choose' }).click();
      await expect(picker).toBeHidden();
      await expect(ledger.region.getByText(`Written to ${into}`)).toBeVisible();
      const [name = ''] = await readdir(into);
      return join(into, name);
    }
  });

  test('a line that was changed on disk shows, and where', async () => {
    const { ledger } = app.window;
    const files = (await readdir(join(data, 'ledger'))).filter((name) => name.endsWith('.jsonl')).sort();
    const file = join(data, 'ledger', files[0] ?? '');
    const before = await readFile(file, 'utf8');
    const lines = before.split('\n');
    const at = lines.findIndex((line) => /"task":"chat".*"outcome":"allowed"/.test(line));
    expect(at).toBeGreaterThan(0);
    lines[at] = (lines[at] ?? '').replace('"outcome":"allowed"', '"outcome":"refused"');
    await writeFile(file, lines.join('\n'));
    await ledger.region.getByRole('button', { name: 'Check the record again' }).click();
    await expect(ledger.record).toContainText(`Record was changed, line ${String(at + 1)} of ${files[0] ?? ''}:`);
    await writeFile(file, before);
    await ledger.region.getByRole('button', { name: 'Check the record again' }).click();
    await expect(ledger.record).toContainText('Record intact');
    await ledger.close();
  });

  test('everything is deleted when it is asked, and a scan shows that it is', async () => {
    const { window } = app;
    const { chat, page, question, privacySettings } = window;
    await privacySettings.open();
    await choice().selectOption('On disk, for this folder');
    await privacySettings.close();
    await chat.region.getByRole('button', { name: 'New conversation' }).click();
    await chat.ask(QUESTION);
    // It is written once the answer has ended.
    await expect.poll(() => holds(data, 'kittens')).toBe(true);

    await window.command('Delete everything');
    await expect(question).toContainText('Delete everything that CodeGrex keeps about your work?');
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(await holds(data, 'kittens')).toBe(true);

    await privacySettings.open();
    await privacySettings.dialog.getByRole('button', { name: 'Delete everything…' }).click();
    await question.getByRole('button', { name: 'Delete records', exact: true }).click();
    const report = page.getByRole('dialog', { name: 'Everything was deleted' });
    await expect(report).toContainText('Deleted conversations: 1.');
    await expect(report).toContainText(/Records of requests: [1-9]\d*\. Recent folders: [1-9]/);
    await expect(report).toContainText(/[1-9]\d* files \(.+\) of CodeGrex’s folder were read from end to end/);
    await expect(report).toContainText('Nothing was found.');
    for (const gone of ['kittens', 'asleep', other]) expect(await holds(data, gone)).toBe(false);
    await page.keyboard.press('Escape');

    await expect(chat.questions).toHaveCount(0);
    await window.ledger.open();
    await expect(window.ledger.region).toContainText('No requests.');
    await window.ledger.close();
  });

  test('broke nowhere', () => {
    expect(app.window.errors).toEqual([]);
  });
});
