import { chmod, mkdir, readdir, readFile, readlink, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createScratch } from './support/folders.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** Search and replace in files, and finding files, lines and symbols, as a user does it. */
const scratch = createScratch();
let app: StartedApp;
let folder: string;

const onDisk = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');
/** An expression that takes the program long on each file, and never matches. */
const SLOW = '(?=(x+x+)+\\d)';

/** Whether the program that searches runs in a folder. */
async function searchRuns(where: string): Promise<boolean> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (cwd === where && command.includes('--json')) return true;
  }
  return false;
}

test.afterAll(() => scratch.remove());

test.describe.serial('search in files', () => {
  test.beforeAll(async ({ browser }) => {
    folder = await scratch.folder({
      'src/orders.ts': 'export const orderLimit = 5;\n// The order of orders.\nexport class Order {}\n',
      'src/deep/prices.ts': 'import { Order } from "../orders";\n\nexport const priceOf = (order: Order) => 1;\n',
      'docs/orders.md': '# Orders\n',
      '.gitignore': 'dist/\n',
      'dist/orders.js': 'var order;\n',
      '.env': 'ORDER_KEY=none\n',
      'dos.txt': '\uFEFFfirst order\r\nsecond order\r\n',
      'notes.txt': 'one order\n',
    });
    await chmod(join(folder, 'dos.txt'), 0o640);
    app = await startApp(browser, { data: await scratch.data({ detectLocalServers: false }), folder });
    await expect(app.window.explorer.item('src')).toBeVisible();
  });
  test.afterAll(async () => {
    expect(app.window.errors).toEqual([]);
    expect(app.foreign).toEqual([]);
    await app.stop();
  });

  test('finds as one types, by case, word and expression', async () => {
    const { search, page } = app.window;
    await search.open();
    await page.keyboard.type('order');
    await expect(search.summary).toHaveText('13 matches in 6 files');
    await expect(search.file('prices.ts')).toContainText('src/deep');
    // What ignore files name is left out.
    await expect(search.file('orders.js')).toHaveCount(0);

    await search.query.press('Alt+c');
    await expect(search.toggle('Match case')).toHaveAttribute('aria-pressed', 'true');
    await expect(search.summary).toHaveText('8 matches in 4 files');
    await search.query.press('Alt+w');
    await expect(search.summary).toHaveText('5 matches in 4 files');
    await search.toggle('Match whole word').click();
    await search.toggle('Match case').click();
    await search.toggle('Regular expression').click();
    await search.find('^export (const|class)', '3 matches in 2 files');
    await search.find('Order \\}.*\\n\\nexport', '1 match in 1 file');
  });

  test('says what is wrong with an expression or a pattern of files', async () => {
    const { search } = app.window;
    await search.find('order(', '');
    await expect(search.region.getByRole('alert')).toContainText('This regular expression cannot be used');
    await expect(search.region.getByRole('alert')).toContainText('Unterminated group');
    await search.find('order', '13 matches in 6 files');
    await expect(search.region.getByRole('alert')).toHaveCount(0);
    await search.toggle('Regular expression').click();
    await search.files('Files to include', '*.{ts');
    await expect(search.region.getByRole('alert')).toContainText('patterns of files');
    await search.files('Files to include', '');
    await expect(search.region.getByRole('alert')).toHaveCount(0);
  });

  test('looks where it is told to', async () => {
    const { search, page } = app.window;
    await search.files('Files to include', 'src, *.md');
    await expect(search.summary).toHaveText('9 matches in 3 files');
    await search.files('Files to exclude', 'deep');
    await expect(search.summary).toHaveText('5 matches in 2 files');
    await search.files('Files to include', '');
    await search.files('Files to exclude', '');
    await page.getByRole('checkbox', { name: 'Leave out what .gitignore names' }).uncheck();
    await expect(search.summary).toHaveText('14 matches in 7 files');
    await page.getByRole('checkbox', { name: 'Leave out what .gitignore names' }).check();
    await expect(search.summary).toHaveText('13 matches in 6 files');
    await search.region.getByRole('button', { name: 'Which files' }).click();
  });

  test('finds what is kept from models, marks it, and tells the rule', async () => {
    const { search, page } = app.window;
    await expect(search.file('notes.txt').getByRole('button', { name: 'Kept from models: why?' })).toHaveCount(0);
    await search.file('.env').getByRole('button', { name: 'Kept from models: why?' }).click();
    await expect(page.getByRole('dialog', { name: 'Kept from models' })).toContainText('.env');
    await page.keyboard.press('Escape');
  });

  test('is used with the keyboard: history, results, the next and the one before', async () => {
    const { search, page, editor, statusBar } = app.window;
    await search.open();
    await search.find('priceOf', '1 match in 1 file');
    await search.query.press('ArrowUp');
    await expect(search.query).toHaveValue('order');
    await search.query.press('ArrowDown');
    await expect(search.query).toHaveValue('priceOf');
    await search.query.press('ArrowUp');
    await search.query.press('Enter');
    await expect(search.summary).toHaveText('13 matches in 6 files');

    // From the field to the results, past the file to its match, and off with it.
    await search.query.press('ArrowDown');
    await expect(search.file('.env')).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Delete');
    await expect(search.summary).toHaveText('12 matches in 5 files');
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(editor.tab('orders.md')).toHaveAttribute('aria-selected', 'true');
    await expect(statusBar).toContainText('Ln 1, Col 8');

    await page.keyboard.press('F4');
    await expect(editor.tab('dos.txt')).toHaveAttribute('aria-selected', 'true');
    await expect(statusBar).toContainText('Ln 1, Col 12');
    await page.keyboard.press('F4');
    await expect(statusBar).toContainText('Ln 2, Col 13');
    await page.keyboard.press('Shift+F4');
    await expect(statusBar).toContainText('Ln 1, Col 12');
    // What is only looked at gives way to the next.
    await expect(editor.tab('orders.md')).toHaveCount(0);
    await editor.close('dos.txt');
  });

  test('searches unsaved text in place of what is on disk, and follows it', async () => {
    const { search, editor, page } = app.window;
    await page.keyboard.press('ControlOrMeta+p');
    await page.keyboard.type('notes.txt');
    await page.keyboard.press('Enter');
    await expect(editor.tab('notes.txt')).toHaveAttribute('aria-selected', 'true');
    await editor.focus('notes.txt');
    await editor.append('border');
    await expect(editor.unsaved('notes.txt')).toBeVisible();
    await search.open();
    await search.find('order', '14 matches in 6 files');
    await expect(search.match('border')).toBeVisible();
    await editor.focus('notes.txt');
    await editor.append(' disorder');
    await expect(search.summary).toHaveText('15 matches in 6 files');
    // Left out as any other file is.
    await search.files('Files to exclude', '*.txt');
    await expect(search.summary).toHaveText('10 matches in 4 files');
    await search.files('Files to exclude', '');
    await expect(search.summary).toHaveText('15 matches in 6 files');
    expect(await onDisk('notes.txt')).toBe('one order\n');
  });

  test('replaces what is chosen after a preview, and one undo takes all of it back', async () => {
    const { search, editor, page } = app.window;
    await search.openReplace();
    await search.files('Files to include', '*.txt, src');
    await search.toggle('Match case').click();
    await expect(search.summary).toHaveText('10 matches in 4 files');
    await search.replacement.fill('job');

    // Neither the class of prices.ts nor the second line of dos.txt.
    await search.file('prices.ts').getByRole('checkbox').first().uncheck();
    await search.match('second').getByRole('checkbox').uncheck();
    await search.file('dos.txt').getByRole('checkbox').first().focus();
    await search.file('dos.txt').hover();
    await search.file('dos.txt').getByRole('button', { name: 'Preview dos.txt' }).click();
    await expect(search.preview).toContainText('Nothing is written yet.');
    const [before, after] = [search.preview.locator('.original'), search.preview.locator('.modified')];
    await expect(before.locator('.view-line').first()).toHaveText(/first\sorder/);
    await expect(after.locator('.view-line').first()).toHaveText(/first\sjob/);
    await expect(after.locator('.view-line').nth(1)).toHaveText(/second\sorder/);
    await page.keyboard.press('Escape');
    expect(await onDisk('dos.txt')).toContain('first order');

    await search.replaceAll();
    await expect(search.outcome).toContainText('Replaced 7 matches in 3 files.');
    expect(await onDisk('dos.txt')).toBe('\uFEFFfirst job\r\nsecond order\r\n');
    expect((await stat(join(folder, 'dos.txt'))).mode & 0o777).toBe(0o640);
    expect(await onDisk('src/orders.ts')).toBe(
      'export const jobLimit = 5;\n// The job of jobs.\nexport class Order {}\n',
    );
    expect(await onDisk('src/deep/prices.ts')).toContain('order: Order');
    // It had unsaved text, which is the user's to save.
    await expect(search.outcome).toContainText('not saved, as there was unsaved text: notes.txt');
    await expect.poll(editor.text).toBe('one job\nbjob disjob');
    expect(await onDisk('notes.txt')).toBe('one order\n');
    // What was left out is still found.
    await expect(search.summary).toHaveText('3 matches in 2 files');

    await search.outcome.getByRole('button', { name: 'Undo' }).click();
    await expect(search.outcome).toContainText('Took back 7 matches in 3 files.');
    expect(await onDisk('dos.txt')).toBe('\uFEFFfirst order\r\nsecond order\r\n');
    expect(await onDisk('src/orders.ts')).toContain('export const orderLimit = 5;');
    await expect.poll(editor.text).toBe('one order\nborder disorder');
    await expect(search.summary).toHaveText('10 matches in 4 files');
  });

  test('saves what was saved before, and lets the editor undo it', async () => {
    const { search, editor, page } = app.window;
    await editor.focus('notes.txt');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(editor.unsaved('notes.txt')).toHaveCount(0);
    await search.openReplace();
    await search.find('(dis)?(order)$', /./);
    await search.toggle('Regular expression').click();
    await search.files('Files to include', 'notes.txt');
    await expect(search.summary).toHaveText('2 matches in 1 file');
    await search.replacement.fill('\\u$2: $1');
    // Its own button replaces one alone, without a question.
    await search.match('disorder').hover();
    await search.match('disorder').getByRole('button', { name: 'Replace in line 2' }).click();
    await expect(search.outcome).toContainText('Replaced 1 match in 1 file.');
    await expect.poll(() => onDisk('notes.txt')).toBe('one order\nborder Order: dis');
    await expect(editor.unsaved('notes.txt')).toHaveCount(0);
    await editor.focus('notes.txt');
    await page.keyboard.press('ControlOrMeta+z');
    await expect.poll(editor.text).toBe('one order\nborder disorder');
    await page.keyboard.press('ControlOrMeta+s');
    await expect.poll(() => onDisk('notes.txt')).toBe('one order\nborder disorder');
  });

  test('writes nothing to a file that changed since, and says so', async () => {
    const { search } = app.window;
    await search.openReplace();
    await search.toggle('Regular expression').click();
    await search.files('Files to include', 'dos.txt, ./src/orders.ts');
    await search.find('order', '5 matches in 2 files');
    await search.replacement.fill('job');
    await writeFile(join(folder, 'dos.txt'), 'first order\nand more\n');
    await search.replaceAll();
    await expect(search.outcome).toContainText('Replaced 3 matches in 1 file. 1 could not be changed:');
    await expect(search.outcome).toContainText('dos.txt The file changed since');
    expect(await onDisk('dos.txt')).toBe('first order\nand more\n');
    // By its command, too.
    await app.window.command('Undo the last replacement in files');
    await expect(search.outcome).toContainText('Took back 3 matches in 1 file.');
    expect(await onDisk('src/orders.ts')).toContain('orderLimit');
  });

  test('shows hostile names and lines as text', async () => {
    const { search, page, editor } = app.window;
    const names = ['<img src=x onerror=alert(1)>.txt', 'invoice\u202Efdp.exe', 'two\nlines.txt', '${x}`&quot;.txt'];
    for (const name of names) await writeFile(join(folder, name), `<b>odd</b> \u202Eorder-of-names\u0007 order\n`);
    await search.files('Files to include', '');
    await search.find('of-names', '4 matches in 4 files');
    await expect(search.tree.locator('img')).toHaveCount(0);
    await expect(search.file('<img src=x onerror=alert(1)>.txt')).toBeVisible();
    await expect(search.file('invoice⟨202E⟩fdp.exe')).toBeVisible();
    await expect(search.file('two␊lines.txt')).toBeVisible();
    await expect(search.match('⟨202E⟩order-').first()).toBeVisible();
    await expect(search.match('␇').first()).toBeVisible();
    // And it is the file itself that opens.
    await search.file('two␊lines.txt').click();
    await search.file('two␊lines.txt').click();
    await search.match('of-names').nth(2).click();
    await expect.poll(editor.text).toContain('<b>odd</b>');
    await page.keyboard.press('ControlOrMeta+w');
  });

  test('passes axe, in results, in replacing, in the preview', async () => {
    const { search, page } = app.window;
    await search.open();
    await search.find('order', /matches in/);
    await hasNoViolation(app.window, 'search and replace');
    await search.region.getByRole('button', { name: 'Preview', exact: true }).click();
    await expect(search.preview.locator('.modified .view-line').first()).toBeVisible();
    await hasNoViolation(app.window, 'preview of replacing');
    await page.keyboard.press('Escape');
    await search.region.getByRole('button', { name: 'Replace', exact: true }).click();
    await hasNoViolation(app.window, 'search');
  });

  test('is stopped, and the program with it', async () => {
    const { search, page } = app.window;
    const slow = join(folder, 'slow');
    await mkdir(slow);
    for (let i = 0; i < 4000; i++) await writeFile(join(slow, `f${String(i)}.txt`), 'x'.repeat(34));
    await search.open();
    await search.toggle('Regular expression').click();
    await search.query.fill(SLOW);
    await search.query.press('Enter');
    await expect(search.summary).toHaveText('Searching…');
    await expect.poll(() => searchRuns(folder)).toBe(true);
    await search.region.getByRole('button', { name: 'Stop the search' }).click();
    await expect(search.region).toContainText('The search was stopped before its end.');
    await expect.poll(() => searchRuns(folder)).toBe(false);

    // Another search ends the one before.
    await search.query.press('Enter');
    await expect.poll(() => searchRuns(folder)).toBe(true);
    await search.toggle('Regular expression').click();
    await search.find('priceOf', '1 match in 1 file');
    await expect.poll(() => searchRuns(folder)).toBe(false);
    await search.region.getByRole('button', { name: 'Clear the search' }).click();
    await expect(search.query).toHaveValue('');
    await expect(search.tree).toHaveCount(0);
    await page.keyboard.press('ControlOrMeta+b');
  });
});

