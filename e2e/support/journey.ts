import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Browser } from '@playwright/test';
import { writeTinyGguf } from '../../scripts/make-tiny-gguf.ts';
import { formatBytes } from '../../src/renderer/ui/format.ts';
import { SERVED_MODEL, startModelServer, type ModelServer } from '../../test/model-server/model-server.ts';
import type { AppPage } from './app-page.ts';
import { createScratch } from './folders.ts';
import type { StartedApp } from './start-app.ts';
import { expect, test } from './test.ts';

/**
 * What a user does on the first day, from the empty window to the ledger: the same steps whatever
 * answers, and in whichever mode.
 */

export type Answers = 'embedded' | 'ollama' | 'openai-compatible';

export interface JourneySetup {
  readonly answers: Answers;
  /** The mode that the folder begins in and, unless it is Normal, stays in. */
  readonly mode: 'Normal' | 'Offline';
  /** Start the app with no folder open. @param data the user data folder */
  readonly start: (browser: Browser, data: string) => Promise<StartedApp>;
  /** Steps after the others, in the same window. */
  readonly more?: (journey: () => Journey) => void;
}

/** What the steps share. */
export interface Journey {
  readonly app: StartedApp;
  readonly window: AppPage;
  /** The open folder: a copy of this repository. */
  readonly root: string;
  /** `null` for the embedded model. */
  readonly server: ModelServer | null;
}

const CHAT_PATHS = ['/api/chat', '/v1/chat/completions'];
const COMPLETION_PATHS = ['/api/generate', '/v1/completions'];
const LABEL = 'Test server';

