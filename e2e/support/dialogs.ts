import { expect, type Locator, type Page } from '@playwright/test';

/** Where models come from. */
export interface ModelsDialog {
  readonly dialog: Locator;
  open(): Promise<void>;
  close(): Promise<void>;
  /** The section of a provider by its label. */
  provider(label: string): Locator;
  addServer(kind: 'Ollama' | 'OpenAI-compatible', baseUrl: string, label: string): Promise<void>;
  /** Take the first model of a provider for chat and completions. @param refs the start of its models' refs */
  use(refs: string): Promise<void>;
}

export function modelsDialog(page: Page): ModelsDialog {
  const dialog = page.getByRole('dialog', { name: 'Models' });
  return {
    dialog,
    open: async () => {
      await page
        .getByRole('navigation', { name: 'Views' })
        .getByRole('button', { name: 'Models', exact: true })
        .click();
      await expect(dialog).toBeVisible();
    },
    close: async () => {
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    },
    provider: (label) => dialog.getByRole('region', { name: label, exact: true }),
    addServer: async (kind, baseUrl, label) => {
      await dialog.getByRole('combobox', { name: 'Kind' }).selectOption(kind);
      await dialog.getByRole('textbox', { name: 'Address' }).fill(baseUrl);
      await dialog.getByRole('textbox', { name: 'Name (optional)' }).fill(label);
      await dialog.getByRole('button', { name: 'Add server' }).click();
      const added = dialog.getByRole('region', { name: label, exact: true });
      // Asked for an address in a cloud that no provider documents.
      const agree = dialog.getByRole('button', { name: 'Agree and add' });
      await expect(added.or(agree)).toBeVisible();
      if (await agree.isVisible()) await agree.click();
      await expect(added).toBeVisible();
    },
    use: async (refs) => {
      for (const name of ['For chat', 'For completions']) {
        const choice = dialog.getByRole('combobox', { name });
        const option = choice.locator(`option[value^="${refs}"]`).first();
        await expect(option).toBeAttached();
        const ref = (await option.getAttribute('value')) ?? '';
        await choice.selectOption(ref);
        await expect(choice).toHaveValue(ref);
      }
    },
  };
}

/** The user's settings. */
export interface SettingsDialog {
  readonly dialog: Locator;
  open(): Promise<void>;
  close(): Promise<void>;
  /** Write a number and leave the field. */
  setNumber(label: string, value: number): Promise<void>;
}

export function settingsDialog(page: Page): SettingsDialog {
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  return {
    dialog,
    open: async () => {
      await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Settings' }).click();
      await expect(dialog).toBeVisible();
    },
    close: async () => {
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    },
    setNumber: async (label, value) => {
      const field = dialog.getByRole('spinbutton', { name: label });
      await field.fill(String(value));
      await field.press('Enter');
      await expect(field).toHaveValue(String(value));
    },
  };
}
