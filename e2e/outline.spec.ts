import { createScratch } from './support/folders.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** The outline: what the file on screen declares. */
const scratch = createScratch();
let app: StartedApp;

test.afterAll(() => scratch.remove());

test.describe.serial('the outline', () => {
  test.beforeAll(async ({ browser }) => {
    const folder = await scratch.folder({
      'shop.py':
        'class Shop:\n    def sell(self):\n        return 1\n\n    def buy(self):\n        return 2\n\n\ndef close():\n    pass\n',
      'plain.txt': 'nothing\n',
    });
    app = await startApp(browser, { data: await scratch.data({ detectLocalServers: false }), folder });
  });
  test.afterAll(async () => {
    expect(app.window.errors).toEqual([]);
    await app.stop();
  });

  test('lists symbols within those that they are in, follows the cursor and the text', async () => {
    const { page, editor, explorer } = app.window;
    await explorer.open('shop.py');
    await app.window.command('Show Outline');
    const outline = page.getByRole('region', { name: 'Outline' });
    const rows = outline.getByRole('treeitem');
    await expect(rows).toHaveText([/Shop/, /sell/, /buy/, /close/]);
    await hasNoViolation(app.window, 'outline');
    await rows.filter({ hasText: 'buy' }).click();
    await expect(app.window.statusBar).toContainText('Ln 5, Col 9');
    await editor.focus('shop.py');
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type('\n\ndef later():\npass\n');
    await expect(rows).toHaveText([/Shop/, /sell/, /buy/, /close/, /later/]);
    await outline.getByRole('combobox', { name: 'Order' }).selectOption('By name');
    await expect(rows).toHaveText([/close/, /later/, /Shop/, /buy/, /sell/]);
    await outline.getByRole('searchbox').fill('sel');
    await expect(rows).toHaveText([/Shop/, /sell/]);
  });

  test('says so where nothing is known', async () => {
    await app.window.quickOpen('plain.txt');
    await expect(app.window.page.getByRole('region', { name: 'Outline' })).toContainText(
      'No symbols are known of this file.',
    );
  });
});
