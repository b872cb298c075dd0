import type { IsolationView } from './schemas/settings.ts';

/** What the isolation of child processes amounts to, one sentence each, for people. */
export function describeIsolation({ by, why, engine }: IsolationView): readonly string[] {
  if (by === null)
    return [`Your system does not let CodeGrex cut child processes off the network: ${why ?? 'unknown'}.`];
  const children = `Child processes run without network (${by}).`;
  return engine
    ? [children]
    : [
        children,
        'The model’s own process is not among them: in the desktop app Electron starts it and offers no way to cut it off. It asks for no network.',
      ];
}
