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
