/**
 * Reads what `strace -f -e trace=network` wrote and says where a process tree tried to go.
 * Used by the offline proof: an attempt counts whether or not it succeeded.
 */

/** One attempt to reach an address outside this machine, or a name service. */
export interface Attempt {
  /** The system call, e.g. `connect`. */
  readonly call: string;
  /** Address and port, or the socket path. */
  readonly target: string;
  readonly kind: 'loopback' | 'remote' | 'name-service' | 'local-socket';
}

const NAME_SERVICE_SOCKET = /nscd|resolve|dnsmasq|avahi|mdns/i;

/** Whether an IPv4/IPv6 literal is loopback, or unspecified (a bind to any port, never a destination). */
function isLoopback(address: string): boolean {
  return (
    address.startsWith('127.') ||
    address === '::1' ||
    address.startsWith('::ffff:127.') ||
    /^(0\.0\.0\.0|::)$/.test(address)
  );
}

/** Classify one line of strace output; `null` for lines that name no address. */
export function parseTraceLine(line: string): Attempt | null {
  const call = /(?:^|\s)(connect|sendto|sendmsg|sendmmsg|bind)\(/.exec(line)?.[1];
  if (call === undefined) return null;

  const unix = /sun_path=@?"([^"]*)"/.exec(line);
  if (unix?.[1] !== undefined) {
    return { call, target: unix[1], kind: NAME_SERVICE_SOCKET.test(unix[1]) ? 'name-service' : 'local-socket' };
  }
  const port = /sin6?_port=htons\((\d+)\)/.exec(line)?.[1];
  const address = /inet_addr\("([^"]+)"\)/.exec(line)?.[1] ?? /inet_pton\(AF_INET6, "([^"]+)"/.exec(line)?.[1];
  if (port === undefined || address === undefined) return null;
  const target = `${address}:${port}`;
  // Port 53 is a look-up even at 127.0.0.53: the stub there forwards it off the machine.
  if (port === '53' && call !== 'bind') return { call, target, kind: 'name-service' };
  return { call, target, kind: isLoopback(address) ? 'loopback' : 'remote' };
}

/** All attempts in a trace, in order. */
export function parseTrace(trace: string): readonly Attempt[] {
  return trace.split('\n').flatMap((line) => parseTraceLine(line) ?? []);
}

/** The attempts that an offline workspace must never make. */
export function attemptsOffMachine(trace: string): readonly Attempt[] {
  return parseTrace(trace).filter((a) => a.call !== 'bind' && (a.kind === 'remote' || a.kind === 'name-service'));
}
