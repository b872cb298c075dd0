import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { classifyDestination, parseServerAddress } from '../../privacy/destination.ts';
import { gate, isRefusal, judge, type ClearedRequest, type GateRequest } from '../../privacy/gate.ts';
import type { Policy } from '../../privacy/policy.ts';
import { createRedactor } from '../../privacy/redaction/redactor.ts';
import { AppError, fromFailure, toFailure } from '../../shared/app-error.ts';
import { PROVIDER_PRESETS } from '../../shared/provider-presets.ts';
import type { ModelInfo, ModelsView, ProviderStatus } from '../../shared/schemas/models.ts';
import type { ServerConfig, Settings } from '../../shared/schemas/settings.ts';
import type { Egress } from '../egress/egress.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { EmbeddedProvider } from '../providers/embedded/embedded-provider.ts';
import { createProvider } from '../providers/create-provider.ts';
import type { Provider } from '../providers/provider.ts';
import { toServerError } from '../providers/server-error.ts';
import type { ModelHealth } from './model-health.ts';
import { route, type Candidate, type PassedOver, type Route, type RoutedTask, type RouteRequest } from './route.ts';
import { createUnusableProvider, needsAgreement } from './unusable-provider.ts';
import { t } from '../../shared/messages/t.ts';
import { refusalError } from '../../shared/refusal-error.ts';

/** The providers and models of one window, under that window's policy. */
export interface ModelRegistry {
  view(): ModelsView;
  /** Look for local servers and ask every provider for its models. Replaces a look that is under way. */
  refresh(): Promise<void>;
  /** Resolves once no look is under way. */
  settled(): Promise<void>;
  /**
   * Ask one server of the user's for its models now, and whether it takes the key. Answers how many there are;
   * throws why there are none.
   */
  check(providerId: string, signal: AbortSignal): Promise<number>;
  /** Ask one provider for its models again; nothing if it is gone. */
  relist(providerId: string): Promise<void>;
  /** One that is on show. Throws `server-not-found`. */
  provider(id: string): Provider;
  /**
   * Which models to ask, in order; see ./route.ts. `null` leaves it to what the user chose for the task.
   * A named model that the policy refuses is planned nevertheless, for the gate to refuse it and record that.
   * Throws `no-model`, `model-not-found`, or why the named model cannot be asked now.
   * @param tokens about how many the request has
   */
  plan(task: RoutedTask, ref: string | null, tokens?: number): Plan;
  /** A named model and its provider. Throws `model-not-found`. */
  find(ref: string): Planned;
  /** Tell those who listen that what is chosen changed. */
  rerouted(): void;
  onChange(changed: () => void): () => void;
  close(): void;
}

/** A model to ask, and who asks it. */
export interface Planned {
  readonly model: ModelInfo;
  readonly provider: Provider;
}

/** Which models a request goes to. */
export interface Plan {
  /** The next only where the one before fails. Never empty. */
  readonly order: readonly Planned[];
  /** Why these and not others, for people and the record. */
  readonly why: string;
}

/** What the user chose about routing, as it holds for the open folder. */
export interface RoutingChoices extends Pick<
  RouteRequest,
  'runtime' | 'preferLocalCompletions' | 'firstTokenTargetMs' | 'budgetSpent'
> {
  readonly preferred: Readonly<Record<RoutedTask, string | null>>;
  readonly fallbacks: Readonly<Record<RoutedTask, readonly string[]>>;
}

export interface ModelRegistryParts {
  /** Id of the window. */
  readonly scope: string;
  readonly egress: Egress;
  readonly ledger: Ledger;
  readonly embedded: EmbeddedProvider;
  readonly settings: () => Settings;
  readonly choices: () => RoutingChoices;
  /** Models chosen for the open folder alone. */
  readonly chosenHere: () => ModelsView['folder'];
  readonly health: ModelHealth;
  /** US dollars for a million tokens of a model's answers; `null` if not known. */
  readonly priceOf: (model: ModelInfo, origin: string | null) => number | null;
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
  /** All that the server has, where the user may change it. */
  installed: ProviderStatus['installed'];
}

