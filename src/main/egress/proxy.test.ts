import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer as createPlainServer, type RequestListener, type Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAuthority, type Authority } from '../../../test/support/certificates.ts';
import { startConnectProxy, type ConnectProxy } from '../../../test/support/connect-proxy.ts';
import { policyOf } from '../../../test/support/policy-of.ts';
import { classifyDestination } from '../../privacy/destination.ts';
import { ClearedRequest, gate } from '../../privacy/gate.ts';
import type { Policy } from '../../privacy/policy.ts';
import { createRedactor } from '../../privacy/redaction/redactor.ts';
import { openLedger, type Ledger } from '../ledger/ledger.ts';
import { createEgress } from './create-egress.ts';
import type { Egress } from './egress.ts';
import type { NetworkSettings } from './find-route.ts';
import { proxyFor } from './proxy-choice.ts';

/** A company's network: a real proxy and a real authority, on loopback; the clouds behind it are servers of the test. */

const CLOUD = 'https://api.example.com';
let folder = '';
let authority: Authority;
let secure: Server;
let plain: Server;
let target: Server;
let proxy: ConnectProxy;
let answer: RequestListener;
let ledger: Ledger;
let egress: Egress;
let policy: Policy;
let settings: NetworkSettings;
let environment: Record<string, string>;
/** Names looked up. */
let lookups: string[];
let addresses: Record<string, string>;

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const listening = (server: Server): Promise<void> => new Promise((done) => server.listen(0, '127.0.0.1', done));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'proxy-'));
  authority = createAuthority('Company');
  await writeFile(join(folder, 'ca.pem'), `Issued by the company.\n${authority.cert}`);
  const listener: RequestListener = (request, response) => {
    answer(request, response);
  };
  secure = createServer(authority.issue(['api.example.com', 'localhost', 'gpu.corp']), listener);
  plain = createPlainServer(listener);
  await Promise.all([listening(secure), listening(plain)]);
});
afterAll(() => {
  for (const server of [secure, plain]) {
    server.closeAllConnections();
    server.close();
  }
});
beforeEach(async () => {
  target = secure;
  proxy = await startConnectProxy(() => portOf(target));
  ledger = await openLedger(join(await mkdtemp(join(folder, 'l-')), 'ledger'), () => undefined);
  policy = policyOf('normal', { onPremHosts: ['gpu.corp'] });
  settings = { proxy: `http://localhost:${String(proxy.port)}`, caFile: join(folder, 'ca.pem') };
  environment = {};
  lookups = [];
  addresses = { localhost: '127.0.0.1', 'gpu.corp': '127.0.0.1' };
  answer = (_request, response) => response.end('hello');
  egress = createEgress({
    ledger,
    policyOf: () => policy,
    resolve: (host) => {
      lookups.push(host);
      const address = addresses[host];
      return address === undefined
        ? Promise.reject(new Error('no such name'))
        : Promise.resolve([{ address, family: 4 }]);
    },
    network: () => settings,
    environment,
    timeoutsOf: () => ({ connect: 20_000, idle: 20_000, total: 30_000 }),
  });
});
afterEach(() => {
  egress.close();
  proxy.close();
});

function fetchAt(origin: string, read = (response: Response) => response.text()): () => Promise<string> {
  const destination = classifyDestination('p', origin, policy.onPremHosts);
  if (!destination) throw new Error('unusable');
  const payload = { task: 'chat' as const, turns: [], maxTokens: 1 };
  const cleared = gate({ id: 'r', scope: 'w', payload, candidates: [destination], redactor: createRedactor() }, policy);
  if (!ClearedRequest.isGenuine(cleared)) throw new Error('refused');
  const fetch = egress.fetchFor(cleared, 'p', null);
  return async () => read(await fetch(`${origin}/`));
}

