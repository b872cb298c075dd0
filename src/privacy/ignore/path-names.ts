import { msg } from '../said.ts';

/**
 * Names by which Windows reaches a file whose name is another: rules compare names, so none of
 * these may be read by a model.
 */

const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/**
 * Why no file may be read by this name, for people, in English; `null` when the name is as good as any.
 * @param path relative to the workspace root, with `/`
 */
export function pathNameProblem(path: string, windows: boolean): string | null {
  if (path.includes('\0')) return msg('No file has such a name');
  if (!windows) return null;
  for (const name of path.split('/')) {
    if (name.includes(':')) return msg('The name stands for a stream within a file');
    if (/[. ]$/.test(name) && name !== '.' && name !== '..')
      return msg('Windows drops the dot or space at the end of the name');
    if (DEVICE.test(name)) return msg('The name stands for a device');
  }
  return null;
}
