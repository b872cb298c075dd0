import { randomUUID } from 'node:crypto';
import { confirm, gate, isRefusal, Preview, type ClearedRequest } from '../../privacy/gate.ts';
import type { ChatPayload, CompletionPayload, EditPayload } from '../../privacy/payload.ts';
import type { Policy } from '../../privacy/policy.ts';
import { prepareRedaction, type SafeText } from '../../privacy/prepared-redaction.ts';
import type { Redactor } from '../../privacy/redaction/redactor.ts';
import { AppError } from '../../shared/app-error.ts';
import type { ModelInfo } from '../../shared/schemas/models.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ModelEvent, Provider } from '../providers/provider.ts';
import { askInOrder } from '../router/ask-in-order.ts';
import type { ModelHealth } from '../router/model-health.ts';
import { placeOf, type Plan, type Planned } from '../router/model-registry.ts';
import { t } from '../../shared/messages/t.ts';
import { refusalError } from '../../shared/refusal-error.ts';

/** What every question to a model goes through. */
export interface AskParts {
  /** Id of the window. */
  readonly scope: string;
  readonly policy: () => Policy;
  readonly ledger: Ledger;
  readonly health: ModelHealth;
  /** Told what each answer used. */
  readonly used: (planned: Planned, usage: UsageEvent) => void;
  /** Redacts by the rules in force. Where it rejects, nothing is sent to a cloud. */
  readonly redactAll: (
    redactor: Redactor,
    texts: readonly string[],
    signal: AbortSignal,
  ) => Promise<readonly SafeText[]>;
}

/** What use cases ask models. */
export type Question = ChatPayload | CompletionPayload | EditPayload;

type UsageEvent = Extract<ModelEvent, { readonly type: 'usage' }>;

/** An answer's event, or that another model is asked, because the one before failed. */
export type AskedEvent =
  | ModelEvent
  | {
      readonly type: 'switched';
      readonly model: ModelInfo;
      readonly redactions: number;
      /** Why, for people. */
      readonly reason: string;
    };

/** A question that the gate has let through. */
export interface Asked {
  /** Who is asked first. */
  readonly model: ModelInfo;
  readonly redactions: number;
  /** The answer; redacted values are restored in its texts. */
  readonly events: AsyncIterable<AskedEvent>;
}

/** Shows a preview; resolves with whether the user sends it. */
export type ShowPreview = (preview: Preview<ChatPayload>) => Promise<boolean>;

/**
 * Gate, ask, restore: the one way from a use case to a model. All models of the plan are put to the
 * gate together, and only those that it cleared are asked. Throws the gate's code when refused, and
 * `preview-declined` when the user does not send what they were shown; both are recorded.
 * @param show for a chat; without it, what needs a preview is refused
 */
export async function askModel(
  parts: AskParts,
  payload: Question,
  plan: Plan,
  redactor: Redactor,
  signal: AbortSignal,
  show: ShowPreview = () => Promise.resolve(false),
): Promise<Asked> {
  const { cleared, failure } = await clear(parts, payload, plan, redactor, signal, show);
  const order = plan.order.filter(({ provider }) => cleared.destinationOf(provider.id) !== undefined);
  const [first] = order;
  if (first === undefined) throw new AppError('destination-not-permitted');
  return {
    model: first.model,
    redactions: cleared.redactionsFor(first.provider.id),
    events: answerOf(parts, cleared, order, redactor, signal, first === plan.order[0] ? null : failure),
  };
}

async function* answerOf(
  { ledger, health, used }: AskParts,
  cleared: ClearedRequest,
  order: readonly Planned[],
  redactor: Redactor,
  signal: AbortSignal,
  failure: AppError | null,
): AsyncGenerator<AskedEvent> {
  // Where a cloud was left out, the first that is asked stands in for it, and it is said why.
  let asking = failure === null ? order[0] : undefined;
  let why = failure?.message ?? '';
  const events = askInOrder(
    order,
    {
      breakers: health.breakers,
      destinationOf: ({ provider }) => placeOf(provider),
      began: ({ model }, ms) => {
        health.began(model.ref, ms);
      },
      passedOn: (_failed, error) => {
        why = error.message;
      },
      ask: (planned) => answersOf(ledger, cleared, planned, redactor, signal),
    },
    signal,
  );
  for await (const { model: planned, event } of events) {
    if (planned !== asking) {
      asking = planned;
      const redactions = cleared.redactionsFor(planned.provider.id);
      yield { type: 'switched', model: planned.model, redactions, reason: why };
    }
    if (event.type === 'usage') used(planned, event);
    yield event;
  }
}

/** One model's own events. */
function answersOf(
  ledger: Ledger,
  cleared: ClearedRequest,
  { model, provider }: Planned,
  redactor: Redactor,
  signal: AbortSignal,
): AsyncIterable<ModelEvent> {
  const events =
    cleared.task === 'completion'
      ? provider.complete(cleared as ClearedRequest<CompletionPayload>, model.model, signal)
      : provider.chat(cleared as ClearedRequest<ChatPayload | EditPayload>, model.model, signal);
  const recorded =
    provider.destination.kind === 'in-process'
      ? recordInProcess(ledger, cleared, provider, model, events, signal)
      : events;
  return provider.destination.kind === 'cloud' ? restored(recorded, redactor) : recorded;
}

