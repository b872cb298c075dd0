import type { WorkspaceInfo } from '../../shared/schemas/workspace.ts';

/** A folder that is open, and what paths in it begin with: `''` where it is the only one. */
export interface OpenFolder {
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
