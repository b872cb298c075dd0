import { expect, type Locator, type Page } from '@playwright/test';
import { escapeRegex } from '../../src/shared/escape-regex.ts';

/** Search and replace in files, at the side. */
export interface SearchView {
  readonly region: Locator;
  readonly query: Locator;
  readonly replacement: Locator;
  readonly tree: Locator;
  /** How many were found. */
  readonly summary: Locator;
  /** How the last replacement went. */
  readonly outcome: Locator;
  readonly preview: Locator;
  /** Open it with the keyboard. */
  open(): Promise<void>;
  openReplace(): Promise<void>;
  /** Type what to look for, and wait for `summary`. */
  find(text: string, summary: string | RegExp): Promise<void>;
  toggle(label: string): Locator;
  /** Fill in which files; the fields are shown if they are not. */
  files(label: 'Files to include' | 'Files to exclude', globs: string): Promise<void>;
  /** The row of a file, by its name as shown. */
  file(name: string): Locator;
  /** The rows of matches, as text. */
  matches(): Promise<string[]>;
  match(text: string | RegExp): Locator;
  /** Replace all that is chosen, and say so to the question. */
  replaceAll(): Promise<void>;
}

export function searchView(page: Page): SearchView {
  const region = page.getByRole('region', { name: 'Search', exact: true });
  const query = region.getByRole('textbox', { name: 'Search for' });
  const tree = region.getByRole('tree', { name: 'Results' });
  const summary = region.locator('.search-summary');
  const rows = tree.locator('[aria-level="2"] code');
  async function open(keys: string): Promise<void> {
    await page.keyboard.press(keys);
    await expect(query).toBeFocused();
  }
  return {
    region,
    query,
    tree,
    summary,
    replacement: region.getByRole('textbox', { name: 'Replace by' }),
    outcome: region.locator('.outcome'),
    preview: page.getByRole('dialog', { name: /^Replace in / }),
    open: () => open('ControlOrMeta+Shift+F'),
    openReplace: () => open('ControlOrMeta+Shift+H'),
    find: async (text, expected) => {
      await query.fill(text);
      await query.press('Enter');
      await expect(summary).toHaveText(expected);
    },
    toggle: (label) => region.getByRole('button', { name: label, exact: true }),
    files: async (label, globs) => {
      const field = region.getByRole('textbox', { name: label });
      if (!(await field.isVisible())) await region.getByRole('button', { name: 'Which files' }).click();
      await field.fill(globs);
      await field.press('Enter');
    },
    file: (name) =>
      tree
        .locator('[aria-level="1"]')
        .filter({ has: page.locator('.name', { hasText: new RegExp(`^${escapeRegex(name)}$`) }) }),
    matches: () => rows.allTextContents(),
    match: (text) => tree.locator('[aria-level="2"]').filter({ hasText: text }),
    replaceAll: async () => {
      await region.getByRole('button', { name: /^Replace all \(/ }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Replace', exact: true }).click();
    },
  };
}
