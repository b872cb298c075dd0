import { stat } from 'node:fs/promises';

/** Whether a folder is there; through links. @param path absolute */
export function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
