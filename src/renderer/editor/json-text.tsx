import { use, useEffect, useRef, useState } from 'react';
import { create } from 'zustand';
import { messageOf } from '../ui/notifications.tsx';
import { EditorContext, type EditorSurroundings } from './editor-context.ts';
import { monaco } from './monaco-setup.ts';
import { TEXT_OPTIONS, lookOptions } from './text-options.ts';
import { t } from '../../shared/messages/t.ts';

/** A JSON file of the app's own, which is in no folder. */
export interface JsonSource {
  /** Unique; what its schema is known by. */
  readonly uri: string;
  /** For screen readers. */
  readonly label: string;
  readonly read: () => Promise<string>;
  /** Rejects with what is wrong in the text, which stays as it is. */
  readonly write: (text: string) => Promise<unknown>;
}

/** What saves the JSON text on screen, for the command. */
export const useJsonOnScreen = create<{ readonly save: (() => void) | null }>(() => ({ save: null }));

/** Texts that were not saved yet outlive their tab. */
const saved = new Map<string, string>();

/** Let completion and validation in JSON files follow schemas. Each has the globs of its files. */
export function describeJson(
  schemas: readonly { readonly uri: string; readonly files: readonly string[]; readonly schema: object }[],
): void {
  monaco.json.jsonDefaults.setDiagnosticsOptions({
    ...monaco.json.jsonDefaults.diagnosticsOptions,
    validate: true,
    enableSchemaRequest: false,
    schemas: schemas.map(({ uri, files, schema }) => ({ uri, fileMatch: [...files], schema })),
  });
}

/** The text of a JSON file of the app's own, saved with the command for files. */
export function JsonText({ source }: { readonly source: JsonSource }) {
  const { look } = use(EditorContext) as EditorSurroundings;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [dirty, setDirty] = useState(false);

  useEffect(() => {
    if (!host.current) return undefined;
    const uri = monaco.Uri.parse(source.uri);
    const model = monaco.editor.getModel(uri) ?? monaco.editor.createModel('', 'json', uri);
    const isDirty = (): boolean => saved.has(source.uri) && model.getValue() !== saved.get(source.uri);
    const compare = (): void => {
      setDirty(isDirty());
    };
    const created = monaco.editor.create(host.current, { ...TEXT_OPTIONS, model, ariaLabel: source.label });
    editor.current = created;
    const followed = model.onDidChangeContent(compare);
    if (isDirty()) compare();
    else
      source.read().then(
        (text) => {
          saved.set(source.uri, text);
          if (!model.isDisposed() && model.getValue() !== text) model.setValue(text);
          compare();
          created.focus();
        },
        (error: unknown) => {
          setProblem(messageOf(error));
        },
      );
    const save = (): void => {
      const text = model.getValue();
      source.write(text).then(
        () => {
          saved.set(source.uri, text);
          setProblem(null);
          compare();
        },
        (error: unknown) => {
          setProblem(messageOf(error));
        },
      );
    };
    useJsonOnScreen.setState({ save });
    return () => {
      if (useJsonOnScreen.getState().save === save) useJsonOnScreen.setState({ save: null });
      followed.dispose();
      created.dispose();
      editor.current = null;
    };
  }, [source]);
  useEffect(() => {
    editor.current?.updateOptions(lookOptions({ ...look, listWhileTyping: true }));
  }, [look]);

  return (
    <div className="json-text">
      {problem === null ? null : (
        <p className="banner warning" role="alert">
          {t('{problem} Nothing was saved, and your text is still here.', { problem })}
        </p>
      )}
      {dirty && problem === null ? <p className="banner">{t('Not saved yet.')}</p> : null}
      <div ref={host} className="monaco-host" />
    </div>
  );
}
