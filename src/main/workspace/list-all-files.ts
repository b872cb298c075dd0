import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { rgPath } from '@vscode/ripgrep';
import { AppError } from '../../shared/app-error.ts';

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
  const child = spawn(rgPath.replace('app.asar', 'app.asar.unpacked'), args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const stop = (): void => void child.kill();
  signal.addEventListener('abort', stop, { once: true });
  const paths: string[] = [];
  let truncated = false;
  try {
    await new Promise<void>((resolve, reject) => {
      child.on('error', reject);
      const lines = createInterface({ input: child.stdout });
      lines.on('line', (line) => {
        if (paths.length < limit) paths.push(line);
        else {
          truncated = true;
          child.kill();
        }
      });
      lines.on('close', resolve);
    });
  } catch (error) {
    throw new AppError('internal', 'The file list could not be made.', { cause: error });
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return { paths, truncated };
}
