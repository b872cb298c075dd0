import { foldersOf, type OpenFolder } from './folder-paths.ts';
import { joined, parentOf } from '../ui/format.ts';
import { useExplorer } from './explorer-store.ts';

const openFolders = (): readonly OpenFolder[] => foldersOf(useExplorer.getState().workspace);

/** The folder that a path lies in, or is. */
const folderOf = (path: string): OpenFolder | undefined =>
  openFolders().find(({ prefix }) => `${path}/`.startsWith(prefix));

/** Whether several folders are open. */
export const hasSeveralFolders = (): boolean => openFolders().length > 1;

/** Whether a path is that of one of several open folders, which stays where it is. */
export const isRoot = (path: string): boolean => hasSeveralFolders() && !path.includes('/') && path !== '';

/** The path of the folder that a file lies in, or else of the first: what is new can be put there. */
export function rootAround(path: string | null): string {
  const folder = (path === null ? undefined : folderOf(path)) ?? openFolders()[0];
  return folder?.prefix.slice(0, -1) ?? '';
}

/** The folder that a file lies in; without one, the first that is open. */
export const folderAround = (file: string | null): string => (file === null ? rootAround(null) : parentOf(file));

/** The path of what lies at the top of the folder of a file, or else of the first. */
export function pathAtTop(near: string | null, name: string): string {
  return joined(rootAround(near), name);
}

/** A path from the top of the folder that it lies in. */
export function pathInFolder(path: string): string {
  return path.slice(folderOf(path)?.prefix.length ?? 0);
}

/** A path as the system writes it; absolute. */
export function absolutePath(path: string): string {
  const root = (folderOf(path) ?? openFolders()[0])?.root ?? '';
  const within = pathInFolder(path);
  const windows = /^[a-z]:\\/i.test(root) || root.startsWith('\\\\');
  const separator = windows ? '\\' : '/';
  if (within === '') return root;
  return (root.endsWith(separator) ? root : root + separator) + (windows ? within.replaceAll('/', separator) : within);
}
