import { SERVER_KINDS, type ServerKind } from '../../shared/provider-presets.ts';
import { createAnthropicProvider } from './anthropic/anthropic-provider.ts';
import { createOllamaProvider } from './ollama/ollama-provider.ts';
import { createOpenAiProvider } from './openai/openai-provider.ts';
import type { CreateProvider } from './provider.ts';

const BY_PROTOCOL: Readonly<Record<(typeof SERVER_KINDS)[ServerKind]['protocol'], CreateProvider>> = {
  openai: createOpenAiProvider,
  anthropic: createAnthropicProvider,
  ollama: createOllamaProvider,
};

/** The provider of a configured server, by what it speaks. */
export const createProvider: CreateProvider = (config, destination, egress) =>
  BY_PROTOCOL[SERVER_KINDS[config.kind].protocol](config, destination, egress);
