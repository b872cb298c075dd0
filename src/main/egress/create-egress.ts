import type { Dispatcher } from 'undici';
import { ClearedRequest, judgeAgain } from '../../privacy/gate.ts';
import { mayCarryKey, type Destination } from '../../privacy/destination.ts';
import type { Task } from '../../privacy/payload.ts';
import type { Policy } from '../../privacy/policy.ts';
import { AppError } from '../../shared/app-error.ts';
import type { Attempt, Ledger } from '../ledger/ledger.ts';
import type { AttachedKey, Egress, Fetch, KeyFor } from './egress.ts';
import { findRoute, type NetworkSettings } from './find-route.ts';
import { toNetworkError } from './network-error.ts';
import { createPinnedAgents } from './pinned-agents.ts';
import type { Environment } from './proxy-choice.ts';
import { resolveHost, type ResolveHost } from './resolve-host.ts';
import { t } from '../../shared/messages/t.ts';
import { refusalError } from '../../shared/refusal-error.ts';

/** How long a request may take, ms. */
export interface Timeouts {
  /** Until connected, TLS included. */
  readonly connect: number;
  /** Between two signs of life: a local model may read a long prompt for minutes before its first byte. */
  readonly idle: number;
  readonly total: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** The timeouts of each task. */
export const TIMEOUTS: Readonly<Record<Task, Timeouts>> = {
  detect: { connect: 2 * SECOND, idle: 3 * SECOND, total: 3 * SECOND },
  models: { connect: 5 * SECOND, idle: 15 * SECOND, total: 30 * SECOND },
  telemetry: { connect: 5 * SECOND, idle: 15 * SECOND, total: 30 * SECOND },
  edit: { connect: 5 * SECOND, idle: MINUTE, total: 2 * MINUTE },
  completion: { connect: 5 * SECOND, idle: MINUTE, total: 2 * MINUTE },
  delete: { connect: 5 * SECOND, idle: MINUTE, total: 2 * MINUTE },
  // Without a word, a server checks tens of gigabytes once it has them.
  pull: { connect: 5 * SECOND, idle: 20 * MINUTE, total: 48 * 60 * MINUTE },
  chat: { connect: 10 * SECOND, idle: 20 * MINUTE, total: 240 * MINUTE },
};

const MAX_REDIRECTS = 3;
/** Sent instead of what the SDKs say about the user's machine. */
const USER_AGENT = 'CodeGrex';

/** Headers that identify the user. Those of a request are egress' alone to set: what an SDK puts there is dropped. */
const CREDENTIALS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'x-api-key',
  'api-key',
  'x-goog-api-key',
]);

/** What egress is made of; only `ledger` and `policyOf` are needed outside tests. */
export interface EgressParts {
  readonly ledger: Ledger;
  /** The policy in force for a window now; `null` when the window is gone. */
  readonly policyOf: (scope: string) => Policy | null;
  /** Without it, no request carries a key. */
  readonly keyFor?: KeyFor;
  readonly resolve?: ResolveHost;
  /** Asked at each request, so that a setting can change them. */
  readonly timeoutsOf?: (task: Task) => Timeouts;
  /** Asked at each request as well. */
  readonly network?: () => NetworkSettings;
  /** Where proxies are named, if the user lets it name them. */
  readonly environment?: Environment;
}

/**
 * The only network. Each request is checked again (genuine clearance, exact origin, the policy of
 * this moment), its host resolved, the addresses checked and pinned, and the attempt recorded.
 */
