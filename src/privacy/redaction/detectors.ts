import { AI } from './families/ai.ts';
import { ASSIGNMENTS } from './families/assignments.ts';
import { CALLS } from './families/calls.ts';
import { CHAT, FACEBOOK_APP_TOKEN } from './families/chat.ts';
import { CLOUDS } from './families/clouds.ts';
import { COMMANDS } from './families/commands.ts';
import { DATABASES } from './families/databases.ts';
import { DELIVERY } from './families/delivery.ts';
import { HOSTING } from './families/hosting.ts';
import { IDENTITY } from './families/identity.ts';
import { KEYS } from './families/keys.ts';
import { MESSAGING } from './families/messaging.ts';
import { MONITORING } from './families/monitoring.ts';
import { PAYMENT } from './families/payment.ts';
import { PREFIXED } from './families/prefixed.ts';
import { RUNS } from './families/runs.ts';
import { SERVICES } from './families/services.ts';
import { URLS } from './families/urls.ts';
import { VCS } from './families/vcs.ts';
import { WORK_APPS } from './families/work-apps.ts';
import { KUBERNETES_SECRET } from './families/wrapped.ts';
import type { DetectorOptions, AnyDetector } from './scan.ts';
import { CARD_CODE, CARDS, isTestCard } from './personal/cards.ts';
import { EMAIL, PHONE } from './personal/contact.ts';
import { EUROPE } from './personal/ids-europe.ts';
import { WORLD } from './personal/ids-world.ts';
import { KEYED } from './personal/keyed.ts';
import { ipv4, ipv6, MAC } from './personal/network.ts';
import { NAME_BEFORE_EMAIL, PEOPLE } from './personal/people.ts';
import { STREET } from './personal/street.ts';

/** A family of detectors, as the bench reports them. */
export interface Family {
  readonly name: string;
  readonly detectors: readonly AnyDetector[];
}

/** Secrets by family, in order of precedence: where two overlap, the earlier one names the value. */
export const SECRET_FAMILIES: readonly Family[] = [
  { name: 'keys', detectors: KEYS },
  { name: 'vcs', detectors: VCS },
  { name: 'ai', detectors: AI },
  { name: 'clouds', detectors: CLOUDS },
  { name: 'hosting', detectors: HOSTING },
  { name: 'chat', detectors: [...CHAT, FACEBOOK_APP_TOKEN] },
  { name: 'payment', detectors: PAYMENT },
  { name: 'delivery', detectors: DELIVERY },
  { name: 'monitoring', detectors: MONITORING },
  { name: 'messaging', detectors: MESSAGING },
  { name: 'work-apps', detectors: WORK_APPS },
  { name: 'services', detectors: SERVICES },
  { name: 'identity', detectors: IDENTITY },
  { name: 'databases', detectors: DATABASES },
  { name: 'runs', detectors: [...RUNS, PREFIXED] },
  { name: 'urls', detectors: URLS },
  { name: 'kubernetes', detectors: [KUBERNETES_SECRET] },
  { name: 'calls', detectors: CALLS },
  { name: 'commands', detectors: COMMANDS },
  { name: 'assignments', detectors: ASSIGNMENTS },
];

/** Personal data by family. */
export function personalFamilies(options: DetectorOptions): readonly Family[] {
  const cards = options.leaveTestCards
    ? CARDS.map((detector) =>
        detector.id === 'card-number' && 'shapes' in detector
          ? {
              ...detector,
              check: (...args: Parameters<typeof detector.check>): boolean =>
                !isTestCard(args[0]) && detector.check(...args),
            }
          : detector,
      )
    : CARDS;
  return [
    { name: 'cards', detectors: [...cards, CARD_CODE] },
    { name: 'national-ids', detectors: [...EUROPE, ...WORLD] },
    { name: 'network', detectors: [ipv4(options), ipv6(options), MAC] },
    { name: 'contact', detectors: [EMAIL, PHONE] },
    { name: 'keyed', detectors: KEYED },
    { name: 'people', detectors: [...PEOPLE, NAME_BEFORE_EMAIL, STREET] },
  ];
}
