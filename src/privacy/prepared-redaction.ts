import type { Payload } from './payload.ts';

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

/**
 * The fields that hold no text: members of closed sets, names of models, and pictures, which the gate keeps from clouds.
 * Everything else in a payload is looked through, so a new field need not be thought of here.
 */
const NO_TEXT: ReadonlySet<string> = new Set(['task', 'role', 'mediaType', 'base64', 'languageId', 'inWords']);
/** The fields whose own keys are somebody's words. */
const JSON_FIELDS: ReadonlySet<string> = new Set(['arguments', 'parameters']);

/** The texts of a payload that a person or a program wrote, in order. Everything that must be looked through. */
export function textsOf(payload: Payload): readonly string[] {
  const texts: string[] = [];
  rewrite(payload, (text) => {
    texts.push(text);
    return text;
  });
  return texts;
}

/** The payload with other texts in the places of its own. Throws unless there are as many. */
export function withTexts<P extends Payload>(payload: P, safe: readonly SafeText[]): Redaction<P> {
  let used = 0;
  const redacted = rewrite(payload, () => {
    const text: unknown = safe[used++]?.text;
    if (typeof text !== 'string') throw new Error('a text is missing');
    return text;
  });
  if (used !== safe.length) throw new Error('as many texts must come back as were given');
  return { redacted, redactions: safe.reduce((sum, { count }) => sum + count, 0) };
}

/** The payload with each of its texts replaced, always in the same order. */
function rewrite<P extends Payload>(payload: P, replace: (text: string) => string): P {
  // Only texts change, so it stays what it is.
  return rewriteFields(payload, replace) as P;
}

function rewriteFields(value: object, replace: (text: string) => string): object {
  return Object.fromEntries(
    Object.entries(value).map(([key, field]: [string, unknown]) => [
      key,
      NO_TEXT.has(key) ? field : JSON_FIELDS.has(key) ? rewriteJson(field, replace) : rewriteValue(field, replace),
    ]),
  );
}

function rewriteValue(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((item: unknown) => rewriteValue(item, replace));
  return typeof value === 'object' && value !== null ? rewriteFields(value, replace) : value;
}

/** JSON of any shape: its keys too, and its numbers, as a card's number may be one. */
function rewriteJson(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (typeof value === 'number') {
    const text = String(value);
    const safe = replace(text);
    return safe === text ? value : /^\d{1,15}$/.test(safe) ? Number(safe) : safe;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => rewriteJson(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]: [string, unknown]) => [replace(key), rewriteJson(field, replace)]),
  );
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
