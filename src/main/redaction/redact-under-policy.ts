import type { RedactionPolicy } from '../../privacy/policy.ts';
import type { KnownValue } from '../../privacy/redaction/known-values.ts';
import type { Redacted, Redactor } from '../../privacy/redaction/redactor.ts';
import type { RedactionService } from './redaction-service.ts';

/** Redacts texts with a conversation's redactor, by the rules of this moment. Where it rejects, nothing may be sent. */
export type RedactAll = (
  redactor: Redactor,
  texts: readonly string[],
  signal: AbortSignal,
) => Promise<readonly Redacted[]>;

/** What a window redacts by. */
export interface RedactionSources {
  readonly service: RedactionService;
  /** Asked at each question, so that a changed rule holds for the next one. */
  readonly policy: () => RedactionPolicy;
  /** Values that are replaced whatever rules allow. */
  readonly knownValues: () => Promise<readonly KnownValue[]>;
}

/** The one way in which a window redacts, for a cloud as for the user to look at. */
export function redactUnderPolicy({ service, policy, knownValues }: RedactionSources): RedactAll {
  return async (redactor, texts, signal) => {
    const known = await knownValues();
    return service.redact(redactor, texts, { finder: { ...policy().finder, knownValues: known }, signal });
  };
}
