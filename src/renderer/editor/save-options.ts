import { monaco } from './monaco-setup.ts';

/** What happens to a text before it is saved, and when it is saved by itself; from the settings. */
export interface SaveOptions {
  readonly format: boolean;
  readonly trim: boolean;
  readonly autoSave: 'off' | 'afterDelay' | 'onFocusChange';
  readonly delayMs: number;
}

let options: SaveOptions = { format: false, trim: false, autoSave: 'off', delayMs: 1000 };

/** Take over what the settings say. */
export function setSaveOptions(next: SaveOptions): void {
  options = next;
}

export function saveOptions(): SaveOptions {
  return options;
}

/** Tidy a text that the user saves. @param editor the one that shows it, which formats; if there is one */
export async function prepareToSave(
  model: monaco.editor.ITextModel,
  editor: monaco.editor.ICodeEditor | undefined,
): Promise<void> {
  if (options.format) await editor?.getAction('editor.action.formatDocument')?.run();
  if (!options.trim || model.isDisposed()) return;
  const edits = Array.from({ length: model.getLineCount() }, (_, at) => at + 1).flatMap((line) => {
    const text = model.getLineContent(line);
    const kept = text.trimEnd().length;
    if (kept === text.length) return [];
    return [{ range: new monaco.Range(line, kept + 1, line, text.length + 1), text: '' }];
  });
  if (edits.length > 0) model.pushEditOperations([], edits, () => null);
}

const timers = new Map<string, ReturnType<typeof setTimeout>>();

/** A text was changed: save it once it has been left alone, where the settings say so. */
export function saveAfterPause(path: string, save: () => void): void {
  clearTimeout(timers.get(path));
  timers.delete(path);
  if (options.autoSave !== 'afterDelay') return;
  timers.set(
    path,
    setTimeout(() => {
      timers.delete(path);
      if (options.autoSave === 'afterDelay') save();
    }, options.delayMs),
  );
}
