import { isListed, type Destination } from './destination.ts';
import type { Mode } from './mode.ts';
import type { Payload, Task } from './payload.ts';
import type { Policy } from './policy.ts';

/** The redactor's half that the gate needs: original text in, safe text and a count out. */
export interface Redacts {
  redact(text: string): { readonly text: string; readonly count: number };
}

/** What a use case asks the gate for. */
export interface GateRequest<P extends Payload> {
  /** Unique; names the request in the ledger. */
  readonly id: string;
  /** The window whose policy governs the request; egress asks for that policy again. */
  readonly scope: string;
  readonly payload: P;
  /** Every place the request could be sent to, in order of preference. */
  readonly candidates: readonly Destination[];
  readonly redactor: Redacts;
}

/** Nothing of the request may be sent anywhere. */
export interface Refusal {
  readonly refused: true;
  readonly id: string;
  readonly scope: string;
  readonly task: Task;
  readonly mode: Mode;
  readonly code: 'refused-by-mode' | 'refused-by-policy';
  /** The rule that refused, for people. */
  readonly rule: string;
  readonly candidates: readonly Destination[];
}

/** Whether one destination is permitted, and by which rule. */
export interface Verdict {
  readonly permitted: boolean;
  readonly code: Refusal['code'];
  /** For people and the ledger. */
  readonly rule: string;
}

/**
 * Whether `policy` lets a request for `task` go to `destination`. The whole table of the modes is
 * here; everything else only applies it.
 */
export function judge(task: Task, destination: Destination, policy: Policy): Verdict {
  const permit = (rule: string): Verdict => ({ permitted: true, code: 'refused-by-mode', rule });
  const refuse = (code: Refusal['code'], rule: string): Verdict => ({ permitted: false, code, rule });
  if (task === 'telemetry')
    return refuse('refused-by-policy', 'Telemetry is kept for the user to read, and never sent');
  switch (destination.kind) {
    case 'in-process':
      return permit('The model runs inside CodeGrex');
    case 'loopback':
      return permit('The server is on this machine');
    case 'on-prem':
      return isListed(destination.origin, policy.onPremHosts)
        ? permit('The host is on your on-premises list')
        : refuse('refused-by-policy', 'The host is not on the on-premises list in force');
    case 'cloud':
      break;
    default:
      return refuse('refused-by-policy', 'The destination could not be classified');
  }
  if (policy.mode === 'normal') return permit('Normal permits cloud servers, redacted');
  if (policy.mode !== 'sensitive') return refuse('refused-by-mode', 'Offline permits nothing off this machine');
  if (!policy.approvedProviders.includes(destination.providerId)) {
    return refuse('refused-by-mode', 'Sensitive permits only servers approved for this workspace');
  }
  return task === 'chat' || task === 'models'
    ? permit('Approved for this workspace under Sensitive, redacted')
    : refuse('refused-by-mode', 'Sensitive permits completions only from local models');
}

interface Cleared<P extends Payload> extends Redaction<P> {
  readonly request: GateRequest<P>;
  readonly mode: Mode;
  readonly rule: string;
  readonly destinations: readonly Destination[];
}

let mint: <P extends Payload>(cleared: Cleared<P>) => ClearedRequest<P>;

/**
 * Permission to send one payload to some destinations. Only {@link gate} can make one: the
 * constructor is private, the fields are `#` fields, and structured clone strips the class.
 */
export class ClearedRequest<P extends Payload = Payload> {
  readonly #cleared: Cleared<P>;

  static {
    mint = (cleared) => new ClearedRequest(cleared);
  }

  private constructor(cleared: Cleared<P>) {
    this.#cleared = cleared;
    Object.freeze(this);
  }

  /** Whether `value` is a clearance that the gate made; a look-alike is not. */
  static isGenuine(value: unknown): value is ClearedRequest {
    return typeof value === 'object' && value !== null && #cleared in value;
  }

  get id(): string {
    return this.#cleared.request.id;
  }
  get scope(): string {
    return this.#cleared.request.scope;
  }
  get task(): P['task'] {
    return this.#cleared.request.payload.task;
  }
  /** The mode under which it was cleared. */
  get mode(): Mode {
    return this.#cleared.mode;
  }
  /** Why the first permitted destination is permitted. */
  get rule(): string {
    return this.#cleared.rule;
  }
  /** The permitted destinations, in order of preference. Never empty. */
  get destinations(): readonly Destination[] {
    return this.#cleared.destinations;
  }

  /** The permitted destination of a provider, or `undefined`. */
  destinationOf(providerId: string): Destination | undefined {
    return this.#cleared.destinations.find((d) => d.providerId === providerId);
  }

  /** How many values were replaced in what this provider is sent. */
  redactionsFor(providerId: string): number {
    return this.destinationOf(providerId)?.kind === 'cloud' ? this.#cleared.redactions : 0;
  }

  /** What this provider may be sent: redacted for a cloud. `undefined` if it is not permitted. */
  payloadFor(providerId: string): P | undefined {
    const destination = this.destinationOf(providerId);
    if (destination === undefined) return undefined;
    return destination.kind === 'cloud' ? this.#cleared.redacted : this.#cleared.request.payload;
  }
}

/**
 * Decide where a request may go. Pure: the same request under the same policy gets the same
 * answer. A payload is redacted once, and only if a cloud is among the permitted destinations.
 */
export function gate<P extends Payload>(request: GateRequest<P>, policy: Policy): ClearedRequest<P> | Refusal {
  const { id, scope, payload, candidates, redactor } = request;
  const verdicts = candidates.map((destination) => ({
    destination,
    verdict: judge(payload.task, destination, policy),
  }));
  const permitted = verdicts.filter((v) => v.verdict.permitted);
  const first = permitted[0];
  if (first === undefined) {
    const verdict = verdicts[0]?.verdict;
    return {
      refused: true,
      id,
      scope,
      task: payload.task,
      mode: policy.mode,
      code: verdict?.code ?? 'refused-by-policy',
      rule: verdict?.rule ?? 'There is no destination',
      candidates,
    };
  }
  const destinations = Object.freeze(permitted.map((v) => v.destination));
  const cloud = destinations.some((d) => d.kind === 'cloud');
  const redaction: Redaction<P> = cloud ? redactPayload(payload, redactor) : { redacted: payload, redactions: 0 };
  return mint<P>({ request, mode: policy.mode, rule: first.verdict.rule, destinations, ...redaction });
}

/** Tells the gate's two answers apart. */
export function isRefusal(answer: ClearedRequest | Refusal): answer is Refusal {
  return !ClearedRequest.isGenuine(answer);
}

interface Redaction<P extends Payload> {
  readonly redacted: P;
  readonly redactions: number;
}

function redactPayload<P extends Payload>(payload: P, redactor: Redacts): Redaction<P> {
  let redactions = 0;
  const safe = (text: string): string => {
    const result = redactor.redact(text);
    redactions += result.count;
    return result.text;
  };
  let redacted: Payload = payload;
  if (payload.task === 'chat') {
    redacted = { ...payload, turns: payload.turns.map((t) => ({ role: t.role, text: safe(t.text) })) };
  } else if (payload.task === 'completion') {
    redacted = { ...payload, prefix: safe(payload.prefix), suffix: safe(payload.suffix) };
  }
  // The spread keeps every field of P; only the texts of its own task were replaced.
  return { redacted: redacted as P, redactions };
}
