import { createInterface } from 'node:readline';
import { rgPath } from '@vscode/ripgrep';
import { AppError } from '../../shared/app-error.ts';
import { killTree, spawnChild } from '../sandbox/spawn-child.ts';

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
    const child = await spawnChild(rgPath.replace('app.asar', 'app.asar.unpacked'), args, {
      network: 'none',
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const stop = (): void => {
      killTree(child);
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      for await (const line of createInterface({ input: child.stdout })) {
        if (paths.length < limit) paths.push(line);
        else {
          truncated = true;
          break;
        }
      }
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
  } catch (error) {
    throw new AppError('internal', 'The file list could not be made.', { cause: error });
  }
  return { paths, truncated };
}
