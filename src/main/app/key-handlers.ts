import { randomUUID } from 'node:crypto';
import { parseServerAddress } from '../../privacy/destination.ts';
import { AppError } from '../../shared/app-error.ts';
import { PROVIDER_PRESETS } from '../../shared/provider-presets.ts';
import type { ServerConfig } from '../../shared/schemas/settings.ts';
import type { Handlers } from '../ipc/handlers.ts';
import type { Session, Shared } from './session.ts';

/** The entries about providers' keys. None of them answers with one. */
export type KeyHandlers = Pick<Handlers, 'keys.status' | 'keys.set' | 'keys.clear' | 'keys.test' | 'keys.addProvider'>;

/** The contract's entries about keys, for one window. */
export function createKeyHandlers(session: Session, { settings, keys }: Shared): KeyHandlers {
  const { registry } = session;
  const servers = (): readonly ServerConfig[] => settings.view().values.servers;

  return {
    'keys.status': () => [...keys.list()],
    'keys.set': async ({ serverId, origin, key }) => {
      const server = servers().find(({ id }) => id === serverId);
      // The user saw an address; to another one, written into the settings meanwhile, the key does not go.
      if (server === undefined || originOf(server.baseUrl) !== origin) throw new AppError('server-not-found');
      await keys.set(serverId, origin, key);
      void registry.refresh();
      return [...keys.list()];
    },
    'keys.clear': async ({ serverId, origin }) => {
      await keys.clear(serverId, origin);
      void registry.refresh();
      return [...keys.list()];
    },
    'keys.addProvider': async ({ preset: presetId, baseUrl: given, key }) => {
      const preset = PROVIDER_PRESETS.find(({ id }) => id === presetId);
      const baseUrl = preset?.baseUrl ?? given?.trim() ?? '';
      const origin = originOf(baseUrl);
      if (preset === undefined || origin === undefined) throw new AppError('url-invalid');
      const { kind, label } = preset;
      const there = servers().find((s) => s.kind === kind && originOf(s.baseUrl) === origin);
      const taken = servers().some((s) => s.id === presetId);
      const id = there?.id ?? (taken ? `${presetId}-${randomUUID().slice(0, 8)}` : presetId);
      // Before the server is there to be asked for its models.
      await keys.set(id, origin, key);
      if (there === undefined) await settings.update({ servers: [...servers(), { id, kind, label, baseUrl }] });
      else void registry.refresh();
      return [...keys.list()];
    },
    'keys.test': ({ serverId }, { signal }) => {
      keys.retry();
      return session.underPolicy(signal, async (inner) => ({ models: await registry.check(serverId, inner) }));
    },
  };
}

function originOf(baseUrl: string): string | undefined {
  return parseServerAddress(baseUrl)?.origin;
}
