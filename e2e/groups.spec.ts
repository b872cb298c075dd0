import { createScratch } from './support/folders.ts';
import { groupsView, type GroupsView } from './support/groups-view.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** Groups of tabs beside each other, and what can be done with tabs. */
const scratch = createScratch();
let app: StartedApp;
let groups: GroupsView;

const names = (place: number): Promise<string[]> => groups.group(place).names();

test.afterAll(() => scratch.remove());

test.describe.serial('groups of tabs', () => {
  test.beforeAll(async ({ browser }) => {
    app = await startApp(browser, {
      data: await scratch.data({ detectLocalServers: false, completionEnabled: false }),
      folder: await scratch.folder({
        'a.txt': 'text of a\n',
        'b.txt': 'text of b\n',
        'c.txt': 'text of c\n',
        'd.txt': 'text of d\n',
      }),
    });
    groups = groupsView(app.window.page);
  });
  test.afterAll(() => app.stop());
  test.afterEach(() => {
    expect(app.window.errors).toEqual([]);
  });

  test('one click opens a preview that the next takes the place of; a double click or typing keeps it', async () => {
    const { editor, explorer, page } = app.window;
    await explorer.item('a.txt').click();
    await expect(editor.tab('a.txt')).toHaveAttribute('aria-selected', 'true');
    await expect(editor.tab('a.txt').locator('.title')).toHaveCSS('font-style', 'italic');
    await explorer.item('b.txt').click();
    await expect(editor.tab('b.txt')).toHaveAttribute('aria-selected', 'true');
    expect(await names(1)).toEqual(['b.txt']);
    await editor.tab('b.txt').dblclick();
    await expect(editor.tab('b.txt').locator('.title')).toHaveCSS('font-style', 'normal');
    await explorer.item('c.txt').click();
    await expect(editor.tab('c.txt')).toHaveAttribute('aria-selected', 'true');
    expect(await names(1)).toEqual(['b.txt', 'c.txt']);
    await editor.append('typed');
    await expect(editor.tab('c.txt').locator('.title')).toHaveCSS('font-style', 'normal');
    await app.window.quickOpen('a.txt');
    await expect(editor.tab('a.txt').locator('.title')).toHaveCSS('font-style', 'italic');
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.press('Enter');
    await expect(editor.tab('a.txt').locator('.title')).toHaveCSS('font-style', 'normal');
    expect(await names(1)).toEqual(['b.txt', 'c.txt', 'a.txt']);
  });

  test('the groups beside each other show one text, each with its own cursor', async () => {
    const { editor, page, statusBar } = app.window;
    await editor.focus('c.txt');
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.press('ControlOrMeta+\\');
    await expect(groups.all).toHaveCount(2);
    expect(await names(2)).toEqual(['c.txt']);
    await expect(groups.group(2).input).toBeFocused();
    await editor.append(' twice');
    await expect(groups.group(1).lines).toContainText('typed twice');
    await expect(groups.group(1).tab('c.txt').getByRole('img', { name: 'unsaved' })).toBeVisible();
    await expect(statusBar.getByText('Ln 2, Col 12')).toBeVisible();
    await page.keyboard.press('ControlOrMeta+1');
    await expect(groups.group(1).input).toBeFocused();
    await expect(statusBar.getByText('Ln 1, Col 1', { exact: true })).toBeVisible();
    await hasNoViolation(app.window, 'two groups');
  });

  test('a text that another group shows is closed without a question; the last one asks', async () => {
    const { editor, page, question } = app.window;
    await groups.group(1).tab('c.txt').click();
    await page.keyboard.press('Alt+w');
    await expect(groups.group(1).tab('c.txt')).toHaveCount(0);
    await expect(question).toHaveCount(0);
    await page.keyboard.press('ControlOrMeta+2');
    await expect(groups.group(2).input).toBeFocused();
    await page.keyboard.press('Alt+w');
    await expect(question).toContainText('Save the changes to c.txt?');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(editor.tab('c.txt')).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(editor.unsaved('c.txt')).toBeHidden();
    await page.keyboard.press('Alt+w');
    await expect(groups.all).toHaveCount(1);
  });

  test('a closed tab is opened again', async () => {
    const { editor, page } = app.window;
    await page.keyboard.press('Alt+Shift+T');
    await expect(editor.tab('c.txt')).toHaveAttribute('aria-selected', 'true');
    await expect(groups.group(1).lines).toContainText('typed twice');
  });

  test('tabs go by recency while the key is held', async () => {
    const { editor, page } = app.window;
    for (const name of ['a.txt', 'b.txt', 'c.txt']) await editor.focus(name);
    await page.keyboard.down('Alt');
    await page.keyboard.press('q');
    await expect(editor.tab('b.txt')).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('q');
    await expect(editor.tab('a.txt')).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.up('Alt');
    await page.keyboard.press('Alt+q');
    await expect(editor.tab('c.txt')).toHaveAttribute('aria-selected', 'true');
  });

  test('a tab that is dragged to an edge gets a group there, and goes back by another drag', async () => {
    const { editor } = app.window;
    await groups.drag(groups.group(1).tab('a.txt'), groups.group(1), 'right');
    await expect(groups.all).toHaveCount(2);
    expect(await names(2)).toEqual(['a.txt']);
    const [left, right] = await Promise.all([1, 2].map((place) => groups.group(place).region.boundingBox()));
    expect(right?.x).toBeGreaterThanOrEqual((left?.x ?? 0) + (left?.width ?? 0));
    await groups.drag(groups.group(1).tab('b.txt'), groups.group(2), 'bottom');
    await expect(groups.all).toHaveCount(3);
    const [upper, lower] = await Promise.all([2, 3].map((place) => groups.group(place).region.boundingBox()));
    expect(lower?.y).toBeGreaterThanOrEqual((upper?.y ?? 0) + (upper?.height ?? 0));
    await groups.drag(groups.group(3).tab('b.txt'), groups.group(1), 'centre');
    await expect(groups.all).toHaveCount(2);
    await groups.drag(groups.group(2).tab('a.txt'), groups.group(1), 'centre');
    await expect(groups.all).toHaveCount(1);
    await expect(editor.tab('a.txt')).toHaveAttribute('aria-selected', 'true');
    await expect(editor.input).toBeFocused();
  });

  test('a tab is dragged to another place of its group', async () => {
    expect(await names(1)).toEqual(['c.txt', 'b.txt', 'a.txt']);
    await groups
      .group(1)
      .tab('a.txt')
      .dragTo(groups.group(1).tab('c.txt'), { targetPosition: { x: 2, y: 10 } });
    await expect.poll(() => names(1)).toEqual(['a.txt', 'c.txt', 'b.txt']);
  });

  test('pinned tabs stay at the left, and where others are closed', async () => {
    const { editor, explorer, page } = app.window;
    await explorer.open('d.txt');
    await groups.choose(editor.tab('d.txt'), 'Pin');
    await expect.poll(() => names(1)).toEqual(['d.txt', 'a.txt', 'c.txt', 'b.txt']);
    await hasNoViolation(app.window, 'a pinned tab');
    await groups.choose(editor.tab('c.txt'), 'Close others');
    await expect.poll(() => names(1)).toEqual(['d.txt', 'c.txt']);
    await groups.choose(editor.tab('d.txt'), 'Unpin');
    await editor.focus('c.txt');
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type('more');
    await groups.choose(editor.tab('c.txt'), 'Close saved');
    await expect.poll(() => names(1)).toEqual(['c.txt']);
    await page.keyboard.press('ControlOrMeta+s');
    await expect(editor.unsaved('c.txt')).toBeHidden();
  });

  test("a tab's file is copied by its path and shown in the tree", async () => {
    const { editor, explorer, page } = app.window;
    await page.keyboard.press('ControlOrMeta+b');
    await expect(explorer.tree).toBeHidden();
    await groups.choose(editor.tab('c.txt'), 'Reveal in the explorer');
    await expect(explorer.item('c.txt').locator('.row.selected')).toBeVisible();
    await groups.choose(editor.tab('c.txt'), 'Copy relative path');
    await editor.focus('c.txt');
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.press('ControlOrMeta+v');
    await expect(groups.group(1).lines).toContainText('morec.txt');
  });

  test('a group is closed by its command, with all its tabs', async () => {
    const { page, command } = app.window;
    await page.keyboard.press('ControlOrMeta+s');
    await command('Split down');
    await expect(groups.all).toHaveCount(2);
    await command('Close group');
    await expect(groups.all).toHaveCount(1);
    await command('Close all tabs');
    await expect(page.getByRole('heading', { name: 'CodeGrex' })).toBeVisible();
  });
});
