import { create } from 'zustand';
import type { Conventions } from '../../shared/schemas/conventions.ts';
import { call } from '../bridge/bridge.ts';
import { notify, notifyError } from '../ui/notifications.tsx';
import { monaco } from './monaco-setup.ts';
import { t } from '../../shared/messages/t.ts';

/** What each open file's project says of how it is written, by path. */
export const useConventions = create<{ readonly files: Readonly<Record<string, Conventions>> }>(() => ({ files: {} }));

const followed = new Map<string, { readonly model: monaco.editor.ITextModel; formatter: monaco.IDisposable | null }>();

/** Names of files that say how others are written. */
const IS_CONFIGURATION = /(^|\/)\.editorconfig$/;

export function conventionsOf(path: string): Conventions | undefined {
  return useConventions.getState().files[path];
}

/** Have a text be written as its project wants it. Returns what ends it. */
export function followConventions(path: string, model: monaco.editor.ITextModel): () => void {
  const state = { model, formatter: null };
  followed.set(path, state);
  void ask(path);
  return () => {
    if (followed.get(path) !== state) return;
    disposeFormatter(path);
    followed.delete(path);
    useConventions.setState(({ files }) => ({
      files: Object.fromEntries(Object.entries(files).filter(([other]) => other !== path)),
    }));
  };
}

/** A file was saved, or changed on disk: it may say something else of the open ones. */
export function conventionsMayHaveChanged(path: string): void {
  if (IS_CONFIGURATION.test(path)) askAgain();
}

/** Ask for the open files, after what may be run changed, or what is in a folder. @param folder those below it only */
export function askAgain(folder = ''): void {
  for (const path of followed.keys()) if (folder === '' || path.startsWith(`${folder}/`)) void ask(path);
}

/** Indentation as the project wants it, after the editor's own settings changed. */
export function applyIndentation(): void {
  for (const [path, { model }] of followed) {
    const said = conventionsOf(path);
    if (said && !model.isDisposed()) indent(model, said);
  }
}

/** Files that are told of once: their patterns are not matched. */
const told = new Set<string>();

async function ask(path: string): Promise<void> {
  // A folder that was closed meanwhile says nothing.
  const said = await call('files.conventions', { path }).catch(() => null);
  const state = followed.get(path);
  if (said === null || !state || state.model.isDisposed()) return;
  useConventions.setState(({ files }) => ({ files: { ...files, [path]: said } }));
  indent(state.model, said);
  if (said.formatter !== (state.formatter !== null)) {
    disposeFormatter(path);
    if (said.formatter) state.formatter = provideFormatter(path, state.model);
  }
  if (said.refused === null || told.has(said.refused)) return;
  told.add(said.refused);
  notify(
    'error',
    t('{refused} is not followed: its patterns would take too long to match. Make them simpler.', {
      refused: said.refused,
    }),
  );
}

function indent(model: monaco.editor.ITextModel, { insertSpaces, indentSize, tabSize }: Conventions): void {
  const columns = indentSize ?? tabSize;
  model.updateOptions({
    ...(insertSpaces === null ? {} : { insertSpaces }),
    ...(columns === null ? {} : { indentSize: columns }),
    ...(tabSize === null ? {} : { tabSize }),
  });
}

function disposeFormatter(path: string): void {
  const state = followed.get(path);
  state?.formatter?.dispose();
  if (state) state.formatter = null;
}

/** The project's own formatter takes the place of what else could format the file. */
function provideFormatter(path: string, model: monaco.editor.ITextModel): monaco.IDisposable {
  return monaco.languages.registerDocumentFormattingEditProvider(
    { pattern: model.uri.fsPath, exclusive: true },
    {
      displayName: 'Prettier',
      provideDocumentFormattingEdits: async (asked, _options, token) => {
        const before = asked.getValue();
        const version = asked.getVersionId();
        try {
          const { text } = await call('files.format', { path, text: before });
          // What was typed meanwhile is worth more than how it looks.
          if (text === null || text === before || token.isCancellationRequested || asked.getVersionId() !== version)
            return [];
          return [{ range: asked.getFullModelRange(), text }];
        } catch (error) {
          notifyError(error);
          return [];
        }
      },
    },
  );
}
