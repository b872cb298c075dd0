import { createHash } from 'node:crypto';

/** The name that what is kept of a folder or file has on disk: it does not tell the path. */
export function folderKey(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 32);
}
