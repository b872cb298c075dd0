import { describe, expect, it } from 'vitest';
import { attemptsOffMachine, parseTraceLine } from './network-trace.ts';

const line = (rest: string): string => `12345 ${rest}`;

describe('parseTraceLine', () => {
  it.each([
    [
      'connect(20, {sa_family=AF_INET, sin_port=htons(11434), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 EINPROGRESS',
      'loopback',
    ],
    [
      'connect(20, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = 0',
      'loopback',
    ],
    [
      'connect(20, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("93.184.216.34")}, 16) = -1 ENETUNREACH',
      'remote',
    ],
    [
      'connect(20, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2606:2800::1", &sin6_addr), sin6_scope_id=0}, 28) = -1',
      'remote',
    ],
    ['connect(9, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16) = 0', 'name-service'],
    [
      'sendto(9, "..", 40, MSG_NOSIGNAL, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.2")}, 16) = 40',
      'name-service',
    ],
    [
      'connect(20, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::ffff:192.0.2.1", &sin6_addr), sin6_scope_id=0}, 28) = 0',
      'remote',
    ],
    [
      // Another thread came between its start and its end.
      'connect(20, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16 <unfinished ...>',
      'remote',
    ],
    ['connect(9, {sa_family=AF_UNIX, sun_path="/run/systemd/resolve/io.systemd.Resolve"}, 42) = 0', 'name-service'],
    ['connect(9, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT', 'name-service'],
    ['connect(9, {sa_family=AF_UNIX, sun_path="/run/user/0/bus"}, 110) = 0', 'local-socket'],
  ])('%s', (text, kind) => {
    expect(parseTraceLine(line(text))?.kind).toBe(kind);
  });

  it('passes over lines without an address', () => {
    expect(parseTraceLine(line('socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 20'))).toBeNull();
    expect(parseTraceLine(line('accept4(19, NULL, NULL, SOCK_CLOEXEC) = 21'))).toBeNull();
  });
});

describe('attemptsOffMachine', () => {
  it('keeps only what would leave, failed attempts included', () => {
    const trace = [
      line('connect(20, {sa_family=AF_INET, sin_port=htons(1), sin_addr=inet_addr("127.0.0.1")}, 16) = 0'),
      line('bind(20, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("127.0.0.1")}, 16) = 0'),
      line(
        'connect(21, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.7")}, 16) = -1 ENETUNREACH',
      ),
    ].join('\n');
    expect(attemptsOffMachine(trace).map((a) => a.target)).toEqual(['192.0.2.7:443']);
  });
});
