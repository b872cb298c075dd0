import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createScratch } from './support/folders.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { problemsView } from './support/problems-view.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** What a language server knows, as a user meets it: TypeScript, whose server comes with the app. */
const scratch = createScratch();
let app: StartedApp;
let folder: string;

test.afterAll(() => scratch.remove());

test.describe.serial('language intelligence', () => {
  test.beforeAll(async ({ browser }) => {
    folder = await scratch.folder({
      'main.ts': "import { greet } from './greet.ts';\n\nconst text: number = greet('you');\n",
      'greet.ts': '/** Says hello. */\nexport function greet(name: string): string {\n  return name;\n}\n',
      'other.ts': "import { greet } from './greet.ts';\ngreet('me');\n",
      'tsconfig.json':
        '{ "compilerOptions": { "strict": true, "noEmit": true, "allowImportingTsExtensions": true, "module": "esnext", "moduleResolution": "bundler" } }\n',
    });
    app = await startApp(browser, { data: await scratch.data({ detectLocalServers: false }), folder });
    await app.window.explorer.open('main.ts');
    await expect(app.window.page.getByRole('button', { name: 'TypeScript', exact: true })).toBeVisible({
      timeout: 30_000,
    });
  });
  test.afterAll(async () => {
    expect(app.window.errors).toEqual([]);
    expect(app.foreign).toEqual([]);
    await app.stop();
  });

  test('finds what is wrong across files, and lists it', async () => {
    const problems = problemsView(app.window.page);
    await expect(problems.count).toHaveAccessibleName('1 error, 0 warnings', { timeout: 20_000 });
    await problems.show();
    const problem = problems.problem("Type 'string' is not assignable to type 'number'.");
    await expect(problem).toContainText('[3, 7]');
    await problems.filter.fill('nothing of this');
    await expect(problems.tree).toHaveCount(0);
    await problems.filter.fill('assignable');
    await problem.dblclick();
    await expect(app.window.page.getByText('Ln 3, Col 11')).toBeVisible();
    await problems.filter.fill('');
    await hasNoViolation(app.window, 'problems');
    await problems.show();
  });

  test('shows names of parameters while Ctrl+Alt is held', async () => {
    const { editor, page } = app.window;
    const hint = editor.region.locator('.view-line').getByText('name:');
    await editor.focus('main.ts');
    await expect(hint).toHaveCount(0);
    await page.keyboard.down('Control');
    await page.keyboard.down('Alt');
    await expect(hint).toBeVisible();
    await page.keyboard.up('Alt');
    await page.keyboard.up('Control');
    await expect(hint).toHaveCount(0);
  });

  test('completes members, and follows what is typed', async () => {
    const { editor } = app.window;
    await editor.append("greet('x').toUpp");
    await app.window.page.keyboard.press('ControlOrMeta+Space');
    const list = app.window.page.locator('.suggest-widget');
    await expect(list.getByText('toUpperCase', { exact: true }).first()).toBeVisible({ timeout: 20_000 });
    await app.window.page.keyboard.press('Enter');
    await expect.poll(() => editor.text()).toContain("'x').toUpperCase");
    await app.window.page.keyboard.type('();');
  });

  test('tells what a name is, and goes to where it is declared', async () => {
    const { editor } = app.window;
    await editor.input.focus();
    await app.window.page.keyboard.press('ControlOrMeta+Home');
    await app.window.page.keyboard.press('ArrowDown');
    await app.window.page.keyboard.press('ArrowDown');
    for (let i = 0; i < 22; i++) await app.window.page.keyboard.press('ArrowRight');
    await app.window.page.keyboard.press('ControlOrMeta+k');
    await app.window.page.keyboard.press('ControlOrMeta+i');
    await expect(app.window.page.locator('.monaco-hover').first()).toContainText('Says hello.');
    await app.window.page.keyboard.press('Escape');
    await app.window.page.keyboard.press('F12');
    await expect(editor.tab('greet.ts')).toHaveAttribute('aria-selected', 'true');
    await expect(app.window.page.getByText(/Ln 2, Col (?:17|22)/)).toBeVisible();
  });

  test('renames across files, those that are not open too', async () => {
    const { editor } = app.window;
    await editor.focus('greet.ts');
    await app.window.page.keyboard.press('F2');
    const box = app.window.page.locator('.rename-box input');
    await expect(box).toBeVisible();
    await box.fill('salute');
    await box.press('Enter');
    await expect.poll(() => editor.text()).toContain('function salute(');
    await expect.poll(() => readFile(join(folder, 'other.ts'), 'utf8')).toContain("salute('me')");
    await editor.focus('main.ts');
    await expect.poll(() => editor.text()).toMatch(/salute\(.*'you'\)/);
  });

  test('finds symbols of the whole folder', async () => {
    await app.window.page.keyboard.press('ControlOrMeta+p');
    const finder = app.window.page.getByRole('dialog', { name: 'Go to file' });
    await finder.getByRole('combobox').fill('#salu');
    await expect(finder.getByRole('option', { name: /salute.*greet\.ts/ })).toBeVisible({ timeout: 20_000 });
    await app.window.page.keyboard.press('Enter');
    await expect(app.window.editor.tab('greet.ts')).toHaveAttribute('aria-selected', 'true');
  });

  test('starts a server anew', async () => {
    const status = app.window.page.getByRole('button', { name: /^TypeScript/ });
    await status.click();
    await expect(status).toHaveText(/starting|restarting|^\s*TypeScript$/);
    await expect(app.window.page.getByRole('button', { name: 'TypeScript', exact: true })).toBeVisible({
      timeout: 30_000,
    });
    await expect(problemsView(app.window.page).count).toHaveAccessibleName('1 error, 0 warnings', { timeout: 20_000 });
  });
});
