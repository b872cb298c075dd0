import { toMonacoRange } from './text-range.ts';
import { pathOf } from './text-uri.ts';
import { AppError } from '../../shared/app-error.ts';
import { applyEdits } from '../../shared/apply-edits.ts';
import type { OpenDocuments } from '../ui/open-documents.ts';
import { documentOf, saveFile, useEditor } from './editor-store.ts';
import { monaco } from './monaco-setup.ts';

/** The editor's texts for other features. */
export const openDocuments: OpenDocuments = {
  unsaved: () =>
    useEditor
      .getState()
      .tabs.filter((t) => t.dirty)
      .map((t) => t.path),
  text: (path) => documentOf(path)?.model.getValue() ?? null,
  edit: (path, edits) => {
    const model = documentOf(path)?.model;
    if (!model) return null;
    if (useEditor.getState().tabs.some((t) => t.path === path && t.readOnly)) throw new AppError('path-not-permitted');
    const edited = applyEdits(model.getValue(), edits);
    if (edited === null) return null;
    const operations = edits.map((edit) => ({
      range: toMonacoRange(edit),
      text: edit.text,
      forceMoveMarkers: true,
    }));
    model.pushStackElement();
    model.pushEditOperations([], operations, () => null);
    model.pushStackElement();
    return edited.inverse;
  },
  save: (path) => saveFile(path),
  onEdit: (edited) => {
    const follow = (model: monaco.editor.ITextModel): void => {
      // A model lives as long as its tab, and so does what follows it.
      model.onDidChangeContent(() => {
        const path = pathOf(model);
        if (!stopped && documentOf(path)?.model === model) edited(path);
      });
    };
    let stopped = false;
    monaco.editor.getModels().forEach(follow);
    const created = monaco.editor.onDidCreateModel(follow);
    return () => {
      stopped = true;
      created.dispose();
    };
  },
};
