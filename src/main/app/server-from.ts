import { randomUUID } from 'node:crypto';
import { classifyDestination, parseServerAddress } from '../../privacy/destination.ts';
import { AppError } from '../../shared/app-error.ts';
import type { RequestOf } from '../../shared/contract.ts';
import type { ServerConfig } from '../../shared/schemas/settings.ts';
import { needsAgreement } from '../router/unusable-provider.ts';

/**
 * The server that a user adds. Throws `url-invalid`, and `address-not-agreed` for a cloud address
 * that no provider documents and the user has not agreed to.
 */
export function serverFrom(request: RequestOf<'models.addServer'>, onPremHosts: readonly string[]): ServerConfig {
  const { kind, label, models = [], agreed = false } = request;
  const baseUrl = request.baseUrl.trim();
  const address = parseServerAddress(baseUrl);
  if (address === null || !URL.canParse(baseUrl)) throw new AppError('url-invalid');
  const server: ServerConfig = {
    id: `server-${randomUUID().slice(0, 8)}`,
    kind,
    label: label.trim() || address.host.slice(0, 80),
    baseUrl,
    ...(models.length > 0 && { models }),
  };
  const destination = classifyDestination(server.id, baseUrl, onPremHosts);
  if (destination === null || !needsAgreement(server, destination)) return server;
  if (!agreed) throw new AppError('address-not-agreed');
  return agreedTo(server, address.origin);
}

/** The server, with the user's agreement that requests leave for this origin. */
export function agreedTo(server: ServerConfig, agreedOrigin: string | undefined): ServerConfig {
  return agreedOrigin === undefined ? server : { ...server, agreedOrigin };
}
