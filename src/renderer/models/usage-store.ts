import { create } from 'zustand';
import type { UsageView } from '../../shared/schemas/models.ts';
import { call, subscribe } from '../bridge/bridge.ts';
import { notify, notifyError } from '../ui/notifications.tsx';
import { t } from '../../shared/messages/t.ts';

/** What models used; `null` until the core told. */
export const useUsage = create<{ readonly view: UsageView | null }>(() => ({ view: null }));

const SPENT = t(
  'The budget of the day is spent: clouds get no more until tomorrow. Local models go on. You can raise it under Models.',
);

const set = (view: UsageView): void => {
  const before = useUsage.getState().view?.budget.state;
  useUsage.setState({ view });
  const { state } = view.budget;
  if (before === undefined || before === state) return;
  if (state === 'nearly-spent') notify('info', t('Most of the budget of the day is spent.'));
  if (state === 'spent') notify('info', SPENT);
};

/** Follow the meter. Call once. */
export function startUsage(): void {
  subscribe('usage.changes', {}, set, () => void call('usage.get', {}).then(set, notifyError));
}
