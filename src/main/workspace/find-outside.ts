import { delimiter } from 'node:path';
import { findProgram } from '../sandbox/run-command.ts';
import { isWithin } from './workspace-paths.ts';
import type { WorkspaceFolder } from './workspace.ts';

/** Programs are looked for on PATH, but never in an open folder, whatever PATH says. */
export function findOutside(
  folders: readonly Pick<WorkspaceFolder, 'root'>[],
  path = process.env['PATH'] ?? '',
): (program: string) => string | null {
  const places = path
    .split(delimiter)
    .filter((place) => place !== '' && !place.startsWith('.') && !folders.some(({ root }) => isWithin(root, place)))
    .join(delimiter);
  return (program) => findProgram(program, places);
}

/** What runs Node's programs. In Electron there is no Node to run but the user's own; `null` if there is none. */
export function findNode(find: (program: string) => string | null): string | null {
  return 'electron' in process.versions ? find('node') : process.execPath;
}
