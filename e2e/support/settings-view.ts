import { expect, type Locator, type Page } from '@playwright/test';
import type { Settings } from '../../src/shared/schemas/settings.ts';

/** The editor of settings. */
export interface SettingsView {
  readonly search: Locator;
  /** One of the settings. */
  row(name: keyof Settings): Locator;
  open(): Promise<void>;
  close(): Promise<void>;
  /** Write a number and leave the field. */
  setNumber(name: keyof Settings, value: number): Promise<void>;
}

export function settingsView(page: Page): SettingsView {
  const search = page.getByRole('searchbox', { name: 'Search settings' });
  const row: SettingsView['row'] = (name) => page.locator(`[data-setting="${name}"]`);
  return {
    search,
    row,
    open: async () => {
      await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Settings' }).click();
      await expect(search).toBeVisible();
    },
    close: async () => {
      await page.getByRole('button', { name: 'Close Settings', exact: true }).click();
      await expect(search).toBeHidden();
    },
    setNumber: async (name, value) => {
      const field = row(name).getByRole('spinbutton');
      await field.fill(String(value));
      await field.press('Enter');
      await expect(field).toHaveValue(String(value));
    },
  };
}
