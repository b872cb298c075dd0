import { AppError } from '../../shared/app-error.ts';
import type { ChatEvent, ContextChip } from '../../shared/schemas.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What became of each chip, as told to the user. */
export type ContextReport = Extract<ChatEvent, { type: 'started' }>['context'];

/** The chips as text for the model. */
export interface GatheredContext {
  readonly text: string;
  readonly report: ContextReport;
}

/** Characters of one file taken; beyond that a local model's context is full anyway. */
const FILE_CHARS = 200_000;

/** Read what the chips name, asking `mayRead` for each. A refused one is left out and reported. */
export async function gatherContext(
  chips: readonly ContextChip[],
  workspace: Workspace | null,
): Promise<GatheredContext> {
  const parts: string[] = [];
  const report: ContextReport = [];
  for (const chip of chips) {
    try {
      if (workspace === null) throw new AppError('no-workspace');
      const { allowed, rule } = await workspace.mayRead(chip.path);
      if (!allowed) throw new AppError('refused-by-ignore', rule ?? undefined);
      parts.push(await render(chip, workspace));
      report.push({ path: chip.path, included: true, reason: null });
    } catch (error) {
      const reason = error instanceof AppError ? error.message : new AppError('internal').message;
      report.push({ path: chip.path, included: false, reason });
    }
  }
  return { text: parts.join('\n\n'), report };
}

async function render(chip: ContextChip, workspace: Workspace): Promise<string> {
  if (chip.kind === 'selection') {
    return `Lines ${String(chip.startLine)} to ${String(chip.endLine)} of ${chip.path}:\n${fenced(chip.text)}`;
  }
  const { text } = await workspace.read(chip.path);
  const cut = text.length > FILE_CHARS ? `${text.slice(0, FILE_CHARS)}\n[the rest of the file is left out]` : text;
  return `File ${chip.path}:\n${fenced(cut)}`;
}

/** A fence longer than any within, so that the text cannot end it. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map((m) => m[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
