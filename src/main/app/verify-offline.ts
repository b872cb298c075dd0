import type { Destination } from '../../privacy/destination.ts';
import { gate, isRefusal } from '../../privacy/gate.ts';
import type { Payload, Task } from '../../privacy/payload.ts';
import type { Policy } from '../../privacy/policy.ts';
import { createRedactor } from '../../privacy/redaction/redactor.ts';
import { describeIsolation } from '../../shared/describe-isolation.ts';
import type { IsolationView, OfflineCheck } from '../../shared/schemas/settings.ts';
import type { Egress } from '../egress/egress.ts';
import { proveEgress, refuseForgery } from '../egress/prove-egress.ts';
import type { Host } from '../host/host.ts';
import type { Isolation } from '../sandbox/isolation.ts';
import { leavesMachine, openSockets, type OpenSocket, type SocketScan } from '../sandbox/open-sockets.ts';
import { probeIsolation } from '../sandbox/probe-isolation.ts';
import { watchLookups } from '../sandbox/watch-lookups.ts';
import { t, told } from '../../shared/messages/t.ts';

/** What the self-test is run against. */
export interface OfflineTest {
  /** The user's policy; it is held to Offline for the test, whatever its mode. */
  readonly policy: Policy;
  readonly host: Host['kind'];
  readonly isolation: Isolation;
  /** The egress of the running core, if there is one: asked only what it must refuse at once. */
  readonly egress?: Egress;
}

/** Whether child processes run without network in this host. */
export function isolationView(host: Host['kind'], isolation: Isolation): IsolationView {
  return isolation.available
    ? { by: isolation.by, why: null, engine: host === 'browser' }
    : { by: null, why: isolation.why, engine: false };
}

/**
 * Try what Offline must prevent, and look at what is open. Nothing that is tried could leave this machine even if it
 * were not prevented: names are resolved by a stand-in, addresses are this machine's own, and only a child that has
 * been seen to have no network tries an address that is not.
 */
export async function verifyOffline({ policy, host, isolation, egress }: OfflineTest): Promise<OfflineCheck[]> {
  const offline: Policy = { ...policy, mode: 'offline' };
  const watch = watchLookups();
  try {
    const checks = [
      ...proveGate(offline),
      ...(await proveEgress(offline)),
      ...(egress ? [refuseForgery(t('The egress in use refuses a clearance made by hand'), egress, offline)] : []),
      await proveIsolation(host, isolation),
      judgeSockets(await openSockets()),
    ];
    return [...checks, judgeWatch(watch.lookups(), watch.datagrams())];
  } finally {
    watch.stop();
  }
}

/** One empty payload for each task; a task that is missing here does not compile. */
const PAYLOADS: { readonly [T in Task]: Extract<Payload, { task: T }> } = {
  chat: { task: 'chat', turns: [], maxTokens: 1 },
  completion: { task: 'completion', prefix: '', suffix: '', maxTokens: 1, stop: [] },
  edit: { task: 'edit', turns: [], maxTokens: 1 },
  detect: { task: 'detect' },
  models: { task: 'models' },
  pull: { task: 'pull', model: 'offline-check' },
  delete: { task: 'delete', model: 'offline-check' },
  telemetry: { task: 'telemetry' },
};

/** The gate alone: values in, values out. */
function proveGate(offline: Policy): OfflineCheck[] {
  const cloud: Destination = { providerId: 'offline-check', origin: 'https://cloud.invalid', kind: 'cloud' };
  const here: Destination = { ...cloud, origin: 'http://localhost:11434', kind: 'loopback' };
  const unlisted: Destination = { ...cloud, origin: 'http://unlisted.invalid', kind: 'on-prem' };
  const approving: Policy = { ...offline, approvedProviders: [cloud.providerId] };
  return [
    refusesAll(t('The gate refuses every task to a cloud'), cloud, offline),
    refusesAll(t('The gate refuses a cloud that was approved for the workspace'), cloud, approving),
    refusesAll(t('The gate refuses to have a server on this machine pull a model'), here, offline, [PAYLOADS.pull]),
    withNote(
      refusesAll(t('The gate refuses a host that is not on the on-premises list'), unlisted, offline),
      exceptions(offline),
    ),
  ];
}

