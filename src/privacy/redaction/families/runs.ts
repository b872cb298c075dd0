import { fake, LEFT } from '../detector.ts';
import type { RunDetector } from '../long-runs.ts';
import { entropy, isRandom } from '../value-shape.ts';

const mixed = (value: string): boolean => /\d/.test(value) && /[a-f]/i.test(value);

/** Pairs of a letter that discord's tokens begin with and whatever follows. */
const DISCORD = Array.from('MNO').flatMap((first) =>
  Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789').map((second) => first + second),
);

/** Tokens whose beginning is too short for a literal, or that begin with hexadecimal digits. */
export const RUNS: readonly RunDetector[] = [
  {
    id: 'discord-bot-token',
    label: 'DISCORD_TOKEN',
    kind: 'secret',
    source: 'detect-secrets discord; trufflehog discordbottoken: the bot id in base64, a time, a signature',
    begins: DISCORD,
    shape: new RegExp(
      `${LEFT}[MNO][A-Za-z0-9_-]{22,27}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,40}(?![A-Za-z0-9_-])`,
      'y',
    ),
    accept: (value) => /\d/.test(value) && entropy(value) > 4,
    examples: () => [`M${fake('alnum', 23)}.${fake('base64Url', 6)}.${fake('base64Url', 38)}`],
    counterexamples: () => ['MyVeryLongModuleNameOfThings.method.anotherMethodWithAVeryLongName'],
  },
  {
    id: 'twilio-api-key',
    label: 'TWILIO_KEY',
    kind: 'secret',
    source: 'gitleaks twilio-api-key',
    begins: ['SK'],
    shape: new RegExp(`${LEFT}SK[0-9a-fA-F]{32}(?![A-Za-z0-9])`, 'y'),
    accept: mixed,
    examples: () => ['SK' + fake('hex', 32)],
    counterexamples: () => ['SK0123456789abcdef'],
  },
  {
    id: 'twilio-account-sid',
    label: 'TWILIO_SID',
    kind: 'secret',
    source: 'trufflehog twilio',
    begins: ['AC'],
    shape: new RegExp(`${LEFT}AC[0-9a-fA-F]{32}(?![A-Za-z0-9])`, 'y'),
    accept: mixed,
    examples: () => ['AC' + fake('hex', 32)],
    counterexamples: () => ['AC0123456789abcdef'],
  },
  {
    id: 'vault-old-token',
    label: 'VAULT_TOKEN',
    kind: 'secret',
    source: 'gitleaks vault-service-token: tokens before Vault 1.10',
    begins: ['s.'],
    shape: new RegExp(`${LEFT}s\\.[A-Za-z0-9]{24}(?![A-Za-z0-9._(-])`, 'y'),
    accept: (value) => isRandom(value) && (value.match(/\d/g)?.length ?? 0) >= 3,
    examples: () => ['s.' + fake('alnum', 24)],
    counterexamples: () => ['s.someMethodOfTheObject24x', 's.' + 'a'.repeat(24)],
  },
  {
    id: 'sanity-token',
    label: 'SANITY_TOKEN',
    kind: 'secret',
    source: 'sanity.io/docs: API tokens',
    begins: ['sk'],
    shape: new RegExp(`${LEFT}sk[A-Za-z0-9]{80,180}(?![A-Za-z0-9])`, 'y'),
    accept: (value) => /\d/.test(value) && /[A-Z]/.test(value),
    examples: () => ['sk' + fake('alnum', 178)],
  },
  {
    id: 'uptimerobot-key',
    label: 'UPTIMEROBOT_KEY',
    kind: 'secret',
    source: 'uptimerobot.com: API keys',
    begins: [
      'ur',
      'm0',
      'm1',
      'm2',
      'm3',
      'm4',
      'm5',
      'm6',
      'm7',
      'm8',
      'm9',
      'u0',
      'u1',
      'u2',
      'u3',
      'u4',
      'u5',
      'u6',
      'u7',
      'u8',
      'u9',
    ],
    shape: new RegExp(`${LEFT}[um]r?\\d{6,9}-[a-f0-9]{24}(?![A-Za-z0-9])`, 'y'),
    examples: () => [`ur1234567-${fake('hex', 24)}`],
  },
  {
    id: 'salesforce-consumer-key',
    label: 'OAUTH_SECRET',
    kind: 'secret',
    source: 'trufflehog salesforceoauth: consumer keys',
    begins: ['3MVG9'],
    shape: new RegExp(`${LEFT}3MVG9[A-Za-z0-9_.]{60,110}(?![A-Za-z0-9])`, 'y'),
    examples: () => ['3MVG9' + fake('alnum', 80)],
  },
];
