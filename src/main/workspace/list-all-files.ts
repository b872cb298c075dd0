import { createInterface } from 'node:readline';
import { AppError } from '../../shared/app-error.ts';
import { withChild } from './child-output.ts';
import { RIPGREP } from './ripgrep.ts';
import { t } from '../../shared/messages/t.ts';

/**
 * Every file under `root` for quick open, with ripgrep: respects .gitignore, with or without a
 * repository, shows hidden files, does not follow links out.
 * @param limit stop after so many; `truncated` tells
 */
export async function listAllFiles(
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
