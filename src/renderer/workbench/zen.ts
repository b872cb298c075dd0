import { notify } from '../ui/notifications.tsx';
import { shown } from './keybindings.ts';
import { useLayout } from './layout-store.ts';
import { useWorkbench } from './workbench-store.ts';
import { t } from '../../shared/messages/t.ts';

/** Show nothing but the editors and the status bar, which tells of the mode and of what left; or all again. */
export function toggleZen(): void {
  const zen = !useWorkbench.getState().zen;
  useWorkbench.setState({ zen });
  if (!zen) return;
  notify('info', t('Zen mode. {key} ends it.', { key: shown('Ctrl+K Z') }));
  // Who asks for a view wants to see it.
  const stop = useLayout.subscribe(() => {
    useWorkbench.setState({ zen: false });
  });
  const end = useWorkbench.subscribe((state) => {
    if (state.zen) return;
    stop();
    end();
  });
}
