import dns from 'node:dns';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { takeAttempts } from '../../../test/tripwire/tripwire.ts';
import { resolvePolicy, type Policy } from '../../privacy/policy.ts';
import { describeIsolation } from '../../shared/describe-isolation.ts';
import type { OfflineCheck } from '../../shared/schemas/settings.ts';
import type { Egress } from '../egress/egress.ts';
import { proveEgress, refuseForgery } from '../egress/prove-egress.ts';
import { isolation } from '../sandbox/isolation.ts';
import { watchLookups } from '../sandbox/watch-lookups.ts';
import { isolationView, judgeSockets, judgeWatch, verifyOffline } from './verify-offline.ts';

const policy: Policy = { ...resolvePolicy([]), mode: 'normal' };
const offline: Policy = { ...policy, mode: 'offline' };
const none = { available: false, why: 'a test' } as const;
/** An egress that refuses nothing. */
const careless: Egress = {
  fetchFor: () => () => Promise.resolve(new Response()),
  closeScope: () => undefined,
  close: () => undefined,
};

const failures = (checks: readonly OfflineCheck[]): string[] =>
  checks.filter((c) => c.passed === false).map((c) => `${c.check}: ${c.detail}`);
const named = (checks: readonly OfflineCheck[], name: RegExp): OfflineCheck | undefined =>
  checks.find((c) => name.test(c.check));

describe('verifyOffline', () => {
  it('passes, whatever the mode is, and leaves nothing behind', async () => {
    const mine = async (): Promise<string[]> =>
      (await readdir(tmpdir())).filter((name) => name.startsWith('codegrex-offline-check-'));
    const before = await mine();
    const checks = await verifyOffline({ policy, host: 'browser', isolation: await isolation() });
    expect(failures(checks)).toEqual([]);
    expect(checks.filter((c) => c.passed === true).length).toBeGreaterThan(10);
    expect(new Set(checks.map((c) => c.check)).size).toBe(checks.length);
    expect(takeAttempts()).toEqual([]);
    expect(await mine()).toEqual(before);
  });

  it('tries nothing in a child where children cannot be cut off, and says so', async () => {
    const checks = await verifyOffline({ policy, host: 'browser', isolation: none });
    const { passed, detail } = named(checks, /^Child processes/) ?? {};
    expect(passed).toBeNull();
    expect(detail).toBe(
      'Your system does not let CodeGrex cut child processes off the network: a test. Nothing was tried.',
    );
  });

  it('finds an egress that takes a forged clearance', async () => {
    const checks = await verifyOffline({ policy, host: 'browser', isolation: none, egress: careless });
    expect(failures(checks)).toEqual([
      'The egress in use refuses a clearance made by hand: An object of the same class was made by hand. It ended with success.',
    ]);
    expect(refuseForgery('x', careless, offline).passed).toBe(false);
  });

  it('finds an egress that holds to a looser mode', async () => {
    const checks = await proveEgress(policy);
    expect(named(checks, /cleared before the mode became Offline/)?.passed).toBe(false);
    expect(named(checks, /asks for no address/)).toMatchObject({
      passed: false,
      detail: 'It asked for cloud.invalid.',
    });
    // What it let through went to an address of this machine, where the tripwire stopped it.
    expect(takeAttempts().length).toBeLessThanOrEqual(1);
  });

  it('names the hosts that Offline still permits', async () => {
    const checks = await verifyOffline({
      policy: { ...policy, onPremHosts: ['gpu.corp'] },
      host: 'browser',
      isolation: none,
    });
    expect(named(checks, /on-premises list/)?.detail).toMatch(/looks their names up: gpu\.corp\./);
  });
});

describe('what was seen', () => {
  const socket = {
    pid: 7,
    program: 'node',
    protocol: 'tcp',
    local: '127.0.0.1:1',
    remote: null,
    listening: true,
  } as const;

  it('fails for a socket off this machine, and cannot tell where it cannot look', () => {
    expect(judgeSockets({ sockets: [socket], pids: [7], unreadable: [] })).toMatchObject({
      passed: true,
      detail: 'In 1 process: node (7) tcp listening at 127.0.0.1:1.',
    });
    const remote = { ...socket, remote: '192.0.2.1:443', listening: false };
    expect(judgeSockets({ sockets: [socket, remote], pids: [7], unreadable: [] })).toMatchObject({
      passed: false,
      detail:
        'node (7) tcp 127.0.0.1:1 to 192.0.2.1:443. In another mode than Offline one may be open for a while after a request.',
    });
    expect(judgeSockets({ sockets: [], pids: [7, 8], unreadable: [8] }).passed).toBeNull();
    expect(judgeSockets(null).passed).toBeNull();
  });

  it('fails for a look-up or a datagram', () => {
    expect([judgeWatch(0, 0), judgeWatch(1, 0), judgeWatch(0, 1)].map((c) => c.passed)).toEqual([true, false, false]);
  });

  it('counts a look-up below the functions that make it', async () => {
    const watch = watchLookups();
    // `localhost` is in the system's own table of hosts.
    await dns.promises.lookup('localhost');
    expect(watch.lookups()).toBe(1);
    watch.stop();
    await dns.promises.lookup('localhost');
    expect(watch.lookups()).toBe(1);
  });
});

describe('describeIsolation', () => {
  it('says what holds, and for whom not', () => {
    const wrap = (command: string, args: readonly string[]) => ({ command, args });
    const held = { available: true, by: 'unshare', wrap } as const;
    expect(describeIsolation(isolationView('browser', held))).toEqual([
      'Child processes run without network (unshare).',
    ]);
    expect(describeIsolation(isolationView('electron', held))[1]).toMatch(/own process is not among them/);
    expect(describeIsolation(isolationView('electron', none))).toEqual([
      'Your system does not let CodeGrex cut child processes off the network: a test.',
    ]);
  });
});
