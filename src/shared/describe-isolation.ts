import { t } from './messages/t.ts';
import type { IsolationView } from './schemas/settings.ts';

/** What the isolation of child processes amounts to, one sentence each, for people. */
export function describeIsolation({ by, why, engine }: IsolationView): readonly string[] {
  if (by === null)
    return [
      t('Your system does not let CodeGrex cut child processes off the network: {why}.', { why: why ?? t('unknown') }),
    ];
  const children = t('Child processes run without network ({by}).', { by });
  return engine
    ? [children]
    : [
        children,
        t(
          'The model’s own process is not among them: in the desktop app Electron starts it and offers no way to cut it off. It asks for no network.',
        ),
      ];
}
