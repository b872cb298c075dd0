import { type Locator, type Page } from '@playwright/test';
import { escapeRegex } from '../../src/shared/escape-regex.ts';

/** Where a tab is dropped within a group. */
export type DropAt = 'left' | 'right' | 'top' | 'bottom' | 'centre';

/** One group of tabs. */
export interface GroupView {
  readonly region: Locator;
  /** Names of its tabs, from the left. */
  readonly names: () => Promise<string[]>;
  tab(name: string): Locator;
  /** Its text editor takes keys. */
  readonly input: Locator;
  /** The lines in view, as they are drawn. */
  readonly lines: Locator;
}

/** The groups of tabs. */
export interface GroupsView {
  readonly all: Locator;
  /** By its place, from 1. */
  group(place: number): GroupView;
  readonly active: Locator;
  /** Drag a tab over a group, to one of its edges or into the middle. */
  drag(tab: Locator, to: GroupView, at: DropAt): Promise<void>;
  /** Choose from a tab's menu. */
  choose(tab: Locator, entry: string): Promise<void>;
}

export function groupsView(page: Page): GroupsView {
  const all = page.locator('.editor-group');
  const group = (place: number): GroupView => {
    const region = page.getByRole('group', { name: `Group ${String(place)}`, exact: true });
    return {
      region,
      names: () => region.getByRole('tab').allTextContents(),
      tab: (name) => region.getByRole('tab', { name: new RegExp(`^${escapeRegex(name)}( unsaved)?$`) }),
      input: region.getByRole('textbox', { name: 'Text editor' }),
      lines: region.locator('.monaco-host > .monaco-editor .view-lines'),
    };
  };
  return {
    all,
    group,
    active: page.locator('.editor-group.active'),
    drag: async (tab, to, at) => {
      const box = await to.region.boundingBox();
      if (!box) throw new Error('The group is not on screen.');
      const [x, y] = {
        left: [0.04, 0.5],
        right: [0.96, 0.5],
        top: [0.5, 0.15],
        bottom: [0.5, 0.96],
        centre: [0.5, 0.5],
      }[at] as [number, number];
      await tab.hover();
      await page.mouse.down();
      // The dock looks where the pointer is at each move, so it has to move more than once.
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
      await page.mouse.move(box.x + box.width * x, box.y + box.height * y, { steps: 4 });
      await page.mouse.up();
    },
    choose: async (tab, entry) => {
      await tab.click({ button: 'right' });
      await page.getByRole('menuitem', { name: entry, exact: true }).click();
    },
  };
}
