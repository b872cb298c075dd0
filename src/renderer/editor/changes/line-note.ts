import { monaco } from '../monaco-setup.ts';
import { activeEditor, onPlace } from '../group-editors.ts';

/** What is known of a line, in dim words at its end. */
export interface LineNote {
  readonly text: string;
  /** Shown while the mouse is over it; plain text. */
  readonly hover: string;
}

/** @param path the file on screen @param line from 1 */
type NoteOf = (path: string, line: number) => Promise<LineNote | null>;

const SETTLES_MS = 250;

/** Show a note at the end of the line that the cursor is in. Call once. */
export function followLineNotes(noteOf: NoteOf): { readonly again: () => void } {
  let timer = 0;
  let shown: { readonly model: monaco.editor.ITextModel; ids: string[] } | null = null;
  let at = '';

  function clear(): void {
    if (shown && !shown.model.isDisposed()) shown.model.deltaDecorations(shown.ids, []);
    shown = null;
    at = '';
  }
  async function look(): Promise<void> {
    const active = activeEditor();
    const path = active?.shown() ?? null;
    const model = active?.editor.getModel();
    const line = active?.editor.getPosition()?.lineNumber;
    if (path === null || !model || line === undefined) {
      clear();
      return;
    }
    const place = `${path}:${String(line)}:${String(model.getVersionId())}`;
    if (place === at) return;
    const note = await noteOf(path, line).catch(() => null);
    const now = activeEditor()?.editor;
    if (now?.getModel() !== model || now.getPosition()?.lineNumber !== line) return;
    clear();
    at = place;
    if (note === null) return;
    const column = model.getLineMaxColumn(line);
    const options: monaco.editor.IModelDecorationOptions = {
      after: {
        content: `    ${note.text}`,
        inlineClassName: 'line-note',
        cursorStops: monaco.editor.InjectedTextCursorStops.None,
      },
      hoverMessage: { value: escaped(note.hover) },
      showIfCollapsed: true,
    };
    shown = {
      model,
      ids: model.deltaDecorations([], [{ range: new monaco.Range(line, column, line, column), options }]),
    };
  }
  const soon = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void look(), SETTLES_MS);
  };
  onPlace(soon);
  return {
    again: () => {
      clear();
      soon();
    },
  };
}

/** As text in Markdown, whatever is in it. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|~&]/g, '\\$&').replaceAll('\n', '\n\n');
}
