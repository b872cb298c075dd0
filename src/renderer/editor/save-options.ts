import { conventionsOf } from './conventions.ts';
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

/**
 * Tidy a text that the user saves, by the settings, and before them by what the project says.
 * @param editor the one that shows it, which formats; if there is one
 */
export async function prepareToSave(
  path: string,
  model: monaco.editor.ITextModel,
  editor: monaco.editor.ICodeEditor | undefined,
): Promise<void> {
  if (options.format) await editor?.getAction('editor.action.formatDocument')?.run();
  if (model.isDisposed()) return;
  const said = conventionsOf(path);
  const edits = [
    ...((said?.trimTrailingWhitespace ?? options.trim) ? trimmed(model) : []),
    ...ended(model, said?.finalNewline ?? null),
  ];
  if (edits.length > 0) model.pushEditOperations([], edits, () => null);
}

type Edit = monaco.editor.IIdentifiedSingleEditOperation;

function trimmed(model: monaco.editor.ITextModel): Edit[] {
  return Array.from({ length: model.getLineCount() }, (_, at) => at + 1).flatMap((line) => {
    const text = model.getLineContent(line);
    const kept = text.trimEnd().length;
    if (kept === text.length) return [];
    return [{ range: new monaco.Range(line, kept + 1, line, text.length + 1), text: '' }];
  });
}

/** A text ends with a line's end, or with none; an empty one has none either way. */
function ended(model: monaco.editor.ITextModel, newline: boolean | null): Edit[] {
  const last = model.getLineCount();
  const end = new monaco.Position(last, model.getLineMaxColumn(last));
  if (newline === true)
    return model.getLineLength(last) === 0 ? [] : [{ range: monaco.Range.fromPositions(end), text: '\n' }];
  if (newline === null) return [];
  let line = last;
  while (line > 1 && model.getLineLength(line) === 0) line--;
  if (line === last) return [];
  return [
    { range: monaco.Range.fromPositions(new monaco.Position(line, model.getLineMaxColumn(line)), end), text: '' },
  ];
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
