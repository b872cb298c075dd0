import { createInterface } from 'node:readline';
import { AppError } from '../../shared/app-error.ts';
import { withChild } from './child-output.ts';
import { RIPGREP } from './ripgrep.ts';
import type { Workspace } from './workspace.ts';
import { t } from '../../shared/messages/t.ts';

/**
 * Every file of a workspace, for quick open.
 * @param limit as many of each folder, and of all
 */
export async function listAllFiles(
  workspace: Workspace,
  limit: number,
  signal: AbortSignal,
): Promise<{ paths: string[]; truncated: boolean }> {
  const lists = await Promise.all(
    workspace.folders.map(async ({ root, prefix }) => {
      const { paths, truncated } = await listFilesOf(root, limit, signal);
      return { truncated, paths: prefix === '' ? paths : paths.map((path) => prefix + path) };
    }),
  );
  const paths = lists.flatMap((list) => list.paths);
  return { paths: paths.slice(0, limit), truncated: paths.length > limit || lists.some((list) => list.truncated) };
}

/**
 * Every file under `root`, with ripgrep: respects .gitignore, with or without a
 * repository, shows hidden files, does not follow links out.
 * @param limit stop after so many; `truncated` tells
 */
async function listFilesOf(
  root: string,
  limit: number,
  signal: AbortSignal,
): Promise<{ paths: string[]; truncated: boolean }> {
  const args = [
    '--files',
    '--hidden',
    '--no-config',
    '--no-require-git',
    '--no-messages',
    '--glob',
    '!.git',
    '--path-separator',
    '/',
  ];
  const paths: string[] = [];
  let truncated = false;
  try {
    await withChild(RIPGREP, args, { cwd: root, signal }, async (child, stop) => {
      try {
        for await (const line of createInterface({ input: child.stdout })) {
          if (paths.length < limit) paths.push(line);
          else {
            truncated = true;
            break;
          }
        }
      } finally {
        stop();
      }
    });
  } catch (error) {
    throw new AppError('internal', t('The file list could not be made.'), { cause: error });
  }
  return { paths, truncated };
}
