import { createLocalRedaction } from '../../src/main/redaction/local-redaction.ts';
import { redactUnderPolicy, type RedactAll } from '../../src/main/redaction/redact-under-policy.ts';
import type { Policy } from '../../src/privacy/policy.ts';
import type { KnownValue } from '../../src/privacy/redaction/known-values.ts';

/** Redacts as a window does, by the policy of each moment. */
export function redactBy(policy: () => Policy, knownValues: readonly KnownValue[] = []): RedactAll {
  return redactUnderPolicy({
    service: createLocalRedaction(),
    policy: () => policy().redaction,
    knownValues: () => Promise.resolve(knownValues),
  });
}
