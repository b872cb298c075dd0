import type { DestinationClass } from '../../privacy/destination.ts';
import type { Verdict } from '../../privacy/gate.ts';
import { t, told } from '../../shared/messages/t.ts';

/** Where requests are to run: see {@link route} for what each means. */
export const RUNTIMES = ['local', 'cloud', 'hybrid'] as const;
export type Runtime = (typeof RUNTIMES)[number];

/** What models are chosen for. */
export type RoutedTask = 'chat' | 'completion' | 'edit';

/** What a decision knows of a model. */
export interface Candidate {
  /** `provider-id/model-id`. */
  readonly ref: string;
  readonly destination: DestinationClass;
  /** Whether it can do the task. */
  readonly able: boolean;
  /** Whether the policy of this moment lets the task go there, and why. */
  readonly verdict: Verdict;
  /** Whether the user added its server: then it is asked where no local model can be. */
  readonly added: boolean;
  /** Why it cannot be asked now; `null` if it can. A model that is being loaded can be. */
  readonly unavailable: string | null;
  /** When its server is tried again after it failed repeatedly, ms from now; `null` if it is in order. */
  readonly restingMs: number | null;
  /** Tokens that it takes; `null` if not known. */
  readonly contextTokens: number | null;
  /** Usual time to its first word, ms, as measured; `null` before the first. */
  readonly firstTokenMs: number | null;
  /** US dollars for a million tokens answered; 0 for a local one, `null` if not known. */
  readonly price: number | null;
}

/** What is asked of a decision. */
export interface RouteRequest {
  readonly task: RoutedTask;
  /** The model that the user named for this very request; `null` for none. */
  readonly named: string | null;
  /** The task's model, as the user chose it for this folder; `null` for none. */
  readonly preferred: string | null;
  /** What comes after it, in order. */
  readonly fallbacks: readonly string[];
  readonly runtime: Runtime;
  readonly preferLocalCompletions: boolean;
  /** ms; `null`: the user does not mind. */
  readonly firstTokenTargetMs: number | null;
  /** About how many tokens the request has, its answer included. */
  readonly tokens: number;
  /** Whether the day's budget is spent. */
  readonly budgetSpent: boolean;
}

/** A model and why it has the place that it has; for people. */
export interface Reasoned {
  readonly ref: string;
  readonly reason: string;
}

/** Why a model is not asked. */
export type PassedOverCode =
  'unable' | 'policy' | 'runtime' | 'not-chosen' | 'unavailable' | 'resting' | 'too-long' | 'budget';

export interface PassedOver extends Reasoned {
  readonly code: PassedOverCode;
}

/** Which models to ask, the next only where the one before fails; and why not the others. */
export interface Route {
  readonly order: readonly Reasoned[];
  readonly passedOver: readonly PassedOver[];
}

/**
 * Decide which models a request goes to. Pure.
 *
 * A model that cannot take the request is passed over. Of the rest, what the user named comes first,
 * then what they chose for the task, then their fallbacks, all in their order. Nothing else is ever
 * asked in their place if it is off this machine: a cloud that nobody chose gets nothing, except that
 * a server which the user added answers chats where there is no local model at all.
 *
 * - `local`: nothing off this machine, but for listed hosts on the premises
 * - `cloud`: clouds that were chosen come before local models
 * - `hybrid`: completions and next edits run here where they can; chats go to what was chosen
 */
export function route(request: RouteRequest, candidates: readonly Candidate[]): Route {
  const decided = decide(request, candidates, false);
  return decided.order.length === 0 && request.task === 'chat' ? decide(request, candidates, true) : decided;
}

function decide(request: RouteRequest, candidates: readonly Candidate[], addedToo: boolean): Route {
  const passedOver: PassedOver[] = [];
  const fit: Candidate[] = [];
  for (const candidate of candidates) {
    const why = whyNot(request, candidate, addedToo);
    if (why === null) fit.push(candidate);
    else passedOver.push({ ref: candidate.ref, ...why });
  }
  const ranked = fit
    .map((candidate, place) => ({ candidate, place, rank: rankOf(request, candidate) }))
    .sort((a, b) => compare(a.rank, b.rank) || a.place - b.place);
  return {
    order: ranked.map(({ candidate }) => ({ ref: candidate.ref, reason: whyThere(request, candidate) })),
    passedOver,
  };
}

