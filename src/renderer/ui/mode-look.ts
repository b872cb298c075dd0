import type { Mode } from '../../privacy/mode.ts';
import type { DestinationClass } from '../../privacy/destination.ts';
import { t } from '../../shared/messages/t.ts';

/** How each mode is named and drawn, everywhere the same. */
export const MODE_LOOK: Readonly<
  Record<Mode, { readonly label: string; readonly icon: string; readonly summary: string }>
> = {
  normal: {
    label: t('Normal'),
    icon: 'unlock',
    summary: t('Local models and cloud servers. What goes to a cloud is redacted first.'),
  },
  sensitive: {
    label: t('Sensitive'),
    icon: 'shield',
    summary: t('Completions from local models only. Chat goes to a cloud only where you approved it for this folder.'),
  },
  offline: {
    label: t('Offline'),
    icon: 'lock',
    summary: t('Nothing off this machine: no connection and no look-up, except hosts on your on-premises list.'),
  },
};

/** How each kind of destination is named. */
export const DESTINATION_LABEL: Readonly<Record<DestinationClass, string>> = {
  'in-process': t('Inside CodeGrex'),
  loopback: t('This machine'),
  'on-prem': 'On-premises',
  cloud: t('Off this machine'),
};
