import type { Locator, Page } from '@playwright/test';
import { escapeRegex } from '../../src/shared/escape-regex.ts';

/** Source Control. */
export interface GitView {
  readonly region: Locator;
  readonly message: Locator;
  readonly tree: Locator;
  /** Branch in the status bar. */
  readonly branch: Locator;
  /** Marks of changed lines in the margin. */
  readonly marks: Locator;
  /** What shows the older lines of a change. */
  readonly peek: Locator;
  /** A box in which something is found by typing. */
  box(title: string): Locator;
  open(): Promise<void>;
  /** Lines of the list, with their letters. */
  lines(): Promise<string[]>;
  row(name: string): Locator;
  /** A button of a row, by the words before the name. */
  act(what: 'Stage' | 'Unstage' | 'Discard' | 'Open', name: string): Promise<void>;
  commit(message: string): Promise<void>;
  /** Find something in a box and take it. */
  choose(title: string, text: string): Promise<void>;
}

export function gitView(page: Page): GitView {
  const region = page.getByRole('region', { name: 'Source Control' });
  const tree = region.getByRole('tree', { name: 'Changes' });
  const message = region.getByRole('textbox', { name: 'Commit message' });
  const row = (name: string): Locator => tree.getByRole('treeitem').filter({ hasText: name });
  const box = (title: string): Locator => page.getByRole('dialog', { name: title, exact: true });
  return {
    region,
    message,
    tree,
    row,
    box,
    branch: page.getByRole('contentinfo', { name: 'Status' }).getByTitle(/^Branch|^No branch/),
    marks: page.locator('.change-mark'),
    peek: page.locator('.change-peek'),
    open: async () => {
      await page.keyboard.press('ControlOrMeta+Shift+g');
      await region.waitFor();
    },
    // All at once: a row that goes away meanwhile would be waited for.
    lines: () =>
      tree.getByRole('treeitem').evaluateAll((rows) =>
        rows.map((each) => {
          const text = (selector: string): string => each.querySelector(selector)?.textContent ?? '';
          return `${text('.name')} ${text('.letter, .count')}`;
        }),
      ),
    act: async (what, name) => {
      const button = tree.getByRole('button', { name: new RegExp(`^${what} ${escapeRegex(name)}$`) });
      await row(name).last().hover();
      await button.click();
    },
    commit: async (text) => {
      await message.fill(text);
      await message.press('ControlOrMeta+Enter');
    },
    choose: async (title, text) => {
      const opened = box(title);
      await opened.getByRole('combobox').fill(text);
      await opened.getByRole('option').filter({ hasText: text }).first().click();
    },
  };
}
