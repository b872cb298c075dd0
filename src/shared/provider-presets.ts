/** What a server of models speaks, and how it wants a key. */
export const SERVER_KINDS = {
  ollama: { protocol: 'ollama', auth: 'bearer', needsKey: false },
  'openai-compatible': { protocol: 'openai', auth: 'bearer', needsKey: false },
  openai: { protocol: 'openai', auth: 'bearer', needsKey: true },
  anthropic: { protocol: 'anthropic', auth: 'x-api-key', needsKey: true },
  'azure-openai': { protocol: 'openai', auth: 'api-key', needsKey: true },
  gemini: { protocol: 'openai', auth: 'bearer', needsKey: true },
} as const satisfies Readonly<Record<string, ServerKindNotes>>;

interface ServerKindNotes {
  readonly protocol: 'ollama' | 'openai' | 'anthropic';
  /** The header that bears the key; `bearer` is `Authorization: Bearer …`. */
  readonly auth: 'bearer' | 'x-api-key' | 'api-key';
  /** Whether nothing works without one. */
  readonly needsKey: boolean;
}

export type ServerKind = keyof typeof SERVER_KINDS;

/** A provider that people need not type the address of. */
export interface ProviderPreset {
  /** Also the id of the server that is added from it. */
  readonly id: string;
  readonly kind: ServerKind;
  readonly label: string;
  /** Where its own reference says that requests go; `null` where each customer has an address of their own. */
  readonly baseUrl: string | null;
  /** Where people get a key. */
  readonly keyPage: string;
  /** What only this provider's keys look like; `null` where they could be anybody's. */
  readonly keyShape: RegExp | null;
  /** Path below `baseUrl` that wants a good key, where the list of models does not. */
  readonly keyCheck?: string;
  /** The page that says all this. */
  readonly source: string;
}

/** The providers that are offered by name; more particular shapes of keys come first. */
export const PROVIDER_PRESETS: readonly ProviderPreset[] = [
  {
    id: 'anthropic',
    kind: 'anthropic',
    label: 'Anthropic',
    baseUrl: 'https://api.anthropic.com',
    keyPage: 'https://console.anthropic.com/settings/keys',
    keyShape: /^sk-ant-[A-Za-z0-9_-]{20,}$/,
    source: 'https://docs.anthropic.com/en/api/overview',
  },
  {
    id: 'openrouter',
    kind: 'openai-compatible',
    label: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    keyPage: 'https://openrouter.ai/settings/keys',
    keyShape: /^sk-or-v1-[0-9a-f]{64}$/,
    keyCheck: '/key',
    source: 'https://openrouter.ai/docs/api-reference/overview',
  },
  {
    id: 'deepseek',
    kind: 'openai-compatible',
    label: 'DeepSeek',
    baseUrl: 'https://api.deepseek.com/v1',
    keyPage: 'https://platform.deepseek.com/api_keys',
    keyShape: /^sk-[0-9a-f]{32}$/,
    source: 'https://api-docs.deepseek.com/',
  },
  {
    id: 'openai',
    kind: 'openai',
    label: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    keyPage: 'https://platform.openai.com/api-keys',
    keyShape: /^sk-(?:(?:proj|svcacct|admin)-[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{48})$/,
    source: 'https://platform.openai.com/docs/api-reference/authentication',
  },
  {
    id: 'gemini',
    kind: 'gemini',
    label: 'Google Gemini',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    keyPage: 'https://aistudio.google.com/apikey',
    keyShape: /^AIza[0-9A-Za-z_-]{35}$/,
    source: 'https://ai.google.dev/gemini-api/docs/openai',
  },
  {
    id: 'groq',
    kind: 'openai-compatible',
    label: 'Groq',
    baseUrl: 'https://api.groq.com/openai/v1',
    keyPage: 'https://console.groq.com/keys',
    keyShape: /^gsk_[A-Za-z0-9]{52}$/,
    source: 'https://console.groq.com/docs/openai',
  },
  {
    id: 'together',
    kind: 'openai-compatible',
    label: 'Together AI',
    baseUrl: 'https://api.together.xyz/v1',
    keyPage: 'https://api.together.ai/settings/api-keys',
    keyShape: /^tgp_v1_[A-Za-z0-9_-]{43}$/,
    source: 'https://docs.together.ai/docs/openai-api-compatibility',
  },
  {
    id: 'mistral',
    kind: 'openai-compatible',
    label: 'Mistral',
    baseUrl: 'https://api.mistral.ai/v1',
    keyPage: 'https://console.mistral.ai/api-keys',
    keyShape: null,
    source: 'https://docs.mistral.ai/api/',
  },
  {
    id: 'codestral',
    kind: 'openai-compatible',
    label: 'Codestral',
    baseUrl: 'https://codestral.mistral.ai/v1',
    keyPage: 'https://console.mistral.ai/codestral',
    keyShape: null,
    source: 'https://docs.mistral.ai/capabilities/code_generation/',
  },
  {
    id: 'azure-openai',
    kind: 'azure-openai',
    label: 'Azure OpenAI',
    baseUrl: null,
    keyPage: 'https://portal.azure.com/',
    keyShape: null,
    source: 'https://learn.microsoft.com/en-us/azure/ai-services/openai/reference',
  },
];

/** The hosts of Azure's customers, https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle. */
const AZURE_ORIGIN =
  /^https:\/\/[a-z0-9-]+\.(openai\.azure\.(com|us)|services\.ai\.azure\.com|cognitiveservices\.azure\.com)$/;

/**
 * Whether a provider's own reference says that its requests go to this origin. To any other cloud
 * address they go only once the user has agreed to it.
 * @param origin `scheme://host[:port]`, lower case, a usual port left out
 */
export function isDocumentedOrigin(kind: ServerKind, origin: string): boolean {
  if (kind === 'azure-openai') return AZURE_ORIGIN.test(origin);
  return PROVIDER_PRESETS.some((p) => p.kind === kind && `${p.baseUrl ?? ''}/`.startsWith(`${origin}/`));
}

/** The provider whose keys look like this one; `null` where the shape does not tell. Pure: the key goes nowhere. */
export function recogniseKey(key: string): ProviderPreset | null {
  const trimmed = key.trim();
  return PROVIDER_PRESETS.find(({ keyShape }) => keyShape?.test(trimmed) === true) ?? null;
}
