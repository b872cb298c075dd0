import { DEFAULT_IGNORE } from '../../privacy/ignore/ignore-settings.ts';
import type { Settings } from '../../shared/schemas.ts';

/** What applies where the user said nothing. */
export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  editorFontSize: 14,
  editorTabSize: 4,
  editorWordWrap: false,
  completionEnabled: true,
  completionDebounceMs: 250,
  completionMaxTokens: 64,
  chatMaxTokens: 2048,
  chatTimeoutSeconds: 1200,
  chatModel: null,
  completionModel: null,
  servers: [],
  ggufFiles: [],
  detectLocalServers: true,
  defaultMode: 'normal',
  onPremHosts: [],
  ignoreRules: [...(DEFAULT_IGNORE.rules ?? [])],
  honourIgnoreFiles: [...DEFAULT_IGNORE.honour],
  redactionAllow: [],
  redactionPatterns: [],
  redactPrivateAddresses: false,
  leaveTestCards: false,
  telemetry: false,
};
