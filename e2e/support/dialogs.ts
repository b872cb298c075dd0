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
  /** Let chat of the open folder go to a cloud under Sensitive, and wait until it was asked for its models. */
  approve(label: string): Promise<void>;
}

export function modelsDialog(page: Page): ModelsDialog {
  const dialog = page.getByRole('dialog', { name: 'Models' });
  const provider = (label: string): Locator => dialog.getByRole('region', { name: label, exact: true });
  return {
    dialog,
    provider,
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
    addServer: async (kind, baseUrl, label) => {
      await dialog.getByRole('combobox', { name: 'Kind' }).selectOption(kind);
      await dialog.getByRole('textbox', { name: 'Address' }).fill(baseUrl);
      await dialog.getByRole('textbox', { name: 'Name (optional)' }).fill(label);
      await dialog.getByRole('button', { name: 'Add server' }).click();
      const added = provider(label);
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
    approve: async (label) => {
      // It is ticked once the core has said so.
      await provider(label).getByRole('checkbox', { name: 'In this folder, under Sensitive' }).click();
      await expect(provider(label)).toContainText('Ready');
    },
  };
}

/** What would go to a cloud, before it goes. */
export interface PreviewDialog {
  readonly dialog: Locator;
  /** The replaced values, as they would be sent. */
  readonly marks: Locator;
  readonly again: Locator;
  /** What would be sent, turn by turn. */
  turns(): Promise<string[]>;
  send(): Promise<void>;
  decline(): Promise<void>;
}

export function previewDialog(page: Page): PreviewDialog {
  const dialog = page.getByRole('dialog', { name: /^Send this to / });
  const shown = dialog.getByRole('region', { name: 'What would be sent' });
  const answer = async (button: string): Promise<void> => {
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await expect(dialog).toBeHidden();
  };
  return {
    dialog,
    marks: shown.locator('mark'),
    again: dialog.getByRole('checkbox', { name: /^Show this each time/ }),
    // As the page holds it: what is rendered may be wrapped.
    turns: () => shown.locator('pre').allTextContents(),
    send: () => answer('Send'),
    decline: () => answer('Don’t send'),
  };
}

/** What decides about what leaves the machine. */
export interface PrivacySettings {
  readonly dialog: Locator;
  open(): Promise<void>;
  close(): Promise<void>;
  readonly redaction: RedactionPart;
}

/** The part of the privacy settings about redaction. */
export interface RedactionPart {
  /** The field for a pattern or for a value that stays. */
  field(list: RuleListTitle): Locator;
  /** The rows of a list. */
  rules(list: RuleListTitle | `From ${string}`): Locator;
  /** Write a rule, and its name, and add it. */
  add(list: RuleListTitle, rule: string, name?: string): Promise<void>;
  /** Show the rules of every folder, or those of the open one. */
  show(scope: 'In every folder' | 'In this folder alone'): Promise<void>;
  /** Where a text is tried. */
  readonly text: Locator;
  /** The text as a cloud would get it. */
  readonly tried: Locator;
  /** What was found in it, and by what. */
  readonly found: Locator;
}

export type RuleListTitle = 'Also replaced' | 'Left as they are';

export function privacySettings(page: Page): PrivacySettings {
  const dialog = page.getByRole('dialog', { name: 'Privacy settings' });
  return {
    dialog,
    open: async () => {
      await page.getByRole('button', { name: /^Privacy mode: / }).click();
      await page.getByRole('menuitem', { name: /^Privacy settings/ }).click();
      await expect(dialog).toBeVisible();
    },
    close: async () => {
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    },
    redaction: redactionPart(dialog),
  };
}

function redactionPart(dialog: Locator): RedactionPart {
  const group = (list: string): Locator => dialog.getByRole('group', { name: list, exact: true });
  const field: RedactionPart['field'] = (list) => group(list).getByRole('textbox', { name: /^(Pattern|Value)$/ });
  const rules: RedactionPart['rules'] = (list) => group(list).getByRole('listitem');
  return {
    field,
    rules,
    add: async (list, rule, name) => {
      const before = await rules(list).count();
      await field(list).fill(rule);
      if (name !== undefined) await group(list).getByRole('textbox', { name: 'Name (optional)' }).fill(name);
      await group(list).getByRole('button', { name: 'Add' }).click();
      await expect(rules(list)).toHaveCount(before + 1);
    },
    show: async (scope) => {
      await dialog.getByText(scope, { exact: true }).click();
      await expect(dialog.getByRole('radio', { name: scope })).toBeChecked();
    },
    text: dialog.getByRole('textbox', { name: /^Try it/ }),
    tried: dialog.getByRole('region', { name: 'As a cloud would get it' }),
    found: dialog.getByRole('list', { name: 'What was found' }).getByRole('listitem'),
  };
}
