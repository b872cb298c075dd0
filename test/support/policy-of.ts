import type { Policy } from '../../src/privacy/policy.ts';
import { said } from '../../src/privacy/said.ts';

/** A policy in force. */
export function policyOf(mode: Policy['mode'], more: Partial<Policy> = {}): Policy {
  return {
    mode,
    chosenMode: mode,
    decidedBy: said('test'),
    onPremHosts: [],
    approvedProviders: [],
    previewOff: [],
    redaction: {
      finder: { rules: [], privateAddresses: false, leaveTestCards: false },
      refused: [],
      complete: true,
    },
    notices: [],
    ...more,
  };
}
