import type { EditorPort } from '../ui/editor-port.ts';
import { recentEdits } from './edit-history.ts';
import { monaco } from './monaco-setup.ts';
import { useGroups } from './groups-store.ts';
import { keepView } from './view-states.ts';

/** The text editor of one group. */
export interface GroupEditor {
  readonly editor: monaco.editor.IStandaloneCodeEditor;
  /** The file in it; `null` while the group shows something else. */
  readonly shown: () => string | null;
}

const placeListeners = new Set<() => void>();

/** Be told when a cursor moves or a text is scrolled. */
export function onPlace(changed: () => void): void {
  placeListeners.add(changed);
}

const editors = new Map<string, GroupEditor>();

/** A group's editor is there. Returns what takes it away. */
export function registerEditor(group: string, editor: GroupEditor): () => void {
  editors.set(group, editor);
  const told = (): void => {
    for (const listener of placeListeners) listener();
  };
  // They end with the editor.
  editor.editor.onDidChangeCursorPosition(told);
  editor.editor.onDidScrollChange(told);
  return () => {
    if (editors.get(group) === editor) editors.delete(group);
  };
}

/** Remember how the groups that show a file do so now. */
export function keepShownViews(path?: string): void {
  for (const [group, { editor, shown }] of editors) {
    const at = shown();
    if (at !== null && editor.getModel() !== null && (path === undefined || at === path)) keepView(group, at, editor);
  }
}

/** The text editor of a group. */
export function editorOf(group: string): GroupEditor | undefined {
  return editors.get(group);
}

/** The text editor of the active group. */
export function activeEditor(): GroupEditor | undefined {
  return editors.get(useGroups.getState().active);
}

/** What other features may ask of the active group's editor. */
export const editorPort: EditorPort = {
  activeFile: () => activeEditor()?.shown() ?? null,
  selection: () => {
    const { editor, path } = shown();
    const selection = editor?.getSelection();
    const model = editor?.getModel();
    if (path === null || !selection || !model || selection.isEmpty()) return null;
    const { startLineNumber: startLine, endLineNumber: endLine } = selection;
    return { path, startLine, endLine, text: model.getValueInRange(selection) };
  },
  recentEdits,
  problems: () => {
    const resource = shown().editor?.getModel()?.uri;
    if (!resource) return [];
    return monaco.editor
      .getModelMarkers({ resource, take: 200 })
      .filter((m) => m.severity >= monaco.MarkerSeverity.Warning)
      .map((m) => ({ line: m.startLineNumber, message: m.message.slice(0, 2000) }));
  },
  insert: (text) => {
    const { editor, path } = shown();
    const selection = editor?.getSelection();
    if (!editor || path === null || !selection) return false;
    editor.pushUndoStop();
    editor.executeEdits('chat', [{ range: selection, text, forceMoveMarkers: true }]);
    editor.pushUndoStop();
    editor.focus();
    return true;
  },
  runAction: (id) => {
    const editor = activeEditor()?.editor;
    editor?.focus();
    void editor?.getAction(id)?.run();
  },
  focus: () => {
    activeEditor()?.editor.focus();
  },
};

function shown(): { editor: monaco.editor.IStandaloneCodeEditor | undefined; path: string | null } {
  const active = activeEditor();
  return { editor: active?.editor, path: active?.shown() ?? null };
}
