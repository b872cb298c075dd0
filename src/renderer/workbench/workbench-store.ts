import { create } from 'zustand';
import type { EditorPort } from '../ui/editor-port.ts';

/** What lies over the window. */
export type Overlay = 'palette' | 'quick-open' | 'models' | 'privacy' | 'completions' | 'verify-offline';

interface WorkbenchState {
  readonly overlay: Overlay | null;
  /** Nothing is on show but the editors, and what tells of privacy. */
  readonly zen: boolean;
  /** What quick open is asked for; `null`: to open a file. */
  readonly seeking: { readonly what: 'file' | 'folder'; readonly resolve: (path: string | null) => void } | null;
  /** What is typed in quick open. */
  readonly quickOpenText: string;
  /** The editor, once it is there. */
  readonly editor: EditorPort | null;
  readonly cursor: { readonly line: number; readonly column: number; readonly selected: boolean } | null;
}

/** What lies over the window, and what of the editor the rest of it knows. */
export const useWorkbench = create<WorkbenchState>(() => ({
  overlay: null,
  zen: false,
  seeking: null,
  quickOpenText: '',
  editor: null,
  cursor: null,
}));

/** Open what lies over the window; `null` closes it. */
export function showOverlay(overlay: Overlay | null): void {
  const { seeking } = useWorkbench.getState();
  useWorkbench.setState({ overlay, seeking: null });
  seeking?.resolve(null);
}

/** Open quick open. @param text what it begins with: `:` for a line, `@` for a symbol */
export function showQuickOpen(text = ''): void {
  showOverlay('quick-open');
  useWorkbench.setState({ quickOpenText: text });
}

/** Let the user find a file or folder of the workspace. `null`: dismissed. */
export function seek(what: 'file' | 'folder'): Promise<string | null> {
  return new Promise((resolve) => {
    showQuickOpen();
    useWorkbench.setState({ seeking: { what, resolve } });
  });
}

/** What was asked for by {@link seek} is found. */
export function found(path: string): void {
  const { seeking } = useWorkbench.getState();
  useWorkbench.setState({ overlay: null, seeking: null });
  seeking?.resolve(path);
}
