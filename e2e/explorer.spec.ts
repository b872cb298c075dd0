import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ERROR_MESSAGES } from '../src/shared/error-codes.ts';
import { createScratch } from './support/folders.ts';
import { startApp, startBrowserApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** What a user does with files in the explorer, and what becomes of them on disk. */
const scratch = createScratch();
let app: StartedApp;
let folder: string;
let data: string;

const names = async (path = ''): Promise<string[]> => (await readdir(join(folder, path))).sort();
const text = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');

test.beforeAll(async () => {
  // The trash of a user who has none yet; not of the one who runs this.
  process.env['XDG_DATA_HOME'] = await scratch.folder();
});
test.afterAll(() => scratch.remove());
test.beforeEach(async ({ browser }) => {
  folder = await scratch.folder({
    'lib/c.ts': 'export const c = 3;\n',
    'src/deep/b.ts': 'export const b = 2;\n',
    'src/a.ts': 'export const a = 1;\n',
    'notes.md': '# Notes\n',
    'todo.md': '# Later\n',
  });
  data = await scratch.data();
  app = await startApp(browser, { data, folder });
});
test.afterEach(() => app.stop());

test('new files and folders get their names in the tree, with the folders that lead there', async () => {
  const { explorer, editor, page } = app.window;
  await explorer.item('src').click();
  await explorer.region.getByRole('button', { name: 'New file' }).click();
  await expect(explorer.nameField).toBeFocused();
  await explorer.name('ui/parts/button.tsx');
  await expect(editor.tab('button.tsx')).toHaveAttribute('aria-selected', 'true');
  await expect(explorer.item('button.tsx')).toHaveAttribute('aria-level', '4');
  expect(await text('src/ui/parts/button.tsx')).toBe('');

  await explorer.choose('lib', 'New folder…');
  await explorer.name('empty');
  await expect(explorer.item('empty')).toHaveAttribute('aria-expanded', 'false');
  expect((await stat(join(folder, 'lib/empty'))).isDirectory()).toBe(true);

  // Escape makes nothing, and neither does leaving without a name.
  await explorer.choose('lib', 'New file…');
  await page.keyboard.type('never.ts');
  await page.keyboard.press('Escape');
  await expect(explorer.nameField).toHaveCount(0);
  await explorer.choose(null, 'New file…');
  await explorer.item('lib').click();
  await expect(explorer.nameField).toHaveCount(0);
  expect(await names('lib')).toEqual(['c.ts', 'empty']);
  expect(await names()).toEqual(['lib', 'notes.md', 'src', 'todo.md']);
});

test('names that cannot be are refused with the reason, and nothing is made', async () => {
  const { explorer, page } = app.window;
  await explorer.choose(null, 'New file…');
  const problem = explorer.tree.getByRole('alert');
  for (const [name, reason] of [
    ['..', '.. is reserved for the system.'],
    ['a//b', 'A name is needed.'],
    ['notes.md', 'There is notes.md in this folder already.'],
    ['x'.repeat(256), 'The name is too long'],
  ] as const) {
    await explorer.nameField.fill(name);
    await expect(problem).toContainText(reason);
    await explorer.nameField.press('Enter');
    await expect(explorer.nameField).toBeVisible();
  }
  // What a name hides is said, and left to the user.
  await explorer.nameField.fill('a\u202Egnp.exe');
  await expect(problem).toContainText('It has hidden characters: a⟨202E⟩gnp.exe');
  await page.keyboard.press('Escape');
  expect(await names()).toEqual(['lib', 'notes.md', 'src', 'todo.md']);
});

test('a file that is renamed is open under its new name, with what was not saved; undo gives the old one back', async () => {
  const { explorer, editor, page } = app.window;
  await explorer.open('src/a.ts');
  await editor.focus('a.ts');
  await editor.append('// mine');
  await explorer.item('a.ts').click();
  await page.keyboard.press('F2');
  await expect(explorer.nameField).toHaveValue('a.ts');
  // The part before the extension is what is selected.
  await page.keyboard.type('main');
  await page.keyboard.press('Enter');
  await expect(editor.tab('main.ts')).toHaveAttribute('aria-selected', 'true');
  await expect(editor.unsaved('main.ts')).toBeVisible();
  await expect.poll(editor.text).toContain('// mine');
  await expect(editor.tab('a.ts')).toHaveCount(0);
  expect(await text('src/main.ts')).toBe('export const a = 1;\n');

  // Of the folder that it lies in, too.
  await explorer.item('src').click();
  await explorer.item('src').press('F2');
  await explorer.name('source');
  // The folder has the keyboard still, and not the file in it that is on screen.
  await expect(editor.tab('main.ts')).toHaveAttribute('title', /^source\/main\.ts/);
  await expect(explorer.selected).toHaveText('source');
  await editor.focus('main.ts');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(editor.unsaved('main.ts')).toBeHidden();
  expect(await text('source/main.ts')).toBe('export const a = 1;\n// mine');
  await expect(editor.banner).toHaveCount(0);

  await explorer.item('source').press('ControlOrMeta+z');
  await expect(explorer.item('src')).toBeVisible();
  await explorer.item('src').press('ControlOrMeta+z');
  await expect(editor.tab('a.ts')).toHaveCount(1);
  expect(await text('src/a.ts')).toBe('export const a = 1;\n// mine');
  await explorer.item('src').press('ControlOrMeta+Shift+z');
  await expect(editor.tab('main.ts')).toHaveCount(1);
});

test('who goes on in the tree is not taken back to what was done when it is there', async () => {
  const { explorer, page } = app.window;
  // Folders take a while to be read, as large ones do.
  await page.routeWebSocket('**/wire', (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      setTimeout(() => {
        socket.send(message);
      }, 400);
    });
  });
  await page.reload();
  await explorer.choose('todo.md', 'Rename…');
  await explorer.name('later.md');
  await expect(explorer.item('later.md')).toBeVisible();
  await explorer.item('lib').click();
  await expect(explorer.item('c.ts')).toBeVisible();
  // Seen only after what the rename has read again is there.
  await writeFile(join(folder, 'lib/d.ts'), '');
  await expect(explorer.item('d.ts')).toBeVisible();
  await expect(explorer.selected).toHaveText('lib');
});

