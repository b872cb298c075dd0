import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { classifyDestination, type Destination } from '../../privacy/destination.ts';
import { gate, isRefusal, judge, type ClearedRequest, type GateRequest } from '../../privacy/gate.ts';
import type { Policy } from '../../privacy/policy.ts';
import { createRedactor } from '../../privacy/redaction/redactor.ts';
import { AppError, fromFailure, toFailure } from '../../shared/app-error.ts';
import { isDocumentedOrigin } from '../../shared/provider-presets.ts';
import type { ModelInfo, ModelsView, ProviderStatus, ServerConfig, Settings } from '../../shared/schemas.ts';
import type { Egress } from '../egress/egress.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { EmbeddedProvider } from '../providers/embedded/embedded-provider.ts';
import { createProvider } from '../providers/create-provider.ts';
import type { Provider } from '../providers/provider.ts';

/** The providers and models of one window, under that window's policy. */
export interface ModelRegistry {
  view(): ModelsView;
  /** Look for local servers and ask every provider for its models. Replaces a look that is under way. */
  refresh(): Promise<void>;
  /** Resolves once no look is under way. */
  settled(): Promise<void>;
  /** Only ask the embedded engine again: cheap, as it reads files. */
  refreshEmbedded(): Promise<void>;
  /**
   * A model and its provider; `null` asks for the default, which is never one that the policy refuses for the task.
   * Throws `no-model`, `model-not-found`, or why the named model's provider has none now.
   */
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
  /** Stops the look that a newer one replaces. */
  let looking = new AbortController();
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

  function providerFor(config: ServerConfig): Provider {
    const usable = URL.canParse(config.baseUrl);
    const destination = usable ? classifyDestination(config.id, config.baseUrl, policy().onPremHosts) : null;
    if (destination === null) return createUnusableProvider(config, 'url-invalid', null);
    if (needsAgreement(config, destination)) {
      return createUnusableProvider(config, 'address-not-agreed', destination.origin);
    }
    return createProvider(config, destination, egress);
  }

  async function list(entry: Entry, signal: AbortSignal): Promise<void> {
    const { provider } = entry;
    try {
      entry.models = await provider.listModels(clear(provider, { task: 'models' }), signal);
      entry.state = 'ready';
      entry.failure = null;
    } catch (error) {
      if (signal.aborted) return;
      const failure = toFailure(error);
      entry.state = failure.code.startsWith('refused-') ? 'refused' : 'unavailable';
      entry.failure = failure;
      entry.models = [];
    }
    tell();
  }

  /** A server that nobody mentioned appears only when it answers. */
  async function lookFor(config: ServerConfig, signal: AbortSignal): Promise<void> {
    const provider = providerFor(config);
    try {
      await provider.detect(clear(provider, { task: 'detect' }), signal);
    } catch {
      return;
    }
    if (signal.aborted) return;
    const entry = entryOf(provider, 'detected');
    entries = [...entries, entry];
    await list(entry, signal);
  }

  async function run(signal: AbortSignal): Promise<void> {
    const { servers, detectLocalServers } = settings();
    const before = new Map(entries.map((e) => [e.provider.id, e]));
    // What was known stays on show while it is asked again.
    const own = servers.map((config) => entryOf(providerFor(config), 'user', before.get(config.id)?.models));
    entries = [entryOf(embedded, 'built-in', before.get(embedded.id)?.models), ...own];
    tell();
    const origins = new Set(own.map((e) => e.provider.destination.origin));
    const sought = detectLocalServers
      ? parts.detected.filter((d) => !origins.has(classifyDestination(d.id, d.baseUrl, [])?.origin ?? null))
      : [];
    await Promise.all([...entries.map((e) => list(e, signal)), ...sought.map((config) => lookFor(config, signal))]);
  }

  function pick(task: 'chat' | 'completion', wanted: string | null): ModelInfo | undefined {
    const able = entries
      .filter((e) => judge(task, e.provider.destination, policy()).permitted)
      .flatMap((e) => e.models.filter((m) => m.capabilities[task]));
    return able.find((m) => m.ref === wanted) ?? able[0];
  }
  const models = (): ModelInfo[] => entries.flatMap((e) => [...e.models]);

  async function settled(): Promise<void> {
    let seen: Promise<void> | null = null;
    while (seen !== running) {
      seen = running;
      await seen;
    }
  }

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
      // A look that began before a setting changed has not seen it, and one server that hangs would hold up the rest.
      looking.abort(new AppError('cancelled'));
      looking = new AbortController();
      const signal = AbortSignal.any([looking.signal, closing.signal]);
      running = running.then(async () => {
        // Several reasons to look often come together, as when a folder with a mode of its own is opened.
        await nextTurn();
        if (!signal.aborted) await run(signal);
        if (signal.aborted) return;
        detecting = false;
        tell();
      });
      return settled();
    },
    settled,
    refreshEmbedded: async () => {
      const entry = entries.find((e) => e.provider.id === embedded.id);
      if (entry && !closing.signal.aborted) await list(entry, closing.signal);
    },
    choose: (task, ref) => {
      const wanted = task === 'chat' ? settings().chatModel : settings().completionModel;
      const model = ref === null ? pick(task, wanted) : models().find((m) => m.ref === ref);
      const entry = entries.find((e) =>
        model ? e.provider.id === model.providerId : ref?.startsWith(`${e.provider.id}/`) === true,
      );
      if (model && entry) return { model, provider: entry.provider };
      if (entry?.failure) throw fromFailure(entry.failure);
      throw new AppError(ref === null ? 'no-model' : 'model-not-found');
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

/** Whether the user has yet to agree that requests leave for this origin: it is none that a provider documents. */
export function needsAgreement({ kind, agreedOrigin }: ServerConfig, { kind: where, origin }: Destination): boolean {
  return where === 'cloud' && origin !== null && agreedOrigin !== origin && !isDocumentedOrigin(kind, origin);
}

/** Stands for a server whose address may not be used, so that it is shown with the reason instead of missing. */
function createUnusableProvider(
  { id, kind, label }: ServerConfig,
  code: 'url-invalid' | 'address-not-agreed',
  origin: string | null,
): Provider {
  const refuse = (): never => {
    throw new AppError(code);
  };
  return {
    id,
    kind,
    label,
    destination: { providerId: id, origin, kind: 'cloud' },
    detect: () => Promise.reject(new AppError(code)),
    listModels: () => Promise.reject(new AppError(code)),
    chat: refuse,
    complete: refuse,
  };
}
