import { existsSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { findProgram, runCommand, type Ran } from './run-command.ts';
import { t } from '../../shared/messages/t.ts';

/**
 * Running child processes without network. What works depends on the system and how it is set up, so each way is
 * tried once, in a child that tells what it can see, and is used only if the child saw no network.
 *
 * On Linux a namespace of its own leaves a child with a loopback interface that is down. Sockets that are files
 * pass through namespaces, and a name service behind one would look names up for the child; so the folders of the
 * known ones are covered. A program that means to get out can still ask another program of the user's through some
 * other socket file: this is for keeping honest programs off the network, not for holding hostile ones.
 */

/** What can cut a child off the network. */
export type Isolator = 'unshare' | 'bwrap' | 'sandbox-exec';

/** A command with its arguments. */
export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
}

/** Whether child processes can run without network here. */
export type Isolation =
  | {
      readonly available: true;
      readonly by: Isolator;
      /** The command that runs `command` without network. Absolute path expected. */
      readonly wrap: (command: string, args: readonly string[]) => CommandLine;
    }
  | {
      readonly available: false;
      /** In plain words, for people; a clause without a full stop. */
      readonly why: string;
    };

/** What detection needs of the system; tests give their own. */
export interface IsolationSystem {
  readonly platform: NodeJS.Platform;
  /** `null` where there are none. */
  readonly user: { readonly uid: number; readonly gid: number } | null;
  readonly find: (program: string) => string | null;
  readonly run: (line: CommandLine) => Promise<Ran>;
  /** This process's network namespace, as the kernel names it; `null` if it does not tell. */
  readonly ownNamespace: () => string | null;
  /** A file's text without surrounding space; `null` if it cannot be read. */
  readonly read: (file: string) => string | null;
}

/** Folders in which programs that look names up for others keep their sockets. */
export const NAME_SERVICE_FOLDERS: readonly string[] = [
  '/run/systemd/resolve',
  '/run/nscd',
  '/var/run/nscd',
  '/run/avahi-daemon',
  '/var/run/avahi-daemon',
  // systemd-resolved and others take requests over the system bus too.
  '/run/dbus',
  '/var/run/dbus',
  '/run/samba',
];

/** Covers those folders that are there, then becomes the command. `-e`: a folder that stays open stops it. */
const COVER = [
  `for folder in ${NAME_SERVICE_FOLDERS.join(' ')}; do`,
  'if [ -d "$folder" ]; then mount -t tmpfs -o ro,nosuid,nodev,size=4k tmpfs "$folder"; fi;',
  'done;',
  'exec "$@"',
].join(' ');
const COVERED_SHELL = ['/bin/sh', '-e', '-c', COVER, 'sh'];

const MAC_PROFILE = '(version 1)(allow default)(deny network*)';
const DETECT_MS = 5000;

/** The system this runs on. */
export const thisSystem: IsolationSystem = {
  platform: process.platform,
  user: process.getuid && process.getgid ? { uid: process.getuid(), gid: process.getgid() } : null,
  find: findProgram,
  run: ({ command, args }) => runCommand(command, args, DETECT_MS),
  ownNamespace: () => {
    try {
      return readlinkSync('/proc/self/ns/net');
    } catch {
      return null;
    }
  },
  read: (file) => {
    try {
      return readFileSync(file, 'utf8').trim();
    } catch {
      return null;
    }
  },
};

let detected: Promise<Isolation> | undefined;

/** What works here; tried once, then known. */
export function isolation(): Promise<Isolation> {
  detected ??= detectIsolation(thisSystem);
  return detected;
}

/** Try each way that the system could offer; the first that holds. */
export async function detectIsolation(system: IsolationSystem): Promise<Isolation> {
  switch (system.platform) {
    case 'linux':
      return detectOnLinux(system);
    case 'darwin':
      return detectOnMac(system);
    case 'win32':
      return { available: false, why: t('Windows offers no way to do so to a program without administrator rights') };
    default:
      return { available: false, why: t('CodeGrex knows no way to do so on this system') };
  }
}

type Wrap = (command: string, args: readonly string[]) => CommandLine;

async function detectOnLinux(system: IsolationSystem): Promise<Isolation> {
  const ways = waysOnLinux(system);
  const failures: string[] = [];
  for (const { by, wrap } of ways) {
    const failure = await faultOnLinux(system, wrap);
    if (failure === null) return { available: true, by, wrap };
    failures.push(`${by}: ${failure}`);
  }
  return { available: false, why: whyNotOnLinux(system, failures) };
}