test('undo of what was made takes it away only while it is empty', async () => {
  const { explorer } = app.window;
  await explorer.choose(null, 'New file…');
  await explorer.name('one/two.txt');
  await expect(app.window.editor.tab('two.txt')).toHaveCount(1);
  await explorer.item('two.txt').press('ControlOrMeta+z');
  await expect(explorer.item('one')).toHaveCount(0);
  await explorer.choose(null, 'New file…');
  await explorer.name('kept.txt');
  // It is open once it is made; until then there is nothing to undo.
  await expect(app.window.editor.tab('kept.txt')).toHaveCount(1);
  await writeFile(join(folder, 'kept.txt'), 'written since');
  await explorer.item('notes.md').press('ControlOrMeta+z');
  await expect(app.window.notifications).toContainText(ERROR_MESSAGES['path-not-empty']);
  expect(await text('kept.txt')).toBe('written since');
});

test('cut, copy, paste and duplicate', async () => {
  const { explorer } = app.window;
  await explorer.item('notes.md').click();
  await explorer.item('notes.md').press('ControlOrMeta+c');
  await explorer.item('lib').click();
  await explorer.item('lib').press('ControlOrMeta+v');
  await expect(explorer.item('notes.md')).toHaveCount(2);
  await explorer.item('lib').press('ControlOrMeta+v');
  await expect(explorer.item('notes copy.md')).toBeVisible();
  expect(await names('lib')).toEqual(['c.ts', 'notes copy.md', 'notes.md']);

  await explorer.item('todo.md').click();
  await explorer.item('todo.md').press('ControlOrMeta+x');
  await expect(explorer.tree.locator('.row.cut')).toHaveText('todo.md');
  await explorer.choose('src', 'Paste');
  await expect.poll(() => names('src')).toEqual(['a.ts', 'deep', 'todo.md']);
  await expect.poll(() => names()).toEqual(['lib', 'notes.md', 'src']);

  await explorer.choose('src', 'Duplicate');
  await expect(explorer.item('src copy')).toBeVisible();
  expect(await text('src copy/deep/b.ts')).toBe('export const b = 2;\n');
  // Into itself it does not go.
  await explorer.item('src copy').press('ControlOrMeta+c');
  await explorer.item('src copy').press('ControlOrMeta+v');
  await expect(app.window.notifications).toContainText(ERROR_MESSAGES['move-into-itself']);
});

