import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createScratch } from './support/folders.ts';
import { gitView } from './support/git-view.ts';
import { groupsView } from './support/groups-view.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { holdReads } from './support/hold-reads.ts';
import { problemsView } from './support/problems-view.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { terminalView } from './support/terminal-view.ts';
import { expect, test } from './support/test.ts';

/** Several folders in one window. */
const scratch = createScratch();
let app: StartedApp;
let root: string;
let api: string;
let web: string;

test.afterAll(() => scratch.remove());

function makeRepository(folder: string, branch: string): void {
  const run = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
  run('init', '-q', '-b', branch);
  run('config', 'user.name', 'Ada');
  run('config', 'user.email', 'ada@example.com');
  run('add', '.');
  run('commit', '-q', '-m', 'First');
}

/** Open a file by its path, and wait until it is what is typed into. */
async function show(path: string): Promise<void> {
  await app.window.quickOpen(path);
  const name = path.slice(path.lastIndexOf('/') + 1);
  await expect(app.window.editor.tab(name)).toHaveAttribute('aria-selected', 'true');
}

test.describe.serial('several folders in one window', () => {
  test.beforeAll(async ({ browser }) => {
    root = await scratch.folder({
      'api/src/server.ts': 'export const server = 1;\n',
      'api/notes.md': 'notes of the api\n',
      'api/.codegrexignore': 'private/\n',
      'api/private/plan.md': 'a plan\n',
      'web/src/page.ts': 'export const page = 2;\n',
      'web/notes.md': 'notes of the web\n',
      'web/private/page.md': 'a page\n',
    });
    api = join(root, 'api');
    web = join(root, 'web');
    makeRepository(api, 'trunk');
    makeRepository(web, 'main');
    app = await startApp(browser, {
      data: await scratch.data({ detectLocalServers: false, completionEnabled: false, terminalDefaultProfile: 'sh' }),
    });
    await app.window.openFolder(api);
    await app.window.trustFolder();
  });
  test.afterAll(() => app.stop());
  test.afterEach(() => {
    expect(app.window.errors).toEqual([]);
  });

  test('a folder is added: what is open stays open, unsaved text and all', async () => {
    const { explorer, editor, page } = app.window;
    await explorer.open('notes.md');
    await editor.append('typed before');
    await explorer.open('src/server.ts');
    const git = gitView(page);
    await git.open();
    await git.message.fill('Written before');
    await page.keyboard.press('ControlOrMeta+Shift+e');
    await app.window.addFolder(web);
    await expect(explorer.item('web')).toBeVisible();
    await expect(editor.tab('server.ts')).toHaveAttribute('aria-selected', 'true');
    await expect(editor.unsaved('notes.md')).toBeVisible();
    const inApi = ['  .git', '  private', '  src', '    server.ts', '  .codegrexignore', '  notes.md'];
    expect(await explorer.lines()).toEqual(['api', ...inApi, 'web', '  .git', '  private', '  src', '  notes.md']);
    await editor.focus('notes.md');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(editor.unsaved('notes.md')).toHaveCount(0);
    expect(await readFile(join(api, 'notes.md'), 'utf8')).toBe('notes of the api\ntyped before');
  });

  test('it is not trusted until the user says so, and the window with it', async () => {
    await expect(app.window.mode('Sensitive')).toBeVisible();
    await app.window.trustFolder();
    await expect(app.window.mode('Normal')).toBeVisible();
  });

  test('each keeps from models what its own file names', async () => {
    const { explorer, page } = app.window;
    await explorer.item('private').first().click();
    await explorer.item('private').last().click();
    await expect(explorer.keptMark('plan.md')).toBeVisible();
    await expect(explorer.item('page.md')).toBeVisible();
    await expect(explorer.keptMark('page.md')).toHaveCount(0);
    await explorer.keptMark('plan.md').click();
    await expect(page.getByRole('dialog')).toContainText('api/.codegrexignore');
    await page.keyboard.press('Escape');
  });

  test('files are found in all of them, by name and by text', async () => {
    const { search, editor } = app.window;
    await app.window.quickOpen('web/notes');
    await expect.poll(editor.text).toContain('notes of the web');
    await search.open();
    await search.find('notes of the', '2 matches in 2 files');
    await search.files('Files to include', './web');
    await expect(search.summary).toHaveText('1 match in 1 file');
    await search.files('Files to include', '');
  });

  test('each has its repository', async () => {
    const { page, explorer } = app.window;
    const git = gitView(page);
    await git.open();
    await expect(git.branch).toContainText('api: trunk');
    await expect(git.row('notes.md')).toBeVisible();
    await show('web/src/page.ts');
    await app.window.editor.append('export const more = 3;\n');
    await page.keyboard.press('ControlOrMeta+s');
    await git.open();
    await expect(git.message).toHaveValue('Written before');
    await git.message.fill('Of the api');
    await git.region.getByRole('combobox', { name: 'Folder' }).selectOption({ label: 'web (main)' });
    await expect(git.branch).toContainText('web: main');
    await expect(git.row('page.ts')).toBeVisible();
    await expect(git.row('notes.md')).toHaveCount(0);
    await git.act('Stage', 'page.ts');
    await expect(git.region.getByRole('status')).toHaveCount(0);
    await git.commit('More of the page');
    await expect.poll(git.lines).toEqual([]);
    expect(execFileSync('git', ['log', '-1', '--format=%s'], { cwd: web, encoding: 'utf8' })).toBe(
      'More of the page\n',
    );
    await hasNoViolation(app.window, 'source control of several folders');
    // What was written for the other is there again.
    await git.region.getByRole('combobox', { name: 'Folder' }).selectOption('api');
    await expect(git.message).toHaveValue('Of the api');
    await page.keyboard.press('ControlOrMeta+Shift+e');
    await expect(explorer.item('api')).toHaveAttribute('aria-description', 'Has changes');
  });

  test('a language server knows the files of all', async () => {
    const { page, editor } = app.window;
    const problems = problemsView(page);
    await show('web/src/page.ts');
    await editor.append("export const wrong: number = '';\n");
    await expect(problems.count).toHaveAccessibleName('1 error, 0 warnings', { timeout: 20_000 });
    await show('api/src/server.ts');
    await editor.append('export const other: string = 1;\n');
    await expect(problems.count).toHaveAccessibleName('2 errors, 0 warnings', { timeout: 20_000 });
    await problems.show();
    await expect(problems.tree).toContainText('web/src');
    await expect(problems.tree).toContainText('api/src');
    for (const file of ['server', 'page']) {
      await show(`src/${file}.ts`);
      await expect(async () => {
        await page.keyboard.press('ControlOrMeta+z');
        await expect(editor.unsaved(`${file}.ts`)).toHaveCount(0, { timeout: 500 });
      }).toPass();
    }
    await expect(problems.count).toHaveAccessibleName('0 errors, 0 warnings', { timeout: 20_000 });
  });

  test('a terminal begins in the folder of the file on screen, and links lead into either', async () => {
    const terminal = terminalView(app.window.page);
    await app.window.quickOpen('web/notes');
    // A file that is shown takes the keyboard.
    await expect.poll(app.window.editor.text).toContain('notes of the web');
    await terminal.open();
    await terminal.run('pwd', web);
  });

  test('they are there again when the page is loaded again', async () => {
    const { page, explorer, editor } = app.window;
    await page.reload();
    await app.window.ready();
    await expect(explorer.item('web')).toBeVisible();
    await expect(editor.tab('server.ts')).toBeVisible();
    expect(await groupsView(page).group(1).names()).toContain('page.ts');
  });

  test('the mode is of the window, and no looser than that of any folder', async () => {
    const other = await scratch.folder({ 'secret.txt': 'x\n' });
    await app.window.setMode('Offline');
    await app.window.addFolder(other);
    await expect(app.window.explorer.item('secret.txt')).toBeVisible();
    await expect(app.window.mode('Offline')).toBeVisible();
    await app.window.openFolder(other);
    await app.window.trustFolder();
    await expect(app.window.mode('Normal')).toBeVisible();
    await app.window.setMode('Sensitive');
    await app.window.openFolder(api);
    await expect(app.window.mode('Normal')).toBeVisible();
    await app.window.addFolder(other);
    await expect(app.window.mode('Sensitive')).toBeVisible();
    await app.window.page.getByRole('button', { name: 'Privacy mode: Sensitive' }).click();
    await expect(app.window.page.getByRole('menuitemradio', { name: 'Normal' })).toBeDisabled();
    await app.window.page.keyboard.press('Escape');
  });

  test('a folder within another is refused, and all stays as it was', async () => {
    const { notifications, explorer } = app.window;
    await app.window.addFolder(join(api, 'src'));
    await expect(notifications).toContainText('One of these folders lies within another.');
    await expect(explorer.item('api')).toBeVisible();
  });

  test('the folders stay where they are, and one is removed from the window', async () => {
    const { explorer, editor, page } = app.window;
    await explorer.item('api').click({ button: 'right' });
    await expect(page.getByRole('menuitem', { name: 'Rename…' })).toHaveCount(0);
    await page.keyboard.press('Escape');
    await app.window.openFolder(api);
    await app.window.addFolder(web);
    await expect(explorer.item('web')).toBeVisible();
    await app.window.quickOpen('web/notes');
    await expect.poll(editor.text).toContain('notes of the web');
    await app.window.quickOpen('api/notes');
    await expect.poll(editor.text).toContain('notes of the api');
    await editor.append(' again');
    await explorer.choose('web', 'Remove the folder from the window');
    await expect(explorer.item('server.ts').or(explorer.item('src')).first()).toBeVisible();
    await expect(explorer.item('web')).toHaveCount(0);
    await expect(editor.unsaved('notes.md')).toBeVisible();
    expect(await groupsView(page).group(1).names()).not.toContain('page.ts');
    await editor.focus('notes.md');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(editor.unsaved('notes.md')).toHaveCount(0);
    expect(await readFile(join(api, 'notes.md'), 'utf8')).toContain('again');
    expect(await readFile(join(web, 'notes.md'), 'utf8')).toBe('notes of the web\n');
  });

  test('a folder that is added while the window is put back as it was waits for that', async () => {
    const { explorer, editor, page } = app.window;
    const reads = await holdReads(page);
    reads.hold();
    await page.reload();
    await app.window.ready();
    await expect(explorer.item('notes.md')).toBeVisible();
    await expect.poll(reads.held).toBeGreaterThan(0);
    await app.window.addFolder(web);
    // Time enough to add it, were it not for the texts that are not there yet.
    await writeFile(join(api, 'seen.txt'), '');
    await expect(explorer.item('seen.txt')).toBeVisible();
    await expect(explorer.item('web')).toHaveCount(0);
    reads.release();
    await expect(explorer.item('web')).toBeVisible();
    await expect(editor.tab('notes.md')).toHaveAttribute('title', 'api/notes.md');
    await expect.poll(editor.text).toContain('typed before');
  });

  test('several folders are opened together from the command line', async ({ browser }) => {
    const data = await scratch.data({ detectLocalServers: false });
    const started = await startApp(browser, { data, folder: [web, api] });
    await expect(started.window.explorer.item('api')).toBeVisible();
    await expect(started.window.explorer.item('web')).toBeVisible();
    await started.window.trustFolder();
    await expect(started.window.mode('Normal')).toBeVisible();
    await started.stop();
  });
});
