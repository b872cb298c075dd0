import { create } from 'zustand';
import type { Settings, SettingsLayer, SettingsView } from '../../shared/schemas/settings.ts';
import { call, subscribe } from '../bridge/bridge.ts';
import { notifyError } from '../ui/notifications.tsx';

/** The settings as the core has them; `null` until it told. */
export const useSettings = create<{ readonly view: SettingsView | null }>(() => ({ view: null }));

/** Follow the settings. Call once. */
export function startSettings(): void {
  const set = (view: SettingsView): void => {
    useSettings.setState({ view });
  };
  subscribe('settings.changes', {}, set, () => void call('settings.get', {}).then(set, notifyError));
}

/** Change some settings; what is refused is told. */
export async function updateSettings(values: Partial<Settings>): Promise<void> {
  try {
    useSettings.setState({ view: await call('settings.update', { values }) });
  } catch (error) {
    notifyError(error);
  }
}

/** Change settings of one layer, and let others of it fall back to the layer below; what is refused is told. */
export async function changeSettings(
  layer: SettingsLayer,
  set: Partial<Settings>,
  reset: readonly (keyof Settings)[],
): Promise<void> {
  try {
    useSettings.setState({ view: await call('settings.change', { layer, set, reset: [...reset] }) });
  } catch (error) {
    notifyError(error);
  }
}
