import { type Locator, type Page } from '@playwright/test';

/** The places around the editors. */
export interface LayoutView {
  readonly side: Locator;
  readonly secondary: Locator;
  readonly panel: Locator;
  /** The button of a view in the activity bar. */
  activity(title: string): Locator;
  /** Drag the edge of a place by so many pixels. */
  drag(edge: 'side bar' | 'secondary side bar' | 'panel', by: number): Promise<void>;
}

export function layoutView(page: Page): LayoutView {
  const place = (name: string): Locator => page.locator(`[data-place="${name}"]`);
  return {
    side: place('side'),
    secondary: place('secondary'),
    panel: place('panel'),
    activity: (title) => page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: title }),
    drag: async (edge, by) => {
      const vertical = edge === 'panel';
      const separator = page.getByRole('separator', { name: `${vertical ? 'Height' : 'Width'} of the ${edge}` });
      const box = await separator.boundingBox();
      if (!box) throw new Error(`There is no edge of the ${edge}.`);
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + (vertical ? 0 : by), y + (vertical ? by : 0), { steps: 4 });
      await page.mouse.up();
    },
  };
}