export function createModelRegistry(parts: ModelRegistryParts): ModelRegistry {
  const { scope, egress, ledger, embedded, settings, policy } = parts;
  let entries: readonly Entry[] = [newEntry(embedded, 'built-in')];
  let detecting = true;
  let running: Promise<void> = Promise.resolve();
  const closing = new AbortController();
  /** Stops the look that a newer one replaces. */
  let looking = new AbortController();
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const changed of listeners) changed();
  };

  const entryOf = (id: string): Entry | undefined => entries.find((e) => e.provider.id === id);

  function clear<P extends GateRequest<{ task: 'detect' } | { task: 'models' }>['payload']>(
    provider: Provider,
    payload: P,
  ): ClearedRequest<P> {
    const candidates = [provider.destination];
    const request = { id: randomUUID(), scope, payload, candidates, redactor: createRedactor() };
    const answer = gate(request, policy());
    if (!isRefusal(answer)) return answer;
    ledger.refused(answer, null);
    throw refusalError(answer);
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
      entry.installed = provider.manage ? [...provider.manage.installed()] : null;
      entry.state = 'ready';
      entry.failure = null;
    } catch (error) {
      if (signal.aborted) return;
      const failure = toFailure(listError(error));
      entry.state = failure.code.startsWith('refused-') ? 'refused' : 'unavailable';
      entry.failure = failure;
      entry.models = [];
      entry.installed = null;
    }
    tell();
  }

  /** Some providers show their models to anybody; there the key is asked about where they say. */
  async function askAboutKey(provider: Provider, signal: AbortSignal): Promise<void> {
    const { id, destination } = provider;
    const preset = PROVIDER_PRESETS.find(
      ({ baseUrl }) => baseUrl !== null && parseServerAddress(baseUrl)?.origin === destination.origin,
    );
    if (preset?.baseUrl == null || preset.keyCheck === undefined) return;
    const fetch = egress.fetchFor(clear(provider, { task: 'models' }), id, null);
    const response = await fetch(preset.baseUrl + preset.keyCheck, { signal });
    const text = await response.text();
    if (!response.ok) throw toServerError(response.status, text, undefined);
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
    const entry = newEntry(provider, 'detected');
    entries = [...entries, entry];
    await list(entry, signal);
  }

  async function run(signal: AbortSignal): Promise<void> {
    const { servers, detectLocalServers } = settings();
    const before = new Map(entries.map((e) => [e.provider.id, e]));
    // What was known stays on show while it is asked again.
    const own = servers.map((config) => newEntry(providerFor(config), 'user', before.get(config.id)));
    entries = [newEntry(embedded, 'built-in', before.get(embedded.id)), ...own];
    tell();
    const origins = new Set(own.map((e) => e.provider.destination.origin));
    const sought = detectLocalServers
      ? parts.detected.filter((d) => !origins.has(classifyDestination(d.id, d.baseUrl, [])?.origin ?? null))
      : [];
    await Promise.all([...entries.map((e) => list(e, signal)), ...sought.map((config) => lookFor(config, signal))]);
  }

  function candidateOf({ provider, source, state, failure }: Entry, model: ModelInfo, task: RoutedTask): Candidate {
    const { destination } = provider;
    // A model that only chats completes too, asked in words; slowly, so only where it was chosen for that.
    const { preferred, fallbacks } = parts.choices();
    const wasChosen = preferred[task] === model.ref || fallbacks[task].includes(model.ref);
    return {
      ref: model.ref,
      destination: destination.kind,
      // Next edits are asked in words of any model that chats.
      able:
        (task !== 'edit' && model.capabilities[task]) || (model.capabilities.chat && (task === 'edit' || wasChosen)),
      verdict: judge(task, destination, policy()),
      added: source === 'user',
      unavailable: state === 'unavailable' ? (failure?.message ?? t('Its server cannot be reached')) : null,
      restingMs: parts.health.breakers.restingMs(placeOf(provider)),
      contextTokens: model.contextTokens,
      firstTokenMs: parts.health.firstTokenMs(model.ref),
      price: destination.kind === 'cloud' ? parts.priceOf(model, destination.origin) : 0,
    };
  }

  function routeFor(task: RoutedTask, named: string | null, tokens: number): Route {
    const { preferred, fallbacks, ...rest } = parts.choices();
    return route(
      { task, named, tokens, preferred: preferred[task], fallbacks: fallbacks[task], ...rest },
      entries.flatMap((entry) => entry.models.map((model) => candidateOf(entry, model, task))),
    );
  }

  function find(ref: string): Planned {
    const entry = entries.find((e) => e.models.some((model) => model.ref === ref));
    const model = entry?.models.find((each) => each.ref === ref);
    if (entry !== undefined && model !== undefined) return { model, provider: entry.provider };
    const failure = entries.find((e) => ref.startsWith(`${e.provider.id}/`))?.failure;
    throw failure ? fromFailure(failure) : new AppError('model-not-found');
  }

  /** Why a named model is not asked, unless the gate is to say so. */
  function refuse({ code, reason }: PassedOver): void {
    switch (code) {
      case 'policy':
        return;
      case 'unavailable':
        throw new AppError('server-unreachable');
      case 'resting':
        throw new AppError('server-resting');
      case 'too-long':
        throw new AppError('context-too-long', `${reason}.`);
      case 'budget':
        throw new AppError('budget-spent');
      case 'unable':
        throw new AppError('model-not-suited', `${reason}.`);
      case 'runtime':
      case 'not-chosen':
        throw new AppError('no-model', `${reason}.`);
    }
  }
  const models = (): ModelInfo[] => entries.flatMap((e) => [...e.models]);

  async function settled(): Promise<void> {
    let seen: Promise<void> | null = null;
    while (seen !== running) {
      seen = running;
      await seen;
    }
  }

  function refresh(): Promise<void> {
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
  }

  return {
    view: () => ({
      detecting,
      providers: entries.map(({ provider, source, state, failure, installed }) => ({
        id: provider.id,
        kind: provider.kind,
        label: provider.label,
        origin: provider.destination.origin,
        destination: provider.destination.kind,
        source,
        state,
        failure,
        installed,
      })),
      models: models(),
      chatModel: routeFor('chat', null, 0).order[0]?.ref ?? null,
      completionModel: routeFor('completion', null, 0).order[0]?.ref ?? null,
      folder: parts.chosenHere(),
      routes: { chat: routeFor('chat', null, 0), completion: routeFor('completion', null, 0) },
    }),
    refresh,
    settled,
    check: async (providerId, signal) => {
      if (entryOf(providerId) === undefined) await refresh();
      const entry = entryOf(providerId);
      if (entry === undefined) throw new AppError('server-not-found');
      await list(entry, signal);
      signal.throwIfAborted();
      if (entry.failure) throw fromFailure(entry.failure);
      await askAboutKey(entry.provider, signal);
      return entry.models.length;
    },
    relist: async (providerId) => {
      const entry = entryOf(providerId);
      if (entry && !closing.signal.aborted) await list(entry, closing.signal);
    },
    provider: (id) => {
      const entry = entryOf(id);
      if (entry === undefined) throw new AppError('server-not-found');
      return entry.provider;
    },
    find,
    plan: (task, ref, tokens = 0) => {
      const named = ref === null ? null : find(ref);
      const decided = routeFor(task, ref, tokens);
      const first = decided.order[0]?.ref;
      if (named !== null && first !== ref) {
        const passed = decided.passedOver.find((each) => each.ref === ref);
        if (passed !== undefined) refuse(passed);
        return { order: [named], why: whyOf(decided) };
      }
      if (first === undefined) {
        const budget = decided.passedOver.some(({ code }) => code === 'budget');
        throw new AppError(budget ? 'budget-spent' : 'no-model');
      }
      return { order: decided.order.map((each) => find(each.ref)), why: whyOf(decided) };
    },
    rerouted: tell,
    onChange: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    close: () => {
      closing.abort(new AppError('cancelled'));
    },
  };
}