test.describe.serial('quick open', () => {
  test.beforeAll(async ({ browser }) => {
    folder = await scratch.folder({
      'src/main.ts':
        'export function start(): void {\n  const inner = 1;\n}\n\nexport class Engine {\n  run(): void {}\n}\n',
      'src/tools.py': 'class Tool:\n    def turn(self):\n        pass\n\ndef main():\n    pass\n',
      'lib/main.ts': 'export {};\n',
      'notes.txt': 'one\ntwo\nthree\n',
      'odd\u202Etxt.exe': '',
    });
    app = await startApp(browser, { data: await scratch.data({ detectLocalServers: false }), folder });
    await expect(app.window.explorer.item('src')).toBeVisible();
  });
  test.afterAll(async () => {
    expect(app.window.errors).toEqual([]);
    await app.stop();
  });

  const finder = () => app.window.page.getByRole('dialog', { name: 'Go to file' });
  const options = () => finder().getByRole('option');

  test('opens what is typed, however soon Enter comes, and at a line', async () => {
    const { page, editor, statusBar } = app.window;
    await page.keyboard.press('ControlOrMeta+p');
    await page.keyboard.type('lib/main:1');
    await page.keyboard.press('Enter');
    await expect(finder()).toBeHidden();
    await expect(editor.tab('main.ts')).toHaveAttribute('title', 'lib/main.ts');
    await page.keyboard.press('ControlOrMeta+p');
    await page.keyboard.type('notes:2:3');
    await page.keyboard.press('Enter');
    await expect(editor.tab('notes.txt')).toHaveAttribute('aria-selected', 'true');
    await expect(statusBar).toContainText('Ln 2, Col 3');
  });

  test('offers the file before first, and of files alike the one that was on screen lately', async () => {
    const { page, editor } = app.window;
    await page.keyboard.press('ControlOrMeta+p');
    await expect(options().first()).toContainText('main.ts');
    await page.keyboard.press('Enter');
    await expect(editor.tab('main.ts')).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('ControlOrMeta+p');
    await page.keyboard.type('main');
    await expect(options().first()).toHaveText('main.tslib');
    await expect(options().nth(1)).toHaveText('main.tssrc');
    await expect(options().first().locator('b')).toHaveText('main');
    await finder().getByRole('combobox').fill('odd');
    await expect(options().first()).toHaveText('odd⟨202E⟩txt.exe');
    await finder().getByRole('combobox').fill('nothing of the kind');
    await expect(finder()).toContainText('No file of that name.');
    await page.keyboard.press('Escape');
  });

  test('goes to a line of the file on screen', async () => {
    const { page, editor, quickOpen, statusBar } = app.window;
    await quickOpen('notes.txt');
    await editor.focus('notes.txt');
    await page.keyboard.press('ControlOrMeta+g');
    await expect(finder()).toContainText('Type a line from 1 to 4');
    await page.keyboard.type('99');
    await expect(options().first()).toHaveText('Go to line 4the last one');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('3:2');
    await page.keyboard.press('Enter');
    await expect(statusBar).toContainText('Ln 3, Col 2');
  });

  test('goes to a symbol, of languages that Monaco or the core reads, and says where none are known', async () => {
    const { page, statusBar, editor } = app.window;
    await page.keyboard.press('ControlOrMeta+Shift+O');
    await expect(finder()).toContainText('No symbols are known of files in this language.');
    await page.keyboard.press('Escape');

    await app.window.quickOpen('tools.py');
    await expect(editor.tab('tools.py')).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('ControlOrMeta+Shift+O');
    await expect(options()).toHaveText([/^Tool\s*1$/, /^turn\s*2$/, /^main\s*5$/]);
    await hasNoViolation(app.window, 'symbols');
    await page.keyboard.type('tur');
    await expect(options()).toHaveCount(1);
    await page.keyboard.press('Enter');
    await expect(statusBar).toContainText('Ln 2, Col 9');

    await app.window.quickOpen('src/main.ts');
    await expect.poll(editor.text).toContain('Engine');
    await page.keyboard.press('ControlOrMeta+p');
    await page.keyboard.type('@');
    await expect(options().filter({ hasText: 'Engine' })).toBeVisible();
    await page.keyboard.type('run');
    await expect(options().first()).toContainText('run');
    await page.keyboard.press('Enter');
    await expect(statusBar).toContainText('Ln 6, Col 3');
  });
});
