import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createScratch } from './support/folders.ts';
import { groupsView, type GroupsView } from './support/groups-view.ts';
import { hasNoViolation } from './support/has-no-violation.ts';
import { layoutView } from './support/layout-view.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** Files shown as what they are: pictures, Markdown, two beside each other; and that hostile ones do nothing. */
const scratch = createScratch();
let app: StartedApp;
let groups: GroupsView;
let folder: string;

/** One red pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
);
const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="teal"/></svg>`;
const RUNS = 'window.ran = (window.ran ?? 0) + 1';
const EVIL = 'http://evil.example';
const HOSTILE_SVG = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="30" onload="${RUNS}">
<style>@import url("${EVIL}/a.css"); rect { fill: url("${EVIL}/b.svg#c"); }</style>
<script>${RUNS}; fetch("${EVIL}/script")</script>
<script href="${EVIL}/script.js"/>
<image href="${EVIL}/image.png" width="10" height="10"/>
<use xlink:href="${EVIL}/use.svg#x"/>
<foreignObject width="10" height="10"><iframe xmlns="http://www.w3.org/1999/xhtml" src="${EVIL}/frame"></iframe></foreignObject>
<rect width="40" height="30"><animate attributeName="x" onbegin="${RUNS}"/></rect>
</svg>`;
const HOSTILE_MARKDOWN = `# Heading <b onmouseover="${RUNS}">bold</b>

<script>${RUNS}</script>
<img src="x" onerror="${RUNS}">
<iframe src="${EVIL}/frame"></iframe>
<style>@import url(${EVIL}/a.css);</style>
<base href="${EVIL}/">
<meta http-equiv="refresh" content="0;url=${EVIL}">

![remote](${EVIL}/pixel.png) ![host](//evil.example/pixel.png) ![script](javascript:${encodeURI(RUNS)})
![data](data:image/svg+xml,%3Csvg%20onload='${encodeURI(RUNS)}'%3E) ![out](../../outside.png) ![hostile](hostile.svg) ![own](own.png)

[script](javascript:${encodeURI(RUNS)}) [data](data:text/html,%3Cscript%3E${encodeURI(RUNS)}%3C/script%3E) [remote](${EVIL}/page)
[file](file:///etc/passwd) [up](../../outside.md) [code](src/code.ts) [below](#the-end)

\`\`\`html
<script>${RUNS}</script>
\`\`\`

${'A line.\n\n'.repeat(80)}

## The end
`;
const NAMES = [
  '<img src=x onerror=window.ran=1>.md',
  'safe\u202egnp.exe',
  `${'long'.repeat(50)}.txt`,
  'a\'"&`$(id).svg',
];

test.afterAll(() => scratch.remove());

test.describe.serial('files shown as what they are', () => {
  test.beforeAll(async ({ browser }) => {
    folder = await scratch.folder({
      'src/code.ts': 'export class Shape {\n  area(): number {\n    return 1;\n  }\n}\n\nexport const other = 2;\n',
      'src/older.ts': 'export class Shape {\n  area(): number {\n    return 0;\n  }\n}\n\nexport const other = 2;\n',
      'own.png': PNG,
      'picture.svg': PICTURE,
      'hostile.svg': HOSTILE_SVG,
      'not.png': 'text, whatever its name says',
      'hostile.md': HOSTILE_MARKDOWN,
      'notes.md': '# Notes\n\n- [ ] one\n',
      'large.ts': 'const a = 1; // some text on a line\n'.repeat(120_000),
      ...Object.fromEntries(NAMES.map((name) => [name, name.endsWith('.svg') ? HOSTILE_SVG : `of ${name}\n`])),
    });
    app = await startApp(browser, {
      data: await scratch.data({ detectLocalServers: false, completionEnabled: false }),
      folder,
    });
    groups = groupsView(app.window.page);
  });
  test.afterAll(() => app.stop());
  test.afterEach(async () => {
    expect(app.window.errors).toEqual([]);
    expect(app.foreign).toEqual([]);
    expect(await app.window.page.evaluate(() => (globalThis as { ran?: number }).ran)).toBeUndefined();
  });

  const picture = (name: string) => app.window.editor.region.getByRole('img', { name, exact: true });
  const drawn = (name: string): Promise<number> =>
    picture(name).evaluate((img: HTMLImageElement) => (img.complete ? img.naturalWidth : 0));
  const preview = () => app.window.editor.region.getByRole('document');

  test('a picture, of the size it has, and again when it changes on disk', async () => {
    const { editor, explorer } = app.window;
    await explorer.open('own.png');
    await expect(editor.tab('own.png')).toHaveAttribute('aria-selected', 'true');
    await expect.poll(() => drawn('own.png')).toBe(1);
    await expect(editor.region).toContainText('1 × 1');
    await hasNoViolation(app.window, 'a picture');
    await editor.region.getByRole('button', { name: 'Larger' }).click();
    await expect.poll(() => picture('own.png').evaluate((img) => img.getBoundingClientRect().width)).toBeGreaterThan(1);
    await writeFile(join(folder, 'own.png'), PICTURE);
    await expect.poll(() => drawn('own.png')).toBe(40);
    await writeFile(join(folder, 'own.png'), PNG);
    await expect.poll(() => drawn('own.png')).toBe(1);
  });

  test('what is called a picture and is none is said to be none, and opens as text', async () => {
    const { editor, explorer } = app.window;
    await explorer.open('not.png');
    await expect(editor.region.getByRole('alert')).toContainText('This is not a picture');
    await editor.region.getByRole('button', { name: 'Open as text' }).click();
    await expect.poll(editor.text).toContain('text, whatever');
    await app.window.command('Close all tabs');
  });

  test('an SVG as text, and as the picture that it is', async () => {
    const { editor, explorer, page } = app.window;
    await explorer.open('picture.svg');
    await expect.poll(editor.text).toContain('<svg');
    await page.keyboard.press('ControlOrMeta+Shift+v');
    await expect.poll(() => drawn('picture.svg')).toBe(40);
    await app.window.command('Close all tabs');
  });

  test('a hostile SVG runs nothing and loads nothing', async () => {
    const { explorer, page } = app.window;
    await explorer.open('hostile.svg');
    await page.keyboard.press('ControlOrMeta+Shift+v');
    await expect.poll(() => drawn('hostile.svg')).toBe(40);
    await picture('hostile.svg').hover();
    await picture('hostile.svg').click();
    await app.window.command('Close all tabs');
  });

  test('Markdown beside its text, as it is typed', async () => {
    const { editor, explorer, page } = app.window;
    await explorer.open('notes.md');
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.press('v');
    await expect(groups.all).toHaveCount(2);
    await expect(preview().getByRole('heading', { name: 'Notes' })).toBeVisible();
    await page.keyboard.press('ControlOrMeta+1');
    await editor.append('\n## Typed just now\n');
    await expect(preview().getByRole('heading', { name: 'Typed just now' })).toBeVisible();
    await hasNoViolation(app.window, 'a preview of Markdown');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(editor.unsaved('notes.md')).toBeHidden();
    await app.window.command('Close all tabs');
    await expect(groups.all).toHaveCount(1);
  });

  test('hostile Markdown runs nothing and loads nothing; HTML in it is text, and only pictures of the folder are drawn', async () => {
    const { editor, explorer, page, question } = app.window;
    await explorer.open('hostile.md');
    await page.keyboard.press('ControlOrMeta+Shift+v');
    await expect(preview().getByRole('heading', { name: /^Heading/ })).toBeVisible();
    await expect.poll(() => drawn('own')).toBe(1);
    await expect.poll(() => drawn('hostile')).toBe(40);
    await expect(preview().locator('img')).toHaveCount(2);
    for (const name of ['remote', 'host', 'script', 'data', 'out'])
      await expect(preview()).toContainText(`[image: ${name}]`);
    await expect(preview().locator('script, iframe, style, base, meta, [onerror], [onmouseover]')).toHaveCount(0);
    for (const name of ['script', 'data', 'file', 'up']) {
      await preview().getByRole('link', { name, exact: true }).click();
      await preview().getByRole('link', { name, exact: true }).click({ button: 'middle' });
    }
    await expect(question).toHaveCount(0);
    await expect(editor.tab('Preview of hostile.md')).toHaveAttribute('aria-selected', 'true');
    expect(page.context().pages()).toHaveLength(1);

    await preview().getByRole('link', { name: 'remote', exact: true }).click();
    await expect(question).toContainText(`${EVIL}/page`);
    await question.getByRole('button', { name: 'Cancel' }).click();
    await preview().getByRole('link', { name: 'below', exact: true }).click();
    await expect(preview().getByRole('heading', { name: 'The end' })).toBeInViewport();
    await preview().getByRole('link', { name: 'code', exact: true }).click();
    await expect(editor.tab('code.ts')).toHaveAttribute('aria-selected', 'true');
    await app.window.command('Close all tabs');
  });

  test('hostile names are text everywhere', async () => {
    const { editor, explorer, page } = app.window;
    for (const name of NAMES) {
      await explorer.item(name.replace('\u202e', '⟨202E⟩')).dblclick();
      await expect(groups.active.locator('.tab.active .title')).toHaveText(name.replace('\u202e', '⟨202E⟩'));
      await expect(editor.region.getByRole('navigation', { name: 'Breadcrumbs' })).toHaveText(
        name.replace('\u202e', '⟨202E⟩'),
      );
    }
    await page.keyboard.press('ControlOrMeta+Shift+v');
    await hasNoViolation(app.window, 'hostile names');
    await app.window.command('Close all tabs');
  });

  test('a text beside what is saved of it; what is typed there is the file’s', async () => {
    const { editor, explorer, page } = app.window;
    await explorer.open('src/code.ts');
    await editor.append('// not saved');
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.press('d');
    await expect(editor.tab('code.ts (saved ↔ here)')).toHaveAttribute('aria-selected', 'true');
    const right = editor.region.getByRole('textbox', { name: 'Text at the right' });
    await expect(editor.region.locator('.editor.modified .view-lines')).toContainText('// not saved');
    await expect(editor.region.locator('.editor.original .view-lines')).not.toContainText('// not saved');
    await expect(editor.region.locator('.modified .line-insert').first()).toBeVisible();
    await hasNoViolation(app.window, 'two texts beside each other');
    await right.focus();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type(' yet');
    await editor.tab('code.ts').click();
    await expect.poll(editor.text).toContain('// not saved yet');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(editor.unsaved('code.ts')).toBeHidden();
    await editor.tab('code.ts (saved ↔ here)').click();
    await expect(editor.region.locator('.editor.original .view-lines')).toContainText('// not saved yet');
    await editor.close('code.ts (saved ↔ here)');
  });

  test('a text beside another file', async () => {
    const { editor, page } = app.window;
    await groups.choose(editor.tab('code.ts'), 'Compare with file…');
    const finder = page.getByRole('dialog', { name: 'Choose a file' });
    await finder.getByRole('combobox').fill('older');
    await expect(finder.getByRole('option').first()).toContainText('older.ts');
    await page.keyboard.press('Enter');
    await expect(editor.tab('older.ts ↔ code.ts')).toHaveAttribute('aria-selected', 'true');
    await expect(editor.region.locator('.editor.original .view-lines')).toContainText('return 0');
    await expect(editor.region.locator('.editor.modified .view-lines')).toContainText('return 1');
    await editor.close('older.ts ↔ code.ts');
  });

  test('breadcrumbs tell the folders and what the cursor is within', async () => {
    const { editor, page, statusBar } = app.window;
    const crumbs = editor.region.getByRole('navigation', { name: 'Breadcrumbs' });
    await editor.focus('code.ts');
    await page.keyboard.press('ControlOrMeta+g');
    await page.keyboard.type('3');
    await page.keyboard.press('Enter');
    await expect(crumbs.getByRole('button')).toHaveText(['src', 'code.ts', 'Shape', 'area']);
    // Another file in the same editor has another place in it.
    await app.window.quickOpen('older.ts');
    await expect(crumbs.getByRole('button')).toHaveText(['src', 'older.ts', 'Shape']);
    await editor.focus('code.ts');
    await expect(crumbs.getByRole('button')).toHaveText(['src', 'code.ts', 'Shape', 'area']);
    await crumbs.getByRole('button', { name: 'Shape' }).click();
    await expect(statusBar).toContainText('Ln 1, Col 1');
    await expect(crumbs.getByRole('button')).toHaveText(['src', 'code.ts', 'Shape']);
  });

  test('Monaco’s own keys of two strokes work beside ours', async () => {
    const { editor, page } = app.window;
    await editor.focus('code.ts');
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.press('ControlOrMeta+c');
    await expect.poll(editor.text).toMatch(/^\/\/ export class Shape/);
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.press('ControlOrMeta+u');
    await expect.poll(editor.text).toMatch(/^export class Shape/);
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.press('x');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(editor.unsaved('code.ts')).toBeHidden();
    expect(await editor.text()).toMatch(/^export class Shape/);
  });

  test('a large file says so, and is typed into all the same', async () => {
    const { editor, explorer, page, question, settings } = app.window;
    await settings.open();
    await settings.row('editorMinimap').getByRole('checkbox').click();
    await settings.close();
    await editor.focus('code.ts');
    await expect(groups.active.locator('.minimap')).toBeVisible();
    await explorer.open('large.ts');
    await expect(editor.banner).toContainText('This file is large');
    await expect(groups.active.locator('.minimap')).toBeHidden();
    await expect(groups.active.locator('.view-line .mtk1').first()).toBeVisible();
    // Highlighted text has letters of other colours than the first.
    await expect(groups.active.locator('.view-line span[class^="mtk"]:not(.mtk1)')).toHaveCount(0);
    await editor.focus('large.ts');
    await page.keyboard.type('typed ');
    await expect.poll(editor.text).toContain('typed const a = 1');
    await editor.close('large.ts');
    await question.getByRole('button', { name: "Don't save" }).click();
    await expect(groups.active.locator('.minimap')).toBeVisible();
  });

  test('zen mode shows the text and what tells of privacy; asking for a view ends it', async () => {
    const { page, statusBar, explorer, editor } = app.window;
    const { side } = layoutView(page);
    const views = page.getByRole('navigation', { name: 'Views' });
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.press('z');
    await expect(side).toBeHidden();
    await expect(views).toBeHidden();
    await expect(statusBar).toBeVisible();
    await expect(editor.tab('code.ts')).toBeVisible();
    await hasNoViolation(app.window, 'zen mode');
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.press('z');
    await expect(views).toBeVisible();
    await expect(side).toBeVisible();
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.press('z');
    await expect(views).toBeHidden();
    await page.keyboard.press('ControlOrMeta+Shift+e');
    await expect(explorer.tree).toBeVisible();
    await expect(views).toBeVisible();
  });
});
