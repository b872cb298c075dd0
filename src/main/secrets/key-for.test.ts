import { describe, expect, it } from 'vitest';
import type { ServerConfig } from '../../shared/schemas/settings.ts';
import { createKeyFor } from './key-for.ts';

const server = (change: Partial<ServerConfig> = {}): ServerConfig => ({
  id: 's',
  kind: 'openai-compatible',
  label: 'S',
  baseUrl: 'https://models.example/v1',
  ...change,
});
/** Says `value for …` for everything, so that only what is asked for it decides. */
const keyFor = (...servers: readonly ServerConfig[]): ReturnType<typeof createKeyFor> =>
  createKeyFor(
    {
      read: (id, origin) => Promise.resolve(`of ${id} at ${origin}`),
      values: () => Promise.resolve([]),
    },
    () => servers,
  );

describe('keyFor', () => {
  it.each([
    ['openai', 'bearer'],
    ['openai-compatible', 'bearer'],
    ['ollama', 'bearer'],
    ['gemini', 'bearer'],
    ['anthropic', 'x-api-key'],
    ['azure-openai', 'api-key'],
  ] as const)('gives the key of a server of kind %s as %s', async (kind, auth) => {
    expect(await keyFor(server({ kind }))('s', 'https://models.example')).toEqual({
      value: 'of s at https://models.example',
      auth,
    });
  });

  it.each([
    ['t', 'https://models.example'],
    ['s', 'http://models.example'],
    ['s', 'https://models.example:8443'],
    ['s', 'https://models.example.evil.example'],
    ['s', 'https://evil.example'],
    ['s', 'https://MODELS.example'],
    ['s', ''],
  ])('gives none to %s at %j', async (id, origin) => {
    expect(await keyFor(server())(id, origin)).toBeNull();
  });

  it('gives none to an address that a hand wrote over the first', async () => {
    const servers = [server()];
    const asked = createKeyFor(
      {
        read: (_id, origin) => Promise.resolve(origin === 'https://models.example' ? 'key' : null),
        values: () => Promise.resolve([]),
      },
      () => servers,
    );
    servers[0] = server({ baseUrl: 'https://evil.example/v1' });
    expect(await asked('s', 'https://evil.example')).toBeNull();
    expect(await asked('s', 'https://models.example')).toBeNull();
  });
});
