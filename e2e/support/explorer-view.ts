import { expect, type Locator, type Page } from '@playwright/test';
import { escapeRegex } from '../../src/shared/escape-regex.ts';

/** The file tree. */
export interface ExplorerView {
  readonly region: Locator;
  readonly tree: Locator;
  /** A row by its name; of several of one name, all. */
  item(name: string): Locator;
  /** What marks a row as kept from models, and tells why. */
  keptMark(name: string): Locator;
  /** Where a name is typed. */
  readonly nameField: Locator;
  /** The line that has the keyboard. */
  readonly focused: Locator;
  readonly selected: Locator;
  /** Type a name into its field and take it. */
  name(text: string): Promise<void>;
  /** Choose from the menu of a line; `null` for the menu of the space below them. */
  choose(name: string | null, action: string): Promise<void>;
  /** The names of the lines on screen, from top to bottom, indented by two spaces a level. */
  lines(): Promise<string[]>;
  /** Open folders one after the other, double-click the last name, and wait for the file's tab: what is typed then is its. */
  open(path: string): Promise<void>;
}

const KEPT = 'Kept from models: why?';

export function explorerView(page: Page): ExplorerView {
  const region = page.getByRole('region', { name: 'Explorer' });
  const tree = region.getByRole('tree', { name: 'Files' });
  const item = (name: string): Locator =>
    tree.getByRole('treeitem', { name: new RegExp(`^${escapeRegex(name)}( ${escapeRegex(KEPT)})?$`) });
  return {
    region,
    tree,
    item,
    nameField: tree.getByRole('textbox'),
    focused: tree.locator('.row.focused'),
    selected: tree.locator('[role="treeitem"][aria-selected="true"]'),
    name: async (text) => {
      const field = tree.getByRole('textbox');
      await field.fill(text);
      await field.press('Enter');
      await expect(field).toHaveCount(0);
    },
    choose: async (name, action) => {
      if (name !== null) await item(name).click({ button: 'right' });
      else {
        const box = await tree.boundingBox();
        await tree.click({ button: 'right', position: { x: 60, y: (box?.height ?? 100) - 10 } });
      }
      await page.getByRole('menuitem', { name: action }).click();
    },
    lines: () =>
      tree.evaluate((element) =>
        [...element.querySelectorAll<HTMLElement>('[role="treeitem"]')]
          .sort((a, b) => Number.parseFloat(a.style.top) - Number.parseFloat(b.style.top))
          .map((line) => {
            const level = Number(line.getAttribute('aria-level')) - 1;
            return '  '.repeat(level) + (line.querySelector('.name')?.textContent ?? '');
          }),
      ),
    keptMark: (name) => item(name).getByRole('button', { name: KEPT }),
    open: async (path) => {
      const parts = path.split('/');
      for (const [at, part] of parts.entries()) {
        const row = item(part).and(tree.locator(`[aria-level="${String(at + 1)}"]`));
        const folder = at < parts.length - 1;
        if (folder && (await row.getAttribute('aria-expanded')) === 'true') continue;
        if (folder) {
          await row.click();
          continue;
        }
        await row.dblclick();
        const tab = page.getByRole('tab', { name: new RegExp(`^${escapeRegex(part)}( |$)`) });
        await expect(tab.and(page.locator('.editor-group.active [aria-selected="true"]'))).toHaveCount(1);
        await expect(page.locator('.editor-group.active .tab.active')).not.toHaveClass(/preview-tab/);
      }
    },
  };
}
