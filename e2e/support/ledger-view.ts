import { expect, type Locator, type Page } from '@playwright/test';
import type { LedgerEntry } from '../../src/shared/schemas/ledger.ts';

/** One row of the ledger, as shown. */
export interface LedgerRow {
  readonly task: string;
  readonly model: string;
  readonly destination: string;
  readonly sent: string;
  readonly received: string;
  readonly redacted: string;
  readonly outcome: string;
  readonly rule: string;
  /** What pointing at the destination says: origin, address and mode. */
  readonly where: string;
}

/** The panel "What left this machine". */
export interface LedgerView {
  readonly region: Locator;
  readonly detail: Locator;
  readonly body: Locator;
  readonly headers: Locator;
  /** What a check of the record on disk found. */
  readonly record: Locator;
  open(): Promise<void>;
  close(): Promise<void>;
  filter(show: 'All requests' | 'Left this machine' | 'Refused'): Promise<void>;
  /** All rows of a task, the latest first; of every task without one. */
  rows(task?: LedgerEntry['task']): Promise<readonly LedgerRow[]>;
  /** The latest request of a task is this one. The window is told of it a moment after it was made. */
  expectLatest(task: LedgerEntry['task'], row: Readonly<Partial<Record<keyof LedgerRow, unknown>>>): Promise<void>;
  /** Show the latest request of a task in detail. */
  show(task: LedgerEntry['task']): Promise<void>;
}

export function ledgerView(page: Page): LedgerView {
  const panel = page.getByRole('region', { name: 'Panel', exact: true });
  const region = panel.getByRole('region', { name: 'What left this machine' });
  const detail = region.getByRole('complementary', { name: 'Request' });
  const rowsOf = (task: string): Locator =>
    region.getByRole('row').filter({ has: page.getByRole('cell', { name: task, exact: true }) });
  async function rows(task?: LedgerEntry['task']): Promise<readonly LedgerRow[]> {
    const all = await region.locator('tbody').evaluate((body) =>
      [...body.querySelectorAll('tr')].map((row) => ({
        cells: [...row.cells].map((cell) => cell.textContent.trim()),
        where: row.cells[3]?.title ?? '',
      })),
    );
    return all
      .map(({ cells, where }) => {
        const [
          ,
          task = '',
          model = '',
          destination = '',
          sent = '',
          received = '',
          redacted = '',
          outcome = '',
          rule = '',
        ] = cells;
        return { task, model, destination, sent, received, redacted, outcome, rule, where };
      })
      .filter((row) => task === undefined || row.task === task);
  }

  return {
    region,
    detail,
    body: detail.getByLabel('Body sent'),
    headers: detail.getByLabel('Headers sent'),
    record: region.locator('.record-state').getByRole('status').first(),
    open: async () => {
      if (await region.isVisible()) return;
      await page
        .getByRole('navigation', { name: 'Views' })
        .getByRole('button', { name: 'What left this machine' })
        .click();
      await expect(region).toBeVisible();
    },
    close: async () => {
      await panel.getByRole('button', { name: 'Close panel' }).click();
      await expect(region).toBeHidden();
    },
    filter: async (show) => {
      await panel.getByRole('combobox', { name: 'Show' }).selectOption(show);
    },
    rows,
    expectLatest: async (task, row) => {
      await expect.poll(async () => (await rows(task))[0]).toMatchObject(row);
    },
    show: async (task) => {
      const button = rowsOf(task).first().getByRole('button');
      if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
      await expect(detail).toBeVisible();
    },
  };
}
