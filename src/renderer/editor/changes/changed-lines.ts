import { documentOf } from '../editor-store.ts';
import { monaco } from '../monaco-setup.ts';
import { pathOf, uriOf } from '../text-uri.ts';
import { lineChanges, type LineChange } from './line-changes.ts';

/** What a file's text is compared with while it is edited. */
export interface BaseText {
  readonly text: string;
  /** Which of its states that is. */
  readonly blob: string;
}

interface Compared {
  readonly base: BaseText;
  readonly lines: readonly string[];
  changes: readonly LineChange[];
  decorations: string[];
  timer: number;
}

/** Typing goes on meanwhile. */
const SETTLES_MS = 150;

const compared = new Map<string, Compared>();
const listeners = new Set<(path: string) => void>();

/** Mark what of an open file is another than this; `null`: nothing is known of it, and nothing is marked. */
export function setBase(path: string, base: BaseText | null): void {
  const before = compared.get(path);
  if (before && before.base.blob === base?.blob) return;
  if (before) {
    window.clearTimeout(before.timer);
    monaco.editor.getModel(uriOf(path))?.deltaDecorations(before.decorations, []);
    compared.delete(path);
  }
  if (base !== null) {
    compared.set(path, { base, lines: base.text.split('\n'), changes: [], decorations: [], timer: 0 });
    compare(path);
  } else if (before) tell(path);
}

/** What the text of a file is compared with. */
export const baseOf = (path: string): BaseText | null => compared.get(path)?.base ?? null;

/** The lines of a file that are others than in its base, and both texts; they are those of this moment. */
export function changesOf(path: string): {
  readonly changes: readonly LineChange[];
  readonly older: readonly string[];
  readonly lines: readonly string[];
} | null {
  const of = compared.get(path);
  const model = monaco.editor.getModel(uriOf(path));
  if (!of || !model) return null;
  compare(path);
  return { changes: of.changes, older: of.lines, lines: model.getLinesContent() };
}

/** Told of each file whose changes are others than before. */
export function onChanges(changed: (path: string) => void): void {
  listeners.add(changed);
}

/** Follow the texts of open files. Call once. */
export function followChanges(): void {
  monaco.editor.onDidCreateModel((model) => {
    if (model.uri.scheme !== 'file') return;
    const path = pathOf(model);
    model.onDidChangeContent(() => {
      const of = compared.get(path);
      if (!of) return;
      window.clearTimeout(of.timer);
      of.timer = window.setTimeout(() => {
        compare(path);
      }, SETTLES_MS);
    });
    model.onWillDispose(() => {
      window.clearTimeout(compared.get(path)?.timer);
      compared.delete(path);
    });
  });
}

/** Put the older lines back, as a step that can be undone. */
export function revertChange(path: string, { oldStart, oldCount, start, count }: LineChange): void {
  const of = compared.get(path);
  const model = monaco.editor.getModel(uriOf(path));
  if (!of || !model) return;
  const old = of.lines.slice(oldStart, oldStart + oldCount);
  const last = model.getLineCount();
  // Whole lines with the end of the last; at the end of the text, with the end of the line before.
  const atEnd = start + count >= last;
  const from = atEnd && start > 0 ? endOf(model, start) : new monaco.Position(Math.min(start + 1, last), 1);
  const to = atEnd ? endOf(model, last) : new monaco.Position(start + count + 1, 1);
  const text = atEnd
    ? `${start > 0 && old.length > 0 ? '\n' : ''}${old.join('\n')}`
    : old.map((line) => `${line}\n`).join('');
  model.pushStackElement();
  model.pushEditOperations([], [{ range: monaco.Range.fromPositions(from, to), text }], () => null);
  model.pushStackElement();
}

const endOf = (model: monaco.editor.ITextModel, line: number): monaco.Position =>
  new monaco.Position(line, model.getLineMaxColumn(line));

function tell(path: string): void {
  for (const listener of listeners) listener(path);
}

function compare(path: string): void {
  const of = compared.get(path);
  const model = monaco.editor.getModel(uriOf(path));
  if (!of || !model || documentOf(path)?.large === true) return;
  window.clearTimeout(of.timer);
  const before = JSON.stringify(of.changes);
  of.changes = lineChanges(of.lines, model.getLinesContent());
  of.decorations = model.deltaDecorations(of.decorations, of.changes.map(decorationOf));
  if (JSON.stringify(of.changes) !== before) tell(path);
}

type Kind = 'added' | 'changed' | 'deleted';

export function kindOf({ count, oldCount }: LineChange): Kind {
  return count === 0 ? 'deleted' : oldCount === 0 ? 'added' : 'changed';
}

const COLORS: Readonly<Record<Kind, string>> = {
  added: 'editorGutter.addedBackground',
  changed: 'editorGutter.modifiedBackground',
  deleted: 'editorGutter.deletedBackground',
};

function decorationOf(change: LineChange): monaco.editor.IModelDeltaDecoration {
  const kind = kindOf(change);
  // What was taken away is marked below the line before it.
  const line = Math.max(1, change.count === 0 ? change.start : change.start + 1);
  const end = change.count === 0 ? line : change.start + change.count;
  return {
    range: new monaco.Range(line, 1, end, 1),
    options: {
      isWholeLine: true,
      linesDecorationsClassName: `change-mark ${kind}${change.count === 0 && change.start === 0 ? ' above' : ''}`,
      overviewRuler: { color: { id: COLORS[kind] }, position: monaco.editor.OverviewRulerLane.Left },
      stickiness: monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges,
    },
  };
}
