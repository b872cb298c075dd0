import { AppError } from '../../shared/app-error.ts';
import { childOutput } from './child-output.ts';
import { RIPGREP } from './ripgrep.ts';
import type { Workspace } from './workspace.ts';

/** A line that was found. */
export interface FoundLine {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

const OUTPUT_BYTES = 2 * 1024 * 1024;

/** Lines of a workspace's files that contain `query` as it is; see {@link findIn}. */
export async function findText({ folders }: Workspace, query: string, signal: AbortSignal): Promise<FoundLine[]> {
  const found = await Promise.all(
    folders.map(async ({ root, prefix }) =>
      (await findIn(root, query, signal)).map((line) => ({ ...line, path: prefix + line.path })),
    ),
  );
  return found.flat();
}

/**
 * Lines that contain `query` as it is, with ripgrep: respects .gitignore, leaves out hidden and
 * binary files. What models may read is the caller's to ask.
 */
async function findIn(root: string, query: string, signal: AbortSignal): Promise<FoundLine[]> {
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
