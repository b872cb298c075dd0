import { realpath } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import { rootsOf } from '../../shared/workspace-id.ts';

/**
 * Whether a folder of our own lies outside all folders of a workspace, by its id: what is within one is found by its searches, committed with it,
 * and read by whatever works on it.
 */
export async function isOutside(own: string, workspace: string): Promise<boolean> {
  const [ours = own, ...folders] = await Promise.all(
    [own, ...rootsOf(workspace)].map((path) => realpath(path).catch(() => path)),
  );
  return folders.every((folder) => {
    const within = relative(folder, ours);
    return within.startsWith('..') || isAbsolute(within);
  });
}
