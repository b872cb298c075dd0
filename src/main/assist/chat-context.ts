import { AppError } from '../../shared/app-error.ts';
import type { ContextChip } from '../../shared/schemas/chat-and-completion.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { CONTEXT_SOURCES, type ContextReport, type ContextSource } from './context/context-sources.ts';
import { createReadable, noTerminalOutput, type TerminalOutput } from './context/readable.ts';

/** A part of the context that is taken whole or not at all. */
export interface ContextPiece {
  /** Which of the chips, as in the report, it belongs to. */
  readonly chip: number;
  readonly name: string;
  readonly text: string;
  /** The lower, the dearer. */
  readonly rank: number;
}

/** The chips as text for the model. */
export interface GatheredContext {
  readonly pieces: readonly ContextPiece[];
  readonly report: ContextReport;
}

/**
 * Turn chips into text, each by its source. One of which nothing may be read is left out and reported.
 * @param trusted whether programs may be run in the folder
 */
export async function gatherContext(
  chips: readonly ContextChip[],
  workspace: Workspace | null,
  trusted: boolean,
  signal: AbortSignal,
  terminalOutput: TerminalOutput = noTerminalOutput,
): Promise<GatheredContext> {
  const pieces: ContextPiece[] = [];
  const report: ContextReport = [];
  for (const chip of chips) {
    const source = sourceOf(chip);
    const path = source.label(chip);
    try {
      signal.throwIfAborted();
      if (workspace === null) throw new AppError('no-workspace');
      const { parts, leftOut } = await source.gather(
        chip,
        createReadable(workspace, trusted, signal, undefined, terminalOutput),
      );
      pieces.push(...parts.map((part) => ({ ...part, chip: report.length, rank: source.rank })));
      report.push({ path, included: true, reason: leftOut });
    } catch (error) {
      if (signal.aborted) throw error;
      const reason = error instanceof AppError ? error.message : new AppError('internal').message;
      report.push({ path, included: false, reason });
    }
  }
  return { pieces, report };
}

/** The table's type ties each kind to its source; picking one by a chip's kind loses which. */
function sourceOf(chip: ContextChip): ContextSource<ContextChip> {
  return CONTEXT_SOURCES[chip.kind] as ContextSource<ContextChip>;
}
