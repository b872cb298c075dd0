import { resolve } from 'node:path';
import { findProgram } from '../src/main/sandbox/run-command.ts';

/** Chromium for the end-to-end tests: `CODEGREX_CHROMIUM`, or Debian's, or one on PATH. */
export function findChromium(): string | null {
  const named = process.env['CODEGREX_CHROMIUM'];
  if (named !== undefined && named !== '') return findProgram(resolve(named));
  return (
    findProgram('/usr/bin/chromium') ??
    findProgram('chromium') ??
    findProgram('chromium-browser') ??
    findProgram('google-chrome')
  );
}
