import { create } from 'zustand';
import type { Mode } from '../../privacy/mode.ts';
import type { RequestOf } from '../../shared/contract.ts';
import type { PolicyView } from '../../shared/schemas/settings.ts';
import { call, subscribe } from '../bridge/bridge.ts';
import { MODE_LOOK } from '../ui/mode-look.ts';
import { notify, notifyError } from '../ui/notifications.tsx';
import { t } from '../../shared/messages/t.ts';

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
  const before = usePolicy.getState().view;
  const now = await change('policy.setMode', { mode });
  if (now && before && now.mode !== before.mode) notify('info', whatChanged(before.mode, now.mode));
}

/** Trust the open folder, or no longer, and say what changed. */
export async function setTrust(trusted: boolean): Promise<void> {
  const before = usePolicy.getState().view;
  const now = await change('policy.setTrust', { trusted });
  if (!now || !before || now.trusted === before.trusted) return;
  const git = now.trusted
    ? t('This folder is trusted: git may be run in it.')
    : t('This folder is no longer trusted: no program is run in it.');
  notify('info', `${git} ${whatChanged(before.mode, now.mode)}`);
}

function whatChanged(before: Mode, now: Mode): string {
  const { label, summary } = MODE_LOOK[now];
  if (before === now) return t('It stays {label}.', { label });
  return t('{label}: {summary} What was running under {label2} is stopped.', {
    label,
    summary,
    label2: MODE_LOOK[before].label,
  });
}

/** Let chat go to a provider's cloud under Sensitive, for the open folder. */
export async function approveProvider(providerId: string, approved: boolean): Promise<void> {
  await change('policy.approveProvider', { providerId, approved });
}

/** Whether to see what goes to a provider before it goes, for the open folder. */
export async function setPreview(providerId: string, on: boolean): Promise<void> {
  await change('policy.setPreview', { providerId, on });
}

/** Whether what terminals print is kept for chats, in the open folder, and say so. */
export async function setTerminalCapture(on: boolean): Promise<void> {
  const now = await change('policy.setTerminalCapture', { on });
  if (now)
    notify(
      'info',
      now.terminalCapture
        ? t('What terminals print is kept from now on.')
        : t('What terminals printed is forgotten, and no more of it is kept.'),
    );
}

type PolicyChange =
  'policy.setMode' | 'policy.setTrust' | 'policy.approveProvider' | 'policy.setPreview' | 'policy.setTerminalCapture';

/** Resolves with the policy now in force, or `null` when it was not changed, which is told. */
async function change<N extends PolicyChange>(name: N, request: RequestOf<N>): Promise<PolicyView | null> {
  try {
    const view = await call(name, request);
    usePolicy.setState({ view });
    return view;
  } catch (error) {
    notifyError(error);
    return null;
  }
}
