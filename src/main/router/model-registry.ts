import { randomUUID } from 'node:crypto';
import { classifyDestination } from '../../privacy/destination.ts';
import { gate, isRefusal, type ClearedRequest, type GateRequest } from '../../privacy/gate.ts';
import type { Policy } from '../../privacy/policy.ts';
import { createRedactor } from '../../privacy/redaction/redactor.ts';
import { AppError, toFailure } from '../../shared/app-error.ts';
import type { ModelInfo, ModelsView, ProviderStatus, ServerConfig, Settings } from '../../shared/schemas.ts';
import type { Egress } from '../egress/egress.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { EmbeddedProvider } from '../providers/embedded/embedded-provider.ts';
import { createOllamaProvider } from '../providers/ollama/ollama-provider.ts';
import { createOpenAiCompatibleProvider } from '../providers/openai-compatible/openai-compatible-provider.ts';
import type { Provider } from '../providers/provider.ts';

/** The providers and models of one window, under that window's policy. */
export interface ModelRegistry {
  view(): ModelsView;
  /** Look for local servers and ask every provider for its models. */
  refresh(): Promise<void>;
  /** Only ask the embedded engine again: cheap, as it reads files. */
  refreshEmbedded(): Promise<void>;
  /** A model and its provider; `null` asks for the default. Throws `no-model`, `model-not-found`. */
  choose(task: 'chat' | 'completion', ref: string | null): { readonly model: ModelInfo; readonly provider: Provider };
  onChange(changed: () => void): () => void;
  close(): void;
}

export interface ModelRegistryParts {
  /** Id of the window. */
  readonly scope: string;
  readonly egress: Egress;
  readonly ledger: Ledger;
  readonly embedded: EmbeddedProvider;
  readonly settings: () => Settings;
  readonly policy: () => Policy;
  /** Servers to look for. */
  readonly detected: readonly ServerConfig[];
}

interface Entry {
  readonly provider: Provider;
  readonly source: ProviderStatus['source'];
  state: ProviderStatus['state'];
  failure: ProviderStatus['failure'];
  models: readonly ModelInfo[];
}

export function createModelRegistry(parts: ModelRegistryParts): ModelRegistry {
  const { scope, egress, ledger, embedded, settings, policy } = parts;
  let entries: readonly Entry[] = [entryOf(embedded, 'built-in')];
  let detecting = true;
  let running: Promise<void> = Promise.resolve();
  const closing = new AbortController();
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const changed of listeners) changed();
  };

  function clear<P extends GateRequest<{ task: 'detect' } | { task: 'models' }>['payload']>(
    provider: Provider,
    payload: P,
  ): ClearedRequest<P> {
    const candidates = [provider.destination];
    const request = { id: randomUUID(), scope, payload, candidates, redactor: createRedactor() };
    const answer = gate(request, policy());
    if (!isRefusal(answer)) return answer;
    ledger.refused(answer, null);
    throw new AppError(answer.code, `${answer.rule}.`);
  }

  function providerFor(config: ServerConfig): Provider | null {
    const destination = classifyDestination(config.id, config.baseUrl, policy().onPremHosts);
    if (destination === null) return null;
    const create = config.kind === 'ollama' ? createOllamaProvider : createOpenAiCompatibleProvider;
    return create(config, destination, egress);
  }

  async function list(entry: Entry): Promise<void> {
    const { provider } = entry;
    try {
      entry.models = await provider.listModels(clear(provider, { task: 'models' }), closing.signal);
      entry.state = 'ready';
      entry.failure = null;
    } catch (error) {
      const failure = toFailure(error);
      entry.state = failure.code.startsWith('refused-') ? 'refused' : 'unavailable';
      entry.failure = failure;
      entry.models = [];
    }
    tell();
  }

  /** A server that nobody mentioned appears only when it answers. */
  async function lookFor(config: ServerConfig): Promise<void> {
    const provider = providerFor(config);
    if (provider === null) return;
    try {
      await provider.detect(clear(provider, { task: 'detect' }), closing.signal);
    } catch {
      return;
    }
    const entry = entryOf(provider, 'detected');
    entries = [...entries, entry];
    await list(entry);
  }

  async function run(): Promise<void> {
    const { servers, detectLocalServers } = settings();
    const before = new Map(entries.map((e) => [e.provider.id, e]));
    const own = servers.flatMap((config) => {
      const provider = providerFor(config);
      if (provider === null) return [];
      const entry = entryOf(provider, 'user');
      // What was known stays on show while it is asked again.
      entry.models = before.get(config.id)?.models ?? [];
      return [entry];
    });
    entries = [entryOf(embedded, 'built-in', before.get(embedded.id)?.models), ...own];
    tell();
    const origins = new Set(own.map((e) => e.provider.destination.origin));
    const sought = detectLocalServers
      ? parts.detected.filter((d) => !origins.has(classifyDestination(d.id, d.baseUrl, [])?.origin ?? null))
      : [];
    await Promise.all([...entries.map(list), ...sought.map(lookFor)]);
  }

  function pick(task: 'chat' | 'completion', wanted: string | null): ModelInfo | undefined {
    const able = models().filter((m) => m.capabilities[task]);
    return able.find((m) => m.ref === wanted) ?? able[0];
  }
  const models = (): ModelInfo[] => entries.flatMap((e) => [...e.models]);

  return {
    view: () => ({
      detecting,
      providers: entries.map(({ provider, source, state, failure }) => ({
        id: provider.id,
        kind: provider.kind,
        label: provider.label,
        origin: provider.destination.origin,
        destination: provider.destination.kind,
        source,
        state,
        failure,
      })),
      models: models(),
      chatModel: pick('chat', settings().chatModel)?.ref ?? null,
      completionModel: pick('completion', settings().completionModel)?.ref ?? null,
    }),
    refresh: () => {
      // One after the other: a run that began before a setting changed has not seen it.
      const work = running.then(run).finally(() => {
        detecting = false;
        tell();
      });
      running = work.catch(() => undefined);
      return work;
    },
    refreshEmbedded: async () => {
      const entry = entries.find((e) => e.provider.id === embedded.id);
      if (entry) await list(entry);
    },
    choose: (task, ref) => {
      const wanted = ref ?? (task === 'chat' ? settings().chatModel : settings().completionModel);
      const model = ref === null ? pick(task, wanted) : models().find((m) => m.ref === ref);
      if (!model) throw new AppError(ref === null ? 'no-model' : 'model-not-found');
      const entry = entries.find((e) => e.provider.id === model.providerId);
      if (!entry) throw new AppError('model-not-found');
      return { model, provider: entry.provider };
    },
    onChange: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    close: () => {
      closing.abort(new AppError('cancelled'));
    },
  };
}

function entryOf(provider: Provider, source: Entry['source'], models: readonly ModelInfo[] = []): Entry {
  return { provider, source, state: 'checking', failure: null, models };
}
