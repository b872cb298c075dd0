import type { Turn } from '../../privacy/payload.ts';
import { AppError } from '../../shared/app-error.ts';
import type { ChatMessage } from '../../shared/schemas/chat-and-completion.ts';
import type { ModelInfo } from '../../shared/schemas/models.ts';
import { estimateTokens, TURN_TOKENS } from '../providers/estimate-tokens.ts';
import type { ContextPiece, GatheredContext } from './chat-context.ts';
import type { ContextReport } from './context/context-sources.ts';
import { t } from '../../shared/messages/t.ts';

/** What would be asked if there were room for all of it. */
export interface WholeQuestion {
  readonly system: string;
  /** Oldest first; the last is the question. */
  readonly messages: readonly ChatMessage[];
  readonly context: GatheredContext;
  /** Tokens of the answer at most. */
  readonly maxTokens: number;
}

/** A question that the model can take. */
export interface FittedQuestion {
  readonly turns: readonly Turn[];
  readonly maxTokens: number;
  /** About how many the question has: rather too many than too few. */
  readonly promptTokens: number;
  /** With what was left out for want of room, and why. */
  readonly report: ContextReport;
}

/** The share of a model's context that is kept for its answer, if the answer may be that long. */
const ANSWER_SHARE = 1 / 4;
/** For what redaction makes longer, and marks of the model's template. */
const MARGIN = 64;
/** Messages that come before any context: what was just said is what a question most often builds on. */
const LAST_EXCHANGE = 2;
/** Names told of what was left out of one chip. */
const NAMES = 5;

/**
 * Leave out what a model has no room for, the least dear first: the oldest turns, then context from
 * the widest sweep to what the user marked. Nothing is cut in two, and everything left out is
 * reported. Throws `context-too-long` where the question alone is too long.
 */
export function fitQuestion(
  { system, messages, context, maxTokens }: WholeQuestion,
  { contextTokens }: Pick<ModelInfo, 'contextTokens'>,
): FittedQuestion {
  const history = messages.slice(0, -1);
  const question = messages.at(-1)?.text ?? '';
  const all = contextTokens ?? Infinity;
  const answer = Math.min(maxTokens, Math.max(1, Math.floor(all * ANSWER_SHARE)));
  const room = all - answer - MARGIN;
  let promptTokens = 0;
  const take = (text: string): boolean => {
    const tokens = estimateTokens(text) + TURN_TOKENS;
    if (promptTokens + tokens > room) return false;
    promptTokens += tokens;
    return true;
  };

  if (!take(system) || !take(question)) throw new AppError('context-too-long');
  let kept = 0;
  const keepUpTo = (most: number): void => {
    while (kept < Math.min(most, history.length) && take(history.at(-1 - kept)?.text ?? '')) kept++;
  };
  keepUpTo(LAST_EXCHANGE);
  const left = new Set<ContextPiece>();
  for (const piece of [...context.pieces].sort((a, b) => a.rank - b.rank)) if (!take(piece.text)) left.add(piece);
  if (kept === Math.min(LAST_EXCHANGE, history.length)) keepUpTo(history.length);
  // An answer without its question says nothing, and some models want a question first.
  while (kept > 0 && history.at(-kept)?.role !== 'user') kept--;

  const pieces = context.pieces.filter((piece) => !left.has(piece)).map((piece) => piece.text);
  const dropped = history.length - kept;
  return {
    turns: [
      { role: 'system', text: system },
      ...history.slice(dropped),
      // The context goes with the question, where models heed it most.
      { role: 'user', text: [...pieces, question].join('\n\n') },
    ],
    maxTokens: contextTokens === null ? maxTokens : Math.min(maxTokens, answer + room - promptTokens),
    promptTokens,
    report: [
      ...context.report.map((entry, chip) => reportOf(entry, chip, context.pieces, left)),
      ...(dropped === 0 ? [] : [{ path: t('earlier messages'), included: false, reason: droppedNote(dropped, all) }]),
    ],
  };
}

function droppedNote(dropped: number, all: number): string {
  const oldest = t('{dropped, plural, =1 {The oldest message was} other {The oldest # messages were}}', { dropped });
  return t('{oldest} left out: the model can take about {all} tokens.', { oldest, all: all.toLocaleString('en') });
}

function reportOf(
  entry: ContextReport[number],
  chip: number,
  pieces: readonly ContextPiece[],
  left: ReadonlySet<ContextPiece>,
): ContextReport[number] {
  const own = pieces.filter((piece) => piece.chip === chip);
  const without = own.filter((piece) => left.has(piece));
  if (without.length === 0) return entry;
  const tokens = without.reduce((sum, { text }) => sum + estimateTokens(text), 0).toLocaleString('en');
  const names = without.slice(0, NAMES).map(({ name }) => name);
  const more = without.length > NAMES ? t(' and {without} more', { without: without.length - NAMES }) : '';
  const note =
    without.length === own.length
      ? t('Left out: the model has no room for its {tokens} or so tokens.', { tokens })
      : t('Left out of it, as the model has no room for them: {names}{more}.', { names: names.join(', '), more });
  return {
    path: entry.path,
    included: entry.included && without.length < own.length,
    reason: entry.reason === null ? note : `${entry.reason} ${note}`,
  };
}