function refusesAll(
  check: string,
  destination: Destination,
  policy: Policy,
  payloads: readonly Payload[] = Object.values(PAYLOADS),
): OfflineCheck {
  const rules = new Set<string>();
  const passed = payloads.filter((payload) => {
    const request = { id: 'offline-check', scope: 'offline-check', candidates: [destination] };
    const answer = gate<Payload>({ ...request, payload, redactor: createRedactor() }, policy);
    if (!isRefusal(answer)) return true;
    rules.add(told(answer.rule));
    return false;
  });
  return {
    check,
    passed: passed.length === 0,
    detail:
      passed.length === 0
        ? `${[...rules].join('. ')}.`
        : t('It let through: {passed}.', { passed: passed.map((payload) => payload.task).join(', ') }),
  };
}

function withNote(check: OfflineCheck, note: string): OfflineCheck {
  return { ...check, detail: `${check.detail} ${note}` };
}

async function proveIsolation(host: Host['kind'], isolation: Isolation): Promise<OfflineCheck> {
  const check = t('Child processes have no network');
  const sentences = describeIsolation(isolationView(host, isolation)).join(' ');
  if (!isolation.available) return { check, passed: null, detail: t('{sentences} Nothing was tried.', { sentences }) };
  const { held, detail } = await probeIsolation(isolation);
  return { check, passed: held, detail: `${detail} ${sentences}` };
}

/** What a scan of open sockets says. Exported for tests. */
export function judgeSockets(scan: SocketScan | null): OfflineCheck {
  const check = t('No socket of CodeGrex leads off this machine');
  if (scan === null) {
    return { check, passed: null, detail: t('This system does not tell a program which sockets it has open.') };
  }
  const { sockets, pids, unreadable } = scan;
  const leaving = sockets.filter(leavesMachine);
  const blind =
    unreadable.length === 0 ? '' : t(' Not visible: process {unreadable}.', { unreadable: unreadable.join(', ') });
  const processes = `${String(pids.length)} ${pids.length === 1 ? 'process' : 'processes'}`;
  if (leaving.length > 0) {
    const others = t('In another mode than Offline one may be open for a while after a request.');
    return { check, passed: false, detail: `${leaving.map(describe).join('; ')}. ${others}${blind}` };
  }
  const listed = sockets.length === 0 ? t('none is open') : sockets.map(describe).join('; ');
  return {
    check,
    passed: unreadable.length === 0 ? true : null,
    detail: t('In {processes}: {listed}.{blind}', { processes, listed, blind }),
  };
}

function describe({ pid, program, protocol, local, remote, listening }: OpenSocket): string {
  const where =
    remote !== null
      ? t('{local} to {remote}', { local, remote })
      : listening
        ? t('listening at {local}', { local })
        : t('{local}, unconnected', { local });
  return `${program} (${String(pid)}) ${protocol} ${where}`;
}

/** What was counted while the test ran. Exported for tests. */
export function judgeWatch(lookups: number, datagrams: number): OfflineCheck {
  const passed = lookups === 0 && datagrams === 0;
  return {
    check: t('No name was looked up meanwhile'),
    passed,
    detail: passed
      ? t('While the test ran, this process handed the system no look-up and no datagram.')
      : t(
          'While the test ran, this process handed the system {lookups} look-ups and {datagrams} datagrams. Windows in other modes make their own; close them and try again.',
          { lookups, datagrams },
        ),
  };
}

/** What Offline permits nevertheless, for people. */
function exceptions({ onPremHosts }: Policy): string {
  return onPremHosts.length === 0
    ? t('Your on-premises list is empty, so Offline permits servers on this machine and nothing else.')
    : t(
        'Besides servers on this machine, Offline permits the hosts on your on-premises list, and looks their names up: {onPremHosts}.',
        { onPremHosts: onPremHosts.join(', ') },
      );
}
