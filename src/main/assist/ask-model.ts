import { randomUUID } from 'node:crypto';
import { confirm, gate, isRefusal, Preview, type ClearedRequest } from '../../privacy/gate.ts';
import type { ChatPayload, CompletionPayload } from '../../privacy/payload.ts';
import type { Policy } from '../../privacy/policy.ts';
import { prepareRedaction, type SafeText } from '../../privacy/prepared-redaction.ts';
import type { Redactor } from '../../privacy/redaction/redactor.ts';
import { AppError } from '../../shared/app-error.ts';
import type { ModelInfo } from '../../shared/schemas.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ModelEvent, Provider } from '../providers/provider.ts';

/** What every question to a model goes through. */
export interface AskParts {
  /** Id of the window. */
  readonly scope: string;
  readonly policy: () => Policy;
  readonly ledger: Ledger;
  /** Redacts by the rules in force. Where it rejects, nothing is sent to a cloud. */
  readonly redactAll: (
    redactor: Redactor,
    texts: readonly string[],
    signal: AbortSignal,
  ) => Promise<readonly SafeText[]>;
}

/** A question that the gate has let through. */
export interface Asked {
  readonly redactions: number;
  /** The answer; redacted values are restored in its texts. */
  readonly events: AsyncIterable<ModelEvent>;
}

/** Shows a preview; resolves with whether the user sends it. */
export type ShowPreview = (preview: Preview<ChatPayload>) => Promise<boolean>;

/**
 * Gate, ask, restore: the one way from a use case to a model. Throws the gate's code when refused,
 * and `preview-declined` when the user does not send what they were shown; both are recorded.
 * @param show for a chat; without it, what needs a preview is refused
 */
export async function askModel(
  parts: AskParts,
  payload: ChatPayload | CompletionPayload,
  { model, provider }: { readonly model: ModelInfo; readonly provider: Provider },
  redactor: Redactor,
  signal: AbortSignal,
  show: ShowPreview = () => Promise.resolve(false),
): Promise<Asked> {
  const cleared = await clear(parts, payload, { model, provider }, redactor, signal, show);
  const events =
    payload.task === 'chat'
      ? provider.chat(cleared as ClearedRequest<ChatPayload>, model.model, signal)
      : provider.complete(cleared as ClearedRequest<CompletionPayload>, model.model, signal);
  const recorded =
    provider.destination.kind === 'in-process'
      ? recordInProcess(parts.ledger, cleared, provider, model, events, signal)
      : events;
  return {
    redactions: cleared.redactionsFor(provider.id),
    events: provider.destination.kind === 'cloud' ? restored(recorded, redactor) : recorded,
  };
}

async function clear(
  parts: AskParts,
  payload: ChatPayload | CompletionPayload,
  { model, provider }: { readonly model: ModelInfo; readonly provider: Provider },
  redactor: Redactor,
  signal: AbortSignal,
  show: ShowPreview,
): Promise<ClearedRequest> {
  const { redactAll } = parts;
  const redacts =
    provider.destination.kind === 'cloud'
      ? await prepareRedaction(payload, (texts) => redactAll(redactor, texts, signal))
      : redactor;
  signal.throwIfAborted();
  const rest = { id: randomUUID(), scope: parts.scope, candidates: [provider.destination], redactor: redacts };
  let answer =
    payload.task === 'chat' ? gate({ ...rest, payload }, parts.policy()) : gate({ ...rest, payload }, parts.policy());
  if (answer instanceof Preview) {
    const sent = await show(answer);
    signal.throwIfAborted();
    if (!sent) {
      recordDeclined(parts, answer, model);
      throw new AppError('preview-declined');
    }
    answer = confirm(answer, parts.policy());
  }
  if (isRefusal(answer)) {
    parts.ledger.refused(answer, model.model);
    throw new AppError(answer.code, `${answer.rule}.`);
  }
  return answer;
}

function recordDeclined({ ledger, policy }: AskParts, preview: Preview, model: ModelInfo): void {
  const { providerId, origin, kind } = preview.destination;
  const rule = new AppError('preview-declined').message;
  const { mode } = policy();
  const { redactions } = preview;
  ledger
    .begin({ task: 'chat', model: model.model, providerId, origin, destination: kind, mode, rule, redactions })
    .end('refused');
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
    const rule = why instanceof AppError ? why.message : 'The model failed';
    attempt.end(signal.aborted ? 'cancelled' : 'failed', { rule });
    throw error;
  } finally {
    if (!ended) attempt.end('cancelled');
  }
}

/** Originals for placeholders, in answers and reasoning alike. */
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
