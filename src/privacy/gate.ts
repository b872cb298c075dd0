import { isListed, type Destination } from './destination.ts';
import type { Mode } from './mode.ts';
import { hasPictures, type ChatPayload, type Payload, type PullPayload, type Task } from './payload.ts';
import type { Policy } from './policy.ts';
import { msg } from './said.ts';
import { PreparedRedaction, textsOf, withTexts, type Redaction } from './prepared-redaction.ts';

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
  /** Redacts here and now; or what was redacted before, which counts for this very payload only. */
  readonly redactor: Redacts | PreparedRedaction;
  /** How the router came to the candidates, for the record. */
  readonly routing?: string;
}

/** Nothing of the request may be sent anywhere. */
export interface Refusal {
  readonly refused: true;
  readonly id: string;
  readonly scope: string;
  readonly task: Task;
  readonly mode: Mode;
  readonly code: 'refused-by-mode' | 'refused-by-policy' | 'refused-pull-offline';
  /** The rule that refused, for people; in English, as it is recorded. */
  readonly rule: string;
  readonly candidates: readonly Destination[];
}

/** Whether one destination is permitted, and by which rule. */
export interface Verdict {
  readonly permitted: boolean;
  readonly code: Refusal['code'];
  /** For people and the ledger, in English. */
  readonly rule: string;
}

/** What a pull does, by where its server is. */
const PULL_RULES = {
  loopback: msg('The server on this machine fetches the model from its registry: the model’s name leaves'),
  'on-prem': msg('The listed host fetches the model from its registry: the model’s name leaves'),
  cloud: msg('The server fetches the model from its registry: the model’s name leaves'),
} as const;

/**
 * Whether `policy` lets a request for `task` go to `destination`. The whole table of the modes is
 * here; everything else only applies it.
 */
export function judge(task: Task, destination: Destination, policy: Policy): Verdict {
  const permit = (rule: string): Verdict => ({ permitted: true, code: 'refused-by-mode', rule });
  const refuse = (code: Refusal['code'], rule: string): Verdict => ({ permitted: false, code, rule });
  if (task === 'telemetry')
    return refuse('refused-by-policy', msg('Telemetry is kept for the user to read, and never sent'));
  const pulls = task === 'pull';
  // Wherever the server is, it goes to its registry: the only request that Offline refuses on this machine.
  if (pulls && policy.mode !== 'normal' && policy.mode !== 'sensitive') {
    return refuse(
      'refused-pull-offline',
      msg('Offline permits no pull: the server would fetch the model from its registry'),
    );
  }
  switch (destination.kind) {
    case 'in-process':
      return pulls
        ? refuse('refused-by-policy', msg('The model inside CodeGrex is a file of the user’s, and is not pulled'))
        : permit(msg('The model runs inside CodeGrex'));
    case 'loopback':
      return permit(pulls ? PULL_RULES.loopback : msg('The server is on this machine'));
    case 'on-prem':
      return isListed(destination.origin, policy.onPremHosts)
        ? permit(pulls ? PULL_RULES['on-prem'] : msg('The host is on your on-premises list'))
        : refuse('refused-by-policy', msg('The host is not on the on-premises list in force'));
    case 'cloud':
      break;
    default:
      return refuse('refused-by-policy', msg('The destination could not be classified'));
  }
  if (policy.mode === 'normal') return permit(pulls ? PULL_RULES.cloud : msg('Normal permits cloud servers, redacted'));
  if (policy.mode !== 'sensitive') return refuse('refused-by-mode', msg('Offline permits nothing off this machine'));
  if (!policy.approvedProviders.includes(destination.providerId)) {
    return refuse('refused-by-mode', msg('Sensitive permits only servers approved for this workspace'));
  }
  if (pulls) return permit(PULL_RULES.cloud);
  return task === 'chat' || task === 'models' || task === 'delete'
    ? permit(msg('Approved for this workspace under Sensitive, redacted'))
    : refuse(
        'refused-by-mode',
        task === 'edit'
          ? msg('Sensitive permits next edits only from local models')
          : msg('Sensitive permits completions only from local models'),
      );
}

