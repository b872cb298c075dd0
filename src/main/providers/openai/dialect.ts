import { parseServerAddress } from '../../../privacy/destination.ts';
import type { ServerConfig } from '../../../shared/schemas/settings.ts';

/** How a server's interface differs from the others that speak OpenAI's. */
export interface Dialect {
  /** Where its paths begin. */
  readonly baseUrl: string;
  /** What the limit of an answer is called. */
  readonly limit: 'max_tokens' | 'max_completion_tokens';
  /** Whether it must be asked for counts; where not, it counts unasked and may refuse to be asked. */
  readonly asksForUsage: boolean;
  /** How the middle is filled: the family's own marks within a prompt, or prompt and suffix apart. */
  readonly fim:
    | { readonly with: 'marks' }
    /** @param base added to the server's own, where that has no such path */
    | { readonly with: 'suffix'; readonly path: string };
}

const ANY: Omit<Dialect, 'baseUrl'> = { limit: 'max_tokens', asksForUsage: true, fim: { with: 'marks' } };

/** By origin, since they are reached under names of the user's choice too. */
const BY_ORIGIN: Readonly<Record<string, Partial<Dialect>>> = {
  // https://docs.mistral.ai/api/#tag/fim
  'https://api.mistral.ai': { asksForUsage: false, fim: { with: 'suffix', path: '/fim/completions' } },
  'https://codestral.mistral.ai': { asksForUsage: false, fim: { with: 'suffix', path: '/fim/completions' } },
  // https://api-docs.deepseek.com/guides/fim_completion
  'https://api.deepseek.com': { fim: { with: 'suffix', path: 'https://api.deepseek.com/beta/completions' } },
};

/** The dialect of a configured server. */
export function dialectOf({ kind, baseUrl }: Pick<ServerConfig, 'kind' | 'baseUrl'>): Dialect {
  const base = baseUrl.trim().replace(/\/+$/, '');
  const bare = new URL(base).pathname === '/';
  const quirks = BY_ORIGIN[parseServerAddress(base)?.origin ?? ''];
  // Models that reason know no other name: https://platform.openai.com/docs/api-reference/chat/create
  const limit = kind === 'openai' || kind === 'azure-openai' ? 'max_completion_tokens' : ANY.limit;
  // https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle
  const root = kind === 'azure-openai' ? '/openai/v1' : '/v1';
  return { ...ANY, limit, ...quirks, baseUrl: bare ? `${base}${root}` : base };
}
