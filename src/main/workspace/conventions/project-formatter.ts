import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/app-error.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { childOutput } from '../child-output.ts';
import { foldersAbove } from '../with-parents.ts';
import { isWithin } from '../workspace-paths.ts';
import { t } from '../../../shared/messages/t.ts';

/** Prettier, as a project has it among its packages. */
export interface ProjectFormatter {
  /** Absolute. */
  readonly program: string;
  /** The folder whose package it is; absolute. */
  readonly folder: string;
}

/**
 * The Prettier of the project that a file belongs to: that of the nearest folder up to the root. `null` if there is none.
 * @param root absolute, without links
 */
export async function findFormatter(root: string, path: string): Promise<ProjectFormatter | null> {
  for (const above of foldersAbove(path)) {
    const folder = join(root, above);
    const found = await programIn(root, join(folder, 'node_modules', 'prettier'));
    if (found !== null) return { program: found, folder };
  }
  return null;
}

/** Where it is differs by version. */
const PROGRAMS = [join('bin', 'prettier.cjs'), 'bin-prettier.js'];

async function programIn(root: string, place: string): Promise<string | null> {
  for (const name of PROGRAMS) {
    const program = await realpath(join(place, name)).catch(() => null);
    // What is elsewhere is none that the user trusts with this folder.
    if (program !== null && isWithin(root, program) && (await stat(program)).isFile()) return program;
  }
  return null;
}

export interface FormatOptions {
  /** Runs Node's programs; absolute. */
  readonly node: string;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

/**
 * Have a project's formatter format a text. It runs without network, as it reads configuration that may be code.
 * @param file absolute; its name tells the language, and which configuration holds
 * @returns `null`: it knows nothing of such files
 * Throws `format-failed` with what it said.
 */
export async function formatText(
  { program, folder }: ProjectFormatter,
  file: string,
  text: string,
  { node, signal, timeoutMs = 20_000 }: FormatOptions,
): Promise<string | null> {
  const late = AbortSignal.timeout(timeoutMs);
  let said = '';
  const ended = await childOutput(node, [program, '--no-color', '--stdin-filepath', file], {
    cwd: folder,
    input: text,
    limit: LIMITS.textFileBytes,
    onError: (more) => {
      said = (said + more).slice(0, SAID_CHARS);
    },
    signal: AbortSignal.any([signal, late]),
  }).catch((error: unknown) => {
    if (signal.aborted) throw new AppError('cancelled');
    if (late.aborted) return null;
    throw error;
  });
  if (ended?.truncated === true) throw new AppError('format-failed', t('It printed more than a file may have.'));
  if (ended?.exitCode === 0) return ended.text.replaceAll('\r\n', '\n');
  if (ended !== null && /No parser could be inferred/i.test(said)) return null;
  const why = said.split('\n').find((line) => line.trim() !== '');
  throw new AppError('format-failed', (why ?? t('It took too long, or ended without a word.')).slice(0, 300));
}

const SAID_CHARS = 4000;
