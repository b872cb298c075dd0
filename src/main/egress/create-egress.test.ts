import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectGarbage } from '../../../test/support/collect-garbage.ts';
import { policyOf } from '../../../test/support/policy-of.ts';
import { classifyDestination, type Destination } from '../../privacy/destination.ts';
import { ClearedRequest, gate } from '../../privacy/gate.ts';
import type { Mode } from '../../privacy/mode.ts';
import type { Policy } from '../../privacy/policy.ts';
import { createRedactor } from '../../privacy/redaction/redactor.ts';
import { AppError } from '../../shared/app-error.ts';
import { openLedger, type Ledger } from '../ledger/ledger.ts';
import { createEgress, TIMEOUTS, type EgressParts } from './create-egress.ts';
import type { Egress, KeyFor } from './egress.ts';
import type { ResolveHost } from './resolve-host.ts';

let folder = '';
let ledger: Ledger;
let policy: Policy;
let server: Server;
let port = 0;
let answer: RequestListener;
let connections = 0;
const opened: Egress[] = [];

const policyIn = (mode: Mode, onPremHosts: readonly string[] = []): Policy => policyOf(mode, { onPremHosts });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'egress-'));
  ledger = await openLedger(join(folder, 'ledger'), () => undefined);
  policy = policyIn('offline');
  connections = 0;
  answer = (_request, response) => response.end('hello');
  server = createServer((request, response) => {
    answer(request, response);
  });
  server.on('connection', () => connections++);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  for (const egress of opened.splice(0)) egress.close();
  server.closeAllConnections();
  server.close();
});

function egressWith(parts: Partial<EgressParts> = {}): Egress {
  const egress = createEgress({ ledger, policyOf: () => policy, ...parts });
  opened.push(egress);
  return egress;
}
function clear(url: string, under: Policy = policy, kind?: Destination['kind']): ClearedRequest {
  const destination = classifyDestination('p', url, under.onPremHosts);
  if (!destination) throw new Error('unusable address');
  const candidates = [kind ? { ...destination, kind } : destination];
  const payload = { task: 'chat' as const, turns: [], maxTokens: 1 };
  const cleared = gate({ id: 'r', scope: 'w', payload, candidates, redactor: createRedactor() }, under);
  if (!ClearedRequest.isGenuine(cleared)) throw new Error('refused');
  return cleared;
}
const local = (path = '/'): string => `http://localhost:${String(port)}${path}`;
const fastTimeouts = (idle: number, total: number) => () => ({ connect: 500, idle, total });

