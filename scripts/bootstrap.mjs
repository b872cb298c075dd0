import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * What `npm start` and `npm test` do first, in a fresh clone and under the system's own Node (20 or later): install
 * what is missing, then hand over to the Node of package.json. Plain JavaScript without dependencies, for that reason.
 */

/** The repository. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The Node that the project is developed with. */
const NODE = join(ROOT, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockedPackage */

/**
 * Why `npm ci` is needed, or `null` where all that package-lock.json names is installed. Compares it with npm's own
 * record of the folder; what is installed on top, or left out because it is for another system, is no reason.
 * @param {string} root folder of package-lock.json and node_modules
 * @returns {string | null} a sentence
 */
export function whyInstall(root) {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return 'Dependencies are not installed yet.';
  const installed = new Map(Object.entries(lockedPackages(record)));
  for (const [path, wanted] of Object.entries(lockedPackages(join(root, 'package-lock.json')))) {
    if (path === '') continue;
    const found = installed.get(path);
    const same = found
      ? found.version === wanted.version && found.integrity === wanted.integrity
      : wanted.optional === true || wanted.devOptional === true;
    if (!same) return `Dependencies are out of date: ${path} is not as in package-lock.json.`;
  }
  return null;
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage>} by path
 */
function lockedPackages(file) {
  /** @type {unknown} */
  const content = JSON.parse(readFileSync(file, 'utf8'));
  return /** @type {{ packages: Record<string, LockedPackage> }} */ (content).packages;
}

/**
 * The command line that runs npm, where possible the very npm that runs this.
 * @param {readonly string[]} args
 * @returns {{ command: string, args: string[], shell: boolean }}
 */
export function npm(args) {
  const cli = process.env['npm_execpath'];
  return cli?.endsWith('.js')
    ? { command: process.execPath, args: [cli, ...args], shell: false }
    : { command: 'npm', args: [...args], shell: process.platform === 'win32' };
}

/**
 * Run a program to its end with our terminal, and pass on the signals that we get.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 * @returns {Promise<number>} its exit code; 128 plus the number of the signal that ended it; 127 if it did not start
 */
export function run(command, args, { env = process.env, shell = false } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: ROOT, env, shell, stdio: 'inherit' });
    /** @type {readonly NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => void child.kill(signal);
    for (const signal of signals) process.on(signal, forward);
    /** @param {number} code */
    const end = (code) => {
      for (const signal of signals) process.off(signal, forward);
      done(code);
    };
    child.on('error', (error) => {
      process.stderr.write(`${command} could not be started: ${error.message}\n`);
      end(127);
    });
    child.on('exit', (code, signal) => {
      end(code ?? (signal ? 128 + constants.signals[signal] : 1));
    });
  });
}

/**
 * Install if needed, then run a script with the project's Node.
 * @param {string} script its name in this folder
 * @param {readonly string[]} args
 * @returns {Promise<number | null>} its exit code; `null` if it could not be prepared, said on standard error
 */
export async function handOver(script, args) {
  const reason = whyInstall(ROOT);
  if (reason !== null) {
    process.stderr.write(`${reason} Running npm ci.\n`);
    // Said outright: `npm test --silent` would silence this one too.
    const { command, args: npmArgs, shell } = npm(['ci', '--loglevel=error']);
    const { status } = spawnSync(command, npmArgs, { cwd: ROOT, shell, stdio: ['ignore', 2, 2] });
    if (status !== 0) {
      process.stderr.write('npm ci failed; what it printed above says why.\n');
      return null;
    }
  }
  const major = Number(process.versions.node.split('.')[0]);
  if (!existsSync(NODE) && major < 24) {
    process.stderr.write(
      `Node 24 is needed and this is ${process.versions.node}. The dev dependency "node" brings it along: ` +
        'delete node_modules and run npm ci with install scripts permitted.\n',
    );
    return null;
  }
  if (process.env['npm_lifecycle_event'] !== undefined) endWithParent();
  const path = [join(ROOT, 'node_modules/.bin'), process.env['PATH']].join(delimiter);
  return run(existsSync(NODE) ? NODE : process.execPath, [resolve(ROOT, 'scripts', script), ...args], {
    env: { ...process.env, PATH: path },
  });
}

/**
 * npm runs a script in a shell, and a signal sent to npm ends that shell without reaching the script. A parent that is
 * gone therefore stands for the signal; without this the app would run on with nobody to stop it.
 */
function endWithParent() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  timer.unref();
}
