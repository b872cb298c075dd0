import { randomUUID } from 'node:crypto';
import { AppError } from '../../shared/app-error.ts';
import type { StopReason } from '../../shared/schemas/chat-and-completion.ts';
import type { ModelEvent, ToolCallEvent, UsageEvent } from './provider.ts';

/** A piece of a tool call; what is not given stays as it was. */
export interface ToolCallPiece {
  /** Which call of the answer it belongs to; `null`: one of its own. */
  readonly index: number | null;
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly argumentsJson?: string | undefined;
}

/** What one part of a provider's stream brings. */
export interface AnswerPart {
  readonly text?: string | null | undefined;
  readonly reasoning?: string | null | undefined;
  readonly toolCalls?: readonly ToolCallPiece[];
  /** Counts so far; `undefined` ones are not known yet. */
  readonly usage?: Partial<Omit<UsageEvent, 'type'>>;
  readonly stop?: StopReason | null;
  /** Nothing of this answer follows; what does is not read. */
  readonly last?: boolean;
}

/**
 * The events of one answer, from the parts of any provider's stream. Usage comes once, before the
 * one `stop`. An answer that does not say that it ended is `stream-broken`, an empty one
 * `server-garbled`.
 * @param open sends the question
 * @param read one part; throws where it is none of the protocol
 * @param toError whatever the SDK or `read` threw, in our terms; `null`: that the answer ended
 */
export async function* answerEvents(
  signal: AbortSignal,
  open: () => Promise<AsyncIterable<unknown>>,
  read: (raw: unknown) => AnswerPart,
  toError: (thrown: unknown) => AppError | null,
): AsyncGenerator<ModelEvent> {
  const calls = new Map<number | string, { id: string; name: string; json: string }>();
  let usage: Partial<Omit<UsageEvent, 'type'>> = {};
  let stop: StopReason | null = null;
  let any = false;
  try {
    for await (const raw of await open()) {
      any = true;
      const part = read(raw);
      usage = { ...usage, ...part.usage };
      if (part.reasoning) yield { type: 'reasoning', text: part.reasoning };
      if (part.text) yield { type: 'text', text: part.text };
      for (const { index, id, name, argumentsJson } of part.toolCalls ?? []) {
        const key = index ?? randomUUID();
        const call = calls.get(key) ?? { id: '', name: '', json: '' };
        calls.set(key, {
          id: call.id === '' ? (id ?? '') : call.id,
          name: call.name === '' ? (name ?? '') : call.name,
          json: call.json + (argumentsJson ?? ''),
        });
      }
      stop = part.stop ?? stop;
      if (part.last === true) break;
    }
  } catch (thrown) {
    if (signal.aborted) throw reasonOf(signal);
    // What follows the end of an answer takes nothing from it.
    const error = stop === null ? toError(thrown) : null;
    if (error !== null) throw error;
  }
  // The SDKs take an abort and the end of the connection for the end of the answer; we do not.
  if (signal.aborted) throw reasonOf(signal);
  if (stop === null) throw new AppError(any ? 'stream-broken' : 'server-garbled');
  for (const call of calls.values()) yield toolCall(call);
  const { promptTokens = null, answerTokens = null, cachedTokens = null } = usage;
  yield { type: 'usage', promptTokens, answerTokens, cachedTokens };
  // Some servers say that the answer simply ended where a tool is to be called.
  yield { type: 'stop', reason: calls.size > 0 && stop === 'end' ? 'tool-calls' : stop };
}

function toolCall({ id, name, json }: { id: string; name: string; json: string }): ToolCallEvent {
  return {
    type: 'tool-call',
    // Ollama's calls have none, and what the tool says must find its call.
    id: id === '' ? `call_${randomUUID().replaceAll('-', '')}` : id,
    name,
    argumentsJson: json === '' ? '{}' : json,
  };
}

function reasonOf(signal: AbortSignal): AppError {
  return signal.reason instanceof AppError ? signal.reason : new AppError('cancelled');
}
