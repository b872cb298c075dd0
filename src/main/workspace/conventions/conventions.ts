import type { Conventions } from '../../../shared/schemas/conventions.ts';
import { findNode, findOutside } from '../find-outside.ts';
import type { Workspace } from '../workspace.ts';
import { editorConfigOf } from './editor-config.ts';
import { findFormatter, formatText, type ProjectFormatter } from './project-formatter.ts';

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
  const said = await editorConfigOf(workspace.clean(path), read);
  return { ...said, formatter: trusted && (await formatterFor(workspace, path)) !== null };
}

/** See {@link formatText}; only for a folder that is trusted. `null` too where the project has no formatter. */
export async function formatFile(
  workspace: Workspace,
  path: string,
  text: string,
  signal: AbortSignal,
): Promise<string | null> {
  const found = await formatterFor(workspace, path);
  return found && formatText(found.formatter, workspace.absolute(path), text, { node: found.node, signal });
}

/** The formatter of a file's project, and what runs it; `null` where either is missing. */
async function formatterFor(
  workspace: Workspace,
  path: string,
): Promise<{ readonly formatter: ProjectFormatter; readonly node: string } | null> {
  const { root } = workspace.info;
  const node = findNode(findOutside(root));
  if (node === null) return null;
  const formatter = await findFormatter(root, workspace.clean(path));
  return formatter && { formatter, node };
}