function waysOnLinux({ user, find }: IsolationSystem): readonly { readonly by: Isolator; readonly wrap: Wrap }[] {
  const unshare = find('unshare');
  const bwrap = find('bwrap');
  const prefixed =
    (command: string, prefix: readonly string[]): Wrap =>
    (inner, args) => ({ command, args: [...prefix, inner, ...args] });
  const ways: { by: Isolator; wrap: Wrap }[] = [];
  if (unshare !== null && user !== null) {
    const ownView = ['--net', '--mount', '--propagation', 'slave', '--', ...COVERED_SHELL];
    // Root needs no user namespace, and in one could not read other users' files any more.
    if (user.uid === 0) ways.push({ by: 'unshare', wrap: prefixed(unshare, ownView) });
    // Root in a namespace for as long as it takes to cover folders; the command runs as the user again.
    const back = [unshare, '--user', `--map-user=${String(user.uid)}`, `--map-group=${String(user.gid)}`, '--'];
    ways.push({ by: 'unshare', wrap: prefixed(unshare, ['--user', '--map-root-user', ...ownView, ...back]) });
  }
  if (bwrap !== null) {
    ways.push({
      by: 'bwrap',
      wrap: (command, args) => {
        const covers = presentFolders().flatMap((folder) => ['--tmpfs', folder]);
        const fixed = ['--die-with-parent', '--unshare-net', '--dev-bind', '/', '/', ...covers, '--'];
        return { command: bwrap, args: [...fixed, command, ...args] };
      },
    });
  }
  return ways;
}

/** {@link NAME_SERVICE_FOLDERS} that exist, by their real paths. */
function presentFolders(): readonly string[] {
  return [
    ...new Set(NAME_SERVICE_FOLDERS.filter((folder) => existsSync(folder)).map((folder) => realpathSync(folder))),
  ];
}

/** What is wrong with a way, or `null` if a child run so sees nothing but a loopback interface. */
async function faultOnLinux(system: IsolationSystem, wrap: Wrap): Promise<string | null> {
  const { code, stdout, stderr } = await system.run(
    wrap('/bin/sh', ['-c', 'readlink /proc/self/ns/net && cat /proc/self/net/dev']),
  );
  if (code !== 0) return firstLine(stderr) ?? t('it did not run');
  const [namespace = '', ...rest] = stdout.split('\n');
  const interfaces = interfacesOf(rest.join('\n'));
  if (namespace === '' || namespace === system.ownNamespace()) return t('the child kept the network');
  if (interfaces.some((name) => name !== 'lo'))
    return t('the child still saw {interfaces}', { interfaces: interfaces.join(', ') });
  return null;
}

/** Names of interfaces in `/proc/net/dev`. */
export function interfacesOf(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => /^\s*([^\s:|]+):/.exec(line)?.[1] ?? []);
}

function whyNotOnLinux({ read }: IsolationSystem, failures: readonly string[]): string {
  if (failures.length === 0) return t('neither unshare nor bubblewrap (bwrap) is installed');
  const tried = `(${failures.join('; ')})`;
  if (read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1') {
    return t('AppArmor lets no program make namespaces unless a profile permits it {tried}', { tried });
  }
  if (
    read('/proc/sys/kernel/unprivileged_userns_clone') === '0' ||
    read('/proc/sys/user/max_user_namespaces') === '0'
  ) {
    return t('namespaces are turned off for users {tried}', { tried });
  }
  return t('namespaces could not be made {tried}', { tried });
}

async function detectOnMac(system: IsolationSystem): Promise<Isolation> {
  const sandboxExec = system.find('/usr/bin/sandbox-exec');
  if (sandboxExec === null) return { available: false, why: t('sandbox-exec is not installed') };
  const wrap: Wrap = (command, args) => ({ command: sandboxExec, args: ['-p', MAC_PROFILE, command, ...args] });
  // To this machine, so that nothing leaves it should the sandbox not hold: refused by the sandbox, not by the port.
  const { code, stderr } = await system.run(wrap('/bin/bash', ['-c', 'exec 3<>/dev/tcp/127.0.0.1/9']));
  if (code !== null && code !== 0 && /operation not permitted/i.test(stderr) && !stderr.includes('sandbox_apply')) {
    return { available: true, by: 'sandbox-exec', wrap };
  }
  return {
    available: false,
    why: t('sandbox-exec did not hold ({stderr})', { stderr: firstLine(stderr) ?? t('the child could connect') }),
  };
}

function firstLine(text: string): string | null {
  const line = text.trim().split('\n')[0] ?? '';
  return line === '' ? null : line.slice(0, 200);
}
