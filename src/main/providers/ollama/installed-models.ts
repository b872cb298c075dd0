import { z } from 'zod';
import type { InstalledModel } from '../../../shared/schemas/ollama.ts';
import { contextLimit, isRemote, type Listed, type Shown } from './ollama-format.ts';

/** The models that are in memory. */
export const Loaded = z.object({
  models: z.array(z.object({ name: z.string(), size: z.number().int().nonnegative().optional() })),
});

/**
 * A model as the manager shows it.
 * @param shown `null` for one that was not asked about
 * @param loaded bytes in memory by name
 */
export function installedModel(
  listed: z.infer<typeof Listed>['models'][number],
  shown: z.infer<typeof Shown> | null,
  loaded: ReadonlyMap<string, number>,
): InstalledModel {
  const { name, size, remote_host: remoteHost, details } = listed;
  const remote = isRemote(name, remoteHost ?? shown?.remote_host);
  // Servers before 0.6 do not tell; nearly every model makes text.
  const text = shown?.capabilities?.includes('completion') ?? true;
  return {
    name,
    // What is listed of a model of the cloud is no more than its name.
    sizeBytes: remote ? null : (size ?? null),
    parameterSize: told(details?.parameter_size),
    quantization: told(details?.quantization_level),
    family: told(details?.family),
    contextTokens: shown === null ? null : contextLimit(shown),
    loadedBytes: loaded.get(name) ?? null,
    use: remote ? 'remote' : text ? 'text' : 'other',
  };
}

function told(text: string | null | undefined): string | null {
  return text === undefined || text === null || text === '' || text === 'unknown' ? null : text.slice(0, 80);
}