export function createEgress({
  ledger,
  policyOf,
  keyFor = () => Promise.resolve(null),
  resolve = resolveHost,
  timeoutsOf = (task) => TIMEOUTS[task],
  network = () => ({ proxy: 'none', caFile: null }),
  environment = process.env,
}: EgressParts): Egress {
  const agents = createPinnedAgents();

  function permittedDestination(cleared: ClearedRequest, providerId: string, url: URL): Destination {
    const destination = cleared.destinationOf(providerId);
    if (
      destination?.origin == null ||
      url.origin !== destination.origin ||
      url.username !== '' ||
      url.password !== ''
    ) {
      throw new AppError('destination-not-permitted');
    }
    const policy = policyOf(cleared.scope);
    if (policy === null) throw new AppError('mode-changed', t('The window was closed.'));
    const verdict = judgeAgain(cleared, destination, policy);
    if (!verdict.permitted) throw refusalError(verdict);
    return destination;
  }

  /** The header that bears the provider's key, or `null`. Throws rather than send one that others could read. */
  async function credentialFor(providerId: string, origin: string): Promise<Header | null> {
    const key = await keyFor(providerId, origin);
    if (key === null) return null;
    if (!mayCarryKey(origin)) throw new AppError('key-needs-https');
    return headerOf(key);
  }

  async function attempt(
    cleared: ClearedRequest,
    providerId: string,
    request: Request,
    url: URL,
    body: Uint8Array,
    record: Attempt,
    clock: Clock,
  ): Promise<Dispatcher.ResponseData> {
    const destination = permittedDestination(cleared, providerId, url);
    const route = await clock.race(findRoute(destination, url, { resolve, settings: network(), environment }));
    const pool = agents.get(cleared.scope, url.origin, route, timeoutsOf(cleared.task).connect);
    const credential = await clock.race(credentialFor(providerId, url.origin));
    // That took time: the policy may have changed meanwhile.
    permittedDestination(cleared, providerId, url);
    const headers = headersOf(request);
    const { method } = request;
    // What is recorded never holds the key.
    const recorded: readonly Header[] = credential === null ? headers : [...headers, [credential[0], '(credential)']];
    record.sending({ method, url: url.href, headers: recorded, body });
    const response = await pool.agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers: (credential === null ? headers : [...headers, credential]).flat(),
      body: body.byteLength === 0 ? null : body,
      signal: clock.signal,
    });
    record.connected(pool.connectedTo());
    clock.alive();
    return response;
  }

  return {
    fetchFor: (cleared, providerId, model): Fetch => {
      if (!ClearedRequest.isGenuine(cleared)) throw new AppError('destination-not-permitted');
      return async (input, init) => {
        const request = new Request(input, init);
        const body = new Uint8Array(await request.arrayBuffer());
        const known = cleared.destinationOf(providerId);
        const record = ledger.begin({
          task: cleared.task,
          model,
          providerId,
          origin: new URL(request.url).origin,
          destination: known?.kind ?? 'cloud',
          mode: cleared.mode,
          rule: cleared.rule,
          routing: cleared.routing,
          redactions: cleared.redactionsFor(providerId),
        });
        // The request's own signal follows the caller's only for as long as the request is in memory.
        const clock = startClock(init?.signal ?? request.signal, timeoutsOf(cleared.task));
        try {
          let url = new URL(request.url);
          for (let hops = 0; ; hops++) {
            const response = await attempt(cleared, providerId, request, url, body, record, clock);
            if (!isRedirect(response.statusCode)) return toResponse(response, record, clock);
            response.body.on('error', () => undefined).destroy();
            url = redirectTarget(response, url, request.method, hops);
          }
        } catch (thrown) {
          clock.stop();
          const error = clock.reason() ?? toNetworkError(thrown, 'before-answer');
          endWith(record, error);
          throw error;
        }
      };
    },
    closeScope: (scope) => {
      agents.closeScope(scope);
    },
    close: () => {
      agents.close();
    },
  };
}

/** Aborts on the caller's signal, on idleness and at the end of the total time. */
interface Clock {
  readonly signal: AbortSignal;
  /** Something arrived. */
  alive(): void;
  stop(): void;
  /** Why it aborted: an AppError, or `null` if it did not. */
  reason(): AppError | null;
  /** `work`, or a rejection as soon as it aborts. */
  race<T>(work: Promise<T>): Promise<T>;
}