/** As {@link judge}, and nothing that cannot be redacted goes to a cloud. */
function judgePayload(payload: Payload, destination: Destination, policy: Policy): Verdict {
  const verdict = judge(payload.task, destination, policy);
  return verdict.permitted && destination.kind === 'cloud' && hasPictures(payload)
    ? { permitted: false, code: 'refused-by-policy', rule: msg('A picture cannot be redacted, so it goes to no cloud') }
    : verdict;
}

interface Cleared<P extends Payload> extends Redaction<P> {
  readonly request: GateRequest<P>;
  readonly mode: Mode;
  readonly rule: string;
  readonly destinations: readonly Destination[];
  /** Whether the user saw it and said yes. */
  readonly shown: boolean;
}

let mint: <P extends Payload>(cleared: Cleared<P>) => ClearedRequest<P>;
let mintPreview: <P extends Payload>(cleared: Cleared<P>) => Preview<P>;
let wasShown: (cleared: ClearedRequest) => boolean;
let clearedOf: <P extends Payload>(preview: Preview<P>) => Cleared<P>;

/**
 * Permission to send one payload to some destinations. Only {@link gate} can make one: the
 * constructor is private, the fields are `#` fields, and structured clone strips the class.
 */
export class ClearedRequest<P extends Payload = Payload> {
  readonly #cleared: Cleared<P>;

