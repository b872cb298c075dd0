import { pathOf } from '../text-uri.ts';
import { AppError } from '../../../shared/app-error.ts';
import { LIMITS } from '../../../shared/limits.ts';
import type { LanguageChange } from '../../../shared/schemas/language.ts';
import { call } from '../../bridge/bridge.ts';
import { documentOf, onSaved } from '../editor-store.ts';
import { monaco } from '../monaco-setup.ts';

/** What the core is told of one text, in order. */
interface Synced {
  readonly model: monaco.editor.ITextModel;
  readonly path: string;
  /** Resolves when all that was said so far has arrived. */
  said: Promise<unknown>;
  pending: LanguageChange[];
  sending: boolean;
  readonly stop: () => void;
}

const synced = new Map<monaco.editor.ITextModel, Synced>();

/**
 * Keep the core's language servers in step with the open texts. Changes that come while one is on its way go together.
 * Returns what ends it.
 */
export function syncTexts(): () => void {
  const follow = (model: monaco.editor.ITextModel): void => {
    // Only a file that is open; the model is made first. A text to look at elsewhere is none of the servers' business.
    queueMicrotask(() => {
      const path = pathOf(model);
      if (!model.isDisposed() && documentOf(path)?.model === model) begin(model, path);
    });
  };
  monaco.editor.getModels().forEach(follow);
  const created = monaco.editor.onDidCreateModel(follow);
  const renamed = monaco.editor.onDidChangeModelLanguage(({ model }) => {
    const path = synced.get(model)?.path;
    if (path === undefined) return;
    end(model);
    begin(model, path);
  });
  const stopSaved = onSaved(tellSaved);
  return () => {
    stopSaved();
    created.dispose();
    renamed.dispose();
    for (const model of [...synced.keys()]) end(model);
  };
}

/** Resolves when the core knows a text as it is now; at once for one that it is not told of. */
export async function inStep(model: monaco.editor.ITextModel): Promise<void> {
  for (let state = synced.get(model); state !== undefined && (state.sending || state.pending.length > 0);) {
    await state.said;
    state = synced.get(model);
  }
}

/** Whether the core is told of a text. */
export function isSynced(model: monaco.editor.ITextModel): boolean {
  return synced.has(model);
}

/** Tell the core of all open texts anew, as when it lost the connection. */
export function openAgain(): void {
  for (const { model, path } of [...synced.values()]) {
    end(model);
    begin(model, path);
  }
}

/** A file was saved. */
function tellSaved(path: string): void {
  const model = documentOf(path)?.model;
  const state = model && synced.get(model);
  if (state) say(state, () => call('language.save', { path }));
}

function begin(model: monaco.editor.ITextModel, path: string): void {
  if (model.getValueLength() > LIMITS.languageFileChars) return;
  const changes = model.onDidChangeContent(({ changes: made, isFlush }) => {
    // Monaco gives the last of the file first, each of the text before all of them.
    state.pending.push(
      ...(isFlush
        ? [{ range: null, text: model.getValue() }]
        : made.map(({ range, text }) => ({
            range: {
              line: range.startLineNumber,
              column: range.startColumn,
              endLine: range.endLineNumber,
              endColumn: range.endColumn,
            },
            text: text.replace(/\r\n?/g, '\n'),
          }))),
    );
    send(state);
  });
  const disposed = model.onWillDispose(() => {
    end(model);
  });
  const state: Synced = {
    model,
    path,
    said: Promise.resolve(),
    pending: [],
    sending: false,
    stop: () => {
      changes.dispose();
      disposed.dispose();
    },
  };
  synced.set(model, state);
  open(state);
}

function end(model: monaco.editor.ITextModel): void {
  const state = synced.get(model);
  if (!state) return;
  synced.delete(model);
  state.stop();
  say(state, () => call('language.close', { path: state.path }));
}

function open(state: Synced): void {
  const { model, path } = state;
  state.pending = [];
  const document = {
    path,
    languageId: model.getLanguageId(),
    version: model.getVersionId(),
    text: model.getValue(monaco.editor.EndOfLinePreference.LF),
  };
  say(state, () => call('language.open', document));
}

function send(state: Synced): void {
  if (state.sending) return;
  state.sending = true;
  say(state, async () => {
    state.sending = false;
    const changes = state.pending;
    state.pending = [];
    const { model, path } = state;
    if (changes.length === 0 || model.isDisposed()) return;
    await call('language.change', { path, version: model.getVersionId(), changes });
  });
}

/** One after the other. What the core does not know as it is here it is told anew. */
function say(state: Synced, tell: () => Promise<unknown>): void {
  state.said = state.said.then(tell).catch((error: unknown) => {
    const outOfStep = error instanceof AppError && error.code === 'language-out-of-step';
    if (outOfStep && synced.get(state.model) === state) open(state);
  });
}
