import type { monaco } from './monaco-setup.ts';
import { linesOf, type Lines } from './text-range.ts';

/** Both texts of a comparison, and which lines of the one at the right are selected. */
export interface LinesInDiff extends Lines {
  readonly older: readonly string[];
  readonly lines: readonly string[];
}

/** By the id of their tab. */
const shown = new Map<string, monaco.editor.IStandaloneDiffEditor>();

/** A comparison is on screen. Returns what tells that it is not any more. */
export function diffShown(tab: string, editor: monaco.editor.IStandaloneDiffEditor): () => void {
  shown.set(tab, editor);
  return () => {
    if (shown.get(tab) === editor) shown.delete(tab);
  };
}

/** What is selected in the comparison of a tab; `null` where it is not on screen, or not read yet. */
export function linesInDiff(tab: string): LinesInDiff | null {
  const editor = shown.get(tab);
  const model = editor?.getModel();
  const selection = editor?.getModifiedEditor().getSelection();
  if (!model || !selection) return null;
  const { original, modified } = model;
  return { ...linesOf(selection), older: original.getLinesContent(), lines: modified.getLinesContent() };
}
