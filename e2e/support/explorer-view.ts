import type { Locator, Page } from '@playwright/test';

/** The file tree. */
export interface ExplorerView {
  readonly region: Locator;
  readonly tree: Locator;
  /** A row by its name; of several of one name, all. */
  item(name: string): Locator;
  /** Open folders one after the other, then click the last name. */
  open(path: string): Promise<void>;
}

export function explorerView(page: Page): ExplorerView {
  const region = page.getByRole('region', { name: 'Explorer' });
  const tree = region.getByRole('tree', { name: 'Files' });
  const item = (name: string): Locator => tree.getByRole('treeitem', { name, exact: true });
  return {
    region,
    tree,
    item,
    open: async (path) => {
      const parts = path.split('/');
      for (const [at, part] of parts.entries()) {
        const row = tree
          .getByRole('treeitem', { name: part, exact: true })
          .and(tree.locator(`[aria-level="${String(at + 1)}"]`));
        const folder = at < parts.length - 1;
        if (folder && (await row.getAttribute('aria-expanded')) === 'true') continue;
        await row.click();
      }
    },
  };
}
