import { median, quantile, ratioOfMedians } from './statistics.ts';

/** What a section found: tables and remarks, in Markdown. */
export type Report = readonly string[];

/** One part of the bench; `npm run bench -- name` runs it alone. */
export interface Section {
  readonly name: string;
  readonly title: string;
  /** @param folder empty and its own; deleted afterwards */
  readonly run: (folder: string) => Promise<Report>;
}

/** One line of {@link comparison}: times in ms. */
export interface Compared {
  readonly what: string;
  readonly ours: readonly number[];
  readonly direct: readonly number[];
}

/** A table of our times beside those of going there directly. Times are `median (p95)`. */
export function comparison(directly: string, rows: readonly Compared[]): string {
  return table(
    ['', 'Runs', directly, 'CodeGrex', 'Ratio of medians (95 % interval)', 'Added'],
    rows.map(({ what, ours, direct }) => [
      what,
      String(ours.length),
      summary(direct),
      summary(ours),
      ratio(ours, direct),
      milliseconds(median(ours) - median(direct)),
    ]),
  );
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

/** `median (p95)` of times in ms. */
export function summary(samples: readonly number[]): string {
  return `${milliseconds(median(samples))} (${number(quantile(samples, 0.95))})`;
}

export function ratio(samples: readonly number[], reference: readonly number[]): string {
  const { value, low, high } = ratioOfMedians(samples, reference);
  return `${value.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}

export function milliseconds(ms: number): string {
  return `${number(ms)} ms`;
}

/** Three digits that count, whatever the size. */
function number(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0);
}