  static {
    mint = (cleared) => new ClearedRequest(cleared);
    wasShown = (cleared) => cleared.#cleared.shown;
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
  /** Why these models and not others, for people; `null` where there was nothing to decide. */
  get routing(): string | null {
    return this.#cleared.request.routing ?? null;
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
 * A request that may go to a cloud once the user has seen exactly what would be sent. No permission
 * to send anything: egress takes clearances only, and {@link confirm} makes one of this.
 */
export class Preview<P extends Payload = Payload> {
  readonly #cleared: Cleared<P>;

  static {
    mintPreview = (cleared) => new Preview(cleared);
    clearedOf = (preview) => preview.#cleared;
  }

  private constructor(cleared: Cleared<P>) {
    this.#cleared = cleared;
    Object.freeze(this);
  }

  get id(): string {
    return this.#cleared.request.id;
  }
  /** The mode under which it was shown. */
  get mode(): Mode {
    return this.#cleared.mode;
  }
  /** Where it would go first. */
  get destination(): Destination {
    const [first] = this.#cleared.destinations;
    if (first === undefined) throw new Error('a preview has a destination');
    return first;
  }
  /** The rule that will let it pass. */
  get rule(): string {
    return this.#cleared.rule;
  }
  /** Exactly what would be sent. */
  get payload(): P {
    return this.#cleared.redacted;
  }
  get redactions(): number {
    return this.#cleared.redactions;
  }
}

/** Whether the user is to see what goes to `destination` before it goes. */
function needsPreview(task: Task, destination: Destination, policy: Policy): boolean {
  // From any server it goes on to a registry, so where the server is makes no difference.
  if (task === 'pull') return policy.mode === 'sensitive';
  return (
    task === 'chat' &&
    destination.kind === 'cloud' &&
    policy.mode === 'sensitive' &&
    !policy.previewOff.includes(destination.providerId)
  );
}

/**
 * Decide where a request may go. Pure: the same request under the same policy gets the same
 * answer. A payload is redacted once, and only if a cloud is among the permitted destinations.
 */
export function gate<P extends Exclude<Payload, ChatPayload | PullPayload>>(
  request: GateRequest<P>,
  policy: Policy,
): ClearedRequest<P> | Refusal;
/** Only a chat and a pull may have to be shown first: nothing else that leaves under Sensitive is the user's. */
export function gate<P extends Payload>(
  request: GateRequest<P>,
  policy: Policy,
): ClearedRequest<P> | Preview<P> | Refusal;
export function gate<P extends Payload>(
  request: GateRequest<P>,
  policy: Policy,
): ClearedRequest<P> | Preview<P> | Refusal {
  const { payload, candidates, redactor } = request;
  const verdicts = candidates.map((destination) => ({
    destination,
    verdict: judgePayload(payload, destination, policy),
  }));
  const permitted = verdicts.filter((v) => v.verdict.permitted);
  const first = permitted[0];
  if (first === undefined) {
    return refusal(request, policy, verdicts[0]?.verdict);
  }
  const preview = needsPreview(payload.task, first.destination, policy);
  // What the user did not look at goes only where they need not.
  const destinations = Object.freeze(
    permitted
      .map((v) => v.destination)
      .filter((d) => (preview && d === first.destination) || !needsPreview(payload.task, d, policy)),
  );
  const cloud = destinations.some((d) => d.kind === 'cloud');
  const redaction = cloud ? redactPayload(payload, redactor) : { redacted: payload, redactions: 0 };
  if (redaction === null) {
    return refusal(request, policy, {
      permitted: false,
      code: 'refused-by-policy',
      rule: msg('It could not be redacted'),
    });
  }
  const cleared = { request, mode: policy.mode, rule: first.verdict.rule, destinations, shown: false, ...redaction };
  return preview ? mintPreview<P>(cleared) : mint<P>(cleared);
}

/**
 * Permission for what the user has seen, and only that: the payload is the one that was shown. The
 * policy may have become stricter while they looked, so it is asked again.
 */
export function confirm<P extends Payload>(preview: Preview<P>, policy: Policy): ClearedRequest<P> | Refusal {
  const cleared = clearedOf(preview);
  const { task } = cleared.request.payload;
  const destinations = cleared.destinations.filter((d) => judge(task, d, policy).permitted);
  const [first] = destinations;
  if (first === undefined) {
    return refusal(cleared.request, policy, judge(task, preview.destination, policy));
  }
  const { rule } = judge(task, first, policy);
  return mint<P>({ ...cleared, mode: policy.mode, rule, destinations: Object.freeze(destinations), shown: true });
}

/**
 * Whether what was cleared may go to `destination` under the policy of now, which may be stricter than the one that
 * it was cleared under. What nobody was shown does not go where it must be shown by now.
 */
export function judgeAgain(cleared: ClearedRequest, destination: Destination, policy: Policy): Verdict {
  const verdict = judge(cleared.task, destination, policy);
  return verdict.permitted && needsPreview(cleared.task, destination, policy) && !wasShown(cleared)
    ? { permitted: false, code: 'refused-by-mode', rule: msg('The mode in force now wants it shown first') }
    : verdict;
}

/** Tells a refusal from the gate's other answers. */
export function isRefusal(answer: ClearedRequest | Preview | Refusal): answer is Refusal {
  return !ClearedRequest.isGenuine(answer) && !(answer instanceof Preview);
}

function refusal(request: GateRequest<Payload>, policy: Policy, verdict: Verdict | undefined): Refusal {
  return {
    refused: true,
    id: request.id,
    scope: request.scope,
    task: request.payload.task,
    mode: policy.mode,
    code: verdict?.code ?? 'refused-by-policy',
    rule: verdict?.rule ?? msg('There is no destination'),
    candidates: request.candidates,
  };
}

/** `null` if there is no redaction of this payload: then nothing of it may leave. */
function redactPayload<P extends Payload>(payload: P, redactor: Redacts | PreparedRedaction): Redaction<P> | null {
  if (PreparedRedaction.isGenuine(redactor)) return redactor.of(payload);
  return withTexts(
    payload,
    textsOf(payload).map((text) => redactor.redact(text)),
  );
}
