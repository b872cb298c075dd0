import { realpath } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';

/**
 * Whether a folder of our own lies outside a workspace: what is within one is found by its searches, committed with it,
 * and read by whatever works on it.
 */
export async function isOutside(own: string, root: string): Promise<boolean> {
  const [ours, theirs] = await Promise.all([own, root].map((path) => realpath(path).catch(() => path)));
  const within = relative(theirs ?? root, ours ?? own);
  return within.startsWith('..') || isAbsolute(within);
}
