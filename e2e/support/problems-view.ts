import type { Locator, Page } from '@playwright/test';

/** The list of what is wrong with the files of the folder. */
export interface ProblemsView {
  readonly tree: Locator;
  readonly filter: Locator;
  /** Counts in the status bar. */
  readonly count: Locator;
  problem(message: string | RegExp): Locator;
  show(): Promise<void>;
}

export function problemsView(page: Page): ProblemsView {
  const tree = page.getByRole('tree', { name: 'Problems' });
  return {
    tree,
    filter: page.getByRole('searchbox', { name: 'Filter problems' }),
    count: page
      .getByRole('contentinfo', { name: 'Status' })
      .getByRole('button', { name: /\d+ errors?, \d+ warnings?/ }),
    problem: (message) => tree.getByRole('treeitem').filter({ hasText: message }),
    show: () => page.keyboard.press('ControlOrMeta+Shift+m'),
  };
}
