import type { CompletionHint, ImportsHint } from '../../shared/schemas/chat-and-completion.ts';
import { LIMITS } from '../../shared/limits.ts';
import { importHead } from './completion/import-head.ts';
import { createSimilarPlaces } from './completion/similar-places.ts';
import { recentEdits } from './edit-history.ts';
import { documentOf, useEditor } from './editor-store.ts';
import { monaco } from './monaco-setup.ts';
import { recentViews } from './view-history.ts';

/** Lines of the file around the cursor that the others are compared with. */
const [ABOVE, BELOW] = [18, 6];
/** Places of one kind that go along at most. */
const MOST = 4;
/** Marks further from the cursor are of something else, lines. */
const NEAR = 6;
const IMPORT_LINES = 210;

const similar = createSimilarPlaces();

/** What a file imports; `null` for nothing. */
export function importsHint(model: monaco.editor.ITextModel, path: string): ImportsHint | null {
  const head = importHead(linesOf(model, 1, IMPORT_LINES), LIMITS.completionHeadChars);
  return head === '' ? null : { kind: 'imports', path, languageId: model.getLanguageId(), head };
}

/** What may help to complete here, of what the window knows. The core takes of it what models may read. */
export function completionHints(model: monaco.editor.ITextModel, path: string, line: number): CompletionHint[] {
  const languageId = model.getLanguageId();
  const imports = importsHint(model, path);
  const elsewhere = (items: ReturnType<typeof recentViews>): ReturnType<typeof recentViews> =>
    items
      .filter((item) => item.path !== path && item.text.trim() !== '')
      .slice(-MOST)
      .map(cut);
  const hints: CompletionHint[] = [
    ...(imports === null ? [] : [imports]),
    { kind: 'similar', items: similarTo(linesOf(model, line - ABOVE, line + BELOW).join('\n'), path) },
    { kind: 'views', items: elsewhere(recentViews()) },
    { kind: 'recentEdits', items: elsewhere(recentEdits()) },
    { kind: 'diagnostics', path, languageId, items: marksNear(model, line) },
  ];
  return hints.filter((hint) => !('items' in hint) || hint.items.length > 0);
}

function cut<T extends { readonly text: string }>(item: T): T {
  return { ...item, text: item.text.slice(0, LIMITS.completionSnippetChars) };
}

/** @param from from 1; what is outside of the file is left out */
function linesOf(model: monaco.editor.ITextModel, from: number, to: number): string[] {
  const lines: string[] = [];
  for (let line = Math.max(1, from); line <= Math.min(to, model.getLineCount()); line++) {
    lines.push(model.getLineContent(line));
  }
  return lines;
}

function similarTo(text: string, path: string): { path: string; startLine: number; text: string }[] {
  const open = useEditor.getState().tabs.flatMap((tab) => {
    const other = tab.path === path || tab.kept !== null ? undefined : documentOf(tab.path)?.model;
    // What the latest tabs hold is likelier to be of use.
    return other ? [{ path: tab.path, version: other.getVersionId(), lines: () => other.getLinesContent() }] : [];
  });
  return similar
    .find(text, open.reverse(), MOST)
    .map(({ path: where, startLine, text: found }) => cut({ path: where, startLine, text: found }));
}

function marksNear(model: monaco.editor.ITextModel, line: number): { line: number; message: string }[] {
  return monaco.editor
    .getModelMarkers({ resource: model.uri, take: 200 })
    .filter((m) => m.severity >= monaco.MarkerSeverity.Warning && Math.abs(m.startLineNumber - line) <= NEAR)
    .slice(0, MOST)
    .map((m) => ({ line: m.startLineNumber, message: m.message.slice(0, 500) }));
}
