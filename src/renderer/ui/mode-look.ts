import type { Mode } from '../../privacy/mode.ts';
import type { DestinationClass } from '../../privacy/destination.ts';

/** How each mode is named and drawn, everywhere the same. */
export const MODE_LOOK: Readonly<
  Record<Mode, { readonly label: string; readonly icon: string; readonly summary: string }>
> = {
  normal: {
    label: 'Normal',
    icon: 'unlock',
    summary: 'Local models and cloud servers. What goes to a cloud is redacted first.',
  },
  sensitive: {
    label: 'Sensitive',
    icon: 'shield',
    summary: 'Completions from local models only. Chat goes to a cloud only where you approved it for this folder.',
  },
  offline: {
    label: 'Offline',
    icon: 'lock',
    summary: 'Nothing off this machine: no connection and no look-up, except hosts on your on-premises list.',
  },
};

/** How each kind of destination is named. */
export const DESTINATION_LABEL: Readonly<Record<DestinationClass, string>> = {
  'in-process': 'Inside CodeGrex',
  loopback: 'This machine',
  'on-prem': 'On-premises',
  cloud: 'Off this machine',
};
