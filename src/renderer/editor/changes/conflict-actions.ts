import { visibleText } from '../../ui/visible-text.ts';
import { diffTab } from '../diff-tab.ts';
import { openTab } from '../groups-store.ts';
import { mergeTab } from '../merge-tab.ts';
import { activeEditor } from '../group-editors.ts';
import { monaco } from '../monaco-setup.ts';
import { pathOf, uriOf } from '../text-uri.ts';
import { baseName } from '../../ui/format.ts';
import { conflictsIn, resolved, type Conflict, type Resolution } from './conflicts.ts';
import { t } from '../../../shared/messages/t.ts';

/** The ways to resolve a conflict, as they are offered. */
export const RESOLUTIONS: readonly (readonly [Resolution, string])[] = [
  ['ours', t('Accept current')],
  ['theirs', t('Accept incoming')],
  ['both', t('Accept both')],
];
const COMMAND = 'codegrex.resolveConflict';
const COMPARE = 'codegrex.compareConflict';
const MERGE = 'codegrex.openMerge';

/** Characters of a text that is looked at for conflicts at each change. */
const MOST_CHARS = 2_000_000;

/** The conflicts in a text; none of one that is too long. */
export function conflictsOf(model: monaco.editor.ITextModel): Conflict[] {
  return model.getValueLength() > MOST_CHARS || !model.getValue().includes('<<<<<<<')
    ? []
    : conflictsIn(model.getLinesContent());
}

/** Mark what a merge left unresolved, and offer to resolve it above each place. Call once. */
export function followConflicts(): void {
  monaco.editor.registerCommand(COMMAND, (_services, path: string, index: number, how: Resolution) => {
    resolveConflict(path, index, how);
  });
  monaco.editor.registerCommand(COMPARE, (_services, path: string, index: number) => {
    compare(path, index);
  });
  monaco.editor.registerCommand(MERGE, (_services, path: string) => {
    openTab(mergeTab(path));
  });
  monaco.languages.registerCodeLensProvider('*', {
    provideCodeLenses: (model) => ({
      lenses:
        model.uri.scheme !== 'file'
          ? []
          : conflictsOf(model).flatMap(({ start }, index) => {
              const range = new monaco.Range(start + 1, 1, start + 1, 1);
              const path = pathOf(model);
              return [
                ...RESOLUTIONS.map(([how, title]) => ({
                  range,
                  command: { id: COMMAND, title, arguments: [path, index, how] },
                })),
                { range, command: { id: COMPARE, title: t('Compare'), arguments: [path, index] } },
                { range, command: { id: MERGE, title: t('Merge editor'), arguments: [path] } },
              ];
            }),
      dispose: () => undefined,
    }),
  });
  const follow = (model: monaco.editor.ITextModel): void => {
    if (model.uri.scheme !== 'file') return;
    let marks: string[] = [];
    const mark = (): void => {
      const conflicts = conflictsOf(model);
      if (conflicts.length > 0 || marks.length > 0) marks = model.deltaDecorations(marks, conflicts.flatMap(marksOf));
    };
    model.onDidChangeContent(mark);
    mark();
  };
  monaco.editor.getModels().forEach(follow);
  monaco.editor.onDidCreateModel(follow);
}

/** Go to the next conflict of the file on screen. */
export function nextConflict(): void {
  const editor = activeEditor()?.editor;
  const model = editor?.getModel();
  if (!editor || !model) return;
  const line = (editor.getPosition()?.lineNumber ?? 1) - 1;
  const all = conflictsOf(model);
  const next = all.find(({ start }) => start > line) ?? all[0];
  if (!next) return;
  editor.setPosition({ lineNumber: next.start + 1, column: 1 });
  editor.revealLineInCenter(next.start + 1);
  editor.focus();
}

/** Show the conflicts of the file on screen in the merge editor. */
export function openMerge(): void {
  const path = activeEditor()?.shown() ?? null;
  if (path !== null) openTab(mergeTab(path));
}

/** Whether the file on screen has conflicts. */
export function hasConflict(): boolean {
  const model = activeEditor()?.editor.getModel();
  return model != null && conflictsOf(model).length > 0;
}

/** Put the chosen lines in place of one of the conflicts of an open file. */
export function resolveConflict(path: string, index: number, how: Resolution): void {
  const model = monaco.editor.getModel(uriOf(path));
  const conflict = model ? conflictsOf(model)[index] : undefined;
  if (!model || !conflict) return;
  const lines = resolved(model.getLinesContent(), conflict, how);
  const last = conflict.end + 1 >= model.getLineCount();
  const range = last
    ? new monaco.Range(conflict.start + 1, 1, conflict.end + 1, model.getLineMaxColumn(conflict.end + 1))
    : new monaco.Range(conflict.start + 1, 1, conflict.end + 2, 1);
  const text = lines.join('\n') + (last || lines.length === 0 ? '' : '\n');
  model.pushStackElement();
  model.pushEditOperations([], [{ range, text }], () => null);
  model.pushStackElement();
}

function compare(path: string, index: number): void {
  const model = monaco.editor.getModel(uriOf(path));
  const conflict = model ? conflictsOf(model)[index] : undefined;
  if (!model || !conflict) return;
  const lines = model.getLinesContent();
  const side = (how: Resolution) => ({ from: 'text' as const, path, text: resolved(lines, conflict, how).join('\n') });
  const names = `${visibleText(conflict.ours)} ↔ ${visibleText(conflict.theirs)}`;
  openTab(diffTab({ title: `${baseName(path)} (${names})`, left: side('ours'), right: side('theirs') }));
}

function marksOf({ start, base, middle, end }: Conflict): monaco.editor.IModelDeltaDecoration[] {
  const mark = (from: number, to: number, className: string): monaco.editor.IModelDeltaDecoration => ({
    range: new monaco.Range(from + 1, 1, to + 1, 1),
    options: {
      isWholeLine: true,
      className,
      overviewRuler: {
        color: { id: 'editorOverviewRuler.errorForeground' },
        position: monaco.editor.OverviewRulerLane.Center,
      },
    },
  });
  return [
    mark(start, (base ?? middle) - 1, 'conflict-ours'),
    ...(base === null ? [] : [mark(base, middle - 1, 'conflict-base')]),
    mark(middle, middle, 'conflict-base'),
    mark(middle + 1, end, 'conflict-theirs'),
  ];
}
