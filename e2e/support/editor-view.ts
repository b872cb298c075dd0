import { escapeRegex } from '../../src/shared/escape-regex.ts';
import { expect, type Locator, type Page } from '@playwright/test';

/** Tabs and the text on screen; of the group that has the focus, where there are several. */
export interface EditorView {
  /** All groups. */
  readonly region: Locator;
  /** What Monaco takes input with; it has no size, so it never counts as visible. */
  readonly input: Locator;
  readonly ghostText: Locator;
  /** What shows in the margin that there is a next edit. */
  readonly nextEdit: Locator;
  readonly banner: Locator;
  tab(name: string): Locator;
  /** The mark of a tab with unsaved text. */
  unsaved(name: string): Locator;
  close(name: string): Promise<void>;
  /** The lines in view, without ghost text. */
  text(): Promise<string>;
  /** What ghost text offers now, all lines; empty when there is none. */
  offered(): Promise<string>;
  /** Show a tab and put the cursor into its text. */
  focus(name: string): Promise<void>;
  /** Type at the end of the text. */
  append(text: string): Promise<void>;
}

export function editorView(page: Page): EditorView {
  const region = page.getByRole('region', { name: 'Editor', exact: true });
  const group = region.locator('.editor-group.active');
  const input = group.getByRole('textbox', { name: 'Text editor' });
  const tab = (name: string): Locator =>
    group.getByRole('tab', { name: new RegExp(`^${escapeRegex(name)}( unsaved)?$`) });
  const ghostText = group.locator('.ghost-text-decoration, .ghost-text');
  return {
    region,
    input,
    ghostText,
    nextEdit: group.locator(`${OWN_EDITOR} .overlayWidgets > .inline-edits-view-gutter-indicator .icon`),
    banner: group.locator('.banner'),
    tab,
    unsaved: (name) => tab(name).getByRole('img', { name: 'unsaved' }),
    close: (name) => group.getByRole('button', { name: `Close ${name}`, exact: true }).click(),
    text: () =>
      group.locator(`${OWN_EDITOR} .editor-scrollable > .lines-content > .view-lines`).evaluate((lines) =>
        [...lines.querySelectorAll<HTMLElement>('.view-line')]
          // Monaco reuses the elements of lines, so their order in the page says nothing.
          .sort((a, b) => Number.parseFloat(a.style.top) - Number.parseFloat(b.style.top))
          .map((line) => {
            const copy = line.cloneNode(true) as HTMLElement;
            for (const ghost of copy.querySelectorAll('[class*=ghost-text]')) ghost.remove();
            return copy.textContent.replaceAll('\u00a0', ' ');
          })
          .join('\n'),
      ),
    offered: async () => (await ghostText.allTextContents()).join('').replaceAll('\u00a0', ' '),
    focus: async (name) => {
      await tab(name).click();
      await expect(tab(name)).toHaveAttribute('aria-selected', 'true');
      await input.focus();
      await expect(input).toBeFocused();
    },
    append: async (text) => {
      await input.focus();
      await page.keyboard.press('ControlOrMeta+End');
      await page.keyboard.insertText(text);
    },
  };
}

/** The editor of the file, without those in which it shows suggestions. */
const OWN_EDITOR = '.monaco-host > .monaco-editor > .overflow-guard >';
