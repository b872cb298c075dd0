import { expect, type Locator, type Page } from '@playwright/test';

/** The models of one Ollama server, within the dialog of models. */
export interface OllamaSection {
  readonly section: Locator;
  /** The row of an installed model, by its name. */
  installed(name: string): Locator;
  /** The name to pull. */
  readonly name: Locator;
  /** Write a name and ask for the pull. */
  pull(name: string): Promise<void>;
  readonly progress: Locator;
  /** What is said of pulls: how far they are, or why they ended. */
  readonly pulls: Locator;
  cancel(name: string): Promise<void>;
  /** Press the bin of a model; the question is asked then. */
  askToDelete(name: string): Promise<void>;
  /** The row of a suggested model. */
  suggestion(name: string): Locator;
}

/** @param section the server's */
export function ollamaSection(page: Page, section: Locator): OllamaSection {
  const name = section.getByRole('textbox', { name: 'Pull a model by name' });
  const rowIn = (part: Locator, model: string): Locator =>
    part.getByRole('row').filter({ has: page.getByRole('rowheader', { name: model }) });
  return {
    section,
    installed: (model) => rowIn(section.getByRole('region', { name: 'Installed models' }), model),
    name,
    pull: async (model) => {
      await name.fill(model);
      await section.getByRole('button', { name: 'Pull', exact: true }).click();
    },
    progress: section.getByRole('progressbar'),
    pulls: section.getByRole('list', { name: 'Pulls' }),
    cancel: async (model) => {
      await section.getByRole('button', { name: `Cancel the pull of ${model}` }).click();
      await expect(section.getByRole('progressbar', { name: `Pulling ${model}` })).toBeHidden();
    },
    askToDelete: async (model) => {
      await section.getByRole('button', { name: `Delete ${model}`, exact: true }).click();
    },
    suggestion: (model) => rowIn(section.locator('.suggestions'), model),
  };
}
