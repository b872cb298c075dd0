import type { monaco } from './monaco-setup.ts';

/** A place where the user stayed for a moment. */
interface Viewed {
  readonly path: string;
  readonly model: monaco.editor.ITextModel;
  readonly line: number;
}

const KEPT = 8;
/** Within so many lines it is the same place. */
const NEAR = 20;
/** Shorter stays are passing by, ms. */
const STAY_MS = 1000;
/** Lines that are taken of a place. */
const [ABOVE, BELOW] = [8, 12];

/** Latest last. In memory only. */
let places: readonly Viewed[] = [];

/** Remember where the cursor rests from now on. */
export function followViews(editor: monaco.editor.ICodeEditor, pathOf: () => string | null): monaco.IDisposable {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const moved = editor.onDidChangeCursorPosition(({ position }) => {
    stop();
    const path = pathOf();
    const model = editor.getModel();
    if (path === null || model === null) return;
    timer = setTimeout(() => {
      const line = position.lineNumber;
      const others = places.filter((p) => p.model !== model || Math.abs(p.line - line) > NEAR);
      places = [...others, { path, model, line }].slice(-KEPT);
    }, STAY_MS);
  });
  return {
    dispose: () => {
      stop();
      moved.dispose();
    },
  };
}

/** Where the user was last, the latest last, with the text that is there now. Files that were closed are forgotten. */
export function recentViews(): { readonly path: string; readonly startLine: number; readonly text: string }[] {
  places = places.filter(({ model }) => !model.isDisposed());
  return places.map(({ path, model, line }) => {
    const last = model.getLineCount();
    const startLine = Math.max(1, Math.min(line, last) - ABOVE);
    const lines: string[] = [];
    for (let at = startLine; at <= Math.min(last, line + BELOW); at++) lines.push(model.getLineContent(at));
    return { path, startLine, text: lines.join('\n') };
  });
}