function startClock(caller: AbortSignal, timeouts: Timeouts): Clock {
  const controller = new AbortController();
  let why: AppError | null = null;
  const abort = (error: AppError): void => {
    why ??= error;
    controller.abort(why);
  };
  const cancelled = (): void => {
    abort(caller.reason instanceof AppError ? caller.reason : new AppError('cancelled'));
  };
  const idle = setTimeout(() => {
    abort(new AppError('server-timeout'));
  }, timeouts.idle);
  const total = setTimeout(() => {
    abort(new AppError('server-timeout'));
  }, timeouts.total);
  if (caller.aborted) cancelled();
  else caller.addEventListener('abort', cancelled, { once: true });
  return {
    signal: controller.signal,
    alive: () => {
      idle.refresh();
    },
    stop: () => {
      clearTimeout(idle);
      clearTimeout(total);
      caller.removeEventListener('abort', cancelled);
    },
    reason: () => why,
    race: (work) =>
      new Promise((done, failed) => {
        const aborted = (): void => {
          failed(why ?? new AppError('cancelled'));
        };
        if (controller.signal.aborted) aborted();
        controller.signal.addEventListener('abort', aborted, { once: true });
        work.then(done, failed).finally(() => {
          controller.signal.removeEventListener('abort', aborted);
        });
      }),
  };
}

type Header = readonly [name: string, value: string];

function headerOf({ auth, value }: AttachedKey): Header {
  return auth === 'bearer' ? ['authorization', `Bearer ${value}`] : [auth, value];
}

/** The SDK's headers without what they tell of the machine or the user, and no compression to undo. */
function headersOf(request: Request): readonly Header[] {
  const headers = [...request.headers].filter(
    ([name]) => !/^(x-stainless-|user-agent$|accept-encoding$)/.test(name) && !CREDENTIALS.has(name),
  );
  return [...headers, ['user-agent', USER_AGENT], ['accept-encoding', 'identity']];
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** Where to go next; throws `redirect-refused` for another origin, too many hops, or a changed method. */
function redirectTarget(response: Dispatcher.ResponseData, from: URL, method: string, hops: number): URL {
  const location = response.headers['location'];
  const target = typeof location === 'string' && URL.canParse(location, from.href) ? new URL(location, from) : null;
  const keepsMethod = response.statusCode === 307 || response.statusCode === 308 || method === 'GET';
  if (target?.origin !== from.origin || !keepsMethod || hops >= MAX_REDIRECTS) throw new AppError('redirect-refused');
  return target;
}

function endWith(record: Attempt, error: AppError): void {
  const stopped = /^(cancelled|mode-changed|connection-lost)$/.test(error.code);
  const refused = /^(refused-|destination-|address-|redirect-|key)/.test(error.code);
  record.end(stopped ? 'cancelled' : refused ? 'refused' : 'failed', { rule: error.message });
}

/** A Fetch API response whose body is counted, and whose end closes the record. */
function toResponse(data: Dispatcher.ResponseData, record: Attempt, clock: Clock): Response {
  const status = data.statusCode;
  const chunks = data.body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const finish = (): void => {
    clock.stop();
    record.end('allowed', { status });
  };
  // Whoever stopped it may not read on to learn that it stopped.
  clock.signal.addEventListener(
    'abort',
    () => {
      endWith(record, clock.reason() ?? new AppError('cancelled'));
    },
    { once: true },
  );
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const next = await chunks.next();
          if (next.done === true) {
            finish();
            controller.close();
            return;
          }
          clock.alive();
          record.received(next.value.byteLength);
          controller.enqueue(next.value);
        } catch (thrown) {
          clock.stop();
          const error = clock.reason() ?? toNetworkError(thrown, 'within-answer');
          endWith(record, error);
          controller.error(error);
        }
      },
      cancel: async () => {
        clock.stop();
        // Some readers stop at the end mark within the answer: that is no cancelling.
        const why = clock.reason();
        if (why === null) record.end('allowed', { status });
        else endWith(record, why);
        data.body.on('error', () => undefined).destroy();
        await chunks.return?.().catch(() => undefined);
      },
    },
    { highWaterMark: 0 },
  );
  const headers = new Headers();
  for (const [name, value] of Object.entries(data.headers)) {
    for (const v of Array.isArray(value) ? value : [value ?? '']) headers.append(name, v);
  }
  const empty = status === 204 || status === 205 || status === 304;
  if (empty) {
    data.body.on('error', () => undefined).destroy();
    finish();
  }
  return new Response(empty ? null : stream, { status, headers });
}
