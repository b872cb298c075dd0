import { z } from 'zod';
import type { Destination } from '../../../privacy/destination.ts';
import { AppError } from '../../../shared/app-error.ts';
import type { ModelInfo } from '../../../shared/schemas/models.ts';
import type { ServerConfig } from '../../../shared/schemas/settings.ts';
import { knownModel } from '../known-models.ts';
import { dialectOf } from './dialect.ts';
import { knowsFim } from '../fim/fim-prompt.ts';

/** What LM Studio tells of its models beside OpenAI's interface, https://lmstudio.ai/docs/developer/rest/endpoints. */
export const LM_STUDIO_MODELS = '/api/v0/models';

const Size = z.number().int().positive().nullish().catch(null);
const Names = z.array(z.string()).nullish().catch(null);

/** Each server tells more than OpenAI does, and each in its own way. */
const Listed = z.object({
  id: z.string().min(1),
  owned_by: z.string().nullish().catch(null),
  // Together: chat, language, code, image, embedding …; LM Studio: llm, vlm, embeddings.
  type: z.string().nullish().catch(null),
  // vLLM
  max_model_len: Size,
  // Groq
  context_window: Size,
  // OpenRouter, Together
  context_length: Size,
  // Mistral, LM Studio
  max_context_length: Size,
  loaded_context_length: Size,
  // llama.cpp
  meta: z.object({ n_ctx: Size, n_ctx_train: Size }).nullish().catch(null),
  // Mistral and Azure: flags; LM Studio: names.
  capabilities: z
    .union([z.array(z.string()), z.record(z.string(), z.unknown())])
    .nullish()
    .catch(null),
  // OpenRouter, llama.cpp
  architecture: z.object({ input_modalities: Names, output_modalities: Names }).nullish().catch(null),
  // OpenRouter
  supported_parameters: Names,
});
type Listed = z.infer<typeof Listed>;
/** Together sends the bare list. */
const List = z.union([z.object({ data: z.array(Listed) }).transform(({ data }) => data), z.array(Listed)]);

/** Whether these are an LM Studio's models: by the owner that it gives to all. */
export function isLmStudio(listed: unknown): boolean {
  const models = List.safeParse(listed).data ?? [];
  return models.length > 0 && models.every((m) => m.owned_by === 'organization_owner');
}

/**
 * The models of a server, with what it tells of them, and else what is known of their families.
 * Throws `server-garbled` where it is no list.
 * @param more what {@link LM_STUDIO_MODELS} gave, or `null`
 */
export function readModels(
  listed: unknown,
  more: unknown,
  config: ServerConfig,
  destination: Destination,
): readonly ModelInfo[] {
  const parsed = List.safeParse(listed);
  if (!parsed.success) throw new AppError('server-garbled', undefined, { cause: parsed.error });
  const told = new Map((List.safeParse(more).data ?? []).map((m) => [m.id, m]));
  const models = parsed.data.map((m) => ({ ...m, ...told.get(m.id), id: m.id.replace(/^models\//, '') }));
  const named = config.models ?? [];
  // Where the user named some, those are the ones to offer: Azure lists what could be deployed, not what is.
  const offered =
    named.length === 0 ? models : named.map((id) => models.find((m) => m.id === id) ?? Listed.parse({ id }));
  return offered
    .map((m) => modelInfo(m, config, destination))
    .filter((m) => m.capabilities.chat || m.capabilities.completion);
}

function modelInfo(m: Listed, config: ServerConfig, destination: Destination): ModelInfo {
  const { id: providerId, kind } = config;
  const known = knownModel(m.id);
  const flag = (name: string): boolean | undefined => {
    const value = Array.isArray(m.capabilities) ? undefined : m.capabilities?.[name];
    return typeof value === 'boolean' ? value : undefined;
  };
  const names = Array.isArray(m.capabilities) ? m.capabilities : null;
  const takes = m.architecture?.input_modalities;
  const gives = m.architecture?.output_modalities;
  const chats = m.type == null ? undefined : /^(chat|language|code|llm|vlm|model)$/.test(m.type);
  const fim =
    dialectOf(config).fim.with === 'suffix'
      ? (flag('completion_fim') ?? /^deepseek-(chat|v)/.test(m.id))
      : kind === 'openai-compatible' && knowsFim(m.id);
  // What a maker serves itself is served at its full length; a server of one's own may be set to less.
  const full = destination.kind === 'cloud' ? (known?.contextTokens ?? null) : null;
  return {
    ref: `${providerId}/${m.id}`,
    providerId,
    model: m.id,
    label: m.id,
    destination: destination.kind,
    capabilities: {
      chat:
        (flag('completion_chat') ?? flag('chat_completion') ?? chats ?? gives?.includes('text') ?? true) &&
        known?.chat !== false,
      completion: fim,
      tools:
        flag('function_calling') ??
        m.supported_parameters?.includes('tools') ??
        names?.includes('tool_use') ??
        known?.tools ??
        false,
      vision:
        flag('vision') ?? takes?.includes('image') ?? (m.type === 'vlm' ? true : undefined) ?? known?.vision ?? false,
    },
    contextTokens:
      m.loaded_context_length ??
      m.max_model_len ??
      m.meta?.n_ctx ??
      m.context_window ??
      m.context_length ??
      m.max_context_length ??
      m.meta?.n_ctx_train ??
      full,
    loaded: null,
    file: null,
  };
}
