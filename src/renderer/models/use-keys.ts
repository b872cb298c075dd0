import { create } from 'zustand';
import type { RequestOf } from '../../shared/contract.ts';
import type { KeyStatus } from '../../shared/schemas/keys.ts';
import { call } from '../bridge/bridge.ts';
import { notifyError } from '../ui/notifications.tsx';

/** What may be told of the stored keys; `null` until the core told. A key itself is in no state of the page. */
export const useKeys = create<{ readonly keys: readonly KeyStatus[] | null }>(() => ({ keys: null }));

/** Ask which keys are stored; another window may have stored some. */
export function lookAtKeys(): void {
  call('keys.status', {}).then((keys) => {
    useKeys.setState({ keys });
  }, notifyError);
}

/** Store or remove a key. Rejects with an AppError. */
export async function changeKey<N extends 'keys.set' | 'keys.clear' | 'keys.addProvider'>(
  name: N,
  request: RequestOf<N>,
): Promise<void> {
  // All of these answer with what is stored now.
  useKeys.setState({ keys: await call(name, request) });
}