describe('egress', () => {
  it('sends to the cleared destination and records the exact bytes', async () => {
    let got = '';
    let userAgent: string | undefined;
    answer = (request, response) => {
      userAgent = request.headers['user-agent'];
      expect(request.headers['x-stainless-os']).toBeUndefined();
      request.on('data', (chunk: Buffer) => (got += chunk.toString())).on('end', () => response.end('grüße'));
    };
    const fetch = egressWith().fetchFor(clear(local()), 'p', 'm');
    const headers = { 'x-stainless-os': 'Linux' };
    const response = await fetch(local('/api/chat'), { method: 'POST', body: '{"q":"ü"}', headers });
    expect(await response.text()).toBe('grüße');
    expect(got).toBe('{"q":"ü"}');
    expect(userAgent).toBe('CodeGrex');
    const entry = ledger.list()[0];
    expect(entry).toMatchObject({ outcome: 'allowed', bytesSent: 10, bytesReceived: 7, status: 200, model: 'm' });
    expect(['127.0.0.1', '::1']).toContain(entry?.address);
    expect(Buffer.from(ledger.sent(entry?.id ?? '')?.body ?? []).toString()).toBe('{"q":"ü"}');
    await ledger.settled();
    const files = await readdir(join(folder, 'ledger'));
    expect(files.some((name) => name.endsWith('.jsonl'))).toBe(true);
    for (const name of files) expect(await readFile(join(folder, 'ledger', name), 'utf8')).not.toContain('{"q"');
  });

  it('refuses another origin than the cleared one, and a forged clearance', async () => {
    const egress = egressWith();
    const fetch = egress.fetchFor(clear(local()), 'p', null);
    await expect(fetch(`http://127.0.0.1:${String(port)}/`)).rejects.toMatchObject({
      code: 'destination-not-permitted',
    });
    await expect(fetch('http://evil.example/')).rejects.toMatchObject({ code: 'destination-not-permitted' });
    expect(() => egress.fetchFor(Object.assign({}, clear(local())), 'p', null)).toThrow('not cleared');
    expect(connections).toBe(0);
    expect(ledger.list().map((e) => e.outcome)).toEqual(['refused', 'refused']);
  });

  it('asks for the policy of this moment: a clearance from before the mode changed is refused', async () => {
    policy = policyIn('normal');
    const cleared = clear('http://api.example.com');
    policy = policyIn('offline');
    let lookups = 0;
    const egress = egressWith({ resolve: () => Promise.reject(new Error(String(lookups++))) });
    await expect(egress.fetchFor(cleared, 'p', null)('http://api.example.com/')).rejects.toMatchObject({
      code: 'refused-by-mode',
    });
    expect(lookups).toBe(0);
    expect(ledger.list()[0]).toMatchObject({ outcome: 'refused', bytesSent: 0 });
  });

  it('refuses in Offline a local name that resolves off loopback', async () => {
    const resolve: ResolveHost = () => Promise.resolve([{ address: '10.0.0.5', family: 4 }]);
    const url = `http://models.localhost:${String(port)}/`;
    await expect(egressWith({ resolve }).fetchFor(clear(url), 'p', null)(url)).rejects.toMatchObject({
      code: 'address-not-permitted',
    });
    expect(ledger.list()[0]?.outcome).toBe('refused');
  });

  it('refuses a listed on-prem name that resolves to a public address, and reaches a private one', async () => {
    policy = policyIn('offline', ['gpu.corp']);
    const url = `http://gpu.corp:${String(port)}/`;
    let address = '93.184.216.34';
    const resolve: ResolveHost = () => Promise.resolve([{ address, family: 4 }]);
    const fetch = egressWith({ resolve }).fetchFor(clear(url), 'p', null);
    await expect(fetch(url)).rejects.toMatchObject({ code: 'address-not-permitted' });
    address = '127.0.0.1';
    expect(await (await fetch(url)).text()).toBe('hello');
  });

  it('pins the address: a name that is rebound after the check is not looked up again', async () => {
    let lookups = 0;
    const resolve: ResolveHost = () => {
      lookups++;
      return Promise.resolve([{ address: lookups === 1 ? '127.0.0.1' : '10.6.6.6', family: 4 }]);
    };
    const url = `http://rebind.localhost:${String(port)}/`;
    const fetch = egressWith({ resolve }).fetchFor(clear(url), 'p', null);
    expect(await (await fetch(url)).text()).toBe('hello');
    expect(lookups).toBe(1);
    // The next request looks again, sees the rebound address, and does not reuse the open connection.
    await expect(fetch(url)).rejects.toMatchObject({ code: 'address-not-permitted' });
  });

  it('never lets a cloud name reach this machine', async () => {
    policy = policyIn('normal');
    const url = `http://api.example.com:${String(port)}/`;
    const resolve: ResolveHost = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    await expect(egressWith({ resolve }).fetchFor(clear(url), 'p', null)(url)).rejects.toMatchObject({
      code: 'address-not-permitted',
    });
    expect(connections).toBe(0);
  });

  it('refuses a redirect to another origin and follows one within', async () => {
    answer = (request, response) => {
      if (request.url === '/away') response.writeHead(307, { location: 'http://evil.example/' }).end();
      else if (request.url === '/near') response.writeHead(307, { location: '/there' }).end();
      else if (request.url === '/loop') response.writeHead(307, { location: '/loop' }).end();
      else response.end(request.url);
    };
    const fetch = egressWith().fetchFor(clear(local()), 'p', null);
    await expect(fetch(local('/away'))).rejects.toMatchObject({ code: 'redirect-refused' });
    expect(await (await fetch(local('/near'))).text()).toBe('/there');
    await expect(fetch(local('/loop'))).rejects.toMatchObject({ code: 'redirect-refused' });
  });

  it('counts idle time, not time in all: a slow prefill with signs of life passes', async () => {
    answer = (_request, response) => {
      response.writeHead(200);
      let n = 0;
      const timer = setInterval(() => {
        response.write('.');
        if (++n === 6) {
          clearInterval(timer);
          response.end();
        }
      }, 100);
    };
    const fetch = egressWith({ timeoutsOf: fastTimeouts(300, 5000) }).fetchFor(clear(local()), 'p', null);
    expect(await (await fetch(local())).text()).toBe('......');
    // The real limits: ten minutes of silence while a local model reads the prompt are within them.
    expect(TIMEOUTS.chat.idle).toBeGreaterThan(10 * 60_000);
  });

  it('ends a silent server with server-timeout', async () => {
    answer = () => undefined;
    const fetch = egressWith({ timeoutsOf: fastTimeouts(150, 5000) }).fetchFor(clear(local()), 'p', null);
    await expect(fetch(local())).rejects.toMatchObject({ code: 'server-timeout' });
    expect(ledger.list()[0]?.outcome).toBe('failed');
  });

  it('ends an endless answer at the total time', async () => {
    answer = (_request, response) => {
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => {
        clearInterval(timer);
      });
    };
    const fetch = egressWith({ timeoutsOf: fastTimeouts(5000, 250) }).fetchFor(clear(local()), 'p', null);
    const response = await fetch(local());
    await expect(response.text()).rejects.toMatchObject({ code: 'server-timeout' });
  });

  it('aborts at once, before and within an answer, and closes the connection', async () => {
    let asked = 0;
    let closed = 0;
    answer = (request, response) => {
      asked++;
      response.on('close', () => closed++);
      if (request.url === '/stream') response.write('first');
    };
    const fetch = egressWith().fetchFor(clear(local()), 'p', null);
    for (const [before, path] of ['/silent', '/stream'].entries()) {
      const stop = new AbortController();
      const running = (async () => (await fetch(local(path), { signal: stop.signal })).text())();
      running.catch(() => undefined);
      await expect.poll(() => asked).toBe(before + 1);
      await new Promise((done) => setTimeout(done, 20));
      stop.abort();
      const late = new Promise((_done, failed) => setTimeout(failed, 5000, new Error('not within 5 s')));
      await expect(Promise.race([running, late])).rejects.toMatchObject({ code: 'cancelled' });
    }
    await expect.poll(() => closed).toBe(2);
    expect(ledger.list().map((e) => e.outcome)).toEqual(['cancelled', 'cancelled']);
  });

  it('records at once that an answer was stopped, also where nobody reads on', async () => {
    answer = (_request, response) => void response.write('first');
    const stop = new AbortController();
    await egressWith().fetchFor(clear(local()), 'p', null)(local(), { signal: stop.signal });
    stop.abort(new AppError('mode-changed'));
    expect(ledger.list()).toMatchObject([{ outcome: 'cancelled', rule: new AppError('mode-changed').message }]);
  });

  it.each([
    ['a closed port', 'server-unreachable', () => 'http://localhost:1/'],
    ['a server that hangs up', 'server-garbled', () => local()],
  ])('reports %s as %s', async (_name, code, url) => {
    answer = (request) => request.socket.destroy();
    await expect(egressWith().fetchFor(clear(url()), 'p', null)(url())).rejects.toMatchObject({ code });
  });

  it('reports a connection dropped within the answer as stream-broken', async () => {
    answer = (_request, response) => {
      response.write('part');
      setTimeout(() => response.socket?.destroy(), 30);
    };
    const response = await egressWith().fetchFor(clear(local()), 'p', null)(local());
    await expect(response.text()).rejects.toMatchObject({ code: 'stream-broken' });
  });

  it('drops the connections of a window that changes its mode', async () => {
    answer = (_request, response) => response.write('part');
    const egress = egressWith();
    const response = await egress.fetchFor(clear(local()), 'p', null)(local());
    const reading = response.text();
    egress.closeScope('another window');
    egress.closeScope('w');
    await expect(reading).rejects.toMatchObject({ code: 'stream-broken' });
  });

  it.each([
    ['its signal', (signal: AbortSignal) => signal],
    ['one of its signals', (signal: AbortSignal) => AbortSignal.any([signal, new AbortController().signal])],
  ])('ends the connection on an abort by %s, also when memory was collected meanwhile', async (_by, given) => {
    let left = false;
    answer = (_request, response) => {
      response.on('close', () => (left = true));
      response.write('first');
    };
    const stop = new AbortController();
    const response = await egressWith().fetchFor(clear(local()), 'p', null)(local(), { signal: given(stop.signal) });
    const reader = response.body?.getReader();
    await reader?.read();
    await collectGarbage();
    stop.abort();
    await expect.poll(() => left).toBe(true);
  });
});

