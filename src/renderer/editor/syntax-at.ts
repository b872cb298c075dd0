import { monaco } from './monaco-setup.ts';

/** What a place is part of. */
export type Syntax = 'code' | 'comment' | 'string';

/** Lines above the cursor that are looked at: enough for what begins further up, and not felt. */
const LINES = 200;

/** Whether the cursor is within a comment or a string, by the editor's own highlighting. */
export function syntaxAt(model: monaco.editor.ITextModel, { lineNumber, column }: monaco.IPosition): Syntax {
  const first = Math.max(1, lineNumber - LINES);
  const before = model.getValueInRange(new monaco.Range(first, 1, lineNumber, column));
  // A letter in the place of the cursor is a part of what the cursor is in.
  const tokens = monaco.editor.tokenize(`${before}x`, model.getLanguageId()).at(-1) ?? [];
  const type = tokens.at(-1)?.type ?? '';
  return type.startsWith('comment') ? 'comment' : type.startsWith('string') ? 'string' : 'code';
}
