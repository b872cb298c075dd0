import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/**
 * Stops and remembers every attempt of this process to reach anything off loopback, before it is made: a connection,
 * a datagram, a look-up. Loaded into the test runner and, through NODE_OPTIONS, into every Node that a test starts;
 * hence it imports nothing of ours.
 */

/** Environment variable with the file to which children of the process whose number it ends with add their attempts. */
export const TRIPWIRE_FILE = 'CODEGREX_TRIPWIRE_FILE';

type Anything = (this: unknown, ...args: unknown[]) => unknown;
/** Remembers an attempt; gives the error with which it fails. */
type Trip = (what: string) => Error;

/** Kept at the process, as test files are loaded anew for each other. */
const INSTALLED = Symbol.for('codegrex.tripwire');
const attempts = (Reflect.get(globalThis, INSTALLED) as string[] | undefined) ?? install();

/** The attempts since the last call, which forgets them. */
export function takeAttempts(): readonly string[] {
  return attempts.splice(0);
}

function install(): string[] {
  const made: string[] = [];
  const trip: Trip = (what) => {
    made.push(what);
    const file = process.env[TRIPWIRE_FILE];
    if (file !== undefined && !file.endsWith(`-${String(process.pid)}`)) appendFileSync(file, `${what}\n`);
    return Object.assign(new Error(`Tripwire: ${what}`), { code: 'ENETUNREACH' });
  };
  watchConnections(trip);
  watchLookups(trip);
  watchDatagrams(trip);
  syncBuiltinESMExports();
  Reflect.set(globalThis, INSTALLED, made);
  return made;
}

/** Put `make(original)` in the place of a method. */
function wrap(owner: object, method: string, make: (original: Anything) => Anything): void {
  Reflect.set(owner, method, make(Reflect.get(owner, method) as Anything));
}

function isLocalAddress(host: string): boolean {
  const address = host.toLowerCase().replace(/^::ffff:(?=\d)/, '');
  return (net.isIPv4(address) && address.startsWith('127.')) || address === '::1';
}

/** Names that stand for this machine and are looked up nowhere (RFC 6761). */
function isLocalName(host: string): boolean {
  return /^(.+\.)?localhost\.?$/i.test(host);
}

interface ConnectOptions {
  readonly host?: string;
  readonly path?: string | null;
  readonly lookup?: Anything;
}

function watchConnections(trip: Trip): void {
  wrap(
    net.Socket.prototype,
    'connect',
    (connect) =>
      function (...args) {
        // `net.connect` hands over its arguments as one array that it has put in order, options first.
        const list = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
        const options = connectOptions(list);
        if (options.path != null) return Reflect.apply(connect, this, args);
        const { host = '', lookup } = options;
        if (net.isIP(host) !== 0 && !isLocalAddress(host)) throw trip(`connect to ${host}`);
        if (lookup) list[0] = { ...options, lookup: judgingAnswers(lookup, trip) };
        return Reflect.apply(connect, this, args);
      },
  );
}

/** The options of any form of `connect`: of options, of a port and perhaps a host, of a path. */
function connectOptions([first, second]: readonly unknown[]): ConnectOptions {
  if (typeof first === 'object' && first !== null) return first;
  if (typeof first === 'string' && !/^\d+$/.test(first)) return { path: first };
  return typeof second === 'string' ? { host: second } : {};
}

/** A look-up of the caller's own: not the name but what it gives is to be local. */
function judgingAnswers(lookup: Anything, trip: Trip): Anything {
  return (...args) => {
    const done = args.at(-1) as Anything;
    const judge = (error: unknown, found: unknown, ...rest: unknown[]): void => {
      const given = Array.isArray(found) ? (found as { address: string }[]).map((a) => a.address) : [String(found)];
      const wrong = error == null ? given.find((address) => !isLocalAddress(address)) : undefined;
      if (wrong === undefined) done(error, found, ...rest);
      else done(trip(`connect to ${String(args[0])} at ${wrong}`));
    };
    Reflect.apply(lookup, undefined, [...args.slice(0, -1), judge]);
  };
}

function watchLookups(trip: Trip): void {
  const viaCallback = (error: Error, args: readonly unknown[]): void => {
    const done = args.at(-1);
    if (typeof done === 'function') process.nextTick(done, error);
  };
  const viaPromise = (error: Error): Promise<never> => Promise.reject(error);

  function guard(
    owner: object,
    method: string,
    permitted: (name: string) => boolean,
    fail: (error: Error, args: readonly unknown[]) => unknown,
  ): void {
    wrap(
      owner,
      method,
      (original) =>
        function (...args) {
          const name = typeof args[0] === 'string' ? args[0] : '';
          return permitted(name) ? Reflect.apply(original, this, args) : fail(trip(`${method} ${name}`), args);
        },
    );
  }

  // An address stands for itself, no name for this machine.
  const local = (name: string): boolean => name === '' || net.isIP(name) !== 0 || isLocalName(name);
  guard(dns, 'lookup', local, viaCallback);
  guard(dns.promises, 'lookup', local, viaPromise);
  // These ask a name server whatever the name is.
  const queries = (owner: object): string[] =>
    Object.getOwnPropertyNames(owner).filter((method) => /^(resolve|reverse|lookupService)/.test(method));
  const never = (): boolean => false;
  for (const owner of [dns, dns.Resolver.prototype]) {
    for (const method of queries(owner)) guard(owner, method, never, viaCallback);
  }
  for (const owner of [dns.promises, dns.promises.Resolver.prototype]) {
    for (const method of queries(owner)) guard(owner, method, never, viaPromise);
  }
}

function watchDatagrams(trip: Trip): void {
  const check = (host: unknown): void => {
    if (typeof host !== 'string' || host === '') return;
    if (net.isIP(host) !== 0 ? !isLocalAddress(host) : !isLocalName(host)) throw trip(`datagram to ${host}`);
  };
  const checking =
    (hostOf: (args: readonly unknown[]) => unknown) =>
    (original: Anything): Anything =>
      function (...args) {
        check(hostOf(args));
        return Reflect.apply(original, this, args);
      };
  // The first may be a text too: the message.
  wrap(
    dgram.Socket.prototype,
    'send',
    checking((args) => args.slice(1).find((arg) => typeof arg === 'string')),
  );
  wrap(
    dgram.Socket.prototype,
    'connect',
    checking((args) => args[1]),
  );
  // Joining a group tells the local network so.
  for (const method of ['addMembership', 'addSourceSpecificMembership']) {
    wrap(dgram.Socket.prototype, method, () => (group) => {
      throw trip(`${method} ${String(group)}`);
    });
  }
}
