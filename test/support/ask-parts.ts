import type { AskParts } from '../../src/main/assist/ask-model.ts';
import type { Ledger } from '../../src/main/ledger/ledger.ts';
import { createModelHealth } from '../../src/main/router/model-health.ts';
import type { RoutingChoices } from '../../src/main/router/model-registry.ts';
import type { Policy } from '../../src/privacy/policy.ts';
import type { Settings } from '../../src/shared/schemas/settings.ts';
import { redactBy } from './redact-by.ts';

/** What every question goes through, with servers that never failed and a meter that nobody reads. */
export function askParts(ledger: Ledger, policy: () => Policy): AskParts {
  return {
    scope: 'w',
    ledger,
    policy,
    redactAll: redactBy(policy),
    health: createModelHealth(),
    used: () => undefined,
  };
}

/** Choices about routing as the user's settings have them, with a budget left. */
export function choicesOf(settings: Settings): RoutingChoices {
  const { runtime, preferLocalCompletions, firstTokenTargetMs, chatModel, completionModel, nextEditModel } = settings;
  return {
    runtime,
    preferLocalCompletions,
    firstTokenTargetMs,
    budgetSpent: false,
    preferred: { chat: chatModel, completion: completionModel, edit: nextEditModel ?? completionModel },
    fallbacks: {
      chat: settings.chatFallbacks,
      completion: settings.completionFallbacks,
      edit: settings.completionFallbacks,
    },
  };
}
