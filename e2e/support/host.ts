import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { REPOSITORY } from './launch-app.ts';

/** What the specs run in. */
export interface ChosenHost {
  readonly kind: 'electron' | 'browser';
  /** Electron's binary, absolute; `null` in browser mode. */
  readonly executable: string | null;
  /** For people: `browser mode (Electron's binary is not installed)`. */
  readonly description: string;
}

let chosen: ChosenHost | undefined;

/**
 * Electron where its binary is installed and can show a window, else browser mode.
 * `CODEGREX_E2E_HOST=browser` asks for browser mode regardless. Says once which it is.
 */
export function host(): ChosenHost {
  if (!chosen) {
    chosen = choose();
    process.stdout.write(`e2e host: ${chosen.description}\n`);
  }
  return chosen;
}

function choose(): ChosenHost {
  const browser = (why: string): ChosenHost => ({
    kind: 'browser',
    executable: null,
    description: `browser mode (${why})`,
  });
  if (process.env['CODEGREX_E2E_HOST'] === 'browser') return browser('CODEGREX_E2E_HOST asks for it');
  const executable = electronBinary();
  if (executable === null) return browser("Electron's binary is not installed");
  const display = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '';
  if (process.platform === 'linux' && display === '') return browser('there is no display for Electron');
  return { kind: 'electron', executable, description: `Electron (${executable})` };
}

/** The package's own module would download the binary, so its files are read instead. */
function electronBinary(): string | null {
  const folder = resolve(REPOSITORY, 'node_modules/electron');
  const pathFile = resolve(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const executable = resolve(folder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(executable) ? executable : null;
}
