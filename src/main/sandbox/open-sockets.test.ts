import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { leavesMachine, openSockets, parseSocketTable, type OpenSocket } from './open-sockets.ts';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:9C40 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 123 1 0000000000000000 100
   1: 0200A8C0:9C41 010200C0:01BB 01 00000000:00000000 00:00000000 00000000     0        0 124 1 0000000000000000 20
`;
const TABLE_6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr
   0: 00000000000000000000000001000000:1F90 00000000000000000000000001000000:0050 01 0:0 0:0 0 0 0 125 1
   1: B80D0120000000000000000001000000:1F90 B80D0120000000000000000002000000:0050 01 0:0 0:0 0 0 0 126 1
   2: 0000000000000000FFFF00000100007F:1F90 0000000000000000FFFF00000100007F:0050 01 0:0 0:0 0 0 0 127 1
   3: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 128 1
`;
const of = (row: Partial<OpenSocket>): OpenSocket => ({
  pid: 1,
  program: 'node',
  protocol: 'tcp',
  local: '127.0.0.1:1',
  remote: null,
  listening: false,
  ...row,
});

describe('parseSocketTable', () => {
  it('reads IPv4', () => {
    expect(parseSocketTable(TABLE, 'LE')).toEqual([
      { local: '127.0.0.1:40000', remote: null, listening: true, inode: '123' },
      { local: '192.168.0.2:40001', remote: '192.0.2.1:443', listening: false, inode: '124' },
    ]);
  });

  it('reads IPv6, in words of the machine’s byte order', () => {
    expect(parseSocketTable(TABLE_6, 'LE').map(({ remote }) => remote)).toEqual([
      '[::1]:80',
      '[2001:db8::2]:80',
      '[::ffff:7f00:1]:80',
      null,
    ]);
  });

  it('reads the other byte order', () => {
    const text = TABLE.replace('0100007F', '7F000001');
    expect(parseSocketTable(text, 'BE')[0]?.local).toBe('127.0.0.1:40000');
  });
});

describe('leavesMachine', () => {
  it.each<[boolean, Partial<OpenSocket>]>([
    [false, { remote: '127.0.0.1:2' }],
    [false, { remote: '[::1]:2' }],
    [false, { remote: '[::ffff:7f00:1]:2' }],
    [false, { local: '127.0.0.1:1', listening: true }],
    [false, { local: '0.0.0.0:1' }],
    [true, { remote: '192.0.2.1:443' }],
    [true, { remote: '[2001:db8::2]:80' }],
    [true, { remote: '[::ffff:c000:201]:80' }],
    [true, { local: '0.0.0.0:1', listening: true }],
    [true, { local: '[::]:1', listening: true }],
  ])('%s for %o', (leaves, row) => {
    expect(leavesMachine(of(row))).toBe(leaves);
  });
});

describe.runIf(process.platform === 'linux')('openSockets', () => {
  it('finds the sockets of this process and of what it started', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = connect(port, '127.0.0.1');
    await once(client, 'connect');
    const script =
      "require('node:net').createServer().listen(0,'127.0.0.1',function(){console.log(this.address().port)})";
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [printed] = (await once(child.stdout, 'data')) as [Buffer];
      const theirs = Number(printed.toString());
      const scan = await openSockets();
      expect(scan?.pids[0]).toBe(process.pid);
      expect(scan?.pids).toContain(child.pid);
      expect(scan?.unreadable).toEqual([]);
      const at = (pid: number | undefined): unknown[] =>
        scan?.sockets
          .filter((s) => s.pid === pid)
          .map(({ local, remote, listening }) => ({ local, remote, listening })) ?? [];
      expect(at(process.pid)).toContainEqual({ local: `127.0.0.1:${String(port)}`, remote: null, listening: true });
      expect(at(process.pid)).toContainEqual({
        local: `127.0.0.1:${String(client.localPort)}`,
        remote: `127.0.0.1:${String(port)}`,
        listening: false,
      });
      expect(at(child.pid)).toEqual([{ local: `127.0.0.1:${String(theirs)}`, remote: null, listening: true }]);
      expect(scan?.sockets.filter(leavesMachine)).toEqual([]);
    } finally {
      child.kill();
      client.destroy();
      server.close();
    }
  });
});