describe('a key', () => {
  const VALUE = 'not-a-key-of-anybody-1234';
  const keyFor: KeyFor = () => Promise.resolve({ value: VALUE, auth: 'bearer' });
  let got: IncomingHttpHeaders[];
  beforeEach(() => {
    got = [];
    answer = (request, response) => {
      got.push(request.headers);
      response.end('hello');
    };
  });
  const sentHeaders = (): string => JSON.stringify(ledger.list().map(({ id }) => ledger.sent(id)?.headers));

  it.each([
    ['bearer', { authorization: `Bearer ${VALUE}` }],
    ['x-api-key', { 'x-api-key': VALUE }],
    ['api-key', { 'api-key': VALUE }],
  ] as const)('is attached as its provider wants it (%s), and not recorded', async (auth, header) => {
    const asked: string[] = [];
    const egress = egressWith({
      keyFor: (providerId, origin) => {
        asked.push(`${providerId} ${origin}`);
        return Promise.resolve({ value: VALUE, auth });
      },
    });
    // As SDKs do, which insist on a key of some kind.
    const headers = {
      Authorization: 'Bearer none',
      'X-Api-Key': 'none',
      'api-key': 'none',
      Cookie: 'a=b',
      'x-kept': 'yes',
    };
    await (await egress.fetchFor(clear(local()), 'p', null)(local(), { headers })).text();
    const { authorization, 'x-api-key': a, 'api-key': b, cookie, 'x-kept': kept } = got[0] ?? {};
    expect({ authorization, 'x-api-key': a, 'api-key': b, cookie, kept }).toEqual({
      authorization: undefined,
      'x-api-key': undefined,
      'api-key': undefined,
      cookie: undefined,
      kept: 'yes',
      ...header,
    });
    expect(asked).toEqual([`p http://localhost:${String(port)}`]);
    expect(sentHeaders()).toContain(`["${auth === 'bearer' ? 'authorization' : auth}","(credential)"]`);
    expect(sentHeaders()).not.toMatch(/1234|none/);
  });

  it('is not there where none is stored, whatever an SDK makes up', async () => {
    const fetch = egressWith().fetchFor(clear(local()), 'p', null);
    await (await fetch(local(), { headers: { authorization: 'Bearer none' } })).text();
    expect(got[0]?.authorization).toBeUndefined();
  });

  it('goes to no other origin, by a redirect or otherwise', async () => {
    const other = createServer((request, response) => {
      got.push(request.headers);
      response.end('other');
    });
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const elsewhere = `http://localhost:${String((other.address() as AddressInfo).port)}/`;
    answer = (request, response) => {
      got.push(request.headers);
      const to = request.url === '/away' ? elsewhere : '/here';
      response.writeHead(request.url === '/here' ? 200 : 307, { location: to }).end();
    };
    try {
      const fetch = egressWith({ keyFor }).fetchFor(clear(local()), 'p', null);
      await expect(fetch(local('/away'))).rejects.toMatchObject({ code: 'redirect-refused' });
      await expect(fetch(elsewhere)).rejects.toMatchObject({ code: 'destination-not-permitted' });
      expect(got.map((headers) => headers.host)).toEqual([`localhost:${String(port)}`]);
      // Within its origin it goes along.
      expect((await fetch(local('/moved'))).status).toBe(200);
      expect(got.slice(1).map((headers) => headers.authorization)).toEqual([`Bearer ${VALUE}`, `Bearer ${VALUE}`]);
    } finally {
      other.close();
    }
  });

  it('is not sent where others could read it: the request is refused before it begins', async () => {
    policy = policyIn('normal', ['gpu.corp']);
    const resolve: ResolveHost = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    const url = `http://gpu.corp:${String(port)}/`;
    const fetch = egressWith({ keyFor, resolve }).fetchFor(clear(url), 'p', null);
    await expect(fetch(url)).rejects.toMatchObject({ code: 'key-needs-https' });
    expect(connections).toBe(0);
    expect(ledger.list()).toMatchObject([{ outcome: 'refused', bytesSent: 0 }]);
  });

  it('that cannot be read refuses the request, and is not replaced by none', async () => {
    const fetch = egressWith({ keyFor: () => Promise.reject(new AppError('keychain-locked')) }).fetchFor(
      clear(local()),
      'p',
      null,
    );
    await expect(fetch(local())).rejects.toMatchObject({ code: 'keychain-locked' });
    expect(connections).toBe(0);
    expect(ledger.list()).toMatchObject([{ outcome: 'refused', rule: new AppError('keychain-locked').message }]);
  });

  it('that the user is asked for can be cancelled, and no mode from before the question counts', async () => {
    let give: (key: Awaited<ReturnType<KeyFor>>) => void = () => undefined;
    const asking = (): ReturnType<KeyFor> => new Promise((done) => (give = done));
    const egress = egressWith({ keyFor: asking });
    const controller = new AbortController();
    const cancelled = egress.fetchFor(clear(local()), 'p', null)(local(), { signal: controller.signal });
    await expect.poll(() => ledger.list().length).toBe(1);
    controller.abort(new AppError('cancelled'));
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });

    policy = policyIn('offline', ['gpu.corp']);
    const url = `http://gpu.corp:${String(port)}/`;
    const resolve: ResolveHost = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    let refused = Promise.resolve();
    const asked = new Promise<void>((begun) => {
      const fetch = egressWith({
        resolve,
        keyFor: () => {
          begun();
          return asking();
        },
      }).fetchFor(clear(url), 'p', null);
      refused = expect(fetch(url)).rejects.toMatchObject({ code: 'refused-by-policy' });
    });
    await asked;
    policy = policyIn('offline');
    give(null);
    await refused;
    expect(connections).toBe(0);
  });
});
