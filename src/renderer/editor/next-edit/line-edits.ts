import type { LineEdit } from '../../../shared/schemas/next-edit.ts';

/** A change as the editor tells of it, by places in the text before it. Lines and columns from 1. */
export interface TextChange {
  readonly range: {
    readonly startLineNumber: number;
    readonly startColumn: number;
    readonly endLineNumber: number;
    readonly endColumn: number;
  };
  readonly text: string;
}

/** What was edited in one file, as replacements of lines. */
export interface LineEdits {
  /** Follow what changed at once. */
  change(changes: readonly TextChange[]): void;
  /** The file's lines, as they are now. */
  lines(): readonly string[];
  /** The latest last. None that changes nothing. */
  recent(): LineEdit[];
}

interface Region {
  /** From 1, as the file is now. */
  startLine: number;
  before: string[];
  /** Lines of the file now that it stands for. */
  count: number;
}

const KEPT = 6;
/** What is longer was pasted or formatted, and calls for no other edit like it. */
const MOST_LINES = 40;

/** @param text the file's lines to begin with */
export function createLineEdits(text: readonly string[]): LineEdits {
  const lines = [...text];
  /** The latest last. */
  let regions: Region[] = [];

  function apply({ range, text: added }: TextChange): void {
    const { startLineNumber: first, endLineNumber: last } = range;
    const head = (lines[first - 1] ?? '').slice(0, range.startColumn - 1);
    const tail = (lines[last - 1] ?? '').slice(range.endColumn - 1);
    const fresh = (head + added + tail).split(/\r\n|\r|\n/);
    // Edits of the same lines are one edit.
    const touched = regions.filter((r) => r.startLine <= last && r.startLine + r.count > first);
    const from = Math.min(first, ...touched.map((r) => r.startLine));
    const to = Math.max(last, ...touched.map((r) => r.startLine + r.count - 1));
    const before: string[] = [];
    for (let line = from; line <= to;) {
      const region = touched.find((r) => r.startLine === line);
      before.push(...(region?.before ?? [lines[line - 1] ?? '']));
      line += region?.count ?? 1;
    }
    const shift = fresh.length - (last - first + 1);
    lines.splice(first - 1, last - first + 1, ...fresh);
    for (const region of regions) if (region.startLine > last) region.startLine += shift;
    const merged = { startLine: from, before, count: to - from + 1 + shift };
    const others = regions.filter((r) => !touched.includes(r));
    regions = Math.max(before.length, merged.count) > MOST_LINES ? others : [...others, merged].slice(-KEPT);
  }

  return {
    change: (changes) => {
      // From the end on, so that the places of those before stay what they are.
      const backwards = [...changes].sort(
        ({ range: a }, { range: b }) => b.startLineNumber - a.startLineNumber || b.startColumn - a.startColumn,
      );
      for (const change of backwards) apply(change);
    },
    lines: () => lines,
    recent: () =>
      regions
        .map(({ startLine, before, count }) => ({
          startLine,
          before: [...before],
          after: lines.slice(startLine - 1, startLine - 1 + count),
        }))
        .filter(({ before, after }) => before.join('\n') !== after.join('\n')),
  };
}
