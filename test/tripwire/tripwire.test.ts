import { execFile } from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { lookup, resolve4, Resolver } from 'node:dns/promises';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeAttempts, TRIPWIRE_FILE } from './tripwire.ts';

/** Reserved for documentation (RFC 5737) and for nobody (RFC 6761): the tripwire lets nothing go there. */
const ADDRESS = '192.0.2.1';
const NAME = 'nobody.invalid';

const run = promisify(execFile);

describe('the tripwire', () => {
  it.each<[string, () => unknown]>([
    ['net.connect', () => net.connect(9, ADDRESS)],
    ['net.connect with options', () => net.connect({ host: ADDRESS, port: 9 })],
    ['net.connect over IPv6', () => net.connect(9, '2001:db8::1')],
    ['an address that only looks local', () => net.connect(9, '::ffff:192.0.2.1')],
    ['Socket.connect', () => new net.Socket().connect(9, ADDRESS)],
    ['tls.connect', () => tls.connect({ host: ADDRESS, port: 9 })],
    [
      'a datagram',
      () => {
        dgram.createSocket('udp4').send('text', 9, ADDRESS);
      },
    ],
    [
      'a datagram with offsets',
      () => {
        dgram.createSocket('udp4').send(Buffer.from('a'), 0, 1, 9, ADDRESS);
      },
    ],
    [
      'a datagram to a name',
      () => {
        dgram.createSocket('udp4').send('text', 9, NAME);
      },
    ],
    [
      'a joined datagram socket',
      () => {
        dgram.createSocket('udp4').connect(9, ADDRESS);
      },
    ],
    [
      'a multicast group',
      () => {
        dgram.createSocket('udp4').addMembership('224.0.0.251');
      },
    ],
  ])('stops %s at once', (_what, attempt) => {
    expect(attempt).toThrow(/^Tripwire/);
    expect(takeAttempts()).toHaveLength(1);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['lookup', () => lookup(NAME)],
    ['resolve4', () => resolve4('localhost')],
    ['a resolver', () => new Resolver().resolve4(NAME)],
    ['lookup with a callback', () => promisify(dns.lookup)(NAME)],
    ['resolve with a callback', () => promisify(dns.resolve)(NAME)],
    [
      'a resolver with callbacks',
      () =>
        new Promise((_, failed) => {
          new dns.Resolver().resolve4(NAME, failed);
        }),
    ],
    ['a reverse look-up', () => promisify(dns.reverse)('127.0.0.1')],
    ['connecting to a name', () => new Promise((_, failed) => net.connect(9, NAME).on('error', failed))],
  ])('stops %s', async (_what, attempt) => {
    await expect(attempt()).rejects.toThrow(/^Tripwire/);
    expect(takeAttempts()).toHaveLength(1);
  });

  it('stops fetch, even where the failure is swallowed', async () => {
    await fetch(`http://${ADDRESS}/`).catch(() => undefined);
    await fetch(`http://${NAME}/`).catch(() => undefined);
    expect(takeAttempts()).toEqual([`connect to ${ADDRESS}`, `lookup ${NAME}`]);
  });

  it('judges a look-up of the caller’s own by what it gives', async () => {
    const connectAt = (address: string): Promise<unknown> =>
      new Promise((done, failed) => {
        const lookup: net.LookupFunction = (_host, options, answer) => {
          if (options.all) answer(null, [{ address, family: 4 }]);
          else answer(null, address, 4);
        };
        net.connect({ host: NAME, port: 1, lookup }).on('connect', done).on('error', failed);
      });
    await expect(connectAt(ADDRESS)).rejects.toThrow(/^Tripwire/);
    expect(takeAttempts()).toEqual([`connect to ${NAME} at ${ADDRESS}`]);
    await expect(connectAt('127.0.0.1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('is in every Node that a test starts', async () => {
    const script = `require('node:net').connect(9, '${ADDRESS}')`;
    await expect(run(process.execPath, ['-e', script])).rejects.toThrow(/Tripwire/);
    const file = process.env[TRIPWIRE_FILE] ?? '';
    expect(readFileSync(file, 'utf8')).toBe(`connect to ${ADDRESS}\n`);
    rmSync(file);
  });

  describe('lets this machine be reached', () => {
    let server: Server;
    let port = 0;
    beforeEach(async () => {
      server = createServer((_request, response) => response.end('here'));
      await new Promise<void>((done) => server.listen(0, 'localhost', done));
      port = (server.address() as AddressInfo).port;
    });
    afterEach(() => {
      server.closeAllConnections();
      server.close();
    });

    it('by name and by address', async () => {
      for (const host of ['localhost', (server.address() as AddressInfo).address].map(bracketed)) {
        expect(await (await fetch(`http://${host}:${String(port)}/`)).text()).toBe('here');
      }
      expect(takeAttempts()).toEqual([]);
      expect(existsSync(process.env[TRIPWIRE_FILE] ?? '')).toBe(false);
    });
  });
});

const bracketed = (host: string): string => (net.isIPv6(host) ? `[${host}]` : host);