/** What fails and rests together. */
export function placeOf(provider: Provider): string {
  return provider.destination.origin ?? provider.id;
}

/** How many of the passed over are named in a record. */
const TOLD = 8;

function whyOf({ order, passedOver }: Route): string {
  const told = (list: readonly { readonly ref: string; readonly reason: string }[]): string =>
    list
      .slice(0, TOLD)
      .map(({ ref, reason }) => `${ref} (${reason})`)
      .join(', ') + (list.length > TOLD ? t(' and {list} more', { list: list.length - TOLD }) : '');
  const asked =
    order.length === 0 ? t('No model can be asked') : t('Asked in this order: {order}', { order: told(order) });
  return passedOver.length === 0
    ? asked
    : t('{asked}. Passed over: {passedOver}', { asked, passedOver: told(passedOver) });
}

/** No model can be missing from a list of them: where there is nothing, the address is wrong. */
function listError(error: unknown): unknown {
  const nothing = error instanceof AppError && error.code === 'model-not-found';
  return nothing ? new AppError('server-garbled', '(HTTP 404)', { cause: error }) : error;
}

function newEntry(provider: Provider, source: Entry['source'], before?: Entry): Entry {
  const { models = [], installed = null } = before ?? {};
  return { provider, source, state: 'checking', failure: null, models, installed };
}
