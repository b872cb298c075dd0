import { create } from 'zustand';
import type { Mode } from '../../privacy/mode.ts';
import type { PolicyView } from '../../shared/schemas.ts';
import { call, subscribe } from '../bridge/bridge.ts';
import { notifyError } from '../ui/notifications.tsx';

/** The policy in force; `null` until the core told. */
export const usePolicy = create<{ readonly view: PolicyView | null }>(() => ({ view: null }));

/** Read it again, e.g. after another folder was opened. */
export async function refreshPolicy(): Promise<void> {
  try {
    usePolicy.setState({ view: await call('policy.get', {}) });
  } catch (error) {
    notifyError(error);
  }
}

/** Follow the policy. Call once. */
export function startPolicy(): void {
  subscribe(
    'policy.changes',
    {},
    (view) => {
      usePolicy.setState({ view });
    },
    () => void refreshPolicy(),
  );
}

/** Choose this workspace's mode. */
export async function setMode(mode: Mode): Promise<void> {
  try {
    usePolicy.setState({ view: await call('policy.setMode', { mode }) });
  } catch (error) {
    notifyError(error);
  }
}
