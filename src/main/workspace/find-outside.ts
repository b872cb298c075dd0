import { delimiter } from 'node:path';
import { findProgram } from '../sandbox/run-command.ts';
import { isWithin } from './workspace-paths.ts';

/** Programs are looked for on PATH, but never in the open folder, whatever PATH says. */
export function findOutside(root: string | null, path = process.env['PATH'] ?? ''): (program: string) => string | null {
  const places = path
    .split(delimiter)
    .filter((place) => place !== '' && !place.startsWith('.') && !(root !== null && isWithin(root, place)))
    .join(delimiter);
  return (program) => findProgram(program, places);
}
