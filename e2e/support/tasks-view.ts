import type { Locator, Page } from '@playwright/test';

/** The box in which tasks are found. */
export interface TasksView {
  readonly box: Locator;
  readonly choices: Locator;
  /** Find a task by a part of its name, and run it. */
  choose(name: string): Promise<void>;
}

export function tasksView(page: Page): TasksView {
  const box = page.getByRole('dialog', { name: 'Tasks' });
  const choices = box.getByRole('option');
  return {
    box,
    choices,
    choose: async (name) => {
      await box.getByRole('combobox').fill(name);
      await choices.filter({ hasText: name }).first().click();
    },
  };
}
