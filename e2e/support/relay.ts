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

/** As a program: port 80 of each address goes to the socket file named behind it. Says so once all listen. */
if (process.argv[1] === import.meta.filename) {
  const args = process.argv.slice(2);
  for (let i = 0; i + 1 < args.length; i += 2) {
    await relay({ host: args[i] ?? '', port: 80 }, { path: args[i + 1] ?? '' });
  }
  process.stdout.write('listening\n');
}
