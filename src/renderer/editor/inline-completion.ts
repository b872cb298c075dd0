import { pathOf } from './text-uri.ts';
import { signalOf } from './signal-of.ts';
import { create } from 'zustand';
import { call } from '../bridge/bridge.ts';
import { LIMITS } from '../../shared/limits.ts';
import type { CompletionResponse } from '../../shared/schemas/chat-and-completion.ts';
import type { Settings } from '../../shared/schemas/settings.ts';
import { messageOf } from '../ui/notifications.tsx';
import { createAdaptivePause } from './completion/adaptive-pause.ts';
import {
  createCompletionSession,
  type Completed,
  type CompletionSession,
  type Offer,
} from './completion/completion-session.ts';
import type { Spot } from './completion/type-ahead.ts';
import { countOutcomes } from './count-outcomes.ts';
import { completionHints, importsHint } from './completion-hints.ts';
import { documentOf } from './editor-store.ts';
import { monaco } from './monaco-setup.ts';
import { syntaxAt } from './syntax-at.ts';
import { wait } from './wait.ts';
import { t } from '../../shared/messages/t.ts';

interface InlineCompletionState {
  /** Requests that take a while; one that was cancelled may end after the next has begun. */
  readonly running: number;
  /** Why the last one showed nothing; `null` when it did or there was none. */
  readonly problem: string | null;
  /** Why nothing is asked where the cursor is; `null` if it is. */
  readonly quiet: string | null;
}

/** For the status bar. */
export const useInlineCompletion = create<InlineCompletionState>(() => ({ running: 0, problem: null, quiet: null }));

export type InlineCompletionSettings = Pick<
  Settings,
  | 'completionEnabled'
  | 'completionDebounceMs'
  | 'completionInComments'
  | 'completionInStrings'
  | 'completionOffLanguages'
>;

const REASONS: Readonly<Record<NonNullable<CompletionResponse['reason']>, string>> = {
  off: t('Completions are off.'),
  'language-off': t('Completions are off for this language.'),
  'no-model': t('No local model can complete. Add one under Models.'),
  'ignored-file': t('This file is kept from models.'),
};

/** The status bar tells of a request that takes longer than this, ms: most are over before anybody could read it. */
const TELLING_MS = 500;
/** And tells that it is over only when the ghost text is drawn, which a redraw just before would hold up a frame, ms. */
const TOLD_MS = 50;
/** The window on a file begins at every so many lines, so that a model server reads the same begin again. */
const ANCHOR_LINES = 40;

/** Monaco asks the first, and only where it has nothing to show the second. */
export const PROVIDER_GROUP = { completion: 'codegrex.completion', nextEdit: 'codegrex.next-edit' } as const;

const pause = createAdaptivePause();
let session: CompletionSession | null = null;

/** Forget what models said, as when another folder is opened or another model chosen. */
export function forgetCompletions(): void {
  session?.clear();
  pause.reset();
}

const dismissListeners = new Set<() => void>();
/** Be told when the user dismisses a completion. Returns what stops it. */
export function onCompletionDismissed(dismissed: () => void): () => void {
  dismissListeners.add(dismissed);
  return () => dismissListeners.delete(dismissed);
}

/** What the editor is given, with where it comes from. */
interface Item extends monaco.languages.InlineCompletion {
  readonly offer: Offer;
}
type Items = monaco.languages.InlineCompletions<Item>;
const NONE: Items = { items: [] };
const { InlineCompletionEndOfLifeReasonKind: Ended, InlineCompletionTriggerKind: Trigger } = monaco.languages;

/**
 * Ghost text for every language through Monaco's own inline completions: Tab accepts, Ctrl+Right a
 * word, Ctrl+Down a line, Escape dismisses. What is typed as the ghost text says costs no request.
 * @param settings read at each request, so that a change applies at once; `null` while they are not known
 */
