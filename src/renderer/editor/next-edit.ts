import { pathOf } from './text-uri.ts';
import { signalOf } from './signal-of.ts';
import type { NextEditRequest, Replacement } from '../../shared/schemas/next-edit.ts';
import type { Settings } from '../../shared/schemas/settings.ts';
import { call } from '../bridge/bridge.ts';
import { countOutcomes } from './count-outcomes.ts';
import { onCompletionDismissed, PROVIDER_GROUP } from './inline-completion.ts';
import { documentOf } from './editor-store.ts';
import { monaco } from './monaco-setup.ts';
import { createLineEdits, type LineEdits } from './next-edit/line-edits.ts';
import { createNextEditSession, type NextEditSession, type Suggested } from './next-edit/next-edit-session.ts';
import { tellingParts } from './next-edit/telling-parts.ts';
import { wait } from './wait.ts';

export type NextEditSettings = Pick<Settings, 'nextEditEnabled' | 'completionDebounceMs' | 'completionOffLanguages'>;

/** A copy of a file with more lines would be felt. */
const MOST_FILE_LINES = 20_000;
/** Lines that are longer were not written by hand. */
const MOST_LINE_CHARS = 400;
/** What is shown comes in between when somebody only stops to think for a moment, ms. */
const LEAST_PAUSE_MS = 150;

let session: NextEditSession | null = null;

/** Forget what models said, as when another folder is opened or another model chosen. */
export function forgetNextEdits(): void {
  session?.clear();
}

interface Item extends monaco.languages.InlineCompletion {
  readonly suggested: Suggested;
  readonly version: string;
}
type Items = monaco.languages.InlineCompletions<Item>;
const { InlineCompletionEndOfLifeReasonKind: Ended } = monaco.languages;

/**
 * Suggestions for the next edit, away from the cursor, through Monaco's own inline edits: Tab jumps
 * there, Tab again takes it, Escape dismisses. They come only where no completion is shown.
 * @param settings read at each request, so that a change applies at once; `null` while they are not known
 */
export function registerNextEdit(settings: () => NextEditSettings | null): monaco.IDisposable {
  const counting = countOutcomes<Suggested>('edit');
  const { counter } = counting;
  const mine = createNextEditSession({
    pause: () => Math.max(LEAST_PAUSE_MS, settings()?.completionDebounceMs ?? 0),
    wait,
    ask: async (request, signal) => {
      const answer = await call('completion.nextEdit', request, signal);
      if (answer.model !== null) counter.asked(answer.model);
      return answer;
    },
  });
  session = mine;

  const followed = new WeakMap<monaco.editor.ITextModel, LineEdits>();
  const listeners: monaco.IDisposable[] = [];
  /** Begin to follow a text, unless that has begun; nothing is kept while the setting is off. */
  function ensureFollowed(model: monaco.editor.ITextModel | null): void {
    if (model === null || followed.has(model) || settings()?.nextEditEnabled !== true) return;
    if (model.getLineCount() > MOST_FILE_LINES) return;
    followed.set(model, createLineEdits(model.getLinesContent()));
    const listener = model.onDidChangeContent(({ changes, isFlush }) => {
      const on = settings()?.nextEditEnabled === true;
      if (on && !isFlush) followed.get(model)?.change(changes);
      else {
        followed.delete(model);
        listener.dispose();
        ensureFollowed(model);
      }
    });
    listeners.push(listener);
  }
  function followEditor(editor: monaco.editor.ICodeEditor): void {
    const ensure = (): void => {
      ensureFollowed(editor.getModel());
    };
    ensure();
    // They end with the editor.
    editor.onDidChangeModel(ensure);
    editor.onDidFocusEditorText(ensure);
    editor.onDidChangeCursorPosition(ensure);
  }
  monaco.editor.getEditors().forEach(followEditor);
  listeners.push(monaco.editor.onDidCreateEditor(followEditor));

  function requestFor(model: monaco.editor.ITextModel, { lineNumber }: monaco.Position): NextEditRequest | null {
    const edits = followed
      .get(model)
      ?.recent()
      .filter(({ before, after }) => [...before, ...after].every((line) => line.length <= MOST_LINE_CHARS));
    if (edits === undefined || edits.length === 0) return null;
    const parts = tellingParts(model.getLinesContent(), lineNumber, edits, MOST_LINE_CHARS);
    if (parts.length === 0) return null;
    return { path: pathOf(model), languageId: model.getLanguageId(), cursorLine: lineNumber, edits, parts };
  }

  const again = new monaco.Emitter<void>();
  const registered = monaco.languages.registerInlineCompletionsProvider({ pattern: '**' }, {
    displayName: 'CodeGrex, next edit',
    groupId: PROVIDER_GROUP.nextEdit,
    yieldsToGroupIds: [PROVIDER_GROUP.completion],
    debounceDelayMs: 0,
    onDidChangeInlineCompletions: again.event,
    provideInlineCompletions: async (model, position, context, token): Promise<Items> => {
      const none: Items = { items: [] };
      const now = settings();
      if (now?.nextEditEnabled !== true || !context.includeInlineEdits) return none;
      if (documentOf(pathOf(model))?.large === true) return none;
      if (now.completionOffLanguages.includes(model.getLanguageId())) return none;
      const signal = signalOf(token);
      const version = `${model.id} ${String(model.getVersionId())}`;
      const suggested = await mine.offer(version, () => requestFor(model, position), signal);
      const range = suggested === null || model.isDisposed() ? null : rangeOf(model, suggested.edit);
      if (suggested === null || range === null) return none;
      const insertText = suggested.edit.lines.join('\n');
      return { items: [{ insertText, range, isInlineEdit: true, suggested, version }] };
    },
    handleItemDidShow: (_all, { suggested }) => {
      counter.shown({ answer: suggested, reused: false });
    },
    handleEndOfLifetime: (_all, { suggested, version }, reason) => {
      if (reason.kind === Ended.Accepted) counter.accepted(suggested);
      else if (reason.kind === Ended.Rejected) {
        counter.dismissed(suggested);
        mine.dismissed(version);
      }
    },
    disposeInlineCompletions: () => undefined,
  } satisfies monaco.languages.InlineCompletionsProvider<Items>);
  // Who wants no completion here may still have something to do elsewhere.
  const unfollow = onCompletionDismissed(() => {
    if (settings()?.nextEditEnabled !== true) return;
    // Monaco tells of it while the completion is still there.
    setTimeout(() => {
      again.fire();
    }, 0);
  });
  return {
    dispose: () => {
      registered.dispose();
      unfollow();
      again.dispose();
      for (const listener of listeners) listener.dispose();
      counting.dispose();
      mine.clear();
      if (session === mine) session = null;
    },
  };
}

/** What an edit replaces; `null` where the text is not what the edit is of. */
function rangeOf(model: monaco.editor.ITextModel, { startLine, old, lines }: Replacement): monaco.Range | null {
  const endLine = startLine + old.length - 1;
  if (startLine < 1 || endLine > model.getLineCount()) return null;
  if (old.some((line, i) => line.trimEnd() !== model.getLineContent(startLine + i).trimEnd())) return null;
  const whole = new monaco.Range(startLine, 1, endLine, model.getLineMaxColumn(endLine));
  if (lines.length > 0) return whole;
  // Lines go with one of their ends.
  if (endLine < model.getLineCount()) return whole.setEndPosition(endLine + 1, 1);
  return startLine === 1 ? whole : whole.setStartPosition(startLine - 1, model.getLineMaxColumn(startLine - 1));
}
