import { z } from 'zod';
import type { Isolation } from './isolation.ts';
import { runCommand } from './run-command.ts';
import { t } from '../../shared/messages/t.ts';

/** What a child without network found when it tried to reach one. */
export interface IsolationProbe {
  readonly held: boolean;
  /** What was tried and how it failed, for people. */
  readonly detail: string;
}

/** Sockets behind which another program would look names up for the child. */
const NAME_SERVICES: readonly string[] = [
  '/run/systemd/resolve/io.systemd.Resolve',
  '/run/nscd/socket',
  '/var/run/nscd/socket',
  '/run/avahi-daemon/socket',
  '/run/dbus/system_bus_socket',
];

/** An address reserved for documentation (RFC 5737) and a name that never exists (RFC 6761). */
const ADDRESS = '192.0.2.1';
const NAME = 'codegrex-offline-probe.invalid';
const PROBE_MS = 10_000;

/**
 * Runs in a child, in plain Node. It looks before it leaps: unless the child sees a loopback interface alone (on
 * macOS: unless the sandbox refuses even loopback) it tries nothing, so that nothing leaves where isolation failed.
 * A name is looked up only where every way to do so is known to be closed.
 */
const SCRIPT = `
const fs = require('node:fs');
const net = require('node:net');
const dgram = require('node:dgram');
const dns = require('node:dns');
const { services, address, name } = JSON.parse(process.argv[1]);
const read = (file) => { try { return fs.readFileSync(file, 'utf8'); } catch { return ''; } };
const connect = (host) => new Promise((done) => {
  const socket = net.connect({ host, port: 9 }, () => { socket.destroy(); done('connected'); });
  socket.setTimeout(3000, () => { socket.destroy(); done('ETIMEDOUT'); });
  socket.on('error', (error) => done(error.code));
});
const send = (host) => new Promise((done) => {
  const socket = dgram.createSocket('udp4');
  socket.on('error', (error) => done(error.code));
  socket.send('x', 9, host, (error) => { done(error ? error.code : 'sent'); });
});
const look = (host) => new Promise((done) => {
  dns.lookup(host, (error) => done(error ? error.code : 'found'));
});
(async () => {
  const out = { blocked: null, connect: null, send: null, look: null, skipped: null };
  if (process.platform === 'darwin') {
    const local = await connect('127.0.0.1');
    if (local !== 'EPERM') out.blocked = 'the sandbox let it connect within this machine (' + local + ')';
  } else {
    const seen = read('/proc/self/net/dev').split('\\n').map((l) => /^\\s*([^\\s:|]+):/.exec(l)?.[1]).filter(Boolean);
    if (seen.length !== 1 || seen[0] !== 'lo') out.blocked = 'it saw the interfaces ' + seen.join(', ');
    const open = services.filter((file) => fs.existsSync(file));
    if (open.length > 0) out.blocked = 'it could reach ' + open.join(', ');
  }
  if (out.blocked === null) {
    out.connect = await connect(address);
    out.send = await send(address);
    const hosts = /^hosts:(.*)$/m.exec(read('/etc/nsswitch.conf').replace(/#.*/g, ''))?.[1] ?? '';
    const modules = hosts.replace(/\\[[^\\]]*\\]/g, ' ').split(/\\s+/).filter(Boolean);
    const unknown = modules.filter((m) => !/^(files|dns|myhostname|mymachines|resolve|mdns\\w*|wins)$/.test(m));
    if (unknown.length > 0) out.skipped = unknown.join(', ');
    else out.look = await look(name);
  }
  process.stdout.write(JSON.stringify(out), () => process.exit(0));
})();
`;

const Report = z.strictObject({
  blocked: z.string().nullable(),
  connect: z.string().nullable(),
  send: z.string().nullable(),
  look: z.string().nullable(),
  skipped: z.string().nullable(),
});

/**
 * Let a child try what it must not be able to: connect and send to an address off this machine, and look a name up.
 * Where there is no Node to run (in Electron) the child only tells what it sees, as it did when isolation was detected.
 */
export async function probeIsolation(how: Extract<Isolation, { available: true }>): Promise<IsolationProbe> {
  if ('electron' in process.versions) {
    return {
      held: true,
      detail: t('Under {by} a child saw no network when CodeGrex started. To let one try, plain Node is needed.', {
        by: how.by,
      }),
    };
  }
  const given = JSON.stringify({ services: NAME_SERVICES, address: ADDRESS, name: NAME });
  const { command, args } = how.wrap(process.execPath, ['--input-type=commonjs', '-e', SCRIPT, given]);
  // Without options that would change what it does.
  const ran = await runCommand(command, args, PROBE_MS, { ...process.env, NODE_OPTIONS: '' });
  return judgeReport(how.by, ran.code === 0 ? ran.stdout : '');
}

/** What a report says; one that cannot be read counts as a failure. */
export function judgeReport(by: string, text: string): IsolationProbe {
  const report = Report.safeParse(parsed(text));
  if (!report.success) return { held: false, detail: t('Under {by} the child did not report in time.', { by }) };
  const { blocked, connect, send, look, skipped } = report.data;
  if (blocked !== null)
    return { held: false, detail: t('Under {by} the child was not cut off: {blocked}.', { by, blocked }) };
  const held =
    isRefusal(connect) && isRefusal(send) && (skipped === null ? look !== null && look !== 'found' : look === null);
  const looked =
    skipped === null
      ? t('look up a name: {look}', { look: look ?? '' })
      : t('no name was looked up, as {skipped} may do it in another way', { skipped });
  return {
    held,
    detail: t('Under {by} a child tried to connect to {address}: {connect}; to send there: {send}; {looked}.', {
      by,
      address: ADDRESS,
      connect: connect ?? '',
      send: send ?? '',
      looked,
    }),
  };
}

/** Refused at once by the system; a timeout would mean that a packet was on its way. */
function isRefusal(outcome: string | null): boolean {
  return ['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'EPERM', 'EACCES'].includes(outcome ?? '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
