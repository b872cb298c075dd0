import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findProgram } from '../../src/main/sandbox/run-command.ts';

/** A real keychain for tests: gnome-keyring on a message bus of its own, with its files in a folder of the test. */

export const KEYRING_PROGRAMS: readonly string[] = ['gnome-keyring-daemon', 'dbus-run-session', 'dbus-send'];
/** Debian's packages with them. */
export const KEYRING_PACKAGES: readonly string[] = ['gnome-keyring', 'dbus'];
const PASSWORD = 'of-the-test';

/** Why there can be none here, in a sentence; `null` if there can. */
export function keyringObstacle(folder: string): string | null {
  if (process.platform !== 'linux') return 'gnome-keyring runs on Linux only.';
  const missing = KEYRING_PROGRAMS.find((name) => findProgram(name) === null);
  if (missing !== undefined) return `${missing} is not installed.`;
  const [file = '', ...args] = withKeyring(folder, 'unlocked');
  // Locking it proves that it answers.
  const { status } = spawnSync(file, [...args, ...LOCK], { stdio: 'ignore', timeout: 20_000 });
  return status === 0 ? null : 'A message bus with gnome-keyring could not be started here.';
}

/** Command line that locks the keyring of the session that it is run in. */
export const LOCK: readonly string[] = [
  ...['dbus-send', '--session', '--print-reply', '--dest=org.freedesktop.secrets', '/org/freedesktop/secrets'],
  ...['org.freedesktop.Secret.Service.Lock', 'array:objpath:/org/freedesktop/secrets/collection/login'],
];

/**
 * Command line prefix that runs the rest where the system has a keychain.
 * @param folder for the keyring's files; the same again to find in it what was put there
 * @param state `locked`: its password is asked for, and nobody can give it, as there is no screen
 */
export function withKeyring(folder: string, state: 'unlocked' | 'locked'): readonly string[] {
  const unlock = `printf %s ${PASSWORD} | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1`;
  return [
    ...['env', '-u', 'DISPLAY', '-u', 'WAYLAND_DISPLAY'],
    ...[`XDG_DATA_HOME=${join(folder, 'data')}`, `XDG_RUNTIME_DIR=${folder}`],
    ...['dbus-run-session', '--', 'sh', '-c'],
    [...(state === 'unlocked' ? [unlock] : []), 'exec "$@"'].join('; '),
    'sh',
  ];
}

/** Command line prefix that runs the rest where the system has no keychain. */
export const WITHOUT_KEYRING: readonly string[] = [
  'env',
  '-u',
  'DBUS_SESSION_BUS_ADDRESS',
  'XDG_RUNTIME_DIR=/nonexistent',
];
