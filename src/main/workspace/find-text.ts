import { AppError } from '../../shared/app-error.ts';
import { childOutput } from './child-output.ts';
import { RIPGREP } from './ripgrep.ts';

/** A line that was found. */
export interface FoundLine {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

const OUTPUT_BYTES = 2 * 1024 * 1024;

/**
 * Lines that contain `query` as it is, with ripgrep: respects .gitignore, leaves out hidden and
 * binary files. What models may read is the caller's to ask.
 */
export async function findText(root: string, query: string, signal: AbortSignal): Promise<FoundLine[]> {
  const args = [
    '--fixed-strings',
    '--smart-case',
    '--line-number',
    '--no-heading',
    '--null',
    '--no-config',
    '--no-messages',
    '--sort=path',
    '--max-columns=400',
    '--max-count=50',
    '--path-separator=/',
    '--',
    query,
    '.',
  ];
  const { text } = await childOutput(RIPGREP, args, {
    cwd: root,
    limit: OUTPUT_BYTES,
    signal,
  }).catch((error: unknown) => {
    throw signal.aborted ? new AppError('cancelled') : new AppError('search-failed', undefined, { cause: error });
  });
  return text.split('\n').flatMap((row) => {
    const match = /^(?:\.\/)?([^\0]+)\0(\d+):(.*)$/.exec(row);
    return match ? [{ path: match[1] ?? '', line: Number(match[2]), text: match[3] ?? '' }] : [];
  });
}