describe('a proxy', () => {
  it('carries what goes to a cloud, which is not looked up here; its own address is checked and recorded', async () => {
    expect(await fetchAt(CLOUD)()).toBe('hello');
    expect(proxy.asked).toEqual(['api.example.com:443']);
    expect(lookups).toEqual(['localhost']);
    expect(ledger.list()[0]).toMatchObject({
      origin: CLOUD,
      outcome: 'allowed',
      status: 200,
      address: `127.0.0.1 (proxy localhost:${String(proxy.port)})`,
    });
    const told = proxy.headers();
    expect(Object.keys(told).filter((name) => !/^(host|proxy-connection|connection)$/.test(name))).toEqual([]);
  });

  it('gets a tunnel for http too', async () => {
    target = plain;
    expect(await fetchAt('http://api.example.com')()).toBe('hello');
    expect(proxy.asked).toEqual(['api.example.com:80']);
  });

  it('is spoken to by https where its address says so, and only if its certificate is trusted', async () => {
    const own = await startConnectProxy(() => portOf(target), authority.issue(['localhost']));
    try {
      settings = { ...settings, proxy: `https://localhost:${String(own.port)}` };
      expect(await fetchAt(CLOUD)()).toBe('hello');
      expect(own.asked).toEqual(['api.example.com:443']);
      settings = { ...settings, caFile: null };
      await expect(fetchAt(CLOUD)()).rejects.toMatchObject({ code: 'proxy-unreachable' });
    } finally {
      own.close();
    }
  });

  it.each(['http://localhost', 'http://gpu.corp'])('is never used for a server at %s', async (host) => {
    expect(await fetchAt(`${host}:${String(portOf(plain))}`)()).toBe('hello');
    expect(proxy.asked).toEqual([]);
    expect(ledger.list()[0]?.address).toBe('127.0.0.1');
  });

  it('is never used in Offline, not even for what was cleared before', async () => {
    const fetch = fetchAt(CLOUD);
    policy = policyOf('offline', { onPremHosts: ['gpu.corp'] });
    await expect(fetch()).rejects.toMatchObject({ code: 'refused-by-mode' });
    expect(await fetchAt(`http://localhost:${String(portOf(plain))}`)()).toBe('hello');
    expect([proxy.asked, lookups]).toEqual([[], ['localhost']]);
  });

  it.each([
    ['this machine', '127.0.0.1'],
    ['a cloud’s metadata service', '169.254.169.254'],
  ])('whose name leads to %s is not used', async (_where, address) => {
    addresses['proxy.corp'] = address;
    settings = { ...settings, proxy: 'http://proxy.corp:3128' };
    await expect(fetchAt(CLOUD)()).rejects.toMatchObject({ code: 'address-not-permitted' });
    expect(ledger.list()[0]).toMatchObject({ outcome: 'refused', bytesSent: 0 });
  });

  it.each([
    [403, 'proxy-refused', /\(HTTP 403\)/],
    [407, 'proxy-refused', /user name and password.*\(HTTP 407\)/],
    [502, 'proxy-refused', /\(HTTP 502\)/],
  ])('that answers %d: %s', async (status, code, message) => {
    proxy.status = status;
    await expect(fetchAt(CLOUD)()).rejects.toMatchObject({ code, message: expect.stringMatching(message) as unknown });
    expect(ledger.list()[0]?.outcome).toBe('failed');
  });

  it.each([
    ['is not there', 'http://localhost:1'],
    ['has no name that is known', 'http://nowhere.corp:3128'],
    ['is none', 'environment'],
  ])('that %s: proxy-unreachable, and nothing goes past it', async (_what, address) => {
    environment['https_proxy'] = 'socks5://localhost:1';
    settings = { ...settings, proxy: address };
    await expect(fetchAt(CLOUD)()).rejects.toMatchObject({ code: 'proxy-unreachable' });
    expect(lookups).not.toContain('api.example.com');
  });

  it('is another at once when the setting changes', async () => {
    const fetch = fetchAt(CLOUD);
    await fetch();
    const second = await startConnectProxy(() => portOf(target));
    try {
      settings = { ...settings, proxy: `http://localhost:${String(second.port)}` };
      await fetch();
      expect([proxy.asked.length, second.asked.length]).toEqual([1, 1]);
    } finally {
      second.close();
    }
  });

  it('loses its tunnels when the mode of the window changes', async () => {
    answer = (_request, response) => response.write('part');
    let begun = false;
    const reading = fetchAt(CLOUD, (response) => {
      begun = true;
      return response.text();
    })();
    await expect.poll(() => begun).toBe(true);
    expect(proxy.open()).toBe(1);
    egress.closeScope('w');
    await expect(reading).rejects.toMatchObject({ code: 'stream-broken' });
    await expect.poll(() => proxy.open()).toBe(0);
  });

  it('is the environment’s only if the user says so', async () => {
    environment['HTTPS_PROXY'] = `http://me:secret@localhost:${String(proxy.port)}`;
    settings = { ...settings, proxy: 'none' };
    await expect(fetchAt(CLOUD)()).rejects.toMatchObject({ code: 'server-unreachable' });
    expect(proxy.asked).toEqual([]);
    settings = { ...settings, proxy: 'environment' };
    expect(await fetchAt(CLOUD)()).toBe('hello');
    expect(proxy.headers()['proxy-authorization']).toBe(`Basic ${Buffer.from('me:secret').toString('base64')}`);
    expect(JSON.stringify(ledger.list())).not.toContain('secret');
  });
});

