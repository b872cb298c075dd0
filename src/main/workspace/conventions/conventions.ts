import { relative } from 'node:path';
import type { Conventions } from '../../../shared/schemas/conventions.ts';
import { findNode, findOutside } from '../find-outside.ts';
import { slashed } from '../workspace-paths.ts';
import type { Workspace } from '../workspace.ts';
import { editorConfigOf } from './editor-config.ts';
import { findFormatter, formatText } from './project-formatter.ts';

/** How a folder wants one of its files written. @param trusted whether its formatter may be run */
export async function conventionsOf(workspace: Workspace, trusted: boolean, path: string): Promise<Conventions> {
  const read = async (name: string): Promise<string | null> => {
    try {
      return (await workspace.read(name)).text;
    } catch {
      // Most folders have none, and one that cannot be read says nothing.
      return null;
    }
  };
  const { root } = workspace.info;
  const place = placeOf(workspace, path);
  const said = await editorConfigOf(place, read);
  const formatter = trusted && findNode(findOutside(root)) !== null && (await findFormatter(root, place)) !== null;
  return { ...said, formatter };
}

/** See {@link formatText}; only for a folder that is trusted. `null` too where the project has no formatter. */
export async function formatFile(
  workspace: Workspace,
  path: string,
  text: string,
  signal: AbortSignal,
): Promise<string | null> {
  const { root } = workspace.info;
  const node = findNode(findOutside(root));
  const formatter = await findFormatter(root, placeOf(workspace, path));
  return node === null || formatter === null
    ? null
    : formatText(formatter, workspace.absolute(path), text, { node, signal });
}

/** The path as it is, without detours. Throws `path-outside-workspace`. */
function placeOf(workspace: Workspace, path: string): string {
  return slashed(relative(workspace.info.root, workspace.absolute(path)));
}
