import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createServer } from 'node:tls';
import { findProgram } from '../../src/main/sandbox/run-command.ts';
import type { Obstacle } from './tools.ts';

/** Speaks TLS in front of a server on this machine, with a certificate of its own. */
export interface TlsFront {
  readonly port: number;
  /** The certificate, for `NODE_EXTRA_CA_CERTS`; absolute. */
  readonly certificate: string;
  close(): void;
}

/** Why there can be none here; `null` if there can. */
export function tlsObstacle(): Obstacle {
  return findProgram('openssl') === null ? 'openssl is not installed.' : null;
}

/**
 * @param folder for key and certificate; the caller removes it
 * @param name that the certificate is for
 * @param port of the server behind
 */
export async function startTlsFront(folder: string, name: string, port: number): Promise<TlsFront> {
  const [key, certificate] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'],
    ...['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-keyout', key, '-out', certificate],
  ]);
  if (made.status !== 0) throw new Error(`No certificate could be made: ${made.stderr.toString()}`);
  const server = createServer({ key: await readFile(key), cert: await readFile(certificate) }, (near) => {
    const far = connect({ host: '127.0.0.1', port });
    pipeline(near, far, () => undefined);
    pipeline(far, near, () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, certificate, close: () => server.close() };
}