export function registerInlineCompletion(settings: () => InlineCompletionSettings | null): monaco.IDisposable {
  const counting = countOutcomes<Completed>('completion');
  const { counter } = counting;
  /** Models of spots that are being asked about, for what is to be read only then. */
  const models = new WeakMap<Spot, monaco.editor.ITextModel>();

  const mine = createCompletionSession({
    pause,
    limit: () => settings()?.completionDebounceMs ?? 0,
    wait,
    ask: async (spot, signal): Promise<Completed> => {
      const stopTelling = tellRunning();
      try {
        const model = models.get(spot);
        const hints = model?.isDisposed() === false ? completionHints(model, spot.path, lineOf(model, spot)) : [];
        const { path, languageId, prefix, suffix, whole } = spot;
        const request = { path, languageId, prefix, suffix, whole, hints };
        const { text, reason, model: ref, modelMs } = await call('completion.request', request, signal);
        if (ref !== null) counter.asked(ref);
        if (modelMs !== null) pause.answered(modelMs);
        useInlineCompletion.setState({ problem: reason === null ? null : REASONS[reason] });
        return { spot, text, model: ref };
      } catch (error) {
        // A completion that fails must not get in the way of typing; the status bar tells.
        if (!signal.aborted) useInlineCompletion.setState({ problem: messageOf(error) });
        throw error;
      } finally {
        stopTelling();
      }
    },
  });
  session = mine;

  async function provide(
    model: monaco.editor.ITextModel,
    position: monaco.Position,
    explicit: boolean,
    token: monaco.CancellationToken,
  ): Promise<Items> {
    noteKey(model);
    const now = settings();
    if (now === null || (!now.completionEnabled && !explicit)) return NONE;
    const quiet = quietReason(now, model, position, explicit);
    useInlineCompletion.setState({ quiet });
    if (quiet !== null) return NONE;
    const signal = signalOf(token);
    const spot = spotAt(model, position);
    models.set(spot, model);
    const offer = await mine.offer(spot, { explicit }, signal).catch(() => null);
    if (offer === null || signal.aborted) return NONE;
    const { lineNumber, column } = position;
    const range = new monaco.Range(lineNumber, column, lineNumber, column + offer.replaces);
    return { items: [{ insertText: offer.text, range, offer }] };
  }

  /** Versions of a text come with keys; each counts once. */
  let counted: string | null = null;
  function noteKey(model: monaco.editor.ITextModel): void {
    const version = versionOf(model);
    if (version !== counted) pause.key(performance.now());
    counted = version;
  }

  /** Monaco asks only when the letter is drawn; a model can be on its way by then. */
  function prepare(editor: monaco.editor.ICodeEditor): void {
    const model = editor.getModel();
    const position = editor.getPosition();
    const now = settings();
    if (model === null || position === null || now?.completionEnabled !== true) return;
    noteKey(model);
    if (quietReason(now, model, position, false) !== null) return;
    const spot = spotAt(model, position);
    models.set(spot, model);
    mine.prepare(spot);
  }

  /** Where a file is shown, it is likely to be typed into. */
  function readAhead(editor: monaco.editor.ICodeEditor): void {
    const model = editor.getModel();
    if (model === null || settings()?.completionEnabled !== true) return;
    const path = pathOf(model);
    const document = documentOf(path);
    if (document?.model !== model || document.large) return;
    const hint = importsHint(model, path);
    // It is read when it is wanted, if not now.
    if (hint !== null) call('completion.prepare', hint).catch(() => undefined);
  }

  const typed: monaco.IDisposable[] = [];
  const follow = (editor: monaco.editor.ICodeEditor): void => {
    readAhead(editor);
    typed.push(
      editor.onDidChangeModel(() => {
        readAhead(editor);
      }),
      editor.onDidChangeCursorPosition(({ source, reason }) => {
        // Where the text is another too, something was typed or taken back.
        const key = source === 'keyboard' && reason === monaco.editor.CursorChangeReason.NotSet;
        if (key && versionOf(editor.getModel()) !== counted) prepare(editor);
      }),
    );
  };
  monaco.editor.getEditors().forEach(follow);
  typed.push(monaco.editor.onDidCreateEditor(follow));

  const registered = monaco.languages.registerInlineCompletionsProvider({ pattern: '**' }, {
    displayName: 'CodeGrex',
    groupId: PROVIDER_GROUP.completion,
    // The pause is our own: what is known already is shown without one.
    debounceDelayMs: 0,
    provideInlineCompletions: (model, position, context, token) => {
      const explicit = context.triggerKind === Trigger.Explicit;
      return provide(model, position, explicit, token);
    },
    handleItemDidShow: (_all, { offer }) => {
      counter.shown(offer);
    },
    handlePartialAccept: (_all, { offer }) => {
      counter.acceptedInPart(offer.answer);
    },
    handleEndOfLifetime: (_all, { offer }, reason) => {
      if (reason.kind === Ended.Accepted) {
        counter.accepted(offer.answer);
        mine.accepted();
        // Monaco asks for what follows once it has drawn this.
        const editor = monaco.editor.getEditors().find((each) => each.hasTextFocus());
        if (editor) prepare(editor);
      } else if (reason.kind === Ended.Rejected) {
        counter.dismissed(offer.answer);
        for (const dismissed of dismissListeners) dismissed();
      }
    },
    disposeInlineCompletions: () => undefined,
  } satisfies monaco.languages.InlineCompletionsProvider<Items>);
  return {
    dispose: () => {
      registered.dispose();
      for (const listener of typed) listener.dispose();
      counting.dispose();
      mine.clear();
      if (session === mine) session = null;
    },
  };
}

