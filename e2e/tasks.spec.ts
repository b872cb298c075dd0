import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createScratch } from './support/folders.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { problemsView, type ProblemsView } from './support/problems-view.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { tasksView, type TasksView } from './support/tasks-view.ts';
import { terminalView, type TerminalView } from './support/terminal-view.ts';
import { expect, test } from './support/test.ts';

/** Tasks, as a user meets them: programs that run in terminals, and what they find wrong. */
const scratch = createScratch();
let app: StartedApp;
let folder: string;
let tasks: TasksView;
let terminal: TerminalView;
let problems: ProblemsView;

const WRONG = 'src/a.ts(3,7): error TS2322: Not a number.';

test.afterAll(() => scratch.remove());

test.describe.serial('tasks', () => {
  test.beforeAll(async ({ browser }) => {
    folder = await scratch.folder({
      'src/a.ts': 'export const a = 1;\n\nconst wrong = 2;\n',
      'out.txt': `${WRONG}\n`,
      'package.json': '{ "scripts": { "start": "echo started" } }',
      '.vscode/tasks.json': JSON.stringify({
        tasks: [
          {
            label: 'compile',
            type: 'shell',
            command: 'touch ran; cat out.txt',
            problemMatcher: '$tsc',
            group: { kind: 'build', isDefault: true },
          },
          { label: 'watch', type: 'shell', command: 'echo watching; sleep 600' },
          { label: 'grunt <b>it</b>', type: 'grunt' },
          {
            label: 'serve',
            type: 'shell',
            command: 'echo starting; sleep 2; echo Found 0 errors. Watching for file changes.; sleep 600',
            isBackground: true,
            problemMatcher: '$tsc-watch',
          },
          { label: 'visit', type: 'shell', command: 'echo visited', dependsOn: 'serve' },
          {
            label: 'breaks',
            type: 'shell',
            command: 'exit 3',
            isBackground: true,
            problemMatcher: '$tsc-watch',
          },
          { label: 'never', type: 'shell', command: 'touch never', dependsOn: 'breaks' },
        ],
      }),
    });
    app = await startApp(browser, {
      data: await scratch.data({ detectLocalServers: false, terminalDefaultProfile: 'sh' }),
      folder,
    });
    const { page } = app.window;
    tasks = tasksView(page);
    terminal = terminalView(page);
    problems = problemsView(page);
  });
  test.afterAll(async () => {
    expect(app.window.errors).toEqual([]);
    expect(app.foreign).toEqual([]);
    await app.stop();
  });

  test('none is run in a folder that is not trusted, and it says why', async () => {
    const { page } = app.window;
    await expect(app.window.explorer.item('package.json')).toBeVisible();
    await page.keyboard.press('ControlOrMeta+Shift+b');
    await expect(page.getByText(/Trust it to run its tasks/)).toBeVisible();
    await expect(terminal.region).toHaveCount(0);
    await expect(access(join(folder, 'ran'))).rejects.toThrow();
    await app.window.trustFolder();
  });

  test('the build task runs by its key, and what it finds is listed', async () => {
    const { page, editor } = app.window;
    await page.keyboard.press('ControlOrMeta+Shift+b');
    await expect.poll(terminal.text).toContain(WRONG);
    await expect.poll(terminal.text).toContain('The task ended with exit code 0.');
    await expect(problems.count).toHaveText(/1/);
    await problems.show();
    await problems.problem('Not a number.').click();
    await expect(editor.tab('a.ts')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText('Ln 3, Col 7');
    await expect(page.locator('.squiggly-error').first()).toBeVisible();
  });

  test('run again, it lists what is wrong now', async () => {
    await writeFile(join(folder, 'out.txt'), '');
    await app.window.command('Rerun last task');
    await problems.show();
    await expect(problems.problem('Not a number.')).toHaveCount(0);
    await expect(app.window.page.locator('.squiggly-error')).toHaveCount(0);
  });

  test('all are found by name; what cannot be run says why', async () => {
    await app.window.command('Run task…');
    await expect(tasks.choices).toHaveCount(8);
    await expect(tasks.choices.filter({ hasText: 'grunt <b>it</b>' })).toContainText('come from extensions');
    await hasNoViolation(app.window, 'tasks');
    await tasks.choose('npm: start');
    // The note is below what the task printed.
    await expect
      .poll(terminal.text)
      .toMatch(/Executing task: npm run 'start'[^]*\nstarted\s[^]*The task ended with exit code 0/);
  });

  test('one that goes on is ended, or begun again after a question', async () => {
    const { question } = app.window;
    await app.window.command('Run task…');
    await tasks.choose('watch');
    await expect.poll(terminal.text).toContain('watching');
    await app.window.command('Rerun last task');
    await expect(question).toContainText('Restart “watch”?');
    await question.getByRole('button', { name: 'Restart' }).click();
    await expect.poll(terminal.text).toContain('watching');
    await expect(terminal.row(/^watch/)).toHaveCount(1);
    await app.window.command('Terminate task…');
    await expect(terminal.row(/^watch/)).toHaveCount(0);
  });

  test('what a task needs in the background is run first, in a terminal of its own, and not again', async () => {
    const { page } = app.window;
    await app.window.command('Run task…');
    await tasks.choose('visit');
    await expect.poll(terminal.text).toContain('starting');
    await expect.poll(terminal.text).toContain('visited');
    await expect(terminal.row('serve')).toBeVisible();
    const rows = await terminal.list.getByRole('tab').count();
    await app.window.command('Rerun last task');
    await expect.poll(terminal.text).toContain('visited');
    expect(await terminal.list.getByRole('tab').count()).toBe(rows);
    await app.window.command('Run task…');
    await tasks.choose('never');
    await expect(page.getByText('“breaks” ended before it was ready, so “never” was not run.')).toBeVisible();
    await expect(access(join(folder, 'never'))).rejects.toThrow();
  });
});
