import { fake, isDummy } from '../detector.ts';
import type { RunDetector } from '../long-runs.ts';
import { entropy } from '../value-shape.ts';

const mixed = (value: string): boolean => /\d/.test(value) && /[a-f]/i.test(value);

/** Tokens that no literal announces. */
export const RUNS: readonly RunDetector[] = [
  {
    id: 'discord-bot-token',
    label: 'DISCORD_TOKEN',
    kind: 'secret',
    source: 'detect-secrets discord; trufflehog discordbottoken: the bot id in base64, a time, a signature',
    inRun: /(?<![A-Za-z0-9_.-])[MNO][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}(?![A-Za-z0-9_.-])/g,
    accept: (value) => /\d/.test(value) && entropy(value) > 4,
    examples: () => [`M${fake('alnum', 23)}.${fake('base64Url', 6)}.${fake('base64Url', 38)}`],
    counterexamples: () => ['MyVeryLongModuleNameOfThings.method.anotherMethodWithAVeryLongName'],
  },
  {
    id: 'twilio-api-key',
    label: 'TWILIO_KEY',
    kind: 'secret',
    source: 'gitleaks twilio-api-key',
    inRun: /(?<![A-Za-z0-9])SK[0-9a-f]{32}(?![A-Za-z0-9])/g,
    accept: mixed,
    examples: () => ['SK' + fake('hex', 32)],
    counterexamples: () => ['SK0123456789abcdef'],
  },
  {
    id: 'twilio-account-sid',
    label: 'TWILIO_SID',
    kind: 'secret',
    source: 'trufflehog twilio',
    inRun: /(?<![A-Za-z0-9])AC[0-9a-f]{32}(?![A-Za-z0-9])/g,
    accept: mixed,
    examples: () => ['AC' + fake('hex', 32)],
    counterexamples: () => ['AC0123456789abcdef'],
  },
  {
    id: 'sanity-token',
    label: 'SANITY_TOKEN',
    kind: 'secret',
    source: 'sanity.io/docs: API tokens',
    inRun: /(?<![A-Za-z0-9])sk[A-Za-z0-9]{80,180}(?![A-Za-z0-9])/g,
    accept: (value) => /\d/.test(value) && /[A-Z]/.test(value),
    examples: () => ['sk' + fake('alnum', 178)],
  },
  {
    id: 'mailgun-signing-key',
    label: 'MAILGUN_KEY',
    kind: 'secret',
    source: 'gitleaks mailgun-signing-key: 32, 8 and 8 digits',
    inRun: /(?<![A-Za-z0-9-])[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?![A-Za-z0-9-])/g,
    examples: () => [`${fake('hex', 32)}-${fake('hex', 8)}-${fake('hex', 8)}`],
  },
  {
    id: 'uptimerobot-key',
    label: 'UPTIMEROBOT_KEY',
    kind: 'secret',
    source: 'uptimerobot.com: API keys',
    inRun: /(?<![A-Za-z0-9])[um][rm]?\d{6,9}-[a-f0-9]{24}(?![A-Za-z0-9])/g,
    examples: () => [`ur1234567-${fake('hex', 24)}`],
  },
  {
    id: 'salesforce-consumer-key',
    label: 'OAUTH_SECRET',
    kind: 'secret',
    source: 'trufflehog salesforceoauth: consumer keys',
    inRun: /(?<![A-Za-z0-9])3MVG9[A-Za-z0-9_.]{60,110}(?![A-Za-z0-9])/g,
    accept: (value) => !isDummy(value),
    examples: () => ['3MVG9' + fake('alnum', 80)],
  },
];
