import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeTinyGguf } from '../scripts/make-tiny-gguf.ts';
import { startModelServer, type ModelServer } from '../test/model-server/model-server.ts';
import { createScratch } from './support/folders.ts';
import { gitView, type GitView } from './support/git-view.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** Git as a user meets it, with a real repository. */
const scratch = createScratch();
let app: StartedApp;
let server: ModelServer;
let folder: string;
let git: GitView;

const LINES = Array.from({ length: 30 }, (_, i) => `line ${String(i + 1)}`);
const HOSTILE = '<img src=x onerror=alert(1)>.txt';

const run = (...args: string[]): string =>
  execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const put = (path: string, text: string): Promise<void> => writeFile(join(folder, path), text);
const onDisk = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');
const edited = (change: (lines: string[]) => void): string => {
  const lines = [...LINES];
  change(lines);
  return `${lines.join('\n')}\n`;
};

test.afterAll(() => scratch.remove());

test.describe.serial('git', () => {
  test.beforeAll(async ({ browser }) => {
    const gguf = join(await scratch.folder(), 'tiny.gguf');
    await writeTinyGguf(gguf);
    server = await startModelServer(gguf);
    server.say = 'Change three lines';
    folder = await scratch.folder({ 'a.txt': `${LINES.join('\n')}\n`, 'src/b.ts': 'export const b = 1;\n' });
    run('init', '-q', '-b', 'main');
    run('config', 'user.name', 'Ada');
    run('config', 'user.email', 'ada@example.com');
    run('add', '.');
    run('commit', '-q', '-m', 'First');
    app = await startApp(browser, {
      data: await scratch.data({
        detectLocalServers: false,
        completionEnabled: false,
        servers: [{ id: 'server-1', kind: 'ollama', label: 'Here', baseUrl: server.url }],
      }),
      folder,
    });
    git = gitView(app.window.page);
  });
  test.afterAll(async () => {
    expect(app.window.errors).toEqual([]);
    expect(app.foreign).toEqual([]);
    await app.stop();
    await server.close();
  });

  test('is not run in a folder that is not trusted, and says so', async () => {
    await git.open();
    await expect(git.region).toContainText('Git is not run in a folder that you do not trust');
    await git.region.getByRole('button', { name: 'Trust this folder' }).click();
    await expect(git.region).toContainText('Nothing is changed.');
    await expect(git.branch).toHaveText('main');
  });

  test('lists what is changed, and colours it in the tree; a name is text, whatever it looks like', async () => {
    await put(
      'a.txt',
      edited((lines) => lines.splice(1, 1, 'TWO')),
    );
    await put(HOSTILE, 'new\n');
    await expect.poll(git.lines).toEqual(['Changes 2', `${HOSTILE} U`, 'a.txt M']);
    await expect(git.branch).toHaveText('main*');
    await hasNoViolation(app.window, 'source control');
    await app.window.page.keyboard.press('ControlOrMeta+Shift+e');
    await expect(app.window.explorer.item('a.txt')).toHaveAttribute('aria-description', 'Modified');
    await git.open();
  });

  test('stages a file and takes it back', async () => {
    await git.act('Stage', 'a.txt');
    await expect.poll(git.lines).toEqual(['Staged Changes 1', 'a.txt M', 'Changes 1', `${HOSTILE} U`]);
    await git.act('Unstage', 'a.txt');
    await expect.poll(git.lines).toEqual(['Changes 2', `${HOSTILE} U`, 'a.txt M']);
  });

  test('stages and unstages several files at once', async () => {
    const { page, editor } = app.window;
    await git.row('a.txt').click();
    await git.row(HOSTILE).click({ modifiers: ['ControlOrMeta'] });
    await git.row(HOSTILE).hover();
    await git.tree.getByRole('button', { name: 'Stage 2 files' }).last().click();
    await expect.poll(git.lines).toEqual(['Staged Changes 2', `${HOSTILE} A`, 'a.txt M']);
    await git.row('a.txt').click({ modifiers: ['ControlOrMeta'] });
    await git.row(HOSTILE).click({ modifiers: ['Shift'] });
    await page.keyboard.press('Space');
    await expect.poll(git.lines).toEqual(['Changes 2', `${HOSTILE} U`, 'a.txt M']);
    await editor.close('a.txt (Working Tree)');
  });

  test('opens the change beside what was', async () => {
    const { page, editor } = app.window;
    await git.row('a.txt').dblclick();
    await expect(editor.tab('a.txt (Working Tree)')).toHaveAttribute('aria-selected', 'true');
    await expect(page.locator('.diff-host .editor.original')).toContainText('line 2');
    await expect(page.locator('.diff-host .editor.modified')).toContainText('TWO');
    await page.getByRole('button', { name: 'Show in one column' }).click();
    await editor.close('a.txt (Working Tree)');
  });

  test('marks changed lines beside the text, and stages one change and not the other', async () => {
    const { page, editor } = app.window;
    await git.act('Open', 'a.txt');
    await expect(git.marks).toHaveCount(1);
    await editor.focus('a.txt');
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type('typed at the end');
    await expect(git.marks).toHaveCount(2);
    await page.keyboard.press('ControlOrMeta+Home');
    await expect(git.marks.first()).toBeVisible();
    await git.marks.first().click();
    await expect(git.peek).toContainText('line 2');
    await expect(git.peek).toContainText('Change 1 of 2');
    await hasNoViolation(app.window, 'a change');
    await git.peek.getByRole('button', { name: 'Stage the change' }).click();
    await expect.poll(() => run('show', ':a.txt')).toBe(edited((lines) => lines.splice(1, 1, 'TWO')));
    // What is typed is neither staged nor lost, and not even on disk yet.
    expect(await onDisk('a.txt')).not.toContain('typed');
    await expect(git.peek).toHaveCount(0);
  });

  test('stages a line alone, and reverts a change', async () => {
    const { page, editor, command } = { ...app.window, command: app.window.command };
    await editor.focus('a.txt');
    await page.keyboard.press('ControlOrMeta+Home');
    for (let i = 0; i < 9; i++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.type('!\nnew 11\nnew 12');
    await page.keyboard.press('ArrowUp');
    // The last line is changed too.
    await expect(git.marks).toHaveCount(4);
    await command('Git: Stage the selected lines');
    await expect
      .poll(() => run('show', ':a.txt'))
      .toBe(
        edited((lines) => {
          lines[1] = 'TWO';
          lines.splice(10, 0, 'new 11');
        }),
      );
    // Until the window knows, the line is part of the change below it, which is then left as it is.
    await editor.focus('a.txt');
    await page.keyboard.press('ArrowDown');
    await expect(async () => {
      await command('Git: Revert the change at the cursor');
      await expect.poll(editor.text, { timeout: 2000 }).not.toContain('new 12');
    }).toPass();
    expect(await editor.text()).toContain('new 11');
    await editor.focus('a.txt');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(editor.unsaved('a.txt')).toHaveCount(0);
  });

  test('unstages a line alone where what is staged is compared, and stages it again where the file is', async () => {
    const { page, editor } = app.window;
    const staged = (): string => run('show', ':a.txt');
    const before = staged();
    await git.row('a.txt').first().click();
    await expect(editor.tab('a.txt (Index)')).toHaveAttribute('aria-selected', 'true');
    const modified = page.locator('.diff-host .editor.modified');
    await modified.locator('.view-line', { hasText: 'new 11' }).click();
    await page.getByRole('button', { name: 'Unstage the selected lines' }).click();
    await expect.poll(staged).toBe(edited((lines) => lines.splice(1, 1, 'TWO')));
    // The comparison is of what is staged now.
    await expect(modified).not.toContainText('new 11');
    await expect(editor.tab('a.txt (Index)')).toHaveCount(1);
    await modified.locator('.view-line', { hasText: 'line 5' }).click();
    await app.window.command('Git: Unstage the selected lines');
    await expect(page.getByText('None of the selected lines is changed.')).toBeVisible();
    await editor.close('a.txt (Index)');

    await git.row('a.txt').last().click();
    await modified.locator('.view-line', { hasText: 'new 11' }).click();
    await app.window.command('Git: Stage the selected lines');
    await expect.poll(staged).toBe(before);
    await editor.close('a.txt (Working Tree)');
  });

  test('has the model write a message from the redacted diff, and commits', async () => {
    await git.region.getByRole('button', { name: /^Write a message/ }).click();
    await expect(git.message).toHaveValue('Change three lines');
    await git.message.press('ControlOrMeta+Enter');
    await expect.poll(() => run('log', '-1', '--format=%s')).toBe('Change three lines\n');
    await expect(git.message).toHaveValue('');
    await expect.poll(git.lines).toEqual(['Changes 2', `${HOSTILE} U`, 'a.txt M']);
  });

  test('amends, with the message there to be changed', async () => {
    await git.region.getByRole('checkbox', { name: 'Amend' }).check();
    await expect(git.message).toHaveValue('Change three lines');
    await git.commit('Change some lines');
    await expect.poll(() => run('log', '--format=%s')).toBe('Change some lines\nFirst\n');
    await expect(git.region.getByRole('checkbox', { name: 'Amend' })).not.toBeChecked();
  });

  test('puts changes by and brings them back', async () => {
    await app.window.command('Git: Stash, untracked files too');
    await app.window.page.getByRole('dialog').getByRole('button', { name: 'Stash' }).click();
    await expect(git.region).toContainText('Nothing is changed.');
    await app.window.command('Git: Pop stash…');
    await git.choose('Stashes', 'On main');
    await expect.poll(git.lines).toEqual(['Changes 2', `${HOSTILE} U`, 'a.txt M']);
  });

  test('discards after a question', async () => {
    await git.act('Discard', 'a.txt');
    await expect(app.window.question).toContainText('Discard the changes of “a.txt”?');
    await app.window.question.getByRole('button', { name: 'Discard' }).click();
    await expect.poll(git.lines).toEqual(['Changes 1', `${HOSTILE} U`]);
    expect(run('diff', '--stat')).toBe('');
  });

  test('makes branches, switches between them, and resolves what a merge leaves', async () => {
    const { page, editor, command } = { ...app.window, command: app.window.command };
    await git.branch.click();
    await git.choose('Branches', 'Create a new branch');
    await page.getByRole('dialog', { name: 'Create a branch' }).getByRole('textbox').fill('topic');
    await page.keyboard.press('Enter');
    await expect(git.branch).toHaveText('topic*');
    await put('src/b.ts', 'export const b = 2; // theirs\n');
    run('commit', '-q', '-a', '-m', 'Theirs');
    await git.branch.click();
    await git.choose('Branches', 'main');
    await expect(git.branch).toHaveText('main*');
    await put('src/b.ts', 'export const b = 3; // ours\n');
    run('commit', '-q', '-a', '-m', 'Ours');
    await command('Git: Merge branch…');
    await git.choose('Branches', 'topic');
    await expect(git.region).toContainText('A merge is under way.');
    await expect.poll(git.lines).toEqual(['Merge Changes 1', 'b.ts !', 'Changes 1', `${HOSTILE} U`]);
    await git.row('b.ts').dblclick();
    await expect(editor.tab('b.ts')).toHaveAttribute('aria-selected', 'true');
    await expect(page.locator('.conflict-theirs').first()).toBeVisible();
    await page.getByRole('button', { name: 'Accept both' }).click();
    await expect(page.locator('.conflict-theirs')).toHaveCount(0);
    await editor.focus('b.ts');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(editor.unsaved('b.ts')).toHaveCount(0);
    expect(await onDisk('src/b.ts')).toBe('export const b = 3; // ours\nexport const b = 2; // theirs\n');
    await git.act('Stage', 'b.ts');
    await expect(git.message).toHaveValue("Merge branch 'topic'");
    await git.region.getByRole('button', { name: 'Complete merge' }).click();
    await expect(git.region).not.toContainText('A merge is under way.');
    expect(run('log', '-1', '--format=%s %p')).toMatch(/^Merge branch 'topic' \w+ \w+\n$/);
  });

  test('resolves conflicts in the merge editor: both sides, and below them the file', async () => {
    const { page, editor } = app.window;
    const many = (a: string, b: string): string =>
      `${a}\n${Array.from({ length: 40 }, (_, i) => `// ${String(i)}`).join('\n')}\n${b}\n`;
    await put('src/m.ts', many('let a = 0;', 'let b = 0;'));
    run('add', 'src/m.ts');
    run('commit', '-q', '-m', 'Many');
    run('branch', 'other');
    await put('src/m.ts', many('let a = 1; // ours', 'let b = 1; // ours'));
    run('commit', '-q', '-a', '-m', 'Ours again');
    run('switch', '-q', 'other');
    await put('src/m.ts', many('let a = 2; // theirs', 'let b = 2; // theirs'));
    run('commit', '-q', '-a', '-m', 'Theirs again');
    run('switch', '-q', 'main');
    expect(() => run('merge', '-q', 'other')).toThrow();
    await expect.poll(git.lines).toContain('m.ts !');
    await git.row('m.ts').dblclick();
    const view = page.locator('.merge-view');
    // A click is lost that comes just when Monaco draws the line of actions anew.
    await expect(async () => {
      if (!(await view.isVisible())) await page.getByRole('button', { name: 'Merge editor' }).first().click();
      await expect(view).toBeVisible({ timeout: 3000 });
    }).toPass();
    await expect(view.getByRole('status')).toHaveText('Conflict 1 of 2');
    const pane = (name: string) => view.locator('.monaco-editor').filter({ has: page.getByRole('textbox', { name }) });
    await expect(pane('Current').locator('.view-lines')).toContainText('let a = 1; // ours');
    await expect(pane('Incoming').locator('.view-lines')).toContainText('let a = 2; // theirs');
    await expect(pane('Result').locator('.view-lines')).toContainText('<<<<<<<');
    await expect(view.getByRole('button', { name: 'Save and stage' })).toBeDisabled();
    await view.getByRole('button', { name: 'Base' }).click();
    await expect(pane('Base').locator('.view-lines')).toContainText('let a = 0;');
    await expect(pane('Base').locator('.conflict-base').first()).toBeVisible();
    await hasNoViolation(app.window, 'the merge editor');
    await view.getByRole('button', { name: 'Base' }).click();
    await expect(pane('Base')).toHaveCount(0);
    await view.getByRole('button', { name: 'Next conflict' }).click();
    await expect(view.getByRole('status')).toHaveText('Conflict 2 of 2');
    await expect(pane('Incoming').locator('.view-lines')).toContainText('let b = 2; // theirs');
    // What is above, among the buttons of the tab; the texts have their own above each place.
    const bar = view.locator('.diff-bar');
    await bar.getByRole('button', { name: 'Accept incoming' }).click();
    await expect(view.getByRole('status')).toHaveText('Conflict 1 of 1');
    await bar.getByRole('button', { name: 'Accept current' }).click();
    await expect(view.getByRole('status')).toHaveText('No conflicts are left.');
    await bar.getByRole('button', { name: 'Save and stage' }).click();
    await expect(view).toHaveCount(0);
    expect(await onDisk('src/m.ts')).toBe(many('let a = 1; // ours', 'let b = 2; // theirs'));
    expect(run('ls-files', '-u')).toBe('');
    await expect(editor.unsaved('m.ts')).toHaveCount(0);
    await git.region.getByRole('button', { name: 'Complete merge' }).click();
    await expect(git.region).not.toContainText('A merge is under way.');
  });

  test('shows who wrote a line, and the history of a file', async () => {
    const { page, editor, command } = { ...app.window, command: app.window.command };
    await editor.focus('b.ts');
    await command('Git: Show who wrote the cursor’s line, or no longer');
    await expect(page.locator('.line-note')).toContainText('Ada');
    await command('Git: Show who wrote the cursor’s line, or no longer');
    await expect(page.locator('.line-note')).toHaveCount(0);
    await command('Git: Show the history of the file on screen…');
    await git.choose('History of the file', 'Theirs');
    await expect(page.locator('.diff-host .editor.original')).toContainText('b = 1');
    await expect(page.locator('.diff-host .editor.modified')).toContainText('b = 2');
  });

  test('publishes and pushes to a folder even in Offline; a host is refused there, and recorded', async () => {
    const { command, notifications, ledger } = app.window;
    const place = await scratch.folder();
    execFileSync('git', ['init', '-q', '--bare', place]);
    await command('Git: Add remote…');
    const { page } = app.window;
    const address = page.getByRole('dialog', { name: 'Add a remote' });
    const name = page.getByRole('dialog', { name: 'Name the remote' }).getByRole('textbox');
    await address.getByRole('textbox').fill('https://ada:secret@git.example.test/a');
    await page.keyboard.press('Enter');
    await expect(address).toContainText('Leave the password out');
    await address.getByRole('textbox').fill('ext::sh -c evil');
    await page.keyboard.press('Enter');
    await expect(name).toHaveValue('origin');
    await page.keyboard.press('Enter');
    await expect(notifications).toContainText('This is no address of a repository.');
    expect(run('remote')).toBe('');
    await command('Git: Add remote…');
    await address.getByRole('textbox').fill(place);
    await page.keyboard.press('Enter');
    await expect(name).toHaveValue('origin');
    await page.keyboard.press('Enter');
    await expect.poll(() => run('remote', '-v')).toContain(place);
    await app.window.setMode('Offline');
    await git.open();
    // It is known that there is a remote once the status bar offers it.
    await app.window.statusBar.getByTitle('Publish the branch').click();
    await expect
      .poll(() => execFileSync('git', ['branch', '--format=%(refname:short)'], { cwd: place, encoding: 'utf8' }))
      .toBe('main\n');
    run('remote', 'set-url', 'origin', 'https://git.example.test/a.git');
    await command('Git: Fetch');
    await expect(notifications).toContainText('Offline permits git no other machine');
    await ledger.open();
    await expect(ledger.region).toContainText('git.example.test');
  });
});
