import { z } from '../../shared/schemas/zod.ts';
import { baseName } from '../ui/format.ts';
import type { NewTab } from './groups.ts';
import { t } from '../../shared/messages/t.ts';

const Side = z.discriminatedUnion('from', [
  /** A file as it is on disk. */
  z.strictObject({ from: z.literal('disk'), path: z.string() }),
  /** An open file, which can be changed there. */
  z.strictObject({ from: z.literal('open'), path: z.string() }),
  /** A text of no file, as an older state of one; the path tells its language. */
  z.strictObject({ from: z.literal('text'), path: z.string(), text: z.string() }),
]);

/** What git can do with lines of the right side, while this blob is what is staged; `null`: nothing is. */
const LineAct = z.strictObject({ act: z.enum(['stage', 'unstage']), blob: z.string().nullable() });

/** What a tab of two texts needs to be drawn. */
export const DiffParams = z.strictObject({ left: Side, right: Side, git: LineAct.optional() });

export type DiffLineAct = z.infer<typeof LineAct>;

/** One side of a tab of two texts. */
export type DiffSide = z.infer<typeof Side>;

interface Diff {
  /** What is compared, for the tab: `a.ts (on disk)`. */
  readonly title: string;
  readonly left: DiffSide;
  readonly right: DiffSide;
  readonly git?: DiffLineAct;
}

/**
 * A tab that shows two texts side by side; open it with `openTab`. A file that one of them is of stays open with it, so
 * that file is to be held with `holdFile` before. With a text of its own it is not there again after a restart.
 */
export function diffTab({ title, left, right, git }: Diff): NewTab {
  const open = [right, left].find((side) => side.from === 'open');
  return {
    id: `diff:${left.from}:${left.path}:${right.from}:${right.path}:${title}`,
    kind: 'diff',
    title,
    path: (open ?? right).path,
    holds: open !== undefined,
    params: { left, right, ...(git === undefined ? {} : { git }) },
    keep: left.from !== 'text' && right.from !== 'text',
  };
}

/** An open file beside itself as it is on disk. */
export function savedDiff(path: string): NewTab {
  return diffTab({
    title: t('{path} (saved ↔ here)', { path: baseName(path) }),
    left: { from: 'disk', path },
    right: { from: 'open', path },
  });
}

/** An open file beside another one. */
export function fileDiff(other: string, path: string): NewTab {
  return diffTab({
    title: `${baseName(other)} ↔ ${baseName(path)}`,
    left: { from: 'disk', path: other },
    right: { from: 'open', path },
  });
}