/** Register the steps as tests that run in order, each on what the one before left. */
export function describeJourney(title: string, setup: JourneySetup): void {
  test.describe.serial(title, () => {
    const scratch = createScratch();
    let journey: Journey | undefined;
    let gguf: string;
    const now = (): Journey => {
      if (!journey) throw new Error('The app did not start.');
      return journey;
    };
    const onDisk = (path: string): Promise<string> => readFile(join(now().root, path), 'utf8');

    test.beforeAll(async ({ browser }) => {
      const models = await scratch.folder();
      gguf = join(models, 'tiny.gguf');
      await writeTinyGguf(gguf);
      const server = setup.answers === 'embedded' ? null : await startModelServer(gguf);
      const data = await scratch.data(setup.mode === 'Offline' ? { defaultMode: 'offline' } : {});
      const root = await scratch.repository();
      const app = await setup.start(browser, data);
      journey = { app, window: app.window, root, server };
    });
    test.afterAll(async () => {
      await journey?.app.stop();
      await journey?.server?.close();
      await scratch.remove();
    });

    test('opens a real folder, and reads its folders as they are opened', async () => {
      const { window, root } = now();
      const { explorer } = window;
      await expect(window.page.getByRole('heading', { name: 'CodeGrex' })).toBeVisible();
      await window.openFolder(root);
      await expect(explorer.region).toContainText(basename(root));
      // A folder of unknown origin is Sensitive at least.
      await expect(window.mode(setup.mode === 'Normal' ? 'Sensitive' : setup.mode)).toBeVisible();
      await window.trustFolder();
      await expect(window.mode(setup.mode)).toBeVisible();
      await expect(explorer.item('src')).toHaveAttribute('aria-expanded', 'false');
      await expect(explorer.item('privacy')).toHaveCount(0);
      // Made only now: a tree that was read whole at the start would not know it.
      await mkdir(join(root, 'src/aaa'));
      await explorer.item('src').click();
      await expect(explorer.item('aaa')).toBeVisible();
      await expect(explorer.item('privacy')).toBeVisible();
      await test.step('and follows what happens in them', async () => {
        await writeFile(join(root, 'src/aab.txt'), 'new');
        await expect(explorer.item('aab.txt')).toBeVisible();
        await rm(join(root, 'src/aab.txt'));
        await expect(explorer.item('aab.txt')).toHaveCount(0);
      });
      await explorer.open('src/shared/channel.ts');
      await expect(window.editor.tab('channel.ts')).toHaveAttribute('aria-selected', 'true');
    });

    test('finds a file by its name, edits it and saves it to disk', async () => {
      const { editor, page, quickOpen } = now().window;
      await quickOpen('privacymode.ts');
      await expect(editor.tab('mode.ts')).toHaveAttribute('aria-selected', 'true');
      const before = await onDisk('src/privacy/mode.ts');
      await editor.focus('mode.ts');
      await editor.append('// written in the editor');
      await expect(editor.unsaved('mode.ts')).toBeVisible();
      expect(await onDisk('src/privacy/mode.ts')).toBe(before);
      await page.keyboard.press('ControlOrMeta+s');
      await expect(editor.unsaved('mode.ts')).toBeHidden();
      expect(await onDisk('src/privacy/mode.ts')).toBe(`${before}// written in the editor`);
    });

    test('saves all files at once', async () => {
      const { editor, page } = now().window;
      for (const name of ['channel.ts', 'mode.ts']) {
        await editor.focus(name);
        await editor.append(' // saved with the rest');
        await expect(editor.unsaved(name)).toBeVisible();
      }
      await page.keyboard.press('ControlOrMeta+Alt+s');
      for (const name of ['channel.ts', 'mode.ts']) await expect(editor.unsaved(name)).toBeHidden();
      for (const path of ['src/shared/channel.ts', 'src/privacy/mode.ts']) {
        expect(await onDisk(path)).toMatch(/ \/\/ saved with the rest$/);
      }
    });

    test('keeps a history of its own for each tab', async () => {
      const { editor, page } = now().window;
      for (const name of ['channel.ts', 'mode.ts']) {
        await editor.focus(name);
        await editor.append(`//edit-of-${name}`);
      }
      await editor.focus('channel.ts');
      await undoToSaved(now().window, 'channel.ts');
      await expect.poll(editor.text).not.toContain('edit-of');
      await page.keyboard.press('ControlOrMeta+Shift+z');
      await expect(editor.unsaved('channel.ts')).toBeVisible();
      await undoToSaved(now().window, 'channel.ts');
      // The other tab has lost nothing, and has its own way back.
      await editor.focus('mode.ts');
      await expect.poll(editor.text).toContain('edit-of-mode.ts');
      await expect(editor.unsaved('mode.ts')).toBeVisible();
      await undoToSaved(now().window, 'mode.ts');
      await expect.poll(editor.text).not.toContain('edit-of');
    });

    test('asks before unsaved text would be lost', async () => {
      const { editor, question, quickOpen } = now().window;
      const path = 'src/privacy/mode.ts';
      const before = await onDisk(path);
      await editor.focus('mode.ts');
      await editor.append(' // kept?');
      await editor.close('mode.ts');
      await expect(question).toContainText('Save the changes to mode.ts?');
      await question.getByRole('button', { name: 'Cancel' }).click();
      await expect(editor.unsaved('mode.ts')).toBeVisible();
      await expect.poll(editor.text).toContain('// kept?');

      await editor.close('mode.ts');
      await question.getByRole('button', { name: "Don't save" }).click();
      await expect(editor.tab('mode.ts')).toHaveCount(0);
      expect(await onDisk(path)).toBe(before);

      await quickOpen('privacymode.ts');
      await editor.focus('mode.ts');
      await editor.append(' // kept!');
      await expect.poll(editor.text).not.toContain('// kept?');
      await editor.close('mode.ts');
      await question.getByRole('button', { name: 'Save', exact: true }).click();
      await expect(editor.tab('mode.ts')).toHaveCount(0);
      expect(await onDisk(path)).toBe(`${before} // kept!`);
    });

    test('takes a model through the window', async () => {
      const { window, server } = now();
      const { models } = window;
      if (server === null) {
        await window.addGguf(gguf);
        await expect(models.provider('In CodeGrex')).toContainText('Tiny random coder');
        await models.use('embedded/');
      } else {
        await models.open();
        const kind = setup.answers === 'ollama' ? 'Ollama' : 'OpenAI-compatible';
        await models.addServer(kind, `${server.url}${kind === 'Ollama' ? '' : '/v1'}`, LABEL);
        await expect(models.provider(LABEL)).toContainText('Ready');
        await expect(models.provider(LABEL)).toContainText(SERVED_MODEL);
        await models.use('server-');
      }
      await models.close();
    });

    test('streams an answer, stops it, and asks again', async () => {
      const { window, server } = now();
      const { chat, settings } = window;
      if (server) server.delay = 20;
      // So long that it does not end by itself before it is stopped.
      await settings.open();
      await settings.setNumber('chatMaxTokens', 16_000);
      await settings.close();
      await chat.send('What does this project do?');
      await expect.poll(chat.answerText).not.toBe('');
      // There is text, and more of it is coming.
      await expect(chat.lastAnswer).toHaveAttribute('aria-busy', 'true');
      const some = await chat.answerText();
      await expect.poll(async () => (await chat.answerText()).length).toBeGreaterThan(some.length);
      await chat.stopButton.click();
      await chat.ended();
      await expect(chat.lastAnswer).toContainText('Stopped.');
      expect(words(await chat.answerText())).toContain(words(some));
      if (server) {
        await expect.poll(server.abandoned).toBe(1);
        server.delay = 0;
      }
      await settings.open();
      await settings.setNumber('chatMaxTokens', 30);
      await settings.close();
      await chat.lastAnswer.getByRole('button', { name: 'Regenerate' }).click();
      await expect(chat.lastAnswer).not.toContainText('Stopped.');
      await chat.ended();
      await expect(chat.lastAnswer).toContainText('Cut off at the length limit');
      await expect(chat.answers).toHaveCount(1);
      await expect(chat.questions).toHaveCount(1);
      if (server) {
        const [first, second] = asked(server, CHAT_PATHS);
        expect(second?.body['messages']).toEqual(first?.body['messages']);
      }
    });

    test('copies an answer, and inserts it at the cursor', async () => {
      const { chat, editor, page } = now().window;
      const answer = words(await chat.answerText());
      await chat.lastAnswer.getByRole('button', { name: 'Copy answer' }).click();
      await pastes(now().window, answer);
      await editor.focus('channel.ts');
      await page.keyboard.press('ControlOrMeta+End');
      await chat.lastAnswer.getByRole('button', { name: 'Insert answer at cursor' }).click();
      await expect(editor.unsaved('channel.ts')).toBeVisible();
      // Monaco draws what is inserted only with the next frame.
      await expect.poll(async () => words(await editor.text())).toContain(answer);
      // One step takes it back.
      await page.keyboard.press('ControlOrMeta+z');
      await expect(editor.unsaved('channel.ts')).toBeHidden();
    });

    if (setup.answers !== 'embedded') {
      test('highlights code, copies it alone and inserts it', async () => {
        const { window, server } = now();
        const { chat, editor, page } = window;
        if (server) server.say = 'Try this:\n\n```ts\nconst answer: number = 42;\n```\n\nand run it.';
        await chat.ask('And in code?');
        await expect(chat.lastAnswer.locator('.hljs-keyword')).toHaveText('const');
        await chat.lastAnswer.getByRole('button', { name: 'Copy code' }).click();
        await pastes(window, 'const answer: number = 42;');
        await editor.focus('channel.ts');
        await page.keyboard.press('ControlOrMeta+End');
        await chat.lastAnswer.getByRole('button', { name: 'Insert at cursor' }).click();
        await expect.poll(editor.text).toContain('const answer: number = 42;');
        await expect.poll(editor.text).not.toContain('Try this');
        await page.keyboard.press('ControlOrMeta+z');
        await expect(editor.unsaved('channel.ts')).toBeHidden();
        if (server) server.say = null;
      });
    }

    test('sends the file and the selection that the chips name, and shows exactly what was sent', async () => {
      const { window, server } = now();
      const { chat, editor, ledger, page } = window;
      const path = 'src/shared/channel.ts';
      const text = await onDisk(path);
      await editor.focus('channel.ts');
      await page.keyboard.press('ControlOrMeta+Home');
      await expect(chat.region.getByRole('button', { name: '+ Selection' })).toBeHidden();
      await page.keyboard.press('Shift+End');
      await chat.region.getByRole('button', { name: '+ Selection' }).click();
      await chat.region.getByRole('button', { name: '+ Current file' }).click();
      await expect(chat.removeChip('channel.ts')).toBeVisible();
      await expect(chat.removeChip('channel.ts:1-1')).toBeVisible();
      await chat.removeChip('channel.ts').click();
      await expect(chat.removeChip('channel.ts')).toBeHidden();
      await expect(chat.removeChip('channel.ts:1-1')).toBeVisible();
      await chat.region.getByRole('button', { name: '+ Current file' }).click();
      await chat.ask('What is this channel for?');
      await expect(chat.questions.last()).toContainText('channel.ts:1-1');
      await expect(chat.removeChip('channel.ts')).toBeHidden();

      await ledger.open();
      await ledger.show('chat');
      if (server) {
        const sent = asked(server, CHAT_PATHS).at(-1);
        await expect(ledger.body).toHaveText(sent?.raw ?? '', { useInnerText: false });
        const messages = sent?.body['messages'] as { role: string; content: string }[];
        const last = messages.at(-1)?.content ?? '';
        expect(last).toContain(`File ${path}:\n\`\`\`\n${text}\n\`\`\``);
        expect(last).toContain(`Lines 1 to 1 of ${path}:\n\`\`\`\n${text.split('\n')[0] ?? ''}\n\`\`\``);
        await chat.ask('And without them?');
        expect(asked(server, CHAT_PATHS).at(-1)?.raw).not.toContain('Lines 1 to 1');
      } else {
        await expect(ledger.detail).toContainText('nothing was sent over any network');
        await expect(ledger.body).toHaveCount(0);
      }
      await ledger.close();
    });

    test('completes: Escape dismisses, Ctrl+Right takes a word, Tab takes all', async () => {
      const { editor, page } = now().window;
      const lastLine = async (): Promise<string> => ((await editor.text()).split('\n').at(-1) ?? '').trimStart();
      await editor.focus('channel.ts');
      await editor.append('\n');
      await page.keyboard.type('const first = ');
      await expect.poll(editor.offered).not.toBe('');
      await page.keyboard.press('Escape');
      await expect(editor.ghostText).toHaveCount(0);
      expect(await lastLine()).toBe('const first = ');

      await page.keyboard.type('second');
      await expect.poll(editor.offered).not.toBe('');
      const before = await lastLine();
      const offered = await editor.offered();
      await page.keyboard.press('ControlOrMeta+ArrowRight');
      await expect.poll(lastLine).not.toBe(before);
      const withWord = await lastLine();
      expect(`${before}${offered}`.startsWith(withWord)).toBe(true);
      expect(withWord.length).toBeLessThan(before.length + offered.length);
      await expect.poll(editor.offered).not.toBe('');
      const rest = await editor.offered();
      await page.keyboard.press('Tab');
      await expect.poll(lastLine).toBe(`${withWord}${rest}`);
      await page.keyboard.press('ControlOrMeta+s');
      await expect(editor.unsaved('channel.ts')).toBeHidden();
      expect(await onDisk('src/shared/channel.ts')).toContain(`${withWord}${rest}`);
    });

    test('gives up a completion when typing goes on', async () => {
      const { window, server } = now();
      const { editor, ledger, page, settings, statusBar } = window;
      await ledger.open();
      await editor.focus('channel.ts');
      await editor.append('\n');
      const cancelled = async (): Promise<number> =>
        (await ledger.rows('completion')).filter((row) => row.outcome === 'Cancelled').length;
      if (server) {
        // The request for the new line must not be the one that is counted.
        await expect(statusBar.getByRole('button', { name: /^Completions\./ })).toBeVisible();
        server.delay = 3000;
        await expect(async () => {
          const [asks, left, before] = [asked(server, COMPLETION_PATHS).length, server.abandoned(), await cancelled()];
          await page.keyboard.type('a');
          await expect.poll(() => asked(server, COMPLETION_PATHS).length, { timeout: 2000 }).toBeGreaterThan(asks);
          await page.keyboard.type('b');
          await expect.poll(server.abandoned, { timeout: 2000 }).toBeGreaterThan(left);
          await expect.poll(cancelled, { timeout: 2000 }).toBeGreaterThan(before);
        }).toPass();
        server.delay = 0;
      } else {
        await settings.open();
        await settings.setNumber('completionMaxTokens', 2048);
        await settings.close();
        await editor.focus('channel.ts');
        const before = await cancelled();
        await expect(async () => {
          await page.keyboard.type('a');
          await expect(statusBar.getByRole('button', { name: /^Completing\./ })).toBeVisible({ timeout: 2000 });
          await page.keyboard.type('b');
          await expect.poll(cancelled, { timeout: 2000 }).toBeGreaterThan(before);
        }).toPass();
        await settings.open();
        await settings.setNumber('completionMaxTokens', 16);
        await settings.close();
      }
      await ledger.close();
      await page.keyboard.press('ControlOrMeta+s');
      await expect(editor.unsaved('channel.ts')).toBeHidden();
    });

    if (setup.mode === 'Normal') {
      test('changes the mode from the status bar and from the palette', async () => {
        const { window } = now();
        await window.setMode('Sensitive');
        await window.command('Privacy mode: Offline');
        await expect(window.mode('Offline')).toBeVisible();
        await window.chat.ask('Are you still there?');
        await expect.poll(window.chat.answerText).not.toBe('');
        await window.ledger.open();
        await window.ledger.expectLatest('chat', { where: expect.stringContaining('in Offline') });
        await window.ledger.close();
        await window.setMode('Normal');
      });
    }

    test('shows each request with its destination, bytes, outcome and rule', async () => {
      const { window, server } = now();
      const { ledger, statusBar } = window;
      await ledger.open();
      await ledger.expectLatest('chat', { outcome: 'Allowed' });
      const chats = await ledger.rows('chat');
      // The first question was stopped.
      expect(chats.map((row) => row.outcome)).toEqual([...chats.slice(1).map(() => 'Allowed'), 'Cancelled']);
      expect((await ledger.rows('completion')).length).toBeGreaterThan(2);
      if (server) {
        const sent = asked(server, CHAT_PATHS);
        expect(chats).toHaveLength(sent.length);
        expect(chats[0]).toMatchObject({
          model: SERVED_MODEL,
          destination: `This machine · localhost:${String(server.port)}`,
          sent: formatBytes(Buffer.byteLength(sent.at(-1)?.raw ?? '')),
          redacted: '0',
          outcome: 'Allowed',
          rule: 'The server is on this machine',
        });
        expect(chats[0]?.where).toContain(`127.0.0.1 in ${setup.mode === 'Normal' ? 'Offline' : setup.mode}`);
        expect(chats[0]?.received).toMatch(/^[1-9][\d.]* (B|kB)$/);
      } else {
        expect(chats[0]).toMatchObject({
          destination: 'Inside CodeGrex',
          sent: '0 B',
          outcome: 'Allowed',
          rule: 'The model runs inside CodeGrex',
        });
      }
      await expect(statusBar).toContainText('Nothing left this machine');
      await ledger.filter('Left this machine');
      await expect(ledger.region).toContainText('No requests.');
      await ledger.filter('All requests');
      await ledger.close();
    });

    setup.more?.(now);

    test('has asked nothing of any other place, and broke nowhere', () => {
      const { app, window } = now();
      expect(app.foreign).toEqual([]);
      expect(window.errors).toEqual([]);
    });
  });
}

function asked(server: ModelServer, paths: readonly string[]): ModelServer['requests'] {
  return server.requests.filter((r) => paths.includes(r.path));
}

/** Rendering may wrap lines; the words are the same. */
function words(text: string): string {
  return text.split(/\s+/).filter(Boolean).join(' ');
}

/** A word without spaces, as one insertion is, is one step of the history. */
async function undoToSaved({ editor, page }: AppPage, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+z');
  await expect(editor.unsaved(name)).toBeHidden();
}

/** What is on the clipboard, told by pasting it where a question is written. */
async function pastes({ chat }: AppPage, text: string): Promise<void> {
  // Copying ends a moment after the click.
  await expect(async () => {
    await chat.question.fill('');
    await chat.question.press('ControlOrMeta+v');
    expect(words(await chat.question.inputValue())).toBe(text);
  }).toPass();
  await chat.question.fill('');
}
