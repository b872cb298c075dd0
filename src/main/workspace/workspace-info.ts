import { basename } from 'node:path';
import type { WorkspaceInfo } from '../../shared/schemas/workspace.ts';
import { workspaceId } from '../../shared/workspace-id.ts';

/** What is told of folders that are open together. @param roots absolute, at least one */
export function workspaceInfo(roots: readonly string[]): WorkspaceInfo {
  const names: string[] = [];
  // By their own names, with a number where another has it already.
  for (const root of roots) {
    const plain = basename(root) || root;
    let name = plain;
    for (let number = 2; names.includes(name); number++) name = `${plain} (${String(number)})`;
    names.push(name);
  }
  return {
    id: workspaceId(roots),
    name: names.join(', '),
    folders: roots.map((root, i) => ({ root, name: names[i] ?? root })),
  };
}
