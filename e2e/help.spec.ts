import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { createScratch } from './support/folders.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** Help: what explains privacy, and a report that stays here. */
const scratch = createScratch();
let app: StartedApp;
let folder: string;

test.afterAll(() => scratch.remove());

test.describe.serial('help', () => {
  test.beforeAll(async ({ browser }) => {
    folder = await scratch.folder({ 'a.txt': 'a\n' });
    app = await startApp(browser, { data: await scratch.data({ detectLocalServers: false }), folder });
    await app.window.trustFolder();
  });
  test.afterAll(async () => {
    expect(app.window.errors).toEqual([]);
    // What tries whether Offline holds asks for a picture, which is refused.
    expect(app.foreign.filter((url) => !/^http:\/\/127\.0\.0\.1:\d+\/probe\.png$/.test(url))).toEqual([]);
    await app.stop();
  });

  test('the walkthrough is on the welcome page, and what it shows can be tried there', async () => {
    const { page, editor } = app.window;
    await page.getByRole('button', { name: 'How privacy works here' }).click();
    const guide = page.getByRole('document', { name: 'Privacy walkthrough' });
    await expect(guide).toContainText('Nothing has left this machine so far.');
    await hasNoViolation(app.window, 'walkthrough');
    await guide.getByRole('radio', { name: /^Offline/ }).click();
    await expect(guide.getByRole('radio', { name: /^Offline/ })).toBeChecked();
    await expect(app.window.mode('Offline')).toBeVisible();
    await guide.getByRole('radio', { name: /^Normal/ }).click();
    await expect(app.window.mode('Normal')).toBeVisible();
    await guide.getByRole('button', { name: 'Verify offline' }).click();
    await expect(page.getByRole('dialog', { name: /offline/i })).toBeVisible();
    await page.keyboard.press('Escape');
    await guide.getByRole('button', { name: 'Open .codegrexignore' }).click();
    await expect(editor.tab('.codegrexignore')).toHaveAttribute('aria-selected', 'true');
    await access(join(folder, '.codegrexignore'));
  });

  test('which version it is, and what it runs in', async () => {
    const { page, question } = app.window;
    await app.window.command('Help: About CodeGrex');
    await expect(question).toContainText(/Version \d+\.\d+\.\d+, .*, on linux, Chrome [\d.]+\./);
    await page.keyboard.press('Escape');
    await expect(question).toHaveCount(0);
  });

  test('a report is a draft with nothing of the folder in it, kept while the window is', async () => {
    const { page, editor } = app.window;
    await app.window.command('Help: Report an issue…');
    const text = page.getByRole('textbox', { name: 'The report' });
    await expect(text).toHaveValue(/CodeGrex \d+\.\d+.*on linux/);
    await expect(text).toHaveValue(/Privacy mode: Normal/);
    expect(await text.inputValue()).not.toContain(folder);
    await hasNoViolation(app.window, 'report');
    await text.fill('It does not do what it should.');
    await editor.close('Report an issue');
    await app.window.command('Help: Report an issue…');
    await expect(text).toHaveValue('It does not do what it should.');
    await page.getByRole('button', { name: 'Copy the report' }).click();
    await expect(app.window.notifications).toContainText('The report was copied.');
  });
});
