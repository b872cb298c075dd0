import { expect, type Locator, type Page } from '@playwright/test';

/** The terminals of the panel. */
export interface TerminalView {
  /** The view, with all that is in it. */
  readonly region: Locator;
  readonly panes: Locator;
  /** The one that has the focus, or had it last. */
  readonly active: Locator;
  /** Their list; it is there while there are several. */
  readonly list: Locator;
  row(name: string | RegExp): Locator;
  /** Lines on the screen of the active one. */
  text(): Promise<string>;
  /** Show the terminals, with one that can be typed into. */
  open(): Promise<void>;
  /** Type a line and wait until something is on the screen. */
  run(line: string, until: string | RegExp): Promise<void>;
  /** Put the mouse over a text on the screen; of several, over the last. */
  pointAt(text: string): Promise<void>;
  /** Follow a link, with Ctrl held. */
  follow(text: string): Promise<void>;
  /** Select the line that a text is in. */
  selectLine(text: string): Promise<void>;
  /** Open the menu of the active one and choose from it. */
  choose(label: string): Promise<void>;
}

export function terminalView(page: Page): TerminalView {
  const region = page.locator('.terminals');
  const active = region.locator('.terminal-pane.active');
  const list = region.locator('.terminal-list');
  const text = async (): Promise<string> =>
    (await active.locator('.xterm-rows > div').allTextContents()).join('\n').replaceAll('\u00a0', ' ');
  const pointAt = async (wanted: string): Promise<void> => {
    const row = active.locator('.xterm-rows > div').filter({ hasText: wanted }).last();
    const [before = ''] = ((await row.textContent()) ?? '').split(wanted);
    const width = await active
      .locator('.xterm-char-measure-element')
      .first()
      .evaluate((element) => element.getBoundingClientRect().width / element.textContent.length);
    // Rows let the mouse through to the screen.
    const box = await row.boundingBox();
    if (!box) throw new Error(`“${wanted}” is not on the screen.`);
    await page.mouse.move(box.x + (before.length + 1.5) * width, box.y + box.height / 2);
  };
  return {
    pointAt,
    follow: async (wanted) => {
      await pointAt(wanted);
      await page.keyboard.down('Control');
      await page.mouse.down();
      await page.mouse.up();
      await page.keyboard.up('Control');
    },
    selectLine: async (wanted) => {
      await pointAt(wanted);
      for (const clickCount of [1, 2, 3]) {
        await page.mouse.down({ clickCount });
        await page.mouse.up({ clickCount });
      }
    },
    region,
    active,
    list,
    text,
    panes: region.locator('.terminal-pane'),
    row: (name) => list.getByRole('tab', { name }),
    open: async () => {
      await page.keyboard.press('Control+`');
      await expect(active.locator('textarea')).toBeFocused();
      await expect.poll(text).toMatch(/[$#%>]/);
    },
    run: async (line, until) => {
      await active.locator('textarea').focus();
      await page.keyboard.insertText(line);
      await page.keyboard.press('Enter');
      await expect.poll(text, { timeout: 15_000 }).toMatch(until);
    },
    choose: async (label) => {
      await active.click({ button: 'right' });
      await page.getByRole('menuitem', { name: label }).click();
    },
  };
}
