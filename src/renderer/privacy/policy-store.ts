import { create } from 'zustand';
import type { Mode } from '../../privacy/mode.ts';
import type { RequestOf } from '../../shared/contract.ts';
import type { PolicyView } from '../../shared/schemas.ts';
import { call, subscribe } from '../bridge/bridge.ts';
import { MODE_LOOK } from '../ui/mode-look.ts';
import { notify, notifyError } from '../ui/notifications.tsx';

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

/** Choose this workspace's mode, and say what changed. */
export async function setMode(mode: Mode): Promise<void> {
  const before = usePolicy.getState().view?.mode;
  await change('policy.setMode', { mode });
  const now = usePolicy.getState().view?.mode;
  if (now === undefined || before === undefined || now === before) return;
  const { label, summary } = MODE_LOOK[now];
  notify('info', `${label}. ${summary} What was running under ${MODE_LOOK[before].label} is stopped.`);
}

/** Trust the open folder, or no longer. */
export function setTrust(trusted: boolean): Promise<void> {
  return change('policy.setTrust', { trusted });
}

/** Let chat go to a provider's cloud under Sensitive, for the open folder. */
export function approveProvider(providerId: string, approved: boolean): Promise<void> {
  return change('policy.approveProvider', { providerId, approved });
}

/** Whether to see what goes to a provider before it goes, for the open folder. */
export function setPreview(providerId: string, on: boolean): Promise<void> {
  return change('policy.setPreview', { providerId, on });
}

type PolicyChange = 'policy.setMode' | 'policy.setTrust' | 'policy.approveProvider' | 'policy.setPreview';

async function change<N extends PolicyChange>(name: N, request: RequestOf<N>): Promise<void> {
  try {
    usePolicy.setState({ view: await call(name, request) });
  } catch (error) {
    notifyError(error);
  }
}