async function clear(
  parts: AskParts,
  payload: Question,
  { order, why }: Plan,
  redactor: Redactor,
  signal: AbortSignal,
  show: ShowPreview,
): Promise<{ readonly cleared: ClearedRequest; readonly failure: AppError | null }> {
  const { redactAll } = parts;
  const candidates = [...new Map(order.map(({ provider }) => [provider.id, provider.destination])).values()];
  const failed: { why?: AppError } = {};
  const redacts = candidates.some(({ kind }) => kind === 'cloud')
    ? await prepareRedaction(payload, async (texts) => {
        try {
          return await redactAll(redactor, texts, signal);
        } catch (error) {
          if (error instanceof AppError) failed.why = error;
          throw error;
        }
      })
    : redactor;
  signal.throwIfAborted();
  // What could not be redacted may still go to models that are sent it as it is.
  const near = failed.why === undefined ? [] : candidates.filter(({ kind }) => kind !== 'cloud');
  const places = near.length > 0 ? { candidates: near, redactor } : { candidates, redactor: redacts };
  const rest = { id: randomUUID(), scope: parts.scope, ...places, routing: why };
  let answer =
    payload.task === 'chat' ? gate({ ...rest, payload }, parts.policy()) : gate({ ...rest, payload }, parts.policy());
  const model = order[0]?.model.model ?? null;
  if (answer instanceof Preview) {
    const sent = await show(answer);
    if (signal.aborted) {
      const ended: unknown = signal.reason;
      recordUnsent(parts, answer, model, 'cancelled', ended instanceof AppError ? ended : new AppError('cancelled'));
      signal.throwIfAborted();
    }
    if (!sent) {
      const declined = new AppError('preview-declined');
      recordUnsent(parts, answer, model, 'refused', declined);
      throw declined;
    }
    answer = confirm(answer, parts.policy());
  }
  if (isRefusal(answer)) {
    parts.ledger.refused(answer, model);
    // Why it could not be redacted says more than that it could not.
    throw failed.why ?? refusalError(answer);
  }
  return { cleared: answer, failure: failed.why ?? null };
}

/** What was shown and not sent: by the user's word, or because the request ended under the preview. */
function recordUnsent(
  { ledger }: AskParts,
  preview: Preview,
  model: string | null,
  outcome: 'refused' | 'cancelled',
  { message: rule }: AppError,
): void {
  const { providerId, origin, kind } = preview.destination;
  const { mode, redactions } = preview;
  ledger.begin({ task: 'chat', model, providerId, origin, destination: kind, mode, rule, redactions }).end(outcome);
}

/** The embedded engine has no network, so egress does not record it; the user still sees each question. */
async function* recordInProcess(
  ledger: Ledger,
  cleared: ClearedRequest,
  provider: Provider,
  model: ModelInfo,
  events: AsyncIterable<ModelEvent>,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent> {
  const attempt = ledger.begin({
    task: cleared.task,
    model: model.model,
    providerId: provider.id,
    origin: null,
    destination: 'in-process',
    mode: cleared.mode,
    rule: cleared.rule,
    routing: cleared.routing,
    redactions: 0,
  });
  let ended = false;
  try {
    yield* events;
    ended = true;
    attempt.end('allowed');
  } catch (error) {
    ended = true;
    const why: unknown = signal.aborted ? signal.reason : error;
    const rule = why instanceof AppError ? why.message : t('The model failed');
    attempt.end(signal.aborted ? 'cancelled' : 'failed', { rule });
    throw error;
  } finally {
    if (!ended) attempt.end('cancelled');
  }
}

/** Originals for placeholders, in answers, reasoning and the arguments of tools alike. */
async function* restored(events: AsyncIterable<ModelEvent>, redactor: Redactor): AsyncGenerator<ModelEvent> {
  const restorers = { text: redactor.restorer(), reasoning: redactor.restorer() };
  function* heldBack(): Generator<ModelEvent> {
    for (const type of ['reasoning', 'text'] as const) {
      const text = restorers[type].flush();
      if (text !== '') yield { type, text };
    }
  }
  try {
    for await (const event of events) {
      if (event.type === 'text' || event.type === 'reasoning') {
        const text = restorers[event.type].push(event.text);
        if (text !== '') yield { type: event.type, text };
      } else if (event.type === 'tool-call') {
        const { id, name, argumentsJson } = event;
        yield {
          type: 'tool-call',
          id: redactor.restore(id),
          name: redactor.restore(name),
          argumentsJson: redactor.restoreJson(argumentsJson),
        };
      } else {
        if (event.type === 'stop') yield* heldBack();
        yield event;
      }
    }
  } catch (error) {
    // What arrived before the connection broke is kept, to the last letter.
    yield* heldBack();
    throw error;
  }
}