test('several are selected as in other lists, and what is done is done to all', async () => {
  const { explorer, page, question } = app.window;
  await explorer.item('src').click();
  await expect(explorer.item('a.ts')).toBeVisible();
  await explorer.item('notes.md').click();
  await explorer.item('a.ts').click({ modifiers: ['ControlOrMeta'] });
  await expect(explorer.selected).toHaveCount(2);
  await explorer.item('todo.md').click({ modifiers: ['Shift'] });
  await expect(explorer.selected).toHaveText(['a.ts', 'notes.md', 'todo.md']);
  await page.keyboard.press('Shift+ArrowUp');
  await expect(explorer.selected).toHaveText(['a.ts', 'notes.md']);
  await page.keyboard.press('Delete');
  await expect(question).toContainText('Delete 2 files and folders?');
  await question.getByRole('button', { name: 'Move to the trash' }).click();
  await expect.poll(() => names()).toEqual(['lib', 'src', 'todo.md']);
  expect(await names('src')).toEqual(['deep']);
  await page.keyboard.press('ControlOrMeta+a');
  await expect(explorer.selected).toHaveCount(4);
  await page.keyboard.press('Escape');
  await expect(explorer.selected).toHaveCount(0);
});

test('what is deleted is in the trash, and its open file says that it is gone', async () => {
  const { explorer, editor, question } = app.window;
  await explorer.open('notes.md');
  await explorer.choose('notes.md', 'Delete');
  await expect(question).toContainText('Delete “notes.md”?');
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(await names()).toContain('notes.md');
  await explorer.choose('notes.md', 'Delete');
  await question.getByRole('button', { name: 'Move to the trash' }).click();
  await expect(explorer.item('notes.md')).toHaveCount(0);
  await expect(editor.banner).toContainText('notes.md was removed on disk. Your text is still here.');

  await explorer.item('todo.md').click();
  await explorer.item('todo.md').press('Shift+Delete');
  await expect(question).toContainText('This cannot be undone.');
  await question.getByRole('button', { name: 'Delete for good' }).click();
  await expect.poll(() => names()).toEqual(['lib', 'src']);

  if (app.kind !== 'browser' || process.platform !== 'linux') return;
  const trash = join(process.env['XDG_DATA_HOME'] ?? '', 'Trash/files');
  const kept = await Promise.all(
    (await readdir(trash)).map((name) => readFile(join(trash, name), 'utf8').catch(() => '')),
  );
  expect(kept).toContain('# Notes\n');
  expect(kept).not.toContain('# Later\n');
});

test('dragged into a folder it moves, and nothing is replaced unasked', async () => {
  const { explorer, editor, question } = app.window;
  await explorer.open('src/a.ts');
  await explorer.item('a.ts').dragTo(explorer.item('lib'));
  await expect.poll(() => names('lib')).toEqual(['a.ts', 'c.ts']);
  expect(await names('src')).toEqual(['deep']);
  // Before the window knows, the tree may have read one of the two folders again and not yet the other.
  await expect(editor.tab('a.ts')).toHaveAttribute('title', /^lib\/a\.ts/);
  await expect(explorer.item('a.ts')).toHaveCount(1);
  await expect(explorer.item('a.ts')).toHaveAttribute('aria-level', '2');

  await writeFile(join(folder, 'lib/todo.md'), 'another');
  // Until the tree has it, rows move under the hand that drags.
  await expect(explorer.item('todo.md')).toHaveCount(2);
  await explorer.item('todo.md').first().click();
  await explorer.tree.getByRole('treeitem', { name: 'todo.md' }).last().dragTo(explorer.item('lib'));
  await expect(question).toContainText('Replace “todo.md”?');
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(await text('lib/todo.md')).toBe('another');
  await explorer.tree.getByRole('treeitem', { name: 'todo.md' }).last().dragTo(explorer.item('lib'));
  await question.getByRole('button', { name: 'Replace' }).click();
  // For a moment there is neither: what is replaced goes to the trash first.
  await expect.poll(() => text('lib/todo.md').catch(() => '')).toBe('# Later\n');
});

