import { create } from 'zustand';
import type { EditorPort } from '../ui/editor-port.ts';

/** What lies over the window. */
export type Overlay = 'palette' | 'quick-open' | 'models' | 'settings';

interface WorkbenchState {
  readonly explorer: boolean;
  readonly chat: boolean;
  readonly ledger: boolean;
  readonly overlay: Overlay | null;
  /** The editor, once it is there. */
  readonly editor: EditorPort | null;
  readonly cursor: { readonly line: number; readonly column: number; readonly selected: boolean } | null;
}

/** What of the window is on show. */
export const useWorkbench = create<WorkbenchState>(() => ({
  explorer: true,
  chat: true,
  ledger: false,
  overlay: null,
  editor: null,
  cursor: null,
}));

/** Show or hide a part. */
export function toggle(part: 'explorer' | 'chat' | 'ledger'): void {
  useWorkbench.setState((s) => ({ [part]: !s[part] }));
}

/** Open what lies over the window; `null` closes it. */
export function showOverlay(overlay: Overlay | null): void {
  useWorkbench.setState({ overlay });
}
