import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program's full path, by its name on PATH; `null` if it is not there. */
export function findProgram(name: string, path = process.env['PATH'] ?? ''): string | null {
  return (
    path
      .split(delimiter)
      .map((folder) => join(folder, name))
      .find(isExecutable) ?? null
  );
}

/** Chromium for the end-to-end tests: `CODEGREX_CHROMIUM`, or Debian's, or one on PATH. */
export function findChromium(): string | null {
  const named = process.env['CODEGREX_CHROMIUM'];
  if (named !== undefined && named !== '') return isExecutable(named) ? named : null;
  if (isExecutable('/usr/bin/chromium')) return '/usr/bin/chromium';
  return findProgram('chromium') ?? findProgram('chromium-browser') ?? findProgram('google-chrome');
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
