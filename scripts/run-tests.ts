import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { npm, ROOT, run } from './bootstrap.mjs';
import { findChromium } from './find-chromium.ts';
import { KEYRING_PACKAGES, KEYRING_PROGRAMS } from '../test/keyring/keyring.ts';
import { findProgram } from '../src/main/sandbox/run-command.ts';
import { countLine, playwrightOutcome, stepOutcome, vitestOutcome, type Outcome } from './test-report.ts';

/**
 * Everything that a change must pass. A step that fails doesn't stop the others, so that the sum at the end is true.
 */

/** The scripts of package.json that need no test runner. */
const CHECKS = ['format:check', 'lint', 'layers', 'typecheck'];
const REPORTS = join(ROOT, 'test-results');

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const only = values.only ?? 'all';
if (!['all', 'check', 'unit', 'e2e'].includes(only)) {
  process.stderr.write('--only takes check, unit or e2e.\n');
  process.stdout.write('0 passed, 1 failed\n');
  process.exit(1);
}
const wants = (part: 'check' | 'unit' | 'e2e'): boolean => only === 'all' || only === part;

// The step that runs gets the signal too; the ones after it don't start.
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (interrupted = true));

const outcomes: Outcome[] = [];
function record(outcome: Outcome): void {
  outcomes.push(outcome);
  if (interrupted) finish();
}

if (wants('check')) {
  for (const name of CHECKS) record(stepOutcome(name, await script(name)));
}
if (only !== 'check') {
  await installSystemPackages();
  const built = stepOutcome('build', await script('build'));
  record(built);
  mkdirSync(REPORTS, { recursive: true });
  if (wants('unit')) record(await unit());
  if (wants('e2e')) record(built.failed === 0 ? await endToEnd() : cannotRun('The build failed.'));
}

finish();

function finish(): never {
  title('Summary');
  for (const outcome of outcomes) {
    process.stdout.write(`${outcome.name}: ${countLine([outcome])}\n`);
    // Said again here: what a runner printed of it may be thousands of lines above.
    for (const failure of outcome.failures) process.stdout.write(`  failed: ${failure}\n`);
  }
  process.stdout.write(`${countLine(outcomes)}\n`);
  process.exit(!interrupted && outcomes.every(({ failed }) => failed === 0) ? 0 : 1);
}

/** Run a script of package.json. */
function script(name: string): Promise<number> {
  title(name);
  const { command, args, shell } = npm(['run', '--silent', name]);
  return run(command, args, { shell });
}

async function unit(): Promise<Outcome> {
  title('unit');
  const file = join(REPORTS, 'unit.json');
  rmSync(file, { force: true });
  const code = await run(process.execPath, [
    join(ROOT, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--allowOnly=false',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  return vitestOutcome(readReport(file), code);
}

async function endToEnd(): Promise<Outcome> {
  title('e2e');
  if (findChromium() === null) return cannotRun('Chromium is missing.');
  const file = join(REPORTS, 'e2e.json');
  rmSync(file, { force: true });
  const code = await run(process.execPath, [
    join(ROOT, 'node_modules/@playwright/test/cli.js'),
    'test',
    '--forbid-only',
  ]);
  return playwrightOutcome(readReport(file), code);
}

function cannotRun(why: string): Outcome {
  process.stdout.write(`e2e did not run. ${why}\n`);
  return stepOutcome('e2e', 1);
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Missing or cut off: the runner crashed.
    return undefined;
  }
}

/**
 * Chromium runs the end-to-end tests, strace shows every connection that a process tries, gnome-keyring is a keychain,
 * openssl makes certificates.
 */
async function installSystemPackages(): Promise<void> {
  const missing = [
    ...(findChromium() === null ? ['chromium'] : []),
    ...(process.platform === 'linux' ? ['strace', 'openssl'].filter((name) => findProgram(name) === null) : []),
    ...(process.platform === 'linux' && KEYRING_PROGRAMS.some((name) => findProgram(name) === null)
      ? KEYRING_PACKAGES
      : []),
  ];
  if (missing.length === 0) return;
  title(`system packages: ${missing.join(', ')}`);
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const install = (): Promise<number> => run('apt-get', ['install', '-y', ...missing], { env });
    // The lists of packages may be missing or old.
    if ((await install()) === 0 || ((await run('apt-get', ['update'], { env })) === 0 && (await install()) === 0))
      return;
  }
  process.stdout.write(
    `Missing: ${missing.join(' and ')}. On Debian or Ubuntu: sudo apt-get install ${missing.join(' ')}. ` +
      'A Chromium elsewhere can be named in CODEGREX_CHROMIUM.\n',
  );
}

function title(text: string): void {
  process.stdout.write(`\n== ${text}\n`);
}
