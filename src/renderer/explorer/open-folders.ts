import type { WorkspaceInfo } from '../../shared/schemas/workspace.ts';
import { useExplorer } from './explorer-store.ts';

/** A folder that is open, and what paths in it begin with: `''` where it is the only one. */
interface OpenFolder {
  readonly name: string;
  /** Absolute. */
  readonly root: string;
  readonly prefix: string;
}

/** The folders of a workspace. */
export function foldersOf(workspace: WorkspaceInfo | null): readonly OpenFolder[] {
  const folders = workspace?.folders ?? [];
  return folders.map((folder) => ({ ...folder, prefix: folders.length === 1 ? '' : `${folder.name}/` }));
}

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

/** The path of what lies at the top of the folder of a file, or else of the first. */
export function pathAtTop(near: string | null, name: string): string {
  const root = rootAround(near);
  return root === '' ? name : `${root}/${name}`;
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

/** What becomes of a path when other folders are open: a folder that stays may be called otherwise. */
export function movedBetween(before: WorkspaceInfo | null, next: WorkspaceInfo): (path: string) => string {
  const now = new Map(foldersOf(next).map(({ root, prefix }) => [root, prefix]));
  const pairs = foldersOf(before).flatMap(({ root, prefix }) => {
    const to = now.get(root);
    return to === undefined ? [] : [[prefix, to] as const];
  });
  return (path) => {
    const [from, to] = pairs.find(([prefix]) => `${path}/`.startsWith(prefix)) ?? ['', ''];
    return (to + `${path}/`.slice(from.length)).replace(/\/+$/, '');
  };
}
