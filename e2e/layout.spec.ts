import { createScratch } from './support/folders.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { layoutView } from './support/layout-view.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** Side bars and the panel: by the keys that people know, and of the size they gave them. */
const scratch = createScratch();
let app: StartedApp;

test.afterAll(() => scratch.remove());

test.describe.serial('layout', () => {
  test.beforeAll(async ({ browser }) => {
    app = await startApp(browser, {
      data: await scratch.data({ detectLocalServers: false }),
      folder: await scratch.folder({ 'a.txt': 'one\n' }),
    });
  });
  test.afterAll(() => app.stop());

  test('each place opens and closes by its key', async () => {
    const { page } = app.window;
    const { side, secondary, panel } = layoutView(page);
    for (const [key, place] of [
      ['ControlOrMeta+b', side],
      ['ControlOrMeta+j', panel],
      ['ControlOrMeta+Alt+b', secondary],
    ] as const) {
      const before = await place.isVisible();
      await page.keyboard.press(key);
      await expect(place).toBeVisible({ visible: !before });
      await page.keyboard.press(key);
      await expect(place).toBeVisible({ visible: before });
    }
  });

  test('the activity bar shows a view, and hides it', async () => {
    const { side, activity } = layoutView(app.window.page);
    await expect(activity('Explorer')).toHaveAttribute('aria-pressed', 'true');
    await activity('Explorer').click();
    await expect(side).toBeHidden();
    await expect(activity('Explorer')).toHaveAttribute('aria-pressed', 'false');
    await activity('Explorer').click();
    await expect(side).toBeVisible();
  });

  test('a view is shown by its key, with the focus in it', async () => {
    const { page, explorer, ledger } = app.window;
    await page.keyboard.press('ControlOrMeta+b');
    await page.keyboard.press('ControlOrMeta+Shift+e');
    await expect(explorer.tree).toBeVisible();
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[data-place]')?.id)).toBe('side');
    await page.keyboard.press('ControlOrMeta+Alt+j');
    await expect(ledger.region).toBeVisible();
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[data-place]')?.id)).toBe('panel');
    await hasNoViolation(app.window, 'the panel');
    await ledger.close();
  });

  test('a place that is opened again has the size it was given', async () => {
    const { page } = app.window;
    const { side, panel, drag } = layoutView(page);
    const size = async (place: typeof side, of: 'width' | 'height'): Promise<number> =>
      Math.round((await place.boundingBox())?.[of] ?? 0);
    await page.keyboard.press('ControlOrMeta+j');
    const [width, height] = [await size(side, 'width'), await size(panel, 'height')];
    await drag('side bar', 70);
    await drag('panel', -60);
    expect(await size(side, 'width')).toBe(width + 70);
    expect(await size(panel, 'height')).toBe(height + 60);
    for (const key of ['ControlOrMeta+b', 'ControlOrMeta+j']) {
      await page.keyboard.press(key);
      await page.keyboard.press(key);
    }
    await expect(side).toBeVisible();
    await expect.poll(() => size(side, 'width')).toBe(width + 70);
    await expect.poll(() => size(panel, 'height')).toBe(height + 60);
  });
});
