import type { monaco } from './monaco-setup.ts';

/** A place that was edited, by lines of the file as it is now. */
interface Edited {
  readonly path: string;
  readonly model: monaco.editor.ITextModel;
  startLine: number;
  endLine: number;
}

const KEPT = 10;
/** Lines around an edit that belong to the same place. */
const NEAR = 8;
const CHARS = 4000;

/** Latest last. In memory only, and only asked for when the user adds it to a question. */
let places: Edited[] = [];

/** Remember where a file is edited from now on. Returns what stops it and forgets the file. */
export function followEdits(path: string, model: monaco.editor.ITextModel): () => void {
  const listener = model.onDidChangeContent(({ changes, isFlush }) => {
    if (isFlush) return;
    for (const { range, text } of changes) {
      const added = text.split('\n').length - 1;
      const shift = added - (range.endLineNumber - range.startLineNumber);
      for (const place of places) {
        if (place.model !== model || place.startLine <= range.endLineNumber) continue;
        place.startLine += shift;
        place.endLine += shift;
      }
      const startLine = range.startLineNumber;
      const endLine = startLine + added;
      const known = places.find(
        (p) => p.model === model && startLine <= p.endLine + NEAR && endLine >= p.startLine - NEAR,
      );
      const place = known ?? { path, model, startLine, endLine };
      place.startLine = Math.min(place.startLine, startLine);
      place.endLine = Math.max(place.endLine, endLine);
      places = [...places.filter((p) => p !== place), place].slice(-KEPT);
    }
  });
  return () => {
    listener.dispose();
    places = places.filter((p) => p.model !== model);
  };
}

/** The places edited last, with their text as it is now. */
export function recentEdits(): { readonly path: string; readonly startLine: number; readonly text: string }[] {
  return places.map(({ path, model, startLine, endLine }) => {
    const last = Math.min(endLine, model.getLineCount());
    const lines: string[] = [];
    for (let line = Math.min(startLine, last); line <= last; line++) lines.push(model.getLineContent(line));
    return { path, startLine, text: lines.join('\n').slice(0, CHARS) };
  });
}
