import { parseServerAddress } from '../../privacy/destination.ts';
import { SERVER_KINDS } from '../../shared/provider-presets.ts';
import type { ServerConfig } from '../../shared/schemas/settings.ts';
import type { KeyFor } from '../egress/egress.ts';
import type { KeyReader } from './key-reader.ts';

/**
 * The key of a server that is in the settings, for the origin that it has there, exactly; `null` for
 * everything else, servers that were found by themselves included.
 */
export function createKeyFor(keys: KeyReader, servers: () => readonly ServerConfig[]): KeyFor {
  return async (providerId, origin) => {
    const server = servers().find(({ id }) => id === providerId);
    if (server === undefined || parseServerAddress(server.baseUrl)?.origin !== origin) return null;
    const value = await keys.read(providerId, origin);
    return value === null ? null : { value, auth: SERVER_KINDS[server.kind].auth };
  };
}
