import type { Locator } from '@playwright/test';
import { createScratch } from './support/folders.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** A window of 1280×800 at 200 %: half as many pixels of the page's own in either direction. */
const scratch = createScratch();
let app: StartedApp;

async function isOnScreen(what: Locator): Promise<void> {
  await expect(what).toBeInViewport({ ratio: 0.9 });
}

test.afterAll(() => scratch.remove());

test.describe.serial('at 200 %', () => {
  test.beforeAll(async ({ browser }) => {
    const folder = await scratch.folder({ 'src/a.ts': 'export const a = 1;\n'.repeat(60), 'b.md': '# b\n' });
    app = await startApp(browser, {
      data: await scratch.data({ detectLocalServers: false, completionEnabled: false }),
      folder,
    });
    await app.window.page.setViewportSize({ width: 640, height: 400 });
  });
  test.afterEach(async () => {
    const { page, errors } = app.window;
    expect(errors).toEqual([]);
    const size = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.scrollHeight,
    ]);
    expect(size).toEqual([640, 400]);
  });
  test.afterAll(() => app.stop());

  test('a file is found, read and changed', async () => {
    const { page, editor, statusBar } = app.window;
    await app.window.quickOpen('a.ts');
    await expect(editor.tab('a.ts')).toBeVisible();
    await editor.append('// zoomed');
    await expect(editor.unsaved('a.ts')).toBeVisible();
    await expect(page.locator('.view-line', { hasText: 'zoomed' })).toBeInViewport();
    await isOnScreen(statusBar.getByRole('button', { name: /^Privacy mode/ }));
    await hasNoViolation(app.window, 'the editor at 200 %');
  });

  test('a question is asked, and can be sent', async () => {
    const { chat, page } = app.window;
    if (!(await chat.region.isVisible())) await app.window.command('Show Chat');
    await isOnScreen(chat.region.getByRole('textbox', { name: 'Question' }));
    await isOnScreen(chat.region.getByRole('button', { name: 'Send' }));
    await page.keyboard.press('Escape');
  });

  test('menus and dialogs fit, or are scrolled', async () => {
    const { page, statusBar } = app.window;
    await statusBar.getByRole('button', { name: /^Privacy mode/ }).click();
    const offline = page.getByRole('menuitemradio', { name: /^Offline/ });
    await offline.hover();
    await isOnScreen(offline);
    await page.keyboard.press('Escape');
    await app.window.models.open();
    const close = page
      .getByRole('dialog')
      .getByRole('button', { name: /^(Close|Done)$/ })
      .first();
    await close.scrollIntoViewIfNeeded();
    await isOnScreen(close);
    await hasNoViolation(app.window, 'the dialog of models at 200 %');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+,');
    await isOnScreen(app.window.settings.search);
  });
});
