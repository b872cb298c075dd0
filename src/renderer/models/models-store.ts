import { create } from 'zustand';
import type { CallName, RequestOf } from '../../shared/contract.ts';
import type { ModelsView } from '../../shared/schemas/models.ts';
import { call, subscribe } from '../bridge/bridge.ts';
import { notifyError } from '../ui/notifications.tsx';

/** Providers and models; `null` until the core told. */
export const useModels = create<{ readonly view: ModelsView | null }>(() => ({ view: null }));

const set = (view: ModelsView): void => {
  useModels.setState({ view });
};

/** Follow the models. Call once. */
export function startModels(): void {
  subscribe('models.changes', {}, set, () => void call('models.get', {}).then(set, notifyError));
}

type ModelsCall = Extract<
  CallName,
  | 'models.refresh'
  | 'models.addServer'
  | 'models.agreeServer'
  | 'models.removeServer'
  | 'models.addGguf'
  | 'models.removeGguf'
  | 'models.unload'
  | 'models.chooseHere'
>;

/** Do something to the models. Rejects with an AppError. */
export async function changeModels<N extends ModelsCall>(name: N, request: RequestOf<N>): Promise<void> {
  // All of these answer with the new view.
  set(await call(name, request));
}
