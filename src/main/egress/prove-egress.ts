import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { classifyDestination } from '../../privacy/destination.ts';
import { ClearedRequest, gate } from '../../privacy/gate.ts';
import type { Policy } from '../../privacy/policy.ts';
import { createRedactor } from '../../privacy/redaction/redactor.ts';
import { AppError } from '../../shared/app-error.ts';
import type { OfflineCheck } from '../../shared/schemas/settings.ts';
import { openLedger } from '../ledger/ledger.ts';
import { createEgress } from './create-egress.ts';
import type { Egress } from './egress.ts';
import { resolveHost, type ResolveHost } from './resolve-host.ts';
import { t } from '../../shared/messages/t.ts';

/**
 * Tries at egress what Offline must refuse. Built so that nothing leaves this machine even where egress fails: names
 * are resolved by a stand-in, which never asks anybody, and every address that it gives is one of this machine's own.
 */

const PROVIDER = 'offline-check';
const SCOPE = 'offline-check';
/** Reserved (RFC 6761): nobody has it. */
const CLOUD_NAME = 'cloud.invalid';
const FOREIGN_LOCAL_NAME = 'models.localhost';
const TIMEOUTS = { connect: 2000, idle: 2000, total: 5000 };

/** @param offline the policy to hold egress to; its mode is `offline` */
export async function proveEgress(offline: Policy): Promise<OfflineCheck[]> {
  const folder = await mkdtemp(join(tmpdir(), 'codegrex-offline-check-'));
  const ledger = await openLedger(join(folder, 'ledger.jsonl'), () => undefined);
  let connections = 0;
  let strays = 0;
  const away = await listen((server) => {
    server.on('connection', () => strays++);
  });
  const local = await listen((server) => {
    server.on('connection', () => connections++);
    server.on('request', (request, response) => {
      if (request.url === '/away') response.writeHead(307, { location: `${away.origin}/` });
      response.end();
    });
  });
  const asked: string[] = [];
  const resolve: ResolveHost = async (host) => {
    asked.push(host);
    if (host === 'localhost') return (await resolveHost(host)).filter((a) => a.family === 4);
    return [{ address: ownAddress(), family: 4 }];
  };
  const egress = createEgress({ ledger, policyOf: () => offline, resolve, timeoutsOf: () => TIMEOUTS });

  const permitted = `http://localhost:${String(local.port)}`;
  const cloud = `http://${CLOUD_NAME}:${String(local.port)}`;
  const renamed = `http://${FOREIGN_LOCAL_NAME}:${String(local.port)}`;
  const request = (cleared: ClearedRequest, url: string) => egress.fetchFor(cleared, PROVIDER, null)(url);

  try {
    const reached = await codeOf(async () => request(clear(permitted, offline), permitted));
    const checks = [
      refuseForgery(t('Egress refuses a clearance that the gate did not make'), egress, offline),
      expecting(
        t('Egress refuses an address other than the one cleared'),
        'destination-not-permitted',
        await codeOf(() => request(clear(permitted, offline), cloud)),
        t('A request cleared for this machine asked for {CLOUDNAME}.', { CLOUDNAME: CLOUD_NAME }),
      ),
      expecting(
        t('Egress refuses a cloud that was cleared before the mode became Offline'),
        'refused-by-mode',
        await codeOf(() => request(clear(cloud, { ...offline, mode: 'normal' }), cloud)),
        t('A request cleared in Normal asked for {CLOUDNAME}.', { CLOUDNAME: CLOUD_NAME }),
      ),
      expecting(
        t('Egress refuses a local name that resolves off loopback'),
        'address-not-permitted',
        await codeOf(() => request(clear(renamed, offline), renamed)),
        t('{FOREIGNLOCALNAME} was said to be at {ownAddress}.', {
          FOREIGNLOCALNAME: FOREIGN_LOCAL_NAME,
          ownAddress: ownAddress(),
        }),
      ),
      expecting(
        t('Egress refuses a redirect to another origin'),
        'redirect-refused',
        await codeOf(() => request(clear(permitted, offline), `${permitted}/away`)),
        t('A local server redirected to another one.'),
      ),
    ];
    const needless = asked.filter((host) => host !== 'localhost' && host !== FOREIGN_LOCAL_NAME);
    return [
      ...checks,
      {
        check: t('Egress asks for no address of what it refuses'),
        passed: needless.length === 0,
        detail:
          needless.length === 0
            ? t('What was refused by mode or clearance was refused before its name was resolved.')
            : t('It asked for {needless}.', { needless: needless.join(', ') }),
      },
      {
        check: t('Only the permitted server was reached'),
        // That it was shows that egress was at work, and did not refuse for want of a connection.
        passed: reached === null && connections > 0 && strays === 0,
        detail:
          reached === null
            ? t('The permitted server got {connections}, the one redirected to got {strays}.', {
                connections: counted(connections),
                strays: counted(strays),
              })
            : t('The permitted server could not be reached: {reached}.', { reached }),
      },
    ];
  } finally {
    egress.close();
    await Promise.all([local.close(), away.close(), ledger.settled()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether an egress takes a look-alike of a clearance. It must refuse before anything is asked of any network. */
export function refuseForgery(check: string, egress: Egress, offline: Policy): OfflineCheck {
  const genuine = clear('http://localhost', offline);
  const made: object = Object.getPrototypeOf(genuine) as object;
  const forged = Object.create(made, { id: { value: genuine.id } }) as ClearedRequest;
  let code: string | null = null;
  try {
    egress.fetchFor(forged, PROVIDER, null);
  } catch (error) {
    code = error instanceof AppError ? error.code : 'internal';
  }
  return expecting(check, 'destination-not-permitted', code, t('An object of the same class was made by hand.'));
}

function expecting(check: string, wanted: string, got: string | null, tried: string): OfflineCheck {
  const passed = got === wanted;
  return {
    check,
    passed,
    detail: `${tried} ${passed ? t('Refused: {wanted}.', { wanted }) : t('It ended with {got}.', { got: got ?? 'success' })}`,
  };
}

async function codeOf(work: () => Promise<Response>): Promise<string | null> {
  try {
    await (await work()).text();
    return null;
  } catch (error) {
    return error instanceof AppError ? error.code : 'internal';
  }
}

function clear(url: string, policy: Policy): ClearedRequest {
  const destination = classifyDestination(PROVIDER, url, []);
  if (destination === null) throw new AppError('internal');
  const answer = gate(
    {
      id: PROVIDER,
      scope: SCOPE,
      payload: { task: 'chat', turns: [], maxTokens: 1 },
      candidates: [destination],
      redactor: createRedactor(),
    },
    policy,
  );
  if (!ClearedRequest.isGenuine(answer)) throw new AppError('internal');
  return answer;
}

/** An address of this machine that is not loopback: what is sent there stays here. */
function ownAddress(): string {
  const own = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find((a) => a.family === 'IPv4' && !a.internal);
  return own?.address ?? '0.0.0.0';
}

interface Listening {
  readonly port: number;
  readonly origin: string;
  close(): Promise<void>;
}

async function listen(prepare: (server: Server) => void): Promise<Listening> {
  const server = createServer();
  prepare(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `http://127.0.0.1:${String(port)}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const counted = (n: number): string => `${String(n)} ${n === 1 ? 'connection' : 'connections'}`;
