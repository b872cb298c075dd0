import type { Conventions } from '../../../shared/schemas/conventions.ts';
import { findNode, findOutside } from '../find-outside.ts';
import type { Workspace } from '../workspace.ts';
import { editorConfigIn } from './editor-config.ts';
import { findFormatter, formatText, type ProjectFormatter } from './project-formatter.ts';

/** How a folder wants one of its files written. @param trusted whether its formatter may be run */
export async function conventionsOf(workspace: Workspace, trusted: boolean, path: string): Promise<Conventions> {
  const { folder, path: within } = workspace.inFolder(path);
  const { conventions } = await editorConfigIn(folder.alone, within);
  const { sources, refused } = conventions;
  return {
    ...conventions,
    sources: sources.map((name) => folder.prefix + name),
    refused: refused === null ? null : folder.prefix + refused,
    formatter: trusted && (await formatterFor(workspace, path)) !== null,
  };
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
  const node = findNode(findOutside(workspace.folders));
  if (node === null) return null;
  const { folder, path: within } = workspace.inFolder(path);
  const formatter = await findFormatter(folder.root, within);
  return formatter && { formatter, node };
}
