import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { getCACertificates } from 'node:tls';
import { AppError } from '../../shared/app-error.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * The authorities to trust with those of a file added, PEM; `null` without a file. Read at each
 * request, as the file may be renewed. Throws `certificates-unreadable`: rather than going on without
 * what the user asked for.
 */
export async function extraCertificates(file: string | null): Promise<readonly string[] | null> {
  if (file === null) return null;
  try {
    const own = (await readFile(file, 'latin1')).match(CERTIFICATE) ?? [];
    if (own.length === 0) throw new Error('no certificate');
    for (const pem of own) new X509Certificate(pem);
    return [...getCACertificates('default'), ...own];
  } catch (error) {
    throw new AppError('certificates-unreadable', undefined, { cause: error });
  }
}
