import { readlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  detectIsolation,
  interfacesOf,
  isolation,
  type Isolation,
  NAME_SERVICE_FOLDERS,
  thisSystem,
  type IsolationSystem,
} from './isolation.ts';
import { judgeReport, probeIsolation } from './probe-isolation.ts';
import { runCommand, type Ran } from './run-command.ts';

const ALONE = `Inter-|   Receive
 face |bytes    packets
    lo:       0       0
`;
const CONNECTED = `${ALONE}  eth0: 1234 5\n`;

const ran = (stdout: string): Ran => ({ code: 0, stdout, stderr: '' });
const failed = (stderr: string): Ran => ({ code: 1, stdout: '', stderr });

/** Linux as an ordinary user sees it, where whatever is run answers `answer`. */
function linux(answer: Ran, more: Partial<IsolationSystem> = {}): IsolationSystem {
  return {
    platform: 'linux',
    user: { uid: 1000, gid: 1000 },
    find: (program) => `/usr/bin/${program}`,
    run: () => Promise.resolve(answer),
    ownNamespace: () => 'net:[1]',
    read: () => null,
    ...more,
  };
}

const whyNot = (how: Isolation): string => (how.available ? 'available' : how.why);

describe('detectIsolation', () => {
  it('takes the first way whose child saw a loopback interface alone', async () => {
    expect(await detectIsolation(linux(ran(`net:[2]\n${ALONE}`)))).toMatchObject({ available: true, by: 'unshare' });
  });

  it('goes on to bubblewrap where unshare fails', async () => {
    const how = await detectIsolation(
      linux(failed(''), {
        run: ({ command }) =>
          Promise.resolve(command.endsWith('bwrap') ? ran(`net:[2]\n${ALONE}`) : failed('unshare: not permitted')),
      }),
    );
    expect(how).toMatchObject({ available: true, by: 'bwrap' });
    if (!how.available) return;
    const { command, args } = how.wrap('/usr/bin/git', ['log']);
    expect([command, ...args].join(' ')).toMatch(
      /^\/usr\/bin\/bwrap --die-with-parent --unshare-net .*-- \/usr\/bin\/git log$/,
    );
  });

  it.each<[string, Ran, RegExp]>([
    ['other interfaces', ran(`net:[2]\n${CONNECTED}`), /the child still saw lo, eth0/],
    ['the network of its parent', ran(`net:[1]\n${ALONE}`), /the child kept the network/],
    ['nothing', failed('unshare: Operation not permitted\nmore'), /\(unshare: unshare: Operation not permitted; bwrap/],
  ])('is not taken in by a child that saw %s', async (_what, answer, why) => {
    expect(whyNot(await detectIsolation(linux(answer)))).toMatch(why);
  });

  it.each<[string, Partial<IsolationSystem>, RegExp]>([
    ['there is no program for it', { find: () => null }, /neither unshare nor bubblewrap/],
    ['AppArmor', { read: (file) => (file.includes('apparmor_restrict') ? '1' : null) }, /^AppArmor lets no program/],
    ['a setting', { read: (file) => (file.includes('userns_clone') ? '0' : null) }, /^namespaces are turned off/],
    ['Windows', { platform: 'win32' }, /^Windows offers no way/],
    ['an unknown system', { platform: 'freebsd' }, /^CodeGrex knows no way/],
  ])('says why not: %s', async (_what, system, why) => {
    expect(whyNot(await detectIsolation(linux(failed('no'), system)))).toMatch(why);
  });

  it.each<[string, Ran, boolean]>([
    ['refused by the sandbox', failed('bash: connect: Operation not permitted'), true],
    ['refused by the port alone', failed('bash: connect: Connection refused'), false],
    ['let through', ran(''), false],
    ['not sandboxed at all', failed('sandbox-exec: sandbox_apply: Operation not permitted'), false],
    ['not run', { code: null, stdout: '', stderr: '' }, false],
  ])('on macOS believes only a connection %s', async (_what, answer, available) => {
    const how = await detectIsolation(linux(answer, { platform: 'darwin', find: (file) => file }));
    expect(how.available).toBe(available);
    if (how.available) {
      expect(how.wrap('/bin/rg', ['-l'])).toEqual({
        command: '/usr/bin/sandbox-exec',
        args: ['-p', '(version 1)(allow default)(deny network*)', '/bin/rg', '-l'],
      });
    }
  });

  it('reads the names of interfaces', () => {
    expect(interfacesOf(CONNECTED)).toEqual(['lo', 'eth0']);
  });
});

/** The ways of this system, each by itself. */
const ways: readonly [string, Partial<IsolationSystem>][] = [
  ['as it is', {}],
  ['unshare with a user namespace', { run: (line) => withoutUserNamespace(line) }],
  ['bubblewrap', { find: (program) => (program === 'bwrap' ? thisSystem.find(program) : null) }],
];
function withoutUserNamespace(line: Parameters<IsolationSystem['run']>[0]): Promise<Ran> {
  return line.args.includes('--map-root-user') ? thisSystem.run(line) : Promise.resolve(failed('passed over'));
}

describe.runIf(process.platform === 'linux')('on this system', () => {
  it.for(ways)(
    '%s: a child has no network, no way to a name service, and the same user',
    async ([, only], { skip }) => {
      const how = await detectIsolation({ ...thisSystem, ...only });
      if (!how.available) return skip(how.why);
      const script = `readlink /proc/self/ns/net; cat /proc/self/net/dev; id -u; ls -A ${NAME_SERVICE_FOLDERS.join(' ')}`;
      const { command, args } = how.wrap('/bin/sh', ['-c', script]);
      const { stdout } = await runCommand(command, args, 5000);
      const [namespace, ...lines] = stdout.split('\n');
      expect(namespace).not.toBe(readlinkSync('/proc/self/ns/net'));
      expect(interfacesOf(lines.filter((line) => !line.startsWith('/')).join('\n'))).toEqual(['lo']);
      expect(lines).toContain(String(process.getuid?.()));
      // What `ls` lists besides the folders themselves.
      const listed = lines.slice(lines.indexOf(String(process.getuid?.())) + 1);
      expect(listed.filter((line) => line !== '' && !line.endsWith(':'))).toEqual([]);
    },
  );

  it.for(ways)('%s: a child that tries is refused at once', async ([, only], { skip }) => {
    const how = await detectIsolation({ ...thisSystem, ...only });
    if (!how.available) return skip(how.why);
    const { held, detail } = await probeIsolation(how);
    expect(detail).toMatch(/connect to 192\.0\.2\.1: ENETUNREACH; to send there: ENETUNREACH/);
    expect(held).toBe(true);
  });

  it('tries nothing in a child that was not cut off', async () => {
    const wrap = (command: string, args: readonly string[]) => ({ command, args });
    const alone = interfacesOf((await runCommand('/bin/cat', ['/proc/self/net/dev'], 5000)).stdout).length === 1;
    const { held, detail } = await probeIsolation({ available: true, by: 'unshare', wrap });
    // Where this machine has no network either, there is nothing to be cut off.
    expect(held).toBe(alone);
    if (!alone) expect(detail).toMatch(/the child was not cut off: it saw the interfaces/);
  });

  it('is found out once', () => {
    expect(isolation()).toBe(isolation());
  });
});

describe('judgeReport', () => {
  const report = { blocked: null, connect: 'ENETUNREACH', send: 'ENETUNREACH', look: 'EAI_AGAIN', skipped: null };
  it.each<[boolean, object]>([
    [true, {}],
    [true, { look: null, skipped: 'sss' }],
    [true, { connect: 'EPERM', send: 'EPERM', look: 'ENOTFOUND' }],
    [false, { connect: 'connected' }],
    [false, { connect: 'ETIMEDOUT' }],
    [false, { send: 'sent' }],
    [false, { look: 'found' }],
    [false, { look: null }],
    [false, { blocked: 'it saw the interfaces lo, eth0', connect: null, send: null, look: null }],
    [false, { more: 1 }],
  ])('%s for %o', (held, change) => {
    expect(judgeReport('unshare', JSON.stringify({ ...report, ...change })).held).toBe(held);
  });

  it.each(['', '{', 'null'])('counts %j as a failure', (text) => {
    expect(judgeReport('unshare', text).held).toBe(false);
  });
});