/** Why a model is not asked at all, `null` if it may be. */
function whyNot(request: RouteRequest, candidate: Candidate, addedToo: boolean): Omit<PassedOver, 'ref'> | null {
  const { task, tokens, runtime, budgetSpent } = request;
  const { ref, able, verdict, unavailable, restingMs, contextTokens, destination, added } = candidate;
  const why = (code: PassedOverCode, reason: string): Omit<PassedOver, 'ref'> => ({ code, reason });
  if (!able) return why('unable', task === 'completion' ? t('It cannot complete code') : t('It does not chat'));
  if (!verdict.permitted) return why('policy', told(verdict.rule));
  if (destination === 'cloud') {
    if (runtime === 'local') return why('runtime', t('You chose to use local models only'));
    if (!isChosen(request, ref) && !(addedToo && added))
      return why('not-chosen', t('You did not choose it, and it is off this machine'));
  }
  if (unavailable !== null) return why('unavailable', unavailable);
  if (restingMs !== null)
    return why(
      'resting',
      t('It failed repeatedly, and is tried again in {restingMs}', { restingMs: inSeconds(restingMs) }),
    );
  if (contextTokens !== null && tokens > contextTokens) {
    return why(
      'too-long',
      t('The request has about {tokens} tokens, and it takes {contextTokens}', { tokens, contextTokens }),
    );
  }
  if (budgetSpent && destination === 'cloud') return why('budget', t('The budget of the day is spent'));
  return null;
}

function whyThere(request: RouteRequest, { ref, destination, firstTokenMs }: Candidate): string {
  if (ref === request.named) return t('You chose it for this request');
  const local = destination !== 'cloud';
  if (local && runsHere(request)) return t('Completions run on this machine where they can');
  if (ref === request.preferred) return t('You chose it for this');
  if (request.fallbacks.includes(ref)) return t('It is among your fallbacks');
  if (!local) return t('You added it, and there is no local model');
  if (isSlow(request, firstTokenMs)) return t('It is local, and slower to begin than you want');
  return t('It is local');
}

/** Smaller comes first, place by place. */
function rankOf(request: RouteRequest, { ref, destination, firstTokenMs, price }: Candidate): readonly number[] {
  const { named, preferred, fallbacks, runtime } = request;
  const local = destination !== 'cloud';
  const fallback = fallbacks.indexOf(ref);
  const side = runsHere(request) ? !local : runtime === 'cloud' && local && isCloudChosen(request);
  return [
    ref === named ? 0 : 1,
    side ? 1 : 0,
    ref === preferred ? 0 : fallback >= 0 ? 1 + fallback : 1 + fallbacks.length,
    isSlow(request, firstTokenMs) ? 1 : 0,
    price ?? Infinity,
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [i, left] of a.entries()) {
    const right = b[i] ?? 0;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function isChosen({ named, preferred, fallbacks }: RouteRequest, ref: string): boolean {
  return ref === named || ref === preferred || fallbacks.includes(ref);
}

/** In `cloud`, local models stand back only where there is something to stand back for. */
function isCloudChosen({ named, preferred, fallbacks }: RouteRequest): boolean {
  return named !== null || preferred !== null || fallbacks.length > 0;
}

/** Whether local models come before what was chosen. */
function runsHere({ task, runtime, preferLocalCompletions }: RouteRequest): boolean {
  return task !== 'chat' && (runtime === 'hybrid' || preferLocalCompletions);
}

function isSlow({ firstTokenTargetMs }: RouteRequest, firstTokenMs: number | null): boolean {
  return firstTokenTargetMs !== null && firstTokenMs !== null && firstTokenMs > firstTokenTargetMs;
}

function inSeconds(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return t('{seconds, plural, =1 {a second} other {# seconds}}', { seconds });
}
