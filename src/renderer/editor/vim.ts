import { initVimMode, VimMode } from 'monaco-vim';
import type { monaco } from './monaco-setup.ts';

/** What saves the text of an editor that is in Vim's mode. */
const savers = new WeakMap<object, () => void>();

// `:w` in any editor; the adapter hands over which.
Object.assign(VimMode.commands, {
  save: (adapter: { readonly editor: object }) => {
    savers.get(adapter.editor)?.();
  },
});

/**
 * Give an editor Vim's keys. Returns what takes them away.
 * @param status shows the mode and takes what is typed after `:` and `/`
 * @param save what `:w` does
 */
export function startVim(
  editor: monaco.editor.IStandaloneCodeEditor,
  status: HTMLElement,
  save: () => void,
): () => void {
  savers.set(editor, save);
  const vim = initVimMode(editor, status);
  return () => {
    vim.dispose();
    savers.delete(editor);
  };
}
