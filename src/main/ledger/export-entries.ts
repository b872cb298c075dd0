import type { LedgerEntry } from '../../shared/schemas/ledger.ts';
import type { ChainCheck } from './verify-chain.ts';

/** What an export can be. */
export const EXPORT_FORMATS = ['csv', 'json'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const COLUMNS = [
  'time',
  'task',
  'outcome',
  'mode',
  'destination',
  'providerId',
  'origin',
  'address',
  'model',
  'status',
  'bytesSent',
  'bytesReceived',
  'redactions',
  'rule',
  'id',
] as const satisfies readonly (keyof LedgerEntry)[];

/**
 * The record as one text. CSV as RFC 4180 has it, with a header. JSON with what a check of the chain
 * said when it was made.
 */
export function exportEntries(entries: readonly LedgerEntry[], check: ChainCheck, format: ExportFormat): string {
  switch (format) {
    case 'csv': {
      const rows = [COLUMNS, ...entries.map((entry) => COLUMNS.map((column) => entry[column]))];
      return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
    }
    case 'json': {
      const { intact, problems, notes, head } = check;
      return `${JSON.stringify({ record: { intact, head, problems, notes }, entries }, null, 2)}\n`;
    }
  }
}

/**
 * A cell in quotes. A text that a spreadsheet would take for a formula gets a `'` in front: names of
 * models and servers are not ours.
 */
function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^\s*[=+\-@\t\r\n|%\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
}