test('the file on screen is shown in the tree, unless the setting says not to', async () => {
  const { explorer, settings, quickOpen } = app.window;
  await quickOpen('b.ts');
  await expect(explorer.item('b.ts')).toHaveAttribute('aria-selected', 'true');
  await explorer.region.getByRole('button', { name: 'Collapse all folders' }).click();
  await expect(explorer.item('deep')).toHaveCount(0);
  await settings.open();
  const setting = settings.row('explorerAutoReveal').getByRole('checkbox');
  await setting.click();
  await expect(setting).not.toBeChecked();
  await settings.close();
  await quickOpen('c.ts');
  await expect(app.window.editor.tab('c.ts')).toHaveAttribute('aria-selected', 'true');
  await expect(explorer.item('c.ts')).toHaveCount(0);
  await app.window.command('Show the file on screen in the explorer');
  await expect(explorer.item('c.ts')).toHaveAttribute('aria-selected', 'true');
});

test('open to the side, find in a folder, and paths for the clipboard', async () => {
  const { explorer, editor, search, page } = app.window;
  await explorer.open('notes.md');
  await explorer.item('src').click();
  await explorer.item('a.ts').click();
  await explorer.item('a.ts').press('ControlOrMeta+Enter');
  await expect(page.locator('.editor-group')).toHaveCount(2);
  await expect(editor.tab('a.ts').last()).toHaveAttribute('aria-selected', 'true');

  if (app.kind === 'browser') await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await explorer.choose('a.ts', 'Copy path');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(join(folder, 'src/a.ts'));
  await explorer.choose('a.ts', 'Copy relative path');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('src/a.ts');

  await explorer.choose('src', 'Find in folder…');
  await expect(search.query).toBeFocused();
  await page.keyboard.type('export const');
  await expect(search.tree.getByRole('treeitem', { name: /a\.ts/ }).first()).toBeVisible();
  await expect(search.tree.getByRole('treeitem', { name: /c\.ts/ })).toHaveCount(0);
});

