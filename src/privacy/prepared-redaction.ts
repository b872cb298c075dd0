import type { CompletionContext, Payload } from './payload.ts';

/** A payload as a cloud may see it, and how much was replaced in it. */
export interface Redaction<P extends Payload> {
  readonly redacted: P;
  readonly redactions: number;
}

/** One text as a cloud may see it. */
export interface SafeText {
  readonly text: string;
  readonly count: number;
}

/** The texts of a payload that a person or a program wrote, in order. Everything that must be looked through. */
export function textsOf(payload: Payload): readonly string[] {
  switch (payload.task) {
    case 'chat':
      return payload.turns.map((turn) => turn.text);
    case 'completion':
      return [payload.prefix, payload.suffix, ...contextTexts(payload.context)];
    default:
      return [];
  }
}

function contextTexts(context: CompletionContext | undefined): readonly string[] {
  if (context === undefined) return [];
  return [context.repository, context.path, ...context.pieces.flatMap(({ path, text }) => [path, text])];
}

/** @param at the text in the place of the one that {@link contextTexts} has there */
function withContextTexts(context: CompletionContext, at: (i: number) => string): CompletionContext {
  return {
    repository: at(0),
    path: at(1),
    languageId: context.languageId,
    pieces: context.pieces.map((_, i) => ({ path: at(2 + 2 * i), text: at(3 + 2 * i) })),
  };
}

/** The payload with other texts in the places of its own. Throws unless there are as many. */
export function withTexts<P extends Payload>(payload: P, safe: readonly SafeText[]): Redaction<P> {
  if (safe.length !== textsOf(payload).length) throw new Error('as many texts must come back as were given');
  const at = (i: number): string => {
    const text: unknown = safe[i]?.text;
    if (typeof text !== 'string') throw new Error('a text is missing');
    return text;
  };
  let redacted: Payload = payload;
  if (payload.task === 'chat') {
    redacted = { ...payload, turns: payload.turns.map(({ role }, i) => ({ role, text: at(i) })) };
  } else if (payload.task === 'completion') {
    const { context } = payload;
    redacted = {
      ...payload,
      prefix: at(0),
      suffix: at(1),
      ...(context && { context: withContextTexts(context, (i) => at(i + 2)) }),
    };
  }
  // The spread keeps every field of P; only the texts of its own task were replaced.
  return { redacted: redacted as P, redactions: safe.reduce((sum, { count }) => sum + count, 0) };
}

let make: <P extends Payload>(payload: P, redaction: Redaction<P> | null) => PreparedRedaction;

/**
 * A redaction made before the gate is asked, such as in a worker; bound to the very payload that it
 * was made of. Only {@link prepareRedaction} can make one.
 */
export class PreparedRedaction {
  readonly #payload: Payload;
  readonly #redaction: Redaction<Payload> | null;

  static {
    make = (payload, redaction) => new PreparedRedaction(payload, redaction);
  }

  private constructor(payload: Payload, redaction: Redaction<Payload> | null) {
    this.#payload = payload;
    this.#redaction = redaction;
    Object.freeze(this);
  }

  /** Whether `value` was made by {@link prepareRedaction}; a look-alike is not. */
  static isGenuine(value: unknown): value is PreparedRedaction {
    return typeof value === 'object' && value !== null && #payload in value;
  }

  /** What was made of `payload`; `null` if it was made of another, or could not be made. */
  of<P extends Payload>(payload: P): Redaction<P> | null {
    // The identity of the payload is what ties the types together.
    return this.#payload === payload ? (this.#redaction as Redaction<P> | null) : null;
  }
}

/**
 * Redact a payload by means that take time. Where they fail, the gate will refuse to send the
 * payload to a cloud: this never rejects, and never lets the unredacted text stand in.
 */
export async function prepareRedaction(
  payload: Payload,
  redactAll: (texts: readonly string[]) => Promise<readonly SafeText[]>,
): Promise<PreparedRedaction> {
  try {
    return make(payload, withTexts(payload, await redactAll(textsOf(payload))));
  } catch {
    return make(payload, null);
  }
}
