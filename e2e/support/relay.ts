import { once } from 'node:events';
import { connect, createServer, type NetConnectOpts, type Server } from 'node:net';
import { pipeline } from 'node:stream';

/** Carry every connection that comes in at one place on to another, until the server is closed. */
export async function relay(
  from: { host: string; port: number } | { path: string },
  to: NetConnectOpts,
): Promise<Server> {
  const server = createServer((near) => {
    const far = connect(to);
    // Where one end breaks off, so does the other: who asked may go away in the middle of an answer.
    pipeline(near, far, () => undefined);
    pipeline(far, near, () => undefined);
  });
  server.listen(from);
  await once(server, 'listening');
  return server;
}

/** As a program, given an address, a port and a socket file, and again: the one goes to the other. Says so once all listen. */
if (process.argv[1] === import.meta.filename) {
  const args = process.argv.slice(2);
  for (let i = 0; i + 2 < args.length; i += 3) {
    const [host = '', port, path = ''] = args.slice(i, i + 3);
    await relay({ host, port: Number(port) }, { path });
  }
  process.stdout.write('listening\n');
}