test('all of it by keyboard', async () => {
  const { explorer, editor, page } = app.window;
  await explorer.tree.focus();
  await expect(explorer.focused).toHaveText('lib');
  await page.keyboard.press('ArrowRight');
  await expect(explorer.item('c.ts')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(explorer.focused).toHaveText('c.ts');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(explorer.item('lib')).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('End');
  await expect(explorer.focused).toHaveText('todo.md');
  await page.keyboard.type('no');
  await expect(explorer.focused).toHaveText('notes.md');
  await page.keyboard.press('F2');
  await page.keyboard.type('read-me');
  await page.keyboard.press('Enter');
  // The keyboard is where the name was typed.
  await expect(explorer.focused).toHaveText('read-me.md');
  await expect(explorer.item('read-me.md')).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu', { name: 'read-me.md' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(explorer.item('read-me.md')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(editor.tab('read-me.md')).toHaveAttribute('aria-selected', 'true');
});

test('hostile names are shown for what they are, in the tree, in tabs and in questions', async () => {
  const { explorer, editor, page, question } = app.window;
  const long = `${'l'.repeat(251)}.txt`;
  const hostile = [
    '<img src=x onerror=alert(1)>.txt',
    'line\nbreak.txt',
    'cod\u202Etxt.exe',
    'zero\u200Bwidth.txt',
    long,
  ];
  for (const name of hostile) await writeFile(join(folder, name), 'hostile\n');
  await symlink('/etc', join(folder, 'etc'));
  const shown = ['<img src=x onerror=alert(1)>.txt', 'line␊break.txt', 'cod⟨202E⟩txt.exe', 'zero⟨200B⟩width.txt', long];
  await expect.poll(explorer.lines).toEqual(expect.arrayContaining(shown));
  for (const name of shown) {
    await explorer.item(name).dblclick();
    await expect(editor.region.getByRole('tab', { name, exact: true })).toHaveAttribute('aria-selected', 'true');
    await explorer.item(name).press('Delete');
    await expect(question.getByRole('heading')).toHaveText(`Delete “${name}”?`);
    await page.keyboard.press('Escape');
  }
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  // A link that leads out is neither opened nor followed.
  await explorer.item('etc').click();
  await expect(explorer.item('passwd')).toHaveCount(0);
});

test('a link that leads out is moved and deleted itself, never what it leads to', async () => {
  const outside = await scratch.folder({ 'theirs.txt': 'theirs' });
  await symlink(outside, join(folder, 'out'));
  const { explorer, question } = app.window;
  await expect(explorer.item('out')).toBeVisible();
  await explorer.item('out').click();
  await explorer.item('out').press('Shift+Delete');
  await question.getByRole('button', { name: 'Delete for good' }).click();
  await expect(explorer.item('out')).toHaveCount(0);
  expect(await readdir(outside)).toEqual(['theirs.txt']);
});

test('a folder that is renamed or removed elsewhere: the tree follows, and what is open stays', async () => {
  const { explorer, editor } = app.window;
  await explorer.open('src/a.ts');
  await editor.focus('a.ts');
  await editor.append('// mine');
  await rm(join(folder, 'src'), { recursive: true });
  await expect(explorer.item('src')).toHaveCount(0);
  await expect(editor.banner).toContainText('a.ts was removed on disk. Your text is still here.');
  await editor.banner.getByRole('button', { name: 'Save it again' }).click();
  await expect(editor.unsaved('a.ts')).toBeHidden();
  expect(await text('src/a.ts')).toBe('export const a = 1;\n// mine');
  await expect(explorer.item('src')).toBeVisible();
});

test('without a trash it is said before anything is lost', async ({ browser }) => {
  test.skip(app.kind !== 'browser' || process.platform !== 'linux', 'the trash of this system cannot be taken away');
  const before = process.env['XDG_DATA_HOME'];
  const file = join(await scratch.folder({ 'no-folder': '' }), 'no-folder');
  process.env['XDG_DATA_HOME'] = file;
  const other = await startBrowserApp(browser, { data: await scratch.data(), folder });
  process.env['XDG_DATA_HOME'] = before;
  try {
    const { explorer, question } = other.window;
    await explorer.choose('notes.md', 'Delete');
    await question.getByRole('button', { name: 'Move to the trash' }).click();
    await expect(question).toContainText('There is no trash for this place, so nothing was deleted yet.');
    expect(await names()).toContain('notes.md');
    await question.getByRole('button', { name: 'Delete for good' }).click();
    await expect.poll(() => names()).toEqual(['lib', 'src', 'todo.md']);
  } finally {
    await other.stop();
  }
});

test('a disk that is full: the old text stays on disk and the new one on screen', async ({ browser }) => {
  const small = join(await scratch.folder(), 'small');
  await mkdir(small);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small], { stdio: 'ignore' });
  } catch {
    test.skip(true, 'no file system may be mounted here');
  }
  const old = 'old\n'.repeat(10_000);
  await writeFile(join(small, 'a.txt'), old);
  const other = await startBrowserApp(browser, { data: await scratch.data(), folder: small });
  try {
    const { explorer, editor, notifications, page } = other.window;
    await explorer.open('a.txt');
    await editor.focus('a.txt');
    await editor.append('x'.repeat(2000));
    await page.keyboard.press('ControlOrMeta+s');
    await expect(notifications).toContainText(ERROR_MESSAGES['disk-full']);
    await expect(editor.unsaved('a.txt')).toBeVisible();
    expect(await readFile(join(small, 'a.txt'), 'utf8')).toBe(old);
    expect(await readdir(small)).toEqual(['a.txt']);
  } finally {
    await other.stop();
    execFileSync('umount', [small]);
  }
});
