import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { npm, ROOT, run } from './bootstrap.mjs';

/**
 * Starts the app from its sources: built if need be, in Electron where that can run, else in browser mode.
 * `--browser` asks for browser mode; `--no-sandbox` is never added here, only passed on.
 */
const args = process.argv.slice(2);
const { values, positionals } = parseArgs({
  args,
  strict: false,
  options: {
    folder: { type: 'string', multiple: true },
    data: { type: 'string' },
    port: { type: 'string' },
    'idle-close': { type: 'string' },
    'no-open': { type: 'boolean' },
    browser: { type: 'boolean' },
    'no-sandbox': { type: 'boolean' },
  },
});

if (isStale()) {
  say('Building the app.');
  const build = npm(['run', '--silent', 'build']);
  const code = await run(build.command, build.args, { shell: build.shell });
  if (code !== 0) {
    say('The build failed; what it printed above says why.');
    process.exit(code);
  }
}

const why = whyNotElectron();
if (why === null) {
  const folders = Array.isArray(values.folder) ? values.folder.filter((each) => typeof each === 'string') : positionals;
  const { data } = values;
  process.exitCode = await run(
    electronBinary(),
    [ROOT, ...(values['no-sandbox'] === true ? ['--no-sandbox'] : []), ...folders],
    { env: { ...process.env, ...(typeof data === 'string' ? { CODEGREX_DATA: resolve(data) } : {}) } },
  );
} else {
  say(`${why}, so CodeGrex runs in browser mode.`);
  process.exitCode = await run(process.execPath, [
    join(ROOT, 'dist/main/browser.js'),
    ...args.filter((arg) => arg !== '--browser' && arg !== '--no-sandbox'),
  ]);
}

/** Whether `dist/` lacks something, or a source is newer than the oldest of its parts. */
function isStale(): boolean {
  const parts = ['main/electron.js', 'main/browser.js', 'preload/preload.cjs', 'renderer/index.html'];
  const built = parts.map((part) => changed(join(ROOT, 'dist', part)));
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name));
  const others = ['package.json', 'package-lock.json', 'vite.config.ts', 'scripts/build.ts'];
  return Math.max(...[...sources, ...others.map((file) => join(ROOT, file))].map(changed)) > Math.min(...built);
}

/** When a file was last written, in milliseconds; 0 if there is none. */
function changed(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Why the desktop app cannot run here, as the beginning of a sentence; `null` if it can. */
function whyNotElectron(): string | null {
  const asked = (['browser', 'port', 'idle-close', 'no-open'] as const).find((name) => values[name] !== undefined);
  if (asked !== undefined) return `--${asked} was given`;
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    return 'There is no display here';
  }
  if (process.platform === 'linux' && process.getuid?.() === 0 && values['no-sandbox'] !== true) {
    return "Electron's sandbox does not run as root";
  }
  if (!existsSync(electronBinary())) fetchElectron();
  return existsSync(electronBinary()) ? null : "Electron's binary is not installed here";
}

/** Where Electron's package keeps its binary once fetched. */
function electronBinary(): string {
  const inside = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' } as Record<string, string>;
  return join(electronPackage(), 'dist', inside[process.platform] ?? 'electron');
}

function electronPackage(): string {
  return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
}

/** npm does not bring the binary; its package's own script does, from where its makers publish it. */
function fetchElectron(): void {
  say("Fetching Electron's binary, about 120 MB, once.");
  const { status } = spawnSync(process.execPath, [join(electronPackage(), 'install.js')], {
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: 180_000,
  });
  if (status !== 0) say('It could not be fetched: the network refused, or took too long.');
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
