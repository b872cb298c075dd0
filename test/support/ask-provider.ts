import { policyOf } from './policy-of.ts';
import { ClearedRequest, gate } from '../../src/privacy/gate.ts';
import type { ChatPayload, Payload } from '../../src/privacy/payload.ts';
import { createRedactor } from '../../src/privacy/redaction/redactor.ts';
import type { Policy } from '../../src/privacy/policy.ts';
import type { ModelEvent, Provider } from '../../src/main/providers/provider.ts';

/** A clearance for one provider, which the policy must permit. */
export function clearedFor<P extends Payload>(
  { destination }: Pick<Provider, 'destination'>,
  payload: P,
  policy: Policy = policyOf('offline'),
): ClearedRequest<P> {
  const request = { id: 'r', scope: 'w', payload, candidates: [destination], redactor: createRedactor() };
  const answer = gate(request, policy);
  if (!ClearedRequest.isGenuine(answer)) throw new Error('refused');
  return answer;
}

/** A question without context. */
export const plainQuestion = (maxTokens = 100, text = 'hello there'): ChatPayload => ({
  task: 'chat',
  turns: [{ role: 'user', text }],
  maxTokens,
});

/** An answer read to its end, or to where it broke. */
export interface Collected {
  readonly text: string;
  readonly reasoning: string;
  readonly events: readonly ModelEvent[];
  /** Types in order, each row of the same once. */
  readonly types: readonly string[];
  readonly last: ModelEvent | undefined;
  /** What it threw; `null` if it ended well. */
  readonly error: unknown;
}

/** Reads an answer; never rejects. */
export async function collectAnswer(ask: () => AsyncIterable<ModelEvent>): Promise<Collected> {
  const events: ModelEvent[] = [];
  let error: unknown = null;
  try {
    for await (const event of ask()) events.push(event);
  } catch (thrown) {
    error = thrown;
  }
  const joined = (type: 'text' | 'reasoning'): string =>
    events.flatMap((e) => (e.type === type ? [e.text] : [])).join('');
  return {
    text: joined('text'),
    reasoning: joined('reasoning'),
    events,
    types: events.map((e) => e.type).filter((type, i, all) => type !== all[i - 1]),
    last: events.at(-1),
    error,
  };
}