describe('an authority of the company’s own', () => {
  const local = (): string => `https://localhost:${String(portOf(secure))}`;

  it('is trusted when its file is set, at any server, and not before', async () => {
    settings = { proxy: 'none', caFile: null };
    await expect(fetchAt(local())()).rejects.toMatchObject({
      code: 'server-unreachable',
      message: expect.stringContaining('certificate was refused') as unknown,
    });
    settings = { proxy: 'none', caFile: join(folder, 'ca.pem') };
    expect(await fetchAt(local())()).toBe('hello');
    expect(await fetchAt(`https://gpu.corp:${String(portOf(secure))}`)()).toBe('hello');
    // The connection that trusted it is not used once it is trusted no more.
    settings = { proxy: 'none', caFile: null };
    await expect(fetchAt(local())()).rejects.toMatchObject({ code: 'server-unreachable' });
  });

  it('counts within a tunnel, for the name of the server', async () => {
    await expect(fetchAt('https://other.example')()).rejects.toMatchObject({ code: 'server-unreachable' });
    settings = { ...settings, caFile: null };
    await expect(fetchAt(CLOUD)()).rejects.toMatchObject({
      code: 'server-unreachable',
      message: expect.stringContaining('certificate') as unknown,
    });
  });

  it.each([
    ['is not there', null],
    ['has no certificate in it', 'hello'],
    ['is broken', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
  ])('whose file %s stops https and says so, and leaves http alone', async (_what, text) => {
    const caFile = join(folder, 'broken.pem');
    if (text !== null) await writeFile(caFile, text);
    settings = { proxy: 'none', caFile: text === null ? join(folder, 'missing.pem') : caFile };
    await expect(fetchAt(local())()).rejects.toMatchObject({ code: 'certificates-unreadable' });
    expect(await fetchAt(`http://localhost:${String(portOf(plain))}`)()).toBe('hello');
  });
});

describe('proxyFor', () => {
  const at = (url: string, variables: Record<string, string>): string | null =>
    proxyFor('environment', new URL(url), variables)?.href ?? null;
  const both = { https_proxy: 'http://s:1', http_proxy: 'p:2' };

  it('reads the environment as curl does', () => {
    expect([at('https://a.example', both), at('http://a.example', both)]).toEqual(['http://s:1/', 'http://p:2/']);
    expect(at('https://a.example', { HTTPS_PROXY: 'http://u:1', https_proxy: 'http://l:1' })).toBe('http://l:1/');
    expect(at('https://a.example', { all_proxy: 'http://all:1' })).toBe('http://all:1/');
    expect(at('https://a.example', {})).toBeNull();
  });

  it.each([
    ['*', true],
    ['a.example', true],
    ['.example', true],
    ['*.example', true],
    ['x, example:443', true],
    ['example:80', false],
    ['ample', false],
    ['b.a.example', false],
    ['', false],
  ])('leaves out what no_proxy names: %s', (no_proxy, left) => {
    expect(at('https://a.example', { ...both, no_proxy }) === null).toBe(left);
  });

  it('is what the user set, whatever the environment says', () => {
    expect(proxyFor('none', new URL('https://a.example'), both)).toBeNull();
    expect(proxyFor('http://mine:8', new URL('https://a.example'), { no_proxy: '*' })?.href).toBe('http://mine:8/');
  });
});