/** The status bar tells of a request that takes a while. Returns what ends it. */
function tellRunning(): () => void {
  const add = (count: number): void => {
    useInlineCompletion.setState(({ running }) => ({ running: running + count }));
  };
  let told = false;
  const telling = setTimeout(() => {
    told = true;
    add(1);
  }, TELLING_MS);
  return () => {
    clearTimeout(telling);
    if (told) setTimeout(add, TOLD_MS, -1);
  };
}

/** Why nothing is asked at a place that the user does not want completed; `null` if it is. */
function quietReason(
  now: InlineCompletionSettings,
  model: monaco.editor.ITextModel,
  position: monaco.Position,
  explicit: boolean,
): string | null {
  if (documentOf(pathOf(model))?.large === true) return t('Completions are off in large files.');
  if (now.completionOffLanguages.includes(model.getLanguageId())) return REASONS['language-off'];
  if (explicit || (now.completionInComments && now.completionInStrings)) return null;
  const syntax = syntaxAt(model, position);
  if (syntax === 'comment' && !now.completionInComments) return t('Completions are off in comments.');
  if (syntax === 'string' && !now.completionInStrings) return t('Completions are off in strings.');
  return null;
}

/** Only what is near: a copy of a whole large file for each keystroke would be felt. */
function spotAt(model: monaco.editor.ITextModel, position: monaco.Position): Spot {
  const offset = model.getOffsetAt(position);
  const half = LIMITS.completionContextChars / 2;
  const from = model.getPositionAt(Math.max(0, offset - half));
  const anchored = Math.ceil((from.lineNumber - 1) / ANCHOR_LINES) * ANCHOR_LINES + 1;
  // One endless line has no other begin.
  const begin = anchored > 1 && anchored <= position.lineNumber ? new monaco.Position(anchored, 1) : from;
  const end = model.getPositionAt(offset + half);
  const textBetween = (a: monaco.Position, b: monaco.Position): string =>
    model.getValueInRange(monaco.Range.fromPositions(a, b));
  return {
    path: pathOf(model),
    languageId: model.getLanguageId(),
    offset,
    prefix: textBetween(begin, position),
    suffix: textBetween(position, end),
    whole: end.equals(model.getFullModelRange().getEndPosition()),
  };
}

function versionOf(model: monaco.editor.ITextModel | null): string | null {
  return model === null ? null : `${model.id} ${String(model.getVersionId())}`;
}

function lineOf(model: monaco.editor.ITextModel, { offset }: Spot): number {
  return model.getPositionAt(offset).lineNumber;
}
